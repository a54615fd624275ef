/*
 * What providers send of themselves: reading the request, who may send, kept once, taken down.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/outside/inbox.h"
#include "store/store.h"
#include "support/testorder.h"
#include "sync/inbound.h"
#include "sync/receive.h"
#include "sync/secrets.h"
#include "unit/outside_suites.h"
#include "unit/temp.h"

static struct testshop shop;
static struct desk *desk;
static struct arena *arena;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static struct conf_stack conf;
static struct provider_options *options;

static void set_up(void)
{
    const char *secret, *text, *path;

    err_clear(&err);
    testshop_open(&shop);
    desk = shop.desk;
    arena = arena_new();
    temp_begin(dir);
    secret = temp_put(arena, dir, "secret", "s3cret-word", 11);
    ck_assert_int_eq(chmod(secret, 0600), 0);
    text = arena_printf(arena, "[postmark]\nwebhook_password_file = %s\n", secret);
    path = temp_put(arena, dir, "conf", text, strlen(text));
    ck_ok(conf_load(&conf.file[0], path, &err));
    conf.n = 1;
    ck_ok(provider_options_open(&options, &conf, "postmark", &err));
}

static void tear_down(void)
{
    provider_options_close(options);
    conf_close(conf.file[0]);
    temp_end(dir);
    arena_free(arena);
    testshop_close(&shop);
}

static const char *posted(const char *password, const char *body)
{
    const char *pair = arena_printf(arena, "orderdesk:%s", password);
    struct strbuf b;

    strbuf_init(&b, arena, 4000);
    base64_add(&b, pair, strlen(pair), 0);
    return arena_printf(arena,
                        "POST /hook HTTP/1.1\r\nHost: desk\r\nauthorization: Basic %s\r\n"
                        "Content-Length: %zu\r\n\r\n%s",
                        b.s, strlen(body), body);
}

static struct received receive(const char *text)
{
    struct received r;

    receive_request(desk, options, "postmark", text, strlen(text), arena, &r);
    return r;
}

static int rows(const char *where)
{
    return (int)testshop_number(desk,
                                arena_printf(arena, "SELECT COUNT(*) FROM inbox WHERE %s", where));
}

#define BOUNCE                                                                                     \
    "{\"RecordType\":\"Bounce\",\"Type\":\"HardBounce\",\"MessageID\":\"m-1\","                    \
    "\"Description\":\"no such mailbox\"}"

/* ---- the request ----------------------------------------------------------------------------- */

static int status_of(const char *text)
{
    struct request r;

    return request_read(text, strlen(text), arena, &r);
}

START_TEST(what_is_no_whole_request_is_refused)
{
    ck_assert_int_eq(status_of("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab"), 200);
    ck_assert_int_eq(status_of("POST / HTTP/1.1\nA: b\n\n"), 200);
    ck_assert_int_eq(status_of(""), 400);
    ck_assert_int_eq(status_of("POST /\r\n\r\n"), 400);
    ck_assert_int_eq(status_of("POST / HTTP/1.1\r\nA: b\r\n"), 400);
    ck_assert_int_eq(status_of("POST / HTTP/1.1\r\nA b\r\n\r\n"), 400);
    ck_assert_int_eq(status_of("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab"), 400);
    ck_assert_int_eq(status_of("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nab"), 400);
    ck_assert_int_eq(status_of("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na"
                               "b"), 400);
    ck_assert_int_eq(status_of("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                     501);
}
END_TEST

START_TEST(a_request_has_a_bound)
{
    size_t len = LIMIT_REQUEST_BYTES;
    const char *head = "POST / HTTP/1.1\r\n\r\n";
    char *text = arena_alloc(arena, len + 100);
    struct request r;

    memcpy(text, head, strlen(head));
    memset(text + strlen(head), 'x', len + 1);
    ck_assert_int_eq(request_read(text, strlen(head) + len, arena, &r), 200);
    ck_assert_uint_eq(r.body_len, len);
    ck_assert_int_eq(request_read(text, strlen(head) + len + 1, arena, &r), 413);
    ck_assert_int_eq(status_of("POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n"), 413);
}
END_TEST

START_TEST(a_form_is_read_field_by_field)
{
    struct request r = { .body = "A=1+2&B=%C3%A9&C&D=x%3Dy", .body_len = 24 };
    const struct wire_header *f;
    int n;

    ck_assert(request_form(&r, arena, &f, &n));
    ck_assert_int_eq(n, 4);
    ck_assert_str_eq(f[0].value, "1 2");
    ck_assert_str_eq(f[1].value, "\xC3\xA9");
    ck_assert_str_eq(f[2].value, "");
    ck_assert_str_eq(f[3].value, "x=y");
    ck_assert(!request_form(&(struct request){ .body = "A=%4", .body_len = 4 }, arena, &f, &n));
    ck_assert(!request_form(&(struct request){ .body = "A=%00", .body_len = 5 }, arena, &f, &n));
}
END_TEST

/* ---- keeping --------------------------------------------------------------------------------- */

START_TEST(what_comes_twice_is_kept_once)
{
    struct received r = receive(posted("s3cret-word", BOUNCE));

    ck_assert_msg(r.status == 200, "%d %s", r.status, r.why);
    ck_assert_int_eq(r.n_new, 1);
    r = receive(posted("s3cret-word", BOUNCE));
    ck_assert_int_eq(r.status, 200);
    ck_assert_int_eq(r.n_new, 0);
    ck_assert_int_eq(rows("provider = 'postmark'"), 1);
}
END_TEST

START_TEST(who_cannot_prove_who_he_is_leaves_nothing)
{
    ck_assert_int_eq(receive(posted("s3cret-worD", BOUNCE)).status, 401);
    ck_assert_int_eq(receive(posted("", BOUNCE)).status, 401);
    ck_assert_int_eq(receive("POST / HTTP/1.1\r\n\r\n" BOUNCE).status, 401);
    ck_assert_int_eq(rows("1 = 1"), 0);
}
END_TEST

START_TEST(what_makes_no_sense_leaves_nothing)
{
    ck_assert_int_eq(receive(posted("s3cret-word", "{}")).status, 400);
    ck_assert_int_eq(receive(posted("s3cret-word", "{")).status, 400);
    ck_assert_int_eq(receive("GET / HTTP/1.1\r\n\r\n").status, 400);
    ck_assert_int_eq(rows("1 = 1"), 0);
}
END_TEST

START_TEST(without_its_secret_a_provider_is_not_listened_to)
{
    struct provider_options *none;
    struct received r;
    const char *text = "POST / HTTP/1.1\r\n\r\n{}";

    ck_ok(provider_options_open(&none, &conf, "easypost", &err));
    receive_request(desk, none, "easypost", text, strlen(text), arena, &r);
    ck_assert_int_eq(r.status, 503);
    receive_request(desk, none, "nobody", text, strlen(text), arena, &r);
    ck_assert_int_eq(r.status, 503);
    provider_options_close(none);
}
END_TEST

START_TEST(a_carrier_that_signs_nothing_is_known_by_its_address)
{
    static const char *const targets[] = { "/hook?token=s3cret-word", "/hook?token=s3cret-wore",
                                           "/hook?token=", "/hook" };
    static const int statuses[] = { 200, 401, 401, 401 };
    const char *path =
        arena_printf(arena, "[shipengine]\nwebhook_secret_file = %s/secret\n", dir);
    struct provider_options *own;
    struct conf_stack its = { .n = 1 };
    struct received r;

    path = temp_put(arena, dir, "conf2", path, strlen(path));
    ck_ok(conf_load(&its.file[0], path, &err));
    ck_ok(provider_options_open(&own, &its, "shipengine", &err));
    for (size_t i = 0; i < OD_LEN(targets); i++) {
        const char *text = arena_printf(arena,
                                        "POST %s HTTP/1.1\r\nContent-Length: 29\r\n\r\n"
                                        "{\"resource_type\":\"API_TRACK\"}",
                                        targets[i]);

        receive_request(desk, own, "shipengine", text, strlen(text), arena, &r);
        ck_assert_int_eq(r.status, statuses[i]);
    }
    ck_assert_int_eq(rows("provider = 'shipengine' AND topic = 'API_TRACK'"), 1);
    provider_options_close(own);
    conf_close(its.file[0]);
}
END_TEST

/* A key of P-256 and what it signs; the private one is gone. */
#define MAIL_KEY \
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEOAfO99gI4SLw+9YMFM8uGMm4Jq6/pA7LrRp1" \
    "NcYBdoIYJtArLzYjyCPjOnN4Tah1BS4Dbx7uHSYVSa6UJHoFAQ=="
#define MAIL_SIGNED \
    "MEYCIQDB0EbOUb1xwJ4gd2kjhdYCjqNs39F/l8g+aXUIkqNSLAIhAN3Czerq5kWObAnB7llb" \
    "0vt9eBikLq6hhzhN9I0J7qt2"
#define MAIL_EVENTS                                                                                \
    "[{\"event\":\"bounce\",\"type\":\"bounce\",\"sg_event_id\":\"e1\",\"sg_message_id\":" \
    "\"m-1.filter\",\"reason\":\"no\"},{\"event\":\"delivered\",\"sg_event_id\":\"e2\","           \
    "\"sg_message_id\":\"m-2.filter\"}]"

/* What each provider of notices sends, whole, signed by the secret of set_up. */
static const struct sent {
    const char *provider, *conf, *text;
    int messages;
} all_sent[] = {
    { "twilio", "[twilio]\ntoken_file = %s/secret\nwebhook_url = https://desk.example/twilio\n",
      "POST /twilio HTTP/1.1\r\nHost: desk.example\r\nContent-Type: "
      "application/x-www-form-urlencoded\r\nX-Twilio-Signature: NuO3YKfidqYpeB/2yfRHgDYLOEQ=\r\n"
      "Content-Length: 56\r\n\r\nMessageSid=SM1&MessageStatus=undelivered&ErrorCode=30006",
      1 },
    { "sendgrid", "[sendgrid]\nwebhook_key = " MAIL_KEY "\n",
      "POST /mail HTTP/1.1\r\nX-Twilio-Email-Event-Webhook-Timestamp: 1600112502\r\n"
      "X-Twilio-Email-Event-Webhook-Signature: " MAIL_SIGNED "\r\n"
      "Content-Length: 168\r\n\r\n" MAIL_EVENTS,
      2 },
    { "postmark", "[postmark]\nwebhook_password_file = %s/secret\n",
      "POST /hook HTTP/1.1\r\nAuthorization: Basic b3JkZXJkZXNrOnMzY3JldC13b3Jk\r\n"
      "Content-Length: 93\r\n\r\n" BOUNCE,
      1 },
};

static void receive_of(const struct sent *sent, struct provider_options *own)
{
    size_t len = strlen(sent->text);
    struct received r;

    for (size_t n = 0; n < len; n++) {
        OD_ARENA *tmp = arena_new();

        receive_request(desk, own, sent->provider, sent->text, n, tmp, &r);
        ck_assert_msg(r.status == 400 || r.status == 401, "%s cut at %zu: %d", sent->provider, n,
                      r.status);
    }
    ck_assert_int_eq(rows("1 = 1"), 0);
    receive_request(desk, own, sent->provider, sent->text, len, arena, &r);
    ck_assert_msg(r.status == 200, "%s: %d %s", sent->provider, r.status, r.why);
    ck_assert_int_eq(rows("1 = 1"), sent->messages);
}

static void cut_at_each_byte(size_t which)
{
    struct provider_options *own;
    struct conf_stack its = { .n = 1 };
    const char *text = arena_printf(arena, all_sent[which].conf, dir), *path;

    path = temp_put(arena, dir, "conf3", text, strlen(text));
    ck_ok(conf_load(&its.file[0], path, &err));
    ck_ok(provider_options_open(&own, &its, all_sent[which].provider, &err));
    receive_of(&all_sent[which], own);
    provider_options_close(own);
    conf_close(its.file[0]);
}

START_TEST(a_message_of_twilio_cut_at_any_byte_leaves_nothing)
{
    cut_at_each_byte(0);
}
END_TEST

START_TEST(a_message_of_sendgrid_cut_at_any_byte_leaves_nothing)
{
    cut_at_each_byte(1);
}
END_TEST

START_TEST(a_message_of_postmark_cut_at_any_byte_leaves_nothing)
{
    cut_at_each_byte(2);
}
END_TEST

/* ---- taking down ----------------------------------------------------------------------------- */

OD_SQL(sql_test_notice, "test.notice",
       "INSERT INTO notice (order_id, event, record_kind, record_id, channel, recipient, lang,"
       " state, user_id, created_ms, due_ms, provider, remote_id)"
       " VALUES ($1, 1, 'order', $1, 1, 'priya@acme.example', 'en', 2, 1, 1, 1, 'postmark',"
       " 'm-1')");

static void add_notice(void)
{
    struct order *o;
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    o = testshop_order(&shop, shop.bracket, 1, false);
    ck_ok(desk_begin(desk, "sync.work", &tx, &err));
    q = sql_write(&tx, &sql_test_notice);
    put_i64(q, o->id.v);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static int work(void)
{
    int n;

    ck_ok(inbound_work(desk, 10, &n, &err));
    return n;
}

START_TEST(a_bounce_is_taken_down_at_the_notice_and_blocks)
{
    add_notice();
    (void)receive(posted("s3cret-word", BOUNCE));
    ck_assert_int_eq(work(), 1);
    ck_assert_int_eq(rows("state = 2"), 1);
    ck_assert_int_eq(testshop_number(desk, "SELECT state FROM notice"), 4);
    ck_assert_int_eq(testshop_number(desk, "SELECT COUNT(*) FROM notice_block"), 1);
    ck_assert_int_eq(work(), 0);
}
END_TEST

START_TEST(what_is_not_known_yet_is_looked_at_again)
{
    (void)receive(posted("s3cret-word", BOUNCE));
    ck_assert_int_eq(work(), 1);
    ck_assert_int_eq(rows("state = 1 AND tries = 1"), 1);
    /* Not before its time. */
    ck_assert_int_eq(work(), 0);
    add_notice();
    testdesk_wait(desk, 61000);
    ck_assert_int_eq(work(), 1);
    ck_assert_int_eq(rows("state = 2"), 1);
    ck_assert_int_eq(testshop_number(desk, "SELECT state FROM notice"), 4);
}
END_TEST

START_TEST(what_nobody_ever_knew_is_refused_after_a_week)
{
    (void)receive(posted("s3cret-word", BOUNCE));
    (void)work();
    testdesk_wait(desk, INT64_C(8) * 24 * 3600 * 1000);
    ck_assert_int_eq(work(), 1);
    ck_assert_int_eq(rows("state = 3 AND why <> ''"), 1);
}
END_TEST

START_TEST(a_word_that_means_nothing_new_is_taken)
{
    (void)receive(posted("s3cret-word", "{\"RecordType\":\"Open\",\"MessageID\":\"m-1\"}"));
    ck_assert_int_eq(work(), 1);
    ck_assert_int_eq(rows("state = 2"), 1);
}
END_TEST

/* Writes, and then says no. */
static bool spoil(struct tx *tx, struct desk *d, const struct inbox_row *row,
                  struct arena *a, bool *found, struct err *e)
{
    OD_STMT *q = sql_write(tx, &sql_test_notice);

    (void)d;
    (void)a;
    *found = true;
    put_i64(q, row->tries + 1);
    return sql_run(&q, NULL, e) && err_set(e, ERR_INVALID, "nonsense");
}

START_TEST(a_refusal_takes_back_what_was_written)
{
    struct inbox_rows due;
    enum inbox_state state;

    (void)testshop_order(&shop, shop.bracket, 1, false);
    (void)receive(posted("s3cret-word", BOUNCE));
    ck_ok(inbox_due(desk, 10, arena, &due, &err));
    ck_assert_int_eq(due.n, 1);
    ck_ok(inbox_work(desk, &due.v[0], spoil, &state, &err));
    ck_assert_int_eq(state, INBOX_REFUSED);
    ck_assert_int_eq(testshop_number(desk, "SELECT COUNT(*) FROM notice"), 0);
    ck_assert_int_eq(rows("state = 3 AND why = 'nonsense'"), 1);
    /* Another worker that had read it too changes nothing. */
    ck_refused(inbox_work(desk, &due.v[0], NULL, &state, &err), ERR_CONFLICT);
}
END_TEST

static bool cannot_yet(struct tx *tx, struct desk *d, const struct inbox_row *row,
                       struct arena *a, bool *found, struct err *e)
{
    *found = true;
    return spoil(tx, d, row, a, found, e) || err_set(e, ERR_STATE, "not as it is");
}

START_TEST(what_cannot_be_taken_down_now_holds_nothing_up)
{
    struct inbox_rows due;
    enum inbox_state state;

    (void)testshop_order(&shop, shop.bracket, 1, false);
    (void)receive(posted("s3cret-word", BOUNCE));
    ck_ok(inbox_due(desk, 10, arena, &due, &err));
    ck_assert_int_eq(due.n, 1);
    ck_ok(inbox_work(desk, &due.v[0], cannot_yet, &state, &err));
    ck_assert_int_eq(state, INBOX_WAITS);
    ck_assert_int_eq(testshop_number(desk, "SELECT COUNT(*) FROM notice"), 0);
    ck_assert_int_eq(rows("state = 1 AND tries = 1 AND why = 'not as it is'"), 1);
    ck_ok(inbox_due(desk, 10, arena, &due, &err));
    ck_assert_int_eq(due.n, 0);
    testdesk_wait(desk, INT64_C(8) * 24 * 3600 * 1000);
    ck_ok(inbox_due(desk, 10, arena, &due, &err));
    ck_ok(inbox_work(desk, &due.v[0], cannot_yet, &state, &err));
    ck_assert_int_eq(state, INBOX_REFUSED);
    ck_assert_int_eq(rows("state = 3 AND why = 'not as it is'"), 1);
}
END_TEST

START_TEST(one_odd_event_does_not_refuse_the_batch_and_is_filed_as_such)
{
    static const char batch[] =
        "[{\"event\":\"delivered\",\"sg_event_id\":\"e1\",\"sg_message_id\":\"m-1.x\"},"
        "{\"event\":\"bounce\",\"sg_message_id\":\"m-2.x\"}," /* no id of its own */
        "{\"sg_event_id\":\"e3\",\"sg_message_id\":\"m-3.x\"}," /* says nothing */
        "17,"
        "{\"event\":\"open\",\"sg_event_id\":\"e5\"}," /* of no message: left out */
        "{\"event\":\"delivered\",\"sg_event_id\":\"e6\",\"sg_message_id\":\"m-6.x\"}]";
    const struct inbound *in = inbound_named("sendgrid");
    const struct request r = { .body = batch, .body_len = sizeof batch - 1 };
    struct inbox_rows split, due;
    enum inbox_state state;
    int n_new, refused = 0;

    ck_assert(in->split(&r, arena, &split));
    ck_assert_int_eq(split.n, 5);
    ck_ok(inbox_put(desk, "sendgrid", &split, &n_new, &err));
    ck_assert_int_eq(n_new, 5);
    /* It comes twice, as all does: nothing of it is new. */
    ck_assert(in->split(&r, arena, &split));
    ck_ok(inbox_put(desk, "sendgrid", &split, &n_new, &err));
    ck_assert_int_eq(n_new, 0);
    ck_ok(inbox_due(desk, 10, arena, &due, &err));
    for (int i = 0; i < due.n; i++) {
        ck_ok(inbox_work(desk, &due.v[i], in->take, &state, &err));
        refused += state == INBOX_REFUSED;
    }
    ck_assert_int_eq(refused, 3);
    ck_assert_int_eq(rows("state = 3 AND why <> ''"), 3);
    ck_assert_int_eq(rows("state = 1 AND topic = 'delivered'"), 2); /* of mails of nobody here */
}
END_TEST

Suite *inbox_suite(void)
{
    Suite *suite = suite_create("inbox");
    TCase *tc = tcase_create("inbox");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, what_is_no_whole_request_is_refused);
    tcase_add_test(tc, a_request_has_a_bound);
    tcase_add_test(tc, a_form_is_read_field_by_field);
    tcase_add_test(tc, what_comes_twice_is_kept_once);
    tcase_add_test(tc, who_cannot_prove_who_he_is_leaves_nothing);
    tcase_add_test(tc, what_makes_no_sense_leaves_nothing);
    tcase_add_test(tc, without_its_secret_a_provider_is_not_listened_to);
    tcase_add_test(tc, a_carrier_that_signs_nothing_is_known_by_its_address);
    tcase_add_test(tc, a_message_of_twilio_cut_at_any_byte_leaves_nothing);
    tcase_add_test(tc, a_message_of_sendgrid_cut_at_any_byte_leaves_nothing);
    tcase_add_test(tc, a_message_of_postmark_cut_at_any_byte_leaves_nothing);
    tcase_add_test(tc, one_odd_event_does_not_refuse_the_batch_and_is_filed_as_such);
    tcase_add_test(tc, a_bounce_is_taken_down_at_the_notice_and_blocks);
    tcase_add_test(tc, what_is_not_known_yet_is_looked_at_again);
    tcase_add_test(tc, what_nobody_ever_knew_is_refused_after_a_week);
    tcase_add_test(tc, a_word_that_means_nothing_new_is_taken);
    tcase_add_test(tc, a_refusal_takes_back_what_was_written);
    tcase_add_test(tc, what_cannot_be_taken_down_now_holds_nothing_up);
    suite_add_tcase(suite, tc);
    return suite;
}
