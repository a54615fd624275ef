/*
 * The paper that goes along with a mail, and what stands on the confirmation.
 */
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/setting.h"
#include "domain/outside/job.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/notice_topic.h"
#include "domain/outside/queue.h"
#include "print/documents.h"
#include "support/testorder.h"
#include "sync/attach.h"
#include "unit/outside_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    ck_ok(setting_set(shop.desk, "notice.mail_provider", "smtp", &err));
    ck_ok(setting_set(shop.desk, "notice.from", "desk@example.org", &err));
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static const char *paper_of(struct order_id order)
{
    struct paper paper;
    const char *text;
    size_t len;

    ck_ok(confirmation_make(shop.desk, order, shop.arena, &paper, &err));
    ck_ok(paper_bytes(&paper, PAPER_AS_TEXT, shop.arena, &text, &len, &err));
    return text;
}

static void ck_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no \"%s\" in\n%s", part, text);
}

START_TEST(a_confirmation_has_lines_prices_taxes_and_total)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    const char *text = paper_of(o->id);

    ck_has(text, o->number);
    ck_has(text, "BRK-20");
    ck_has(text, "4.25");
    ck_has(text, "17.00"); /* 4 x 4.25 */
    ck_has(text, "3.40");  /* 20 % of it */
    ck_has(text, "20.40");
    ck_has(text, "12 Dock Rd");
}
END_TEST

static void reads(const char *lang)
{
    struct customer *c;
    struct customer_id id;

    ck_ok(customer_load(shop.desk, shop.acme, shop.arena, &c, &err));
    c->lang = lang;
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &id, &err));
}

/* What the bracket is called in that language from now on. */
static void describe(const char *descriptions)
{
    struct item *item;
    struct item_id id;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    ck_ok(item_texts_parse(descriptions, shop.arena, &item->texts, &err));
    ck_ok(item_save(shop.desk, item, NULL, NULL, &id, &err));
}

START_TEST(a_confirmation_has_the_words_of_the_customers_language_as_they_were_when_it_was_placed)
{
    struct order *before = testshop_order(&shop, shop.bracket, 4, true), *o;

    reads("de");
    describe("de: Winkel verzinkt; fr: Equerre");
    o = testshop_order(&shop, shop.bracket, 4, true);
    describe("de: Halter");
    ck_has(paper_of(o->id), "Winkel verzinkt");
    ck_has(paper_of(before->id), o->lines[0].description);
    ck_assert_str_eq(o->lines[0].description, before->lines[0].description);
    reads("nl");
    o = testshop_order(&shop, shop.bracket, 4, true);
    ck_has(paper_of(o->id), o->lines[0].description);
}
END_TEST

START_TEST(every_paper_can_be_set_as_a_pdf)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    struct strbuf lines;
    struct paper paper, again;

    ck_ok(confirmation_make(shop.desk, o->id, shop.arena, &paper, &err));
    strbuf_init(&lines, shop.arena, 100000);
    paper_write(&paper, &lines);
    ck_ok(paper_read(lines.s, shop.arena, &again, &err)); /* what the helper reads */
}
END_TEST

START_TEST(a_draft_is_not_confirmed)
{
    struct record_at at = testshop_draft(&shop);
    struct order *o = testshop_line(&shop, &at, shop.bracket, 1);
    struct paper paper;

    ck_refused(confirmation_make(shop.desk, o->id, shop.arena, &paper, &err), ERR_STATE);
}
END_TEST

static struct job_files files_of(int64_t notice, const char *topic)
{
    const struct queue_row row = { .topic = topic, .record_id = notice };
    struct job_files files = { 0 };

    ck_ok(attach_paper(shop.desk, &row, shop.arena, &files, &err));
    return files;
}

static int64_t confirmation_of(const struct order *o)
{
    const struct notice_try t = { .order = o->id,
                                  .event = NOTICE_CONFIRMATION,
                                  .channel = NOTICE_MAIL,
                                  .lang = "en",
                                  .recipient = "ann@example.com" };
    int64_t id;

    ck_ok(notice_test(shop.desk, &t, &id, &err));
    return id;
}

START_TEST(nothing_goes_along_unless_the_firm_wants_it)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    int64_t id = confirmation_of(o);

    ck_assert_int_eq(files_of(id, TOPIC_MAIL).n, 0);
    ck_ok(setting_set(shop.desk, "notice.attach", "yes", &err));
    ck_assert_int_eq(files_of(id, TOPIC_SMS).n, 0);
    ck_assert_int_eq(files_of(id, "shipping.label").n, 0);
}
END_TEST

static struct kept_papers kept_of(const struct order *o)
{
    struct kept_papers kept;

    ck_ok(kept_papers_of_order(shop.desk, o->id, 50, shop.arena, &kept, &err));
    return kept;
}

START_TEST(a_confirmation_is_kept_once_and_says_what_it_said)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    struct document_ask ask = { .kind = DOCUMENT_CONFIRMATION, .order = o->id };
    struct paper first, again;
    int revision;

    ck_ok(document_issue(shop.desk, &ask, shop.arena, &first, &revision, &err));
    ck_assert_int_eq(revision, 1);
    ck_assert_int_eq(kept_of(o).n, 1);
    ck_assert_int_eq(kept_of(o).v[0].kind, DOCUMENT_CONFIRMATION);
    ck_assert_str_eq(kept_of(o).v[0].subject, o->number);
    testdesk_wait(shop.desk, 3600000);
    ck_ok(document_issue(shop.desk, &ask, shop.arena, &again, &revision, &err));
    ck_assert_int_eq(revision, 1);
    ck_assert_int_eq(kept_of(o).n, 1);
    ck_assert_str_eq(again.made, first.made);
    /* What says something else is the next one, and the first is there as it was. */
    ck_ok(testshop_act(&shop, o, "note_customer", "note", "By van.", &err));
    ck_ok(document_issue(shop.desk, &ask, shop.arena, &again, &revision, &err));
    ck_assert_int_eq(revision, 2);
    ask.revision = 1;
    ck_ok(document_issue(shop.desk, &ask, shop.arena, &again, &revision, &err));
    ck_assert_str_eq(paper_as_text(&again, shop.arena), paper_as_text(&first, shop.arena));
}
END_TEST

/* Of an order that was canceled there is no paper: the mail goes without, if it goes. */
START_TEST(a_paper_that_cannot_be_made_holds_no_mail_up)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    int64_t id = confirmation_of(o);

    ck_ok(setting_set(shop.desk, "notice.attach", "yes", &err));
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "customer", &err));
    ck_assert_int_eq(files_of(id, TOPIC_MAIL).n, 0);
}
END_TEST

Suite *attach_suite(void)
{
    Suite *suite = suite_create("attach");
    TCase *t = tcase_create("papers");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, a_confirmation_has_lines_prices_taxes_and_total);
    tcase_add_test(
        t, a_confirmation_has_the_words_of_the_customers_language_as_they_were_when_it_was_placed);
    tcase_add_test(t, every_paper_can_be_set_as_a_pdf);
    tcase_add_test(t, a_draft_is_not_confirmed);
    tcase_add_test(t, nothing_goes_along_unless_the_firm_wants_it);
    tcase_add_test(t, a_confirmation_is_kept_once_and_says_what_it_said);
    tcase_add_test(t, a_paper_that_cannot_be_made_holds_no_mail_up);
    suite_add_tcase(suite, t);
    return suite;
}
