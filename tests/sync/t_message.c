/*
 * Providers of mail and of texts: what they ask for, and what they make of each answer.
 */
#include <string.h>

#include "base/compiler.h"
#include "base/json.h"
#include "sync/secrets.h"
#include "sync/suites.h"
#include "sync/task.h"
#include "unit/temp.h"

/* Made on 26 Apr 2026, 02:30:00. */
#define KEY "019dc79f-5040-7abc-8def-0123456789ab"

#define MAIL                                                                                       \
    "{\"from\":\"desk@example.com\",\"from_name\":\"ACME\",\"reply_to\":\"sales@example.com\","    \
    "\"to\":[\"ann@example.com\",\"bob@example.com\"],\"subject\":\"Order 10482\","                \
    "\"text\":\"Hello\\n\",\"html\":\"<p>Hello</p>\",\"message_id\":\"m1@example.com\","           \
    "\"language\":\"en\"}"
#define TEXT "{\"to\":\"+441134960123\",\"text\":\"Ready & waiting\"}"

static const char settings[] =
    "[smtp]\nurl = smtp://mail.example.com:587\nuser = desk\npassword_command = echo mail-word\n"
    "[sendgrid]\nkey_command = echo SG.key\n"
    "[postmark]\ntoken_command = echo pm-token\nstream = outbound\n"
    "[twilio]\naccount = AC1\ntoken_command = echo tw-token\nfrom = +441134960000\n";

static struct arena *arena;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static struct conf_stack conf;
static struct provider_options *options;
static struct job job;
static struct provider_run run;
static struct wire_request request;
static struct job_result result;

static void set_up(void)
{
    const char *path;

    arena = arena_new();
    err_clear(&err);
    temp_begin(dir);
    path = temp_put(arena, dir, "desk.conf", settings, sizeof settings - 1);
    ck_assert_msg(conf_load(&conf.file[0], path, &err), "%s", err.text);
    conf.n = 1;
    options = NULL;
}

static void tear_down(void)
{
    provider_options_close(options);
    conf_close(conf.file[0]);
    temp_end(dir);
    arena_free(arena);
}

static void begin(const struct provider *p, const char *topic, const char *task)
{
    provider_options_close(options);
    ck_assert_msg(provider_options_open(&options, &conf, p->name, &err), "%s", err.text);
    job = (struct job){ .outbox_id = 1, .topic = topic, .key = KEY, .remote_id = "" };
    ck_assert_msg(json_parse(task, strlen(task), arena, &job.task, &err), "%s", err.text);
    run = (struct provider_run){ .job = &job, .options = options, .arena = arena };
    memset(&request, 0, sizeof request);
    memset(&result, 0, sizeof result);
}

/* What a provider makes of one answer; how it asks is looked at elsewhere. */
static void answer(const struct provider *p, const struct wire_reply *reply)
{
    begin(p, p->topics[0], strcmp(p->topics[0], TOPIC_MAIL_SEND) == 0 ? MAIL : TEXT);
    ck_assert_int_eq(p->next(&run, NULL, &request, &result), PROVIDER_SEND);
    memset(&request, 0, sizeof request); /* what was sent is the provider's to remember */
    ck_assert_int_eq(p->next(&run, reply, &request, &result), PROVIDER_END);
}

static struct wire_reply answered(int status, const char *body)
{
    return (struct wire_reply){ .end = WIRE_ANSWERED, .status = status, .body = body,
                                .body_len = strlen(body), .retry_after_ms = -1, .why = "" };
}

static const char *header(const char *name)
{
    for (int i = 0; i < request.n_headers; i++) {
        if (strcmp(request.headers[i].name, name) == 0)
            return request.headers[i].value;
    }
    return NULL;
}

START_TEST(each_provider_says_what_it_lacks)
{
    struct conf_stack none = { .n = 0 };

    for (const struct provider *const *p = providers; *p != NULL; p++) {
        provider_options_close(options);
        ck_assert(provider_options_open(&options, &none, (*p)->name, &err));
        ck_assert_msg((*p)->missing(options, arena) != NULL, "%s", (*p)->name);
        ck_assert_ptr_eq(provider_named((*p)->name), *p);
    }
    for (const struct provider *const *p = providers; *p != NULL; p++) {
        if (strcmp((*p)->topics[0], TOPIC_MAIL_SEND) != 0 &&
            strcmp((*p)->topics[0], TOPIC_SMS_SEND) != 0)
            continue;
        provider_options_close(options);
        ck_assert(provider_options_open(&options, &conf, (*p)->name, &err));
        ck_assert_msg((*p)->missing(options, arena) == NULL, "%s", (*p)->name);
    }
}
END_TEST

START_TEST(smtp_gives_the_whole_mail_and_its_envelope)
{
    begin(&provider_smtp, TOPIC_MAIL_SEND, MAIL);
    ck_assert_int_eq(provider_smtp.next(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_int_eq(request.method, WIRE_MAIL);
    ck_assert_str_eq(request.url, "smtp://mail.example.com:587");
    ck_assert_str_eq(request.user, "desk");
    ck_assert_str_eq(request.password, "mail-word");
    ck_assert_str_eq(request.mail_from, "desk@example.com");
    ck_assert_int_eq(request.n_mail_to, 2);
    ck_assert_str_eq(request.mail_to[1], "bob@example.com");
    ck_assert(request.is_write);
    ck_assert_ptr_nonnull(strstr(request.body, "Message-ID: <m1@example.com>\r\n"));
    ck_assert_ptr_nonnull(strstr(request.body, "Date: Sun, 26 Apr 2026"));
    ck_assert_uint_eq(strlen(request.body), request.body_len);
    ck_assert_ptr_null(strstr(request.body, "mail-word"));
}
END_TEST

static const struct {
    int status;
    enum job_end end;
} codes[] = {
    { 250, JOB_DONE },      { 251, JOB_DONE },      { 421, JOB_WAIT },      { 450, JOB_WAIT },
    { 451, JOB_WAIT },      { 452, JOB_WAIT },      { 530, JOB_ACCOUNT },   { 534, JOB_ACCOUNT },
    { 535, JOB_ACCOUNT },   { 538, JOB_ACCOUNT },   { 550, JOB_PERMANENT }, { 552, JOB_PERMANENT },
    { 554, JOB_PERMANENT },
};

START_TEST(the_code_of_a_mail_server_decides)
{
    struct wire_reply reply = answered(codes[_i].status, "2.1.5 so it is");

    answer(&provider_smtp, &reply);
    ck_assert_int_eq(result.end, codes[_i].end);
    if (result.end == JOB_DONE)
        ck_assert_str_eq(result.remote_id, "2.1.5 so it is");
    else
        ck_assert_str_eq(result.code, arena_printf(arena, "%d", codes[_i].status));
}
END_TEST

START_TEST(recipients_that_were_refused_beside_others_are_named)
{
    static const struct wire_header refused = { "Refused", "bob@example.com: 550 5.1.1 no user" };
    struct wire_reply reply = answered(250, "OK");

    reply.headers = &refused;
    reply.n_headers = 1;
    answer(&provider_smtp, &reply);
    ck_assert_int_eq(result.end, JOB_DONE);
    ck_assert_str_eq(result.data, "{\"refused\":[\"bob@example.com: 550 5.1.1 no user\"]}");
    ck_assert_ptr_nonnull(strstr(result.message, "bob@example.com"));
}
END_TEST

START_TEST(what_got_lost_on_the_way_is_unclear_and_what_never_left_waits)
{
    for (const struct provider *const *p = providers; *p != NULL; p++) {
        struct wire_reply reply = answered(0, "");

        if (strcmp((*p)->topics[0], TOPIC_MAIL_SEND) != 0 &&
            strcmp((*p)->topics[0], TOPIC_SMS_SEND) != 0)
            continue;
        reply.end = WIRE_UNCLEAR;
        answer(*p, &reply);
        ck_assert_int_eq(result.end, JOB_UNCLEAR);
        reply.end = WIRE_NOT_SENT;
        answer(*p, &reply);
        ck_assert_int_eq(result.end, JOB_WAIT);
        reply.end = WIRE_BARRED;
        answer(*p, &reply);
        ck_assert_int_eq(result.end, JOB_ACCOUNT);
    }
}
END_TEST

static const struct provider *const over_http[] = { &provider_sendgrid, &provider_postmark,
                                                    &provider_twilio };
static const struct {
    int status;
    const char *body;
    enum job_end end;
} answers[] = {
    { 429, "", JOB_WAIT },         { 503, "", JOB_WAIT },
    { 500, "", JOB_UNCLEAR },      { 504, "<html>late</html>", JOB_UNCLEAR },
    { 408, "", JOB_UNCLEAR },      { 400, "{}", JOB_PERMANENT },
    { 401, "", JOB_ACCOUNT },      { 403, "Forbidden", JOB_ACCOUNT },
    { 413, "", JOB_PERMANENT },    { 200, "<html>hello</html>", JOB_UNCLEAR },
    { 201, "{\"cut\":", JOB_UNCLEAR },
};

START_TEST(answers_of_http_fall_into_their_classes)
{
    struct wire_reply reply = answered(answers[_i].status, answers[_i].body);

    reply.retry_after_ms = 7000;
    for (size_t i = 0; i < OD_LEN(over_http); i++) {
        answer(over_http[i], &reply);
        ck_assert_msg(result.end == answers[_i].end, "%s %d: %d", over_http[i]->name,
                      answers[_i].status, (int)result.end);
        ck_assert_int_eq(result.wait_ms, answers[_i].end == JOB_WAIT ? 7000 : 0);
        ck_assert_str_ne(result.message, "");
    }
}
END_TEST

START_TEST(sendgrid_is_asked_as_its_definition_has_it)
{
    struct job_file file = { "a.pdf", "application/pdf", "foobar", 6 };
    const struct json *body;

    begin(&provider_sendgrid, TOPIC_MAIL_SEND, MAIL);
    job.files = (struct job_files){ &file, 1 };
    ck_assert_int_eq(provider_sendgrid.next(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_str_eq(request.url, "https://api.sendgrid.com/v3/mail/send");
    ck_assert_str_eq(header("Authorization"), "Bearer SG.key");
    ck_assert(request.is_write);
    ck_assert(json_parse(request.body, request.body_len, arena, &body, &err));
    ck_assert_str_eq(task_text(json_get(body, "from"), "email"), "desk@example.com");
    ck_assert_str_eq(task_text(json_get(body, "from"), "name"), "ACME");
    ck_assert_str_eq(task_text(json_get(body, "headers"), "Message-ID"), "<m1@example.com>");
    ck_assert_str_eq(task_text(json_at(json_get(body, "attachments"), 0), "content"), "Zm9vYmFy");
    ck_assert_int_eq(json_len(json_get(body, "content")), 2);
    body = json_at(json_get(body, "personalizations"), 0);
    ck_assert_str_eq(task_text(json_at(json_get(body, "to"), 1), "email"), "bob@example.com");
    ck_assert_str_eq(task_text(json_get(body, "custom_args"), "orderdesk"), KEY);
}
END_TEST

START_TEST(sendgrid_takes_with_202_and_says_what_is_wrong)
{
    static const struct wire_header id = { "X-Message-Id", "14c5d75ce93" };
    struct wire_reply reply = answered(202, "");

    reply.headers = &id;
    reply.n_headers = 1;
    answer(&provider_sendgrid, &reply);
    ck_assert_int_eq(result.end, JOB_DONE);
    ck_assert_str_eq(result.remote_id, "14c5d75ce93");
    reply = answered(400, "{\"errors\":[{\"message\":\"The subject is required.\","
                          "\"field\":\"subject\",\"help\":null}]}");
    answer(&provider_sendgrid, &reply);
    ck_assert_int_eq(result.end, JOB_PERMANENT);
    ck_assert_str_eq(result.message, "The subject is required. (subject)");
}
END_TEST

START_TEST(postmark_is_asked_with_our_key_and_message_id)
{
    const struct json *body;

    begin(&provider_postmark, TOPIC_MAIL_SEND, MAIL);
    ck_assert_int_eq(provider_postmark.next(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_str_eq(request.url, "https://api.postmarkapp.com/email");
    ck_assert_str_eq(header("X-Postmark-Server-Token"), "pm-token");
    ck_assert(request.is_write);
    ck_assert(json_parse(request.body, request.body_len, arena, &body, &err));
    ck_assert_str_eq(task_text(body, "From"), "\"ACME\" <desk@example.com>");
    ck_assert_str_eq(task_text(body, "To"), "ann@example.com, bob@example.com");
    ck_assert_str_eq(task_text(body, "MessageStream"), "outbound");
    ck_assert_str_eq(task_text(json_get(body, "Metadata"), "orderdesk"), KEY);
    ck_assert_str_eq(task_text(json_at(json_get(body, "Headers"), 0), "Value"),
                     "<m1@example.com>");
}
END_TEST

static const struct {
    int status;
    const char *body;
    enum job_end end;
    const char *code;
} postmark[] = {
    { 200, "{\"ErrorCode\":0,\"Message\":\"Test job accepted\",\"MessageID\":\"806aa9ad\"}",
      JOB_DONE, "" },
    { 422, "{\"ErrorCode\":300,\"Message\":\"Invalid 'From' address\"}", JOB_PERMANENT, "300" },
    { 422, "{\"ErrorCode\":406,\"Message\":\"Inactive recipient\"}", JOB_PERMANENT, "406" },
    { 401, "{\"ErrorCode\":10,\"Message\":\"Bad token\"}", JOB_ACCOUNT, "10" },
    { 422, "{\"ErrorCode\":405,\"Message\":\"No credits\"}", JOB_ACCOUNT, "405" },
    { 422, "{\"ErrorCode\":413,\"Message\":\"You may not\"}", JOB_ACCOUNT, "413" },
    { 200, "{\"ErrorCode\":300,\"Message\":\"Odd\"}", JOB_PERMANENT, "300" },
};

START_TEST(the_error_code_of_postmark_decides)
{
    struct wire_reply reply = answered(postmark[_i].status, postmark[_i].body);

    answer(&provider_postmark, &reply);
    ck_assert_int_eq(result.end, postmark[_i].end);
    ck_assert_str_eq(result.code, postmark[_i].code);
    if (result.end == JOB_DONE)
        ck_assert_str_eq(result.remote_id, "806aa9ad");
}
END_TEST

START_TEST(postmark_finds_a_mail_by_our_key_and_proves_nothing_by_none)
{
    struct wire_reply reply = answered(200, "{\"TotalCount\":1,\"Messages\":[{\"MessageID\":"
                                            "\"806aa9ad\"}]}");

    begin(&provider_postmark, TOPIC_MAIL_SEND, MAIL);
    ck_assert_int_eq(provider_postmark.lookup(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_str_eq(request.url, "https://api.postmarkapp.com/messages/outbound?count=1&offset=0"
                                  "&metadata_orderdesk=" KEY);
    ck_assert(!request.is_write);
    ck_assert_int_eq(provider_postmark.lookup(&run, &reply, &request, &result), PROVIDER_END);
    ck_assert_int_eq(result.end, JOB_DONE);
    ck_assert_str_eq(result.remote_id, "806aa9ad");
    reply = answered(200, "{\"TotalCount\":0,\"Messages\":[]}");
    (void)provider_postmark.lookup(&run, &reply, &request, &result);
    ck_assert_int_eq(result.end, JOB_UNCLEAR);
    reply = answered(503, "");
    (void)provider_postmark.lookup(&run, &reply, &request, &result);
    ck_assert_int_eq(result.end, JOB_UNCLEAR);
}
END_TEST

START_TEST(a_mail_that_cannot_go_is_refused_before_anything_is_sent)
{
    static const char *const wrong[] = {
        "{\"from\":\"desk@example.com\",\"to\":[],\"subject\":\"x\",\"text\":\"x\"}",
        "{\"from\":\"desk@example.com\",\"to\":[\"no address\"],\"subject\":\"x\",\"text\":\"x\"}",
        "{\"from\":\"desk@example.com\",\"to\":[7],\"subject\":\"x\",\"text\":\"x\"}",
        "{\"from\":\"desk@example.com\",\"to\":[\"a@b.c\"],\"subject\":\"x\\nBcc: d\",\"text\":\"x\"}",
        "{}",
    };
    static const struct provider *const mail[] = { &provider_smtp, &provider_sendgrid,
                                                   &provider_postmark };

    for (size_t i = 0; i < OD_LEN(mail); i++) {
        begin(mail[i], TOPIC_MAIL_SEND, wrong[_i]);
        ck_assert_int_eq(mail[i]->next(&run, NULL, &request, &result), PROVIDER_END);
        ck_assert_int_eq(result.end, JOB_PERMANENT);
        ck_assert_str_ne(result.message, "");
    }
}
END_TEST

START_TEST(without_a_message_id_the_key_is_one)
{
    begin(&provider_smtp, TOPIC_MAIL_SEND,
          "{\"from\":\"desk@example.com\",\"to\":[\"a@b.c\"],\"subject\":\"x\",\"text\":\"x\"}");
    ck_assert_int_eq(provider_smtp.next(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_ptr_nonnull(strstr(request.body, "Message-ID: <" KEY "@example.com>\r\n"));
}
END_TEST

START_TEST(twilio_is_asked_with_a_form)
{
    begin(&provider_twilio, TOPIC_SMS_SEND, TEXT);
    ck_assert_int_eq(provider_twilio.next(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_str_eq(request.url, "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json");
    ck_assert_str_eq(request.user, "AC1");
    ck_assert_str_eq(request.password, "tw-token");
    ck_assert_str_eq(request.body,
                     "To=%2B441134960123&From=%2B441134960000&Body=Ready%20%26%20waiting");
    ck_assert(request.is_write);
}
END_TEST

static const char *const no_numbers[] = { "", "01134960123", "+44 113 496", "+0441134960",
                                          "+12345", "+1234567890123456", "+44113&To=x" };

START_TEST(a_text_goes_to_a_number_of_e164_only)
{
    begin(&provider_twilio, TOPIC_SMS_SEND,
          arena_printf(arena, "{\"to\":\"%s\",\"text\":\"x\"}", no_numbers[_i]));
    ck_assert_int_eq(provider_twilio.next(&run, NULL, &request, &result), PROVIDER_END);
    ck_assert_int_eq(result.end, JOB_PERMANENT);
}
END_TEST

START_TEST(an_empty_text_is_not_sent)
{
    begin(&provider_twilio, TOPIC_SMS_SEND, "{\"to\":\"+441134960123\",\"text\":\"\"}");
    ck_assert_int_eq(provider_twilio.next(&run, NULL, &request, &result), PROVIDER_END);
    ck_assert_int_eq(result.end, JOB_PERMANENT);
}
END_TEST

static const struct {
    int status;
    const char *code;
    enum job_end end;
} twilio[] = {
    { 400, "21211", JOB_PERMANENT }, { 400, "21610", JOB_PERMANENT },
    { 400, "21408", JOB_PERMANENT }, { 401, "20003", JOB_ACCOUNT },
    { 400, "20003", JOB_ACCOUNT },   { 429, "20429", JOB_WAIT },
    { 400, "30001", JOB_WAIT },      { 400, "30003", JOB_WAIT },
};

START_TEST(the_codes_of_twilio_decide)
{
    struct wire_reply reply = answered(
        twilio[_i].status,
        arena_printf(arena, "{\"code\":%s,\"message\":\"Because.\",\"status\":%d}",
                     twilio[_i].code, twilio[_i].status));

    answer(&provider_twilio, &reply);
    ck_assert_int_eq(result.end, twilio[_i].end);
    ck_assert_str_eq(result.code, twilio[_i].code);
    ck_assert_str_eq(result.message, "Because.");
}
END_TEST

START_TEST(twilio_takes_with_a_sid)
{
    struct wire_reply reply = answered(201, "{\"sid\":\"SM1\",\"status\":\"queued\","
                                            "\"num_segments\":\"2\"}");

    answer(&provider_twilio, &reply);
    ck_assert_int_eq(result.end, JOB_DONE);
    ck_assert_str_eq(result.remote_id, "SM1");
    ck_assert_str_eq(result.data, "{\"status\":\"queued\",\"segments\":\"2\"}");
}
END_TEST

#define OURS(date, body, rest)                                                                     \
    "{\"sid\":\"SM7\",\"to\":\"+441134960123\",\"body\":\"" body "\",\"date_created\":\"" date     \
    "\",\"status\":\"" rest "}"

static const struct {
    const char *message;
    enum job_end end;
    const char *code;
} found[] = {
    { OURS("Sun, 26 Apr 2026 02:31:00 +0000", "Ready & waiting", "sent\""), JOB_DONE, "" },
    /* made before the job was: another one */
    { OURS("Sat, 25 Apr 2026 02:20:00 +0000", "Ready & waiting", "sent\""), JOB_WAIT, "" },
    { OURS("Mon, 27 Apr 2026 02:31:00 +0000", "Something else", "sent\""), JOB_WAIT, "" },
    { OURS("none", "Ready & waiting", "sent\""), JOB_WAIT, "" },
    { OURS("Mon, 27 Apr 2026 02:31:00 +0000", "Ready & waiting",
           "undelivered\",\"error_code\":21610"), JOB_PERMANENT, "21610" },
    { OURS("Mon, 27 Apr 2026 02:31:00 +0000", "Ready & waiting",
           "failed\",\"error_code\":30003"), JOB_WAIT, "30003" },
};

START_TEST(a_text_whose_end_is_unclear_is_looked_for)
{
    struct wire_reply reply =
        answered(200, arena_printf(arena, "{\"messages\":[{\"body\":null},%s]}", found[_i].message));

    begin(&provider_twilio, TOPIC_SMS_SEND, TEXT);
    ck_assert_int_eq(provider_twilio.lookup(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_int_eq(request.method, WIRE_GET);
    ck_assert_str_eq(request.url, "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json"
                                  "?PageSize=50&To=%2B441134960123");
    ck_assert(!request.is_write);
    ck_assert_int_eq(provider_twilio.lookup(&run, &reply, &request, &result), PROVIDER_END);
    ck_assert_int_eq(result.end, found[_i].end);
    ck_assert_str_eq(result.code, found[_i].code);
    if (result.end == JOB_DONE)
        ck_assert_str_eq(result.remote_id, "SM7");
}
END_TEST

START_TEST(a_look_up_that_fails_leaves_it_unclear)
{
    struct wire_reply reply = answered(_i == 0 ? 503 : 200, _i == 0 ? "" : "<html>");

    begin(&provider_twilio, TOPIC_SMS_SEND, TEXT);
    (void)provider_twilio.lookup(&run, NULL, &request, &result);
    (void)provider_twilio.lookup(&run, &reply, &request, &result);
    ck_assert_int_eq(result.end, JOB_UNCLEAR);
}
END_TEST

static const struct {
    const char *text, *iso;
} dates[] = {
    { "Thu, 24 Aug 2023 05:01:45 +0000", "2023-08-24T05:01:45.000Z" },
    { "Thu, 24 Aug 2023 05:01:45 -0130", "2023-08-24T06:31:45.000Z" },
    { "24 Aug 2023 05:01:45 +0200", "2023-08-24T03:01:45.000Z" },
    { "", "" },
    { "2023-08-24T05:01:45Z", "" },
    { "Thu, 31 Feb 2023 05:01:45 +0000", "" },
};

START_TEST(dates_of_mails_are_read)
{
    char iso[STAMP_TEXT_SIZE];

    ck_assert_str_eq(stamp_format(task_mail_date(dates[_i].text), iso), dates[_i].iso);
}
END_TEST

START_TEST(the_key_tells_when_the_job_was_made)
{
    char key[UUID_TEXT_SIZE];

    ck_assert_int_eq(task_key_time(uuid7((struct stamp){ INT64_C(1795874587123) }, key)).ms,
                     INT64_C(1795874587123));
    ck_assert_int_eq(task_key_time("no key").ms, 0);
}
END_TEST

Suite *message_suite(void)
{
    Suite *suite = suite_create("message");
    TCase *t = tcase_create("message");

    suite_add_tcase(suite, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, each_provider_says_what_it_lacks);
    tcase_add_test(t, smtp_gives_the_whole_mail_and_its_envelope);
    tcase_add_loop_test(t, the_code_of_a_mail_server_decides, 0, (int)OD_LEN(codes));
    tcase_add_test(t, recipients_that_were_refused_beside_others_are_named);
    tcase_add_test(t, what_got_lost_on_the_way_is_unclear_and_what_never_left_waits);
    tcase_add_loop_test(t, answers_of_http_fall_into_their_classes, 0, (int)OD_LEN(answers));
    tcase_add_test(t, sendgrid_is_asked_as_its_definition_has_it);
    tcase_add_test(t, sendgrid_takes_with_202_and_says_what_is_wrong);
    tcase_add_test(t, postmark_is_asked_with_our_key_and_message_id);
    tcase_add_loop_test(t, the_error_code_of_postmark_decides, 0, (int)OD_LEN(postmark));
    tcase_add_test(t, postmark_finds_a_mail_by_our_key_and_proves_nothing_by_none);
    tcase_add_loop_test(t, a_mail_that_cannot_go_is_refused_before_anything_is_sent, 0, 5);
    tcase_add_test(t, without_a_message_id_the_key_is_one);
    tcase_add_test(t, twilio_is_asked_with_a_form);
    tcase_add_loop_test(t, a_text_goes_to_a_number_of_e164_only, 0, (int)OD_LEN(no_numbers));
    tcase_add_test(t, an_empty_text_is_not_sent);
    tcase_add_loop_test(t, the_codes_of_twilio_decide, 0, (int)OD_LEN(twilio));
    tcase_add_test(t, twilio_takes_with_a_sid);
    tcase_add_loop_test(t, a_text_whose_end_is_unclear_is_looked_for, 0, (int)OD_LEN(found));
    tcase_add_loop_test(t, a_look_up_that_fails_leaves_it_unclear, 0, 2);
    tcase_add_loop_test(t, dates_of_mails_are_read, 0, (int)OD_LEN(dates));
    tcase_add_test(t, the_key_tells_when_the_job_was_made);
    return suite;
}
