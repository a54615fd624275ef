/*
 * Notices of a desk: who is told, once, when, in which words, and what became of it.
 */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_action.h"
#include "domain/flow/shipment.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/notice_topic.h"
#include "domain/outside/queue.h"
#include "domain/outside/topic.h"
#include "domain/outside/track.h"
#include "domain/party/customer.h"
#include "store/store.h"
#include "store/tx.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   (60 * MINUTE_MS)

static struct testshop shop;
static struct err err;

static void set(const char *name, const char *value)
{
    ck_ok(setting_set(shop.desk, name, value, &err));
}

static struct contact_id add_contact(const struct contact *in)
{
    struct contact c = *in;
    struct contact_id id;

    c.title = "";
    c.is_active = true;
    ck_ok(contact_save(shop.desk, shop.acme, &c, &id, &err));
    return id;
}

static struct contact_id add_anna(void)
{
    return add_contact(&(struct contact){ .name = "Anna",
                                          .email = "Anna@Example.COM",
                                          .phone = "0113 496 0000",
                                          .by_sms = true,
                                          .roles = CONTACT_ORDERS });
}

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    set("notice.mail_provider", "smtp");
    set("notice.sms_provider", "twilio");
    set("notice.from", "desk@example.org");
}

static void tear_down(void)
{
    testshop_close(&shop);
}

/* --- helpers ---------------------------------------------------------------------------------- */

/* The newest event of that topic, routed; how many notices it made. */
static int route(const char *topic)
{
    int64_t before = testdesk_count(shop.desk, "notice");
    struct queue_row event = { 0 };
    struct outbox_list jobs;
    OD_TX tx = { 0 };

    ck_ok(outbox_list_load(shop.desk, 0, 300, shop.arena, &jobs, &err));
    for (int i = 0; i < jobs.n && event.topic == NULL; i++)
        if (strcmp(jobs.v[i].topic, topic) == 0)
            event = (struct queue_row){
                .id = jobs.v[i].id,
                .topic = topic,
                .record_kind = jobs.v[i].record_kind,
                .record_id = jobs.v[i].record_id,
                .created = jobs.v[i].created,
            };
    ck_assert_msg(event.topic != NULL, "no event %s", topic);
    event.order.v = testshop_number(
        shop.desk, arena_printf(shop.arena, "SELECT order_id FROM outbox WHERE id = %lld",
                                (long long)event.id));
    ck_ok(desk_begin(shop.desk, "timer.run", &tx, &err));
    ck_ok(notice_route(&tx, shop.desk, &event, shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
    return (int)(testdesk_count(shop.desk, "notice") - before);
}

static struct notices notices_of(struct order_id order)
{
    struct notices all;

    ck_ok(notices_of_order(shop.desk, order, shop.arena, &all, &err));
    return all;
}

static struct notice *load(int64_t id)
{
    struct notice *n;

    ck_ok(notice_load(shop.desk, id, shop.arena, &n, &err));
    return n;
}

static const struct json *task_of(int64_t id, struct topic_task *task)
{
    const struct queue_row row = { .record_id = id, .key = "0190-key" };
    const struct json *json = NULL;

    ck_ok(notice_compose(shop.desk, &row, shop.arena, task, &err));
    if (task->json != NULL)
        ck_ok(json_parse(task->json, strlen(task->json), shop.arena, &json, &err));
    return json;
}

static const char *text_of(const struct json *task, const char *name)
{
    return json_text(json_get(task, name));
}

static void end_with(int64_t id, enum queue_state state, enum job_end end, const char *code)
{
    struct topic_task task;
    const struct queue_row row = {
        .record_id = id, .provider = "smtp", .key = "0190-key", .task = task_of(id, &task)
    };
    const struct job_result r = { .end = end,
                                  .code = code,
                                  .message = end == JOB_DONE ? "" : "Why",
                                  .remote_id = end == JOB_DONE ? "remote-1" : "" };
    const struct topic_end how = { &row, &r, state };
    OD_TX tx = { 0 };

    ck_ok(desk_begin(shop.desk, "timer.run", &tx, &err));
    ck_ok(notice_apply(&tx, shop.desk, &how, shop.arena, &err));
    ck_ok(tx_commit(&tx, &err));
}

static int events_of(struct order_id order, const char *kind)
{
    struct event_list events;
    int n = 0;

    ck_ok(event_list_order(shop.desk, order, 200, shop.arena, &events, &err));
    for (int i = 0; i < events.n; i++)
        n += strcmp(events.v[i].kind, kind) == 0;
    return n;
}

/* Sets what a test cannot wait for. */
static void run_sql(const char *text)
{
    const struct sql sql = { "test.run", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(desk_begin(shop.desk, "check.fix", &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static struct order *confirmed(void)
{
    return testshop_order(&shop, shop.bracket, 4, true);
}

static int64_t first_mail(struct order *o)
{
    struct notices all;

    ck_assert_int_gt(route(OUTBOX_ORDER_CONFIRMED), 0);
    all = notices_of(o->id);
    for (int i = 0; i < all.n; i++)
        if (all.v[i].channel == NOTICE_MAIL)
            return all.v[i].id;
    ck_abort_msg("no mail");
    return 0;
}

static struct fulfillment *first_of(const struct order *o)
{
    struct fulfillment_rows rows;
    struct fulfillment *f;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_ge(rows.n, 1);
    ck_ok(fulfillment_load(shop.desk, rows.v[0].id, shop.arena, &f, &err));
    return f;
}

static void step(const struct document *doc, int64_t id, const char *action, const char *name,
                 const char *value)
{
    const struct action_value v = { name, value };
    const struct action_values values = { &v, name != NULL ? 1 : 0 };

    ck_ok(act(shop.desk, doc, (struct record_at){ .id = id }, action, &values, &err));
}

static int64_t last_shipment(const struct order *o)
{
    struct shipments all;

    ck_ok(shipments_of_order(shop.desk, o->id, shop.arena, &all, &err));
    ck_assert_int_gt(all.n, 0);
    return all.v[all.n - 1].id;
}

/* Picked, packed and gone with a number; gives the shipment. */
static int64_t shipped(const struct order *o, const char *tracking)
{
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    step(&fulfillment_document, first_of(o)->id, "pick", NULL, NULL);
    step(&fulfillment_document, first_of(o)->id, "pack", NULL, NULL);
    step(&fulfillment_document, first_of(o)->id, "ship", "tracking", tracking);
    return last_shipment(o);
}

/* --- who -------------------------------------------------------------------------------------- */

START_TEST(a_confirmed_order_is_told_to_who_orders_by_mail)
{
    struct contact_id anna = add_anna();
    struct order *o = confirmed();
    struct notices all;

    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 1);
    all = notices_of(o->id);
    ck_assert_int_eq(all.n, 1);
    ck_assert_int_eq(all.v[0].event, NOTICE_CONFIRMATION);
    ck_assert_int_eq(all.v[0].channel, NOTICE_MAIL);
    ck_assert_str_eq(all.v[0].recipient, "Anna@example.com");
    ck_assert_int_eq(all.v[0].contact, anna.v);
    ck_assert_int_eq(all.v[0].state, NOTICE_WAITS);
    ck_assert_str_eq(all.v[0].lang, "en");
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox WHERE topic ="
                                                " 'mail.send' AND provider = 'smtp'"
                                                " AND record_kind = 'notice'"),
                     1);
}
END_TEST

START_TEST(complaint_26_no_notice_goes_twice_to_the_same_of_the_same)
{
    struct order *o;
    int64_t id, again, third;

    add_anna();
    /* The same address with another contact, and in other letters. */
    add_contact(&(struct contact){
        .name = "Also", .email = "anna@EXAMPLE.com", .phone = "", .roles = CONTACT_ORDERS });
    o = confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 1);
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 0);
    id = notices_of(o->id).v[0].id;
    end_with(id, QUEUE_DONE, JOB_DONE, "");
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 0);
    ck_assert_int_eq(notices_of(o->id).n, 1);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox"
                                                " WHERE topic = 'mail.send'"),
                     1);
    /* Its task is not given out again either: whoever asks late is told to drop it. */
    {
        struct topic_task task;

        ck_assert_ptr_null(task_of(id, &task));
        ck_assert_ptr_nonnull(task.not_needed);
    }
    /* Again only where somebody says so. */
    ck_ok(notice_resend(shop.desk, id, &again, &err));
    ck_assert_int_ne(again, id);
    ck_assert_int_eq(load(again)->resend, 1);
    ck_refused(notice_resend(shop.desk, again, &third, &err), ERR_STATE);
    ck_assert_int_eq(notices_of(o->id).n, 2);
    ck_assert_int_eq(events_of(o->id, "notice.resend"), 1);
}
END_TEST

START_TEST(the_orders_own_contact_is_told_alone)
{
    struct contact_id bob;
    struct record_at at;
    struct order_taken taken;
    struct order_header header = { 0 };
    struct order *o;

    add_anna();
    bob = add_contact(&(struct contact){
        .name = "Bob", .email = "bob@example.com", .phone = "", .roles = CONTACT_PAYS });
    at = testshop_draft(&shop);
    header.contact = &bob;
    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 2);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 1);
    ck_assert_str_eq(notices_of((struct order_id){ at.id }).v[0].recipient, "bob@example.com");
}
END_TEST

/* Says where this order's notices go. */
static bool tell(const struct order *o, const char *mail, const char *phone)
{
    const struct action_value given[] = { { "mail", mail }, { "phone", phone } };
    const struct action_values values = { given, 2 };

    return act(shop.desk, &order_document, (struct record_at){ .id = o->id.v }, "tell", &values,
               &err);
}

static struct notice_receivers receivers_of(const struct order *o)
{
    struct notice_receivers who;

    ck_ok(notice_receivers_of(shop.desk, o->id, shop.arena, &who, &err));
    return who;
}

/* Who of them is told of one event over one way; "" for nobody, "?" for several. */
static const char *receiver(const struct notice_receivers *who, enum notice_event event,
                            enum notice_channel channel)
{
    const char *found = "";

    for (int i = 0; i < who->n; i++)
        if (who->v[i].event == event && who->v[i].channel == channel)
            found = found[0] != '\0' ? "?" : who->v[i].address;
    return found;
}

START_TEST(what_was_given_for_the_order_goes_before_its_contacts)
{
    struct notice_receivers who;
    struct notices all;
    struct order *o;

    set("notice.confirmation", "both");
    add_anna();
    o = confirmed();
    who = receivers_of(o);
    ck_assert_str_eq(receiver(&who, NOTICE_CONFIRMATION, NOTICE_MAIL), "Anna@example.com");
    ck_ok(tell(o, "Ed@Site.EXAMPLE", "0113 496 0009"));
    who = receivers_of(o);
    ck_assert_str_eq(receiver(&who, NOTICE_CONFIRMATION, NOTICE_MAIL), "Ed@site.example");
    ck_assert_str_eq(receiver(&who, NOTICE_CONFIRMATION, NOTICE_SMS), "+441134960009");
    /* It is what happens then. */
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 2);
    all = notices_of(o->id);
    ck_assert_str_eq(all.v[0].recipient, "+441134960009");
    ck_assert_str_eq(all.v[1].recipient, "Ed@site.example");
    ck_assert_int_eq(all.v[1].contact, 0);
    ck_assert_int_eq(events_of(o->id, "order.tell"), 1);
}
END_TEST

START_TEST(who_receives_the_goods_is_told_of_them_beside_the_orders_own_address)
{
    struct notice_receivers who;
    struct order *o;

    add_contact(&(struct contact){ .name = "Yard",
                                   .email = "yard@example.com",
                                   .phone = "",
                                   .roles = CONTACT_RECEIVES });
    o = confirmed();
    ck_ok(tell(o, "ed@site.example", ""));
    who = receivers_of(o);
    ck_assert_str_eq(receiver(&who, NOTICE_CONFIRMATION, NOTICE_MAIL), "ed@site.example");
    ck_assert_str_eq(receiver(&who, NOTICE_SHIPPED, NOTICE_MAIL), "?");
}
END_TEST

START_TEST(one_address_of_an_order_is_taken_away_and_the_other_stays)
{
    struct notice_receivers who;
    struct order *o;

    set("notice.confirmation", "both");
    add_anna();
    o = confirmed();
    ck_ok(tell(o, "ed@site.example", "0113 496 0009"));
    ck_ok(tell(o, "-", ""));
    who = receivers_of(o);
    ck_assert_str_eq(receiver(&who, NOTICE_CONFIRMATION, NOTICE_MAIL), "Anna@example.com");
    ck_assert_str_eq(receiver(&who, NOTICE_CONFIRMATION, NOTICE_SMS), "+441134960009");
    ck_refused(tell(o, "", ""), ERR_INVALID);
    ck_assert_str_eq(err.field, "mail");
}
END_TEST

START_TEST(an_address_for_an_order_must_be_one)
{
    struct order *o = confirmed();

    ck_refused(tell(o, "ed", ""), ERR_INVALID);
    ck_assert_str_eq(err.field, "mail");
    ck_refused(tell(o, "ed@site.example", "ask Ed"), ERR_INVALID);
    ck_assert_str_eq(err.field, "phone");
    ck_assert_int_eq(testdesk_count(shop.desk, "order_told"), 0);
}
END_TEST

START_TEST(who_would_be_told_is_nobody_where_nothing_is_sent_and_a_block_is_shown)
{
    struct notice_receivers who;
    struct order *o;

    add_anna();
    o = confirmed();
    ck_ok(notice_block_add(shop.desk, NOTICE_MAIL, "Anna@Example.com", "", &err));
    who = receivers_of(o);
    ck_assert_int_gt(who.n, 0);
    ck_assert_str_ne(who.v[0].why_not, "");
    set("notice.mail_provider", "none");
    set("notice.sms_provider", "none");
    ck_assert_int_eq(receivers_of(o).n, 0);
}
END_TEST

START_TEST(without_a_contact_the_customers_own_address_is_told)
{
    struct customer *c;
    struct customer_id id;
    struct order *o;

    ck_ok(customer_load(shop.desk, shop.acme, shop.arena, &c, &err));
    c->email = "office@acme.example";
    c->lang = "de";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &id, &err));
    o = confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 1);
    ck_assert_str_eq(notices_of(o->id).v[0].recipient, "office@acme.example");
    ck_assert_str_eq(notices_of(o->id).v[0].lang, "de");
}
END_TEST

START_TEST(who_wants_no_mail_gets_none_and_nobody_instead)
{
    struct customer *c;
    struct customer_id id;

    ck_ok(customer_load(shop.desk, shop.acme, shop.arena, &c, &err));
    c->email = "office@acme.example";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &id, &err));
    add_contact(&(struct contact){ .name = "No",
                                   .email = "no@example.com",
                                   .phone = "",
                                   .roles = CONTACT_ORDERS,
                                   .no_mail = true });
    confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 0);
}
END_TEST

START_TEST(text_messages_go_only_to_who_wants_them)
{
    struct order *o;
    struct notices all;

    set("notice.confirmation", "both");
    add_anna();
    add_contact(&(struct contact){
        .name = "Bob", .email = "", .phone = "0113 496 0001", .roles = CONTACT_ORDERS });
    o = confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 2);
    all = notices_of(o->id);
    ck_assert_int_eq(all.v[0].channel, NOTICE_SMS);
    ck_assert_str_eq(all.v[0].recipient, "+441134960000");
}
END_TEST

START_TEST(who_wants_text_messages_needs_a_number_that_can_be_dialed)
{
    struct contact c = { .name = "Anna",
                         .title = "",
                         .email = "",
                         .phone = "ask Bob",
                         .roles = CONTACT_ORDERS,
                         .is_active = true,
                         .by_sms = true };
    struct contact_id id;

    ck_refused(contact_save(shop.desk, shop.acme, &c, &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "phone");
    c.phone = "";
    ck_refused(contact_save(shop.desk, shop.acme, &c, &id, &err), ERR_INVALID);
    c.by_sms = false;
    ck_ok(contact_save(shop.desk, shop.acme, &c, &id, &err));
}
END_TEST

START_TEST(a_blocked_address_is_shown_and_gets_nothing_until_it_is_lifted)
{
    struct notice_blocks blocks;
    struct order *o;
    int64_t id, out;

    add_anna();
    ck_ok(notice_block_add(shop.desk, NOTICE_MAIL, "Anna@Example.com", "asked by phone", &err));
    ck_ok(notice_block_add(shop.desk, NOTICE_MAIL, "Anna@Example.com", "twice", &err));
    ck_ok(notice_blocks_load(shop.desk, 0, shop.arena, &blocks, &err));
    ck_assert_int_eq(blocks.n, 1);
    ck_assert_str_eq(blocks.v[0].note, "asked by phone");
    o = confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 1);
    id = notices_of(o->id).v[0].id;
    ck_assert_int_eq(load(id)->state, NOTICE_NOT_SENT);
    ck_assert_str_ne(load(id)->error, "");
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox"
                                                " WHERE topic = 'mail.send'"),
                     0);
    ck_refused(notice_resend(shop.desk, id, &out, &err), ERR_STATE);
    ck_ok(notice_block_lift(shop.desk, NOTICE_MAIL, "Anna@EXAMPLE.com", &err));
    ck_refused(notice_block_lift(shop.desk, NOTICE_MAIL, "Anna@example.com", &err), ERR_NOT_FOUND);
    ck_ok(notice_resend(shop.desk, id, &out, &err));
}
END_TEST

START_TEST(without_a_provider_nothing_is_written_and_it_is_said)
{
    const char *why;
    struct order *o;

    add_anna();
    o = confirmed();
    set("notice.mail_provider", "none");
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 0);
    ck_assert_int_eq(notices_of(o->id).n, 0);
    ck_ok(notice_why_not(shop.desk, NOTICE_MAIL, shop.arena, &why, &err));
    ck_assert_ptr_nonnull(strstr(why, "notice.mail_provider"));
    set("notice.mail_provider", "smtp");
    set("notice.from", "");
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 0);
    ck_ok(notice_why_not(shop.desk, NOTICE_MAIL, shop.arena, &why, &err));
    ck_assert_ptr_nonnull(strstr(why, "notice.from"));
    ck_refused(setting_set(shop.desk, "notice.from", "a@b\nBcc: x@y", &err), ERR_INVALID);
    ck_refused(setting_set(shop.desk, "notice.from", "desk", &err), ERR_INVALID);
    set("notice.from", "desk@example.org");
    set("notice.confirmation", "none");
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 0);
    set("notice.confirmation", "mail");
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 1);
}
END_TEST

START_TEST(what_is_no_notice_is_told_to_nobody)
{
    add_anna();
    confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_SUBMITTED), 0);
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 1);
}
END_TEST

/* --- when ------------------------------------------------------------------------------------- */

static void change_qty(struct order *o, const char *po)
{
    struct order *now = testshop_load(&shop, o->id.v);
    struct order_change c = { .order = o->id, .base_version = now->version };
    struct change_preview done;

    c.header.customer_po = po;
    ck_ok(change_apply(shop.desk, &c, shop.arena, &done, &err));
}

START_TEST(several_changes_within_minutes_become_one_notice)
{
    struct topic_task task;
    const struct json *json;
    struct notices all;
    struct order *o;

    add_anna();
    o = confirmed();
    change_qty(o, "PO-1");
    ck_assert_int_eq(route(OUTBOX_ORDER_CHANGED), 1);
    all = notices_of(o->id);
    ck_assert_int_eq(all.v[0].due.ms, desk_now(shop.desk).ms + 5 * MINUTE_MS);
    testdesk_wait(shop.desk, 4 * MINUTE_MS);
    change_qty(o, "PO-2");
    ck_assert_int_eq(route(OUTBOX_ORDER_CHANGED), 0);
    ck_assert_int_eq(notices_of(o->id).n, 1);
    json = task_of(all.v[0].id, &task);
    ck_assert_ptr_nonnull(strstr(text_of(json, "text"), "was changed"));
    /* One that went out gathers no more. */
    end_with(all.v[0].id, QUEUE_DONE, JOB_DONE, "");
    change_qty(o, "PO-3");
    ck_assert_int_eq(route(OUTBOX_ORDER_CHANGED), 1);
    ck_assert_int_eq(route(OUTBOX_ORDER_CHANGED), 0);
}
END_TEST

START_TEST(no_text_message_goes_out_at_night)
{
    struct order *o;
    struct notices all;

    set("notice.confirmation", "both");
    add_anna();
    testdesk_wait(shop.desk, 8 * HOUR_MS); /* 22:03 */
    o = confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 2);
    all = notices_of(o->id);
    ck_assert_int_eq(all.v[0].channel, NOTICE_SMS);
    ck_assert_int_eq(all.v[0].due.ms - desk_now(shop.desk).ms, 9 * HOUR_MS + 57 * MINUTE_MS);
    ck_assert_int_eq(all.v[1].due.ms, desk_now(shop.desk).ms); /* a mail wakes nobody */
    testdesk_wait(shop.desk, 3 * HOUR_MS);                     /* 01:03 of the next day */
    o = confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 2);
    ck_assert_int_eq(notices_of(o->id).v[0].due.ms - desk_now(shop.desk).ms,
                     6 * HOUR_MS + 57 * MINUTE_MS);
    set("notice.quiet_from", "8");
    set("notice.quiet_to", "8");
    o = confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 2);
    ck_assert_int_eq(notices_of(o->id).v[0].due.ms, desk_now(shop.desk).ms);
}
END_TEST

/* --- words ------------------------------------------------------------------------------------ */

START_TEST(a_mail_says_what_was_ordered_and_keeps_its_id_over_all_tries)
{
    const char *paper;
    struct topic_task task;
    const struct json *json;
    struct order *o;
    int64_t id;

    set("notice.reply_to", "sales@example.org");
    set("notice.attach", "yes");
    add_anna();
    o = confirmed();
    id = first_mail(o);
    json = task_of(id, &task);
    ck_assert_ptr_null(task.not_needed);
    ck_ok(notice_document(shop.desk, id, shop.arena, &paper, &err));
    ck_assert_str_eq(paper, "confirmation");
    ck_assert_str_eq(text_of(json, "from"), "desk@example.org");
    ck_assert_str_eq(text_of(json, "reply_to"), "sales@example.org");
    ck_assert_str_eq(json_text(json_at(json_get(json, "to"), 0)), "Anna@example.com");
    ck_assert_str_eq(text_of(json, "subject"),
                     arena_printf(shop.arena, "Your order %s", o->number));
    ck_assert_ptr_nonnull(strstr(text_of(json, "text"), "Hello Anna,"));
    ck_assert_ptr_nonnull(strstr(text_of(json, "text"), o->lines[0].description));
    ck_assert_ptr_null(strchr(text_of(json, "text"), '{'));
    ck_assert_ptr_nonnull(strstr(text_of(json, "html"), "<p>Hello Anna,</p>"));
    ck_assert_str_eq(text_of(json, "message_id"), "0190-key@example.org");
    end_with(id, QUEUE_RETRY, JOB_WAIT, "");
    ck_assert_str_eq(text_of(task_of(id, &task), "message_id"), "0190-key@example.org");
    ck_assert_int_eq(load(id)->state, NOTICE_WAITS);
}
END_TEST

START_TEST(what_waits_for_stock_is_told_with_its_day)
{
    struct topic_task task;
    struct order *o;
    const char *text;

    add_anna();
    o = testshop_order(&shop, shop.bracket, 43, true); /* 40 are there */
    text = text_of(task_of(first_mail(o), &task), "text");
    ck_assert_ptr_nonnull(strstr(text, "follows later:\n3 "));
}
END_TEST

START_TEST(the_firms_own_words_stand_instead_of_the_programs)
{
    struct notice_template t = { .event = NOTICE_CONFIRMATION,
                                 .channel = NOTICE_MAIL,
                                 .lang = "en",
                                 .words = { "Thanks for {number}", "Dear {contact}, hi." } };
    struct notice_template *now;
    struct topic_task task;
    const struct json *json;

    ck_ok(notice_template_save(shop.desk, &t, &err));
    ck_refused(notice_template_save(shop.desk, &t, &err), ERR_CONFLICT); /* version 0 was seen */
    add_anna();
    json = task_of(first_mail(confirmed()), &task);
    ck_assert_str_eq(text_of(json, "text"), "Dear Anna, hi.");
    ck_ok(notice_template_find(shop.desk, t.event, t.channel, "en", shop.arena, &now, &err));
    ck_assert(now->is_own);
    t.version = now->version;
    t.words.body = "Dear {contcat}";
    ck_refused(notice_template_save(shop.desk, &t, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "body");
    t.words.body = "Better";
    ck_ok(notice_template_save(shop.desk, &t, &err));
    ck_refused(notice_template_save(shop.desk,
                                    &(struct notice_template){ .event = t.event,
                                                               .channel = t.channel,
                                                               .lang = "en",
                                                               .version = now->version,
                                                               .words = { "x", "y" } },
                                    &err),
               ERR_CONFLICT);
    ck_ok(notice_template_drop(shop.desk, &t, &err));
    ck_refused(notice_template_drop(shop.desk, &t, &err), ERR_NOT_FOUND);
    t.words.subject = "";
    ck_refused(notice_template_save(shop.desk, &t, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "subject");
    t.lang = "english";
    ck_refused(notice_template_save(shop.desk, &t, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "lang");
}
END_TEST

START_TEST(a_text_message_is_four_parts_at_most)
{
    struct notice_template t = { .event = NOTICE_SHIPPED, .channel = NOTICE_SMS, .lang = "en" };
    char body[700];

    memset(body, 'a', sizeof body);
    body[612] = '\0';
    t.words = (struct notice_words){ "", body };
    ck_ok(notice_template_save(shop.desk, &t, &err));
    body[612] = 'a';
    body[613] = '\0';
    t.version = 1;
    ck_refused(notice_template_save(shop.desk, &t, &err), ERR_LIMIT);
}
END_TEST

START_TEST(a_preview_and_a_test_use_a_real_order)
{
    struct notice_try in = { .event = NOTICE_CONFIRMATION,
                             .channel = NOTICE_MAIL,
                             .lang = "de",
                             .recipient = "me@example.net" };
    const struct notice_words typed = { "S {number}", "B {code}" };
    struct notice_words words;
    struct order *o = confirmed();
    struct topic_task task;
    int64_t id;

    in.order = o->id;
    ck_ok(notice_preview(shop.desk, &in, NULL, shop.arena, &words, &err));
    ck_assert_str_eq(words.subject, arena_printf(shop.arena, "Ihr Auftrag %s", o->number));
    ck_refused(notice_preview(shop.desk, &in, &typed, shop.arena, &words, &err), ERR_INVALID);
    ck_ok(notice_test(shop.desk, &in, &id, &err));
    ck_assert(load(id)->is_test);
    ck_assert_str_eq(json_text(json_at(json_get(task_of(id, &task), "to"), 0)), "me@example.net");
    /* A test is no notice: the customer is told all the same. */
    add_anna();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 1);
    in.recipient = "me";
    ck_refused(notice_test(shop.desk, &in, &id, &err), ERR_INVALID);
    in.recipient = "me@example.net";
    in.event = NOTICE_SHIPPED;
    ck_refused(notice_test(shop.desk, &in, &id, &err), ERR_STATE); /* nothing left yet */
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_refused(notice_test(shop.desk, &in, &id, &err), ERR_DENIED);
}
END_TEST

/* --- parcels and pickups ---------------------------------------------------------------------- */

/* What the mail of the shipment would say now. */
static const char *shipped_text(int64_t notice)
{
    struct topic_task task;

    return text_of(task_of(notice, &task), "text");
}

START_TEST(the_day_it_should_be_there_is_the_carriers_else_what_was_promised)
{
    struct order *o;
    OD_TX tx = { 0 };
    const struct json *report;
    const char *words;
    int64_t id;

    set("notice.shipped", "mail");
    add_anna();
    o = confirmed();
    (void)shipped(o, "1Z5R89390357567127");
    ck_assert_int_eq(route(OUTBOX_ORDER_SHIPPED), 1);
    id = notices_of(o->id).v[0].id;
    ck_assert_ptr_null(strstr(shipped_text(id), "should be there"));

    run_sql("UPDATE sales_order SET arrives_date = '2099-03-05'");
    ck_assert_ptr_nonnull(strstr(shipped_text(id), "It should be there on 5 Mar 2099."));

    words = "{\"tracking\":\"1Z5R89390357567127\",\"status\":\"in_transit\",\"raw\":\"x\","
            "\"due\":\"2099-03-04\"}";
    ck_ok(json_parse(words, strlen(words), shop.arena, &report, &err));
    ck_ok(desk_begin(shop.desk, "sync.work", &tx, &err));
    ck_ok(track_take(&tx, shop.desk, "easypost", report, shop.arena, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
    ck_assert_ptr_nonnull(strstr(shipped_text(id), "It should be there on 4 Mar 2099."));

    run_sql("UPDATE parcel_track SET due_date = '2001-01-01'");
    run_sql("UPDATE sales_order SET arrives_date = '2001-01-01'");
    ck_assert_ptr_null(strstr(shipped_text(id), "should be there"));
}
END_TEST

START_TEST(a_parcel_is_told_once_with_its_link)
{
    struct carrier ups = { .code = "UPS",
                           .name = "UPS",
                           .is_active = true,
                           .tracking_url = "https://track.example/?n=%s" };
    struct topic_task task;
    const struct json *json;
    struct order *o;
    int64_t shipment;

    ck_ok(carrier_save(shop.desk, &ups, &err));
    add_anna();
    set("notice.shipped", "mail");
    o = confirmed();
    shipment = shipped(o, "1Z5R89390357567127");
    ck_assert_int_eq(route(OUTBOX_ORDER_SHIPPED), 1);
    ck_assert_int_eq(route(OUTBOX_ORDER_SHIPPED), 0);
    ck_assert_str_eq(notices_of(o->id).v[0].record_kind, "shipment");
    ck_assert_int_eq(notices_of(o->id).v[0].record_id, shipment);
    json = task_of(notices_of(o->id).v[0].id, &task);
    ck_assert_ptr_nonnull(
        strstr(text_of(json, "text"), "https://track.example/?n=1Z5R89390357567127"));
    ck_assert_ptr_nonnull(
        strstr(text_of(json, "html"), "<a href=\"https://track.example/?n=1Z5R89390357567127\">"));
    /* Taken back before it went out: nobody is told. */
    step(&fulfillment_document, first_of(o)->id, "unship", NULL, NULL);
    ck_assert_ptr_null(task_of(notices_of(o->id).v[0].id, &task));
    ck_assert_ptr_nonnull(task.not_needed);
}
END_TEST

START_TEST(delivered_and_trouble_are_told_once_each)
{
    struct order *o;
    int64_t shipment;

    set("notice.delivered", "mail");
    add_anna();
    o = confirmed();
    shipment = shipped(o, "");
    step(&shipment_document, shipment, "deliver", NULL, NULL);
    ck_assert_int_eq(route(OUTBOX_SHIPMENT_DELIVERED), 1);
    step(&shipment_document, shipment, "reopen", NULL, NULL);
    step(&shipment_document, shipment, "deliver", NULL, NULL);
    ck_assert_int_eq(route(OUTBOX_SHIPMENT_DELIVERED), 0);
    step(&shipment_document, shipment, "reopen", NULL, NULL);
    step(&shipment_document, shipment, "send_back", NULL, NULL);
    ck_assert_int_eq(route(OUTBOX_SHIPMENT_EXCEPTION), 1);
    step(&shipment_document, shipment, "lose", "reason", "no_trace");
    ck_assert_int_eq(route(OUTBOX_SHIPMENT_EXCEPTION), 0);
}
END_TEST

static struct order *at_the_counter(void)
{
    struct order_header header = { .pickup = &shop.leeds };
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;
    struct site *leeds;
    struct site_id id;
    struct order *o;

    ck_ok(site_find(shop.desk, "LEEDS", shop.arena, &leeds, &err));
    leeds->can_pickup = true;
    ck_ok(site_save(shop.desk, leeds, &id, &err));
    at = testshop_draft(&shop);
    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.deny, 5);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    step(&fulfillment_document, first_of(o)->id, "pick", NULL, NULL);
    step(&fulfillment_document, first_of(o)->id, "pack", NULL, NULL);
    step(&fulfillment_document, first_of(o)->id, "ready", NULL, NULL);
    return o;
}

START_TEST(a_pickup_is_told_with_its_code_and_nothing_more_once_it_was_collected)
{
    struct topic_task task;
    struct fulfillment *f;
    struct order *o;
    int64_t mail, sms;

    add_anna();
    o = at_the_counter();
    f = first_of(o);
    ck_assert_int_eq(route(OUTBOX_PICKUP_READY), 2);
    sms = notices_of(o->id).v[0].id;
    mail = notices_of(o->id).v[1].id;
    ck_assert_ptr_nonnull(strstr(text_of(task_of(mail, &task), "text"), f->pickup_code));
    ck_assert_ptr_nonnull(strstr(text_of(task_of(sms, &task), "text"), f->pickup_code));
    ck_assert_str_eq(text_of(task_of(sms, &task), "to"), "+441134960000");
    step(&fulfillment_document, f->id, "collect", "code", f->pickup_code);
    ck_assert_ptr_null(task_of(mail, &task));
    ck_assert_ptr_nonnull(task.not_needed);
    ck_assert_int_eq(route(OUTBOX_ORDER_SHIPPED), 0); /* it was taken along */
}
END_TEST

/* --- what came of it -------------------------------------------------------------------------- */

START_TEST(what_was_sent_is_kept_and_stands_on_the_timeline)
{
    struct order *o;
    struct notice *n;
    int64_t id;

    add_anna();
    o = confirmed();
    id = first_mail(o);
    end_with(id, QUEUE_DONE, JOB_DONE, "");
    n = load(id);
    ck_assert_int_eq(n->state, NOTICE_SENT);
    ck_assert_ptr_nonnull(strstr(n->text, "Hello Anna,"));
    ck_assert_ptr_nonnull(strstr(n->subject, o->number));
    ck_assert_int_eq(n->sent.ms, desk_now(shop.desk).ms);
    ck_assert_int_eq(events_of(o->id, "notice.sent"), 1);
}
END_TEST

static bool report(enum notice_state state, bool is_final)
{
    OD_TX tx = { 0 };
    const struct notice_report in = { .provider = "smtp",
                                      .remote_id = "remote-1",
                                      .why = "mailbox full",
                                      .state = state,
                                      .is_final = is_final };
    bool found;

    ck_ok(desk_begin(shop.desk, "timer.run", &tx, &err));
    ck_ok(notice_report(&tx, shop.desk, &in, &found, &err));
    ck_ok(tx_commit(&tx, &err));
    return found;
}

START_TEST(delivered_and_bounced_are_taken_down_once_and_a_bounce_stays)
{
    struct notice_blocks blocks;
    struct order *o;
    int64_t id;

    ck_assert(!report(NOTICE_ARRIVED, false));
    add_anna();
    o = confirmed();
    id = first_mail(o);
    end_with(id, QUEUE_DONE, JOB_DONE, "");
    ck_assert(report(NOTICE_ARRIVED, false));
    ck_assert(report(NOTICE_ARRIVED, false));
    ck_assert_int_eq(events_of(o->id, "notice.delivered"), 1);
    ck_assert(report(NOTICE_BOUNCED, true));
    ck_assert(report(NOTICE_ARRIVED, false));
    ck_assert_int_eq(load(id)->state, NOTICE_BOUNCED);
    ck_assert_str_eq(load(id)->error, "mailbox full");
    ck_assert_int_eq(events_of(o->id, "notice.bounced"), 1);
    ck_ok(notice_blocks_load(shop.desk, 0, shop.arena, &blocks, &err));
    ck_assert_int_eq(blocks.n, 1);
    ck_assert_int_eq(blocks.v[0].reason, NOTICE_BLOCK_BOUNCED);
}
END_TEST

START_TEST(a_receiver_who_said_stop_is_blocked_and_others_are_not)
{
    struct notice_blocks blocks;
    struct order *o;
    struct notices all;

    set("notice.confirmation", "both");
    add_anna();
    o = confirmed();
    ck_assert_int_eq(route(OUTBOX_ORDER_CONFIRMED), 2);
    all = notices_of(o->id);
    end_with(all.v[0].id, QUEUE_DEAD, JOB_PERMANENT, "21610");
    end_with(all.v[1].id, QUEUE_DEAD, JOB_PERMANENT, "554");
    ck_assert_int_eq(load(all.v[0].id)->state, NOTICE_FAILED);
    ck_assert_int_eq(events_of(o->id, "notice.failed"), 2);
    ck_ok(notice_blocks_load(shop.desk, 0, shop.arena, &blocks, &err));
    ck_assert_int_eq(blocks.n, 1);
    ck_assert_int_eq(blocks.v[0].channel, NOTICE_SMS);
    ck_assert_int_eq(blocks.v[0].reason, NOTICE_BLOCK_STOP);
}
END_TEST

START_TEST(an_unclear_end_is_marked_so_and_may_turn_out_well)
{
    struct order *o;
    int64_t id;

    add_anna();
    o = confirmed();
    id = first_mail(o);
    end_with(id, QUEUE_UNKNOWN, JOB_UNCLEAR, "");
    end_with(id, QUEUE_UNKNOWN, JOB_UNCLEAR, "");
    ck_assert_int_eq(load(id)->state, NOTICE_PERHAPS);
    ck_assert_int_eq(events_of(o->id, "notice.unknown"), 1);
    end_with(id, QUEUE_DONE, JOB_DONE, "");
    ck_assert_int_eq(load(id)->state, NOTICE_SENT);
    end_with(id, QUEUE_RETRY, JOB_WAIT, ""); /* too late */
    ck_assert_int_eq(load(id)->state, NOTICE_SENT);
}
END_TEST

START_TEST(a_canceled_order_is_told_canceled_and_nothing_else)
{
    struct topic_task task;
    struct order *o;
    int64_t id;

    add_anna();
    o = confirmed();
    id = first_mail(o);
    ck_ok(testshop_act(&shop, testshop_load(&shop, o->id.v), "cancel", "reason", "other", &err));
    ck_assert_int_eq(route(OUTBOX_ORDER_CANCELED), 1);
    ck_assert_ptr_null(task_of(id, &task));
    end_with(id, QUEUE_DONE, JOB_PERMANENT, "not_needed");
    ck_assert_int_eq(load(id)->state, NOTICE_NOT_SENT);
    ck_assert_ptr_nonnull(task_of(notices_of(o->id).v[0].id, &task));
}
END_TEST

Suite *notice_suite(void)
{
    Suite *s = suite_create("notice");
    TCase *tc = tcase_create("notice");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_confirmed_order_is_told_to_who_orders_by_mail);
    tcase_add_test(tc, complaint_26_no_notice_goes_twice_to_the_same_of_the_same);
    tcase_add_test(tc, the_orders_own_contact_is_told_alone);
    tcase_add_test(tc, what_was_given_for_the_order_goes_before_its_contacts);
    tcase_add_test(tc, who_receives_the_goods_is_told_of_them_beside_the_orders_own_address);
    tcase_add_test(tc, one_address_of_an_order_is_taken_away_and_the_other_stays);
    tcase_add_test(tc, an_address_for_an_order_must_be_one);
    tcase_add_test(tc, who_would_be_told_is_nobody_where_nothing_is_sent_and_a_block_is_shown);
    tcase_add_test(tc, without_a_contact_the_customers_own_address_is_told);
    tcase_add_test(tc, who_wants_no_mail_gets_none_and_nobody_instead);
    tcase_add_test(tc, text_messages_go_only_to_who_wants_them);
    tcase_add_test(tc, who_wants_text_messages_needs_a_number_that_can_be_dialed);
    tcase_add_test(tc, a_blocked_address_is_shown_and_gets_nothing_until_it_is_lifted);
    tcase_add_test(tc, without_a_provider_nothing_is_written_and_it_is_said);
    tcase_add_test(tc, what_is_no_notice_is_told_to_nobody);
    tcase_add_test(tc, several_changes_within_minutes_become_one_notice);
    tcase_add_test(tc, no_text_message_goes_out_at_night);
    tcase_add_test(tc, a_mail_says_what_was_ordered_and_keeps_its_id_over_all_tries);
    tcase_add_test(tc, what_waits_for_stock_is_told_with_its_day);
    tcase_add_test(tc, the_firms_own_words_stand_instead_of_the_programs);
    tcase_add_test(tc, a_text_message_is_four_parts_at_most);
    tcase_add_test(tc, a_preview_and_a_test_use_a_real_order);
    tcase_add_test(tc, a_parcel_is_told_once_with_its_link);
    tcase_add_test(tc, the_day_it_should_be_there_is_the_carriers_else_what_was_promised);
    tcase_add_test(tc, delivered_and_trouble_are_told_once_each);
    tcase_add_test(tc, a_pickup_is_told_with_its_code_and_nothing_more_once_it_was_collected);
    tcase_add_test(tc, what_was_sent_is_kept_and_stands_on_the_timeline);
    tcase_add_test(tc, delivered_and_bounced_are_taken_down_once_and_a_bounce_stays);
    tcase_add_test(tc, a_receiver_who_said_stop_is_blocked_and_others_are_not);
    tcase_add_test(tc, an_unclear_end_is_marked_so_and_may_turn_out_well);
    tcase_add_test(tc, a_canceled_order_is_told_canceled_and_nothing_else);
    suite_add_tcase(s, tc);
    return s;
}
