/*
 * The network engine against a server on this machine that plays what networks do.
 */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "base/limits.h"
#include "base/os.h"
#include "support/replay.h"
#include "sync/http.h"
#include "unit/temp.h"

static struct arena *arena;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static struct wire_engine *engine;
static struct wire_limits limits;
static pid_t server;
static int port;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    temp_begin(dir);
    limits = (struct wire_limits){ .is_loopback = true };
    engine = NULL;
    server = 0;
}

static void tear_down(void)
{
    wire_engine_free(engine);
    replay_stop(server);
    temp_end(dir);
    arena_free(arena);
}

static void begin(const char *script)
{
    server = replay_start(script, temp_path(arena, dir, "log"), &port);
    ck_assert_msg(wire_engine_new(&engine, &limits, &err), "%s", err.text);
}

static const char *local(const char *path)
{
    return arena_printf(arena, "http://127.0.0.1:%d%s", port, path);
}

static struct wire_request get(const char *path)
{
    return (struct wire_request){ .method = WIRE_GET, .url = local(path) };
}

static struct wire_request post(const char *path, const char *body)
{
    return (struct wire_request){ .method = WIRE_POST, .url = local(path), .body = body,
                                  .body_len = strlen(body), .is_write = true };
}

static struct wire_reply next(void **tag)
{
    struct wire_reply reply;
    bool is_any;

    ck_assert_msg(wire_engine_wait(engine, 20000, arena, tag, &reply, &is_any, &err), "%s",
                  err.text);
    ck_assert(is_any);
    return reply;
}

static struct wire_reply run(struct wire_request request)
{
    void *tag = NULL;
    struct wire_reply reply;

    ck_assert_msg(wire_engine_start(engine, &request, &request, &err), "%s", err.text);
    reply = next(&tag);
    ck_assert_ptr_eq(tag, &request);
    return reply;
}

static const char *asked(void)
{
    char *text;

    ck_assert(os_read_file(temp_path(arena, dir, "log"), (size_t)1 << 20, arena, &text, NULL,
                           &err));
    return text;
}

static int times_asked(const char *line)
{
    int n = 0;

    for (const char *at = strstr(asked(), line); at != NULL; at = strstr(at + 1, line))
        n++;
    return n;
}

START_TEST(a_request_goes_as_it_is_and_its_reply_comes_whole)
{
    static const struct wire_header headers[] = { { "Content-Type", "application/json" } };
    struct wire_request request;
    struct wire_reply reply;

    begin("reply 201\nheader X-Message-Id: m1\nbody {\"id\":1}\n");
    request = post("/v2/things?a=b", "{\"x\":2}");
    request.headers = headers;
    request.n_headers = 1;
    request.user = "key";
    request.password = "word";
    reply = run(request);

    ck_assert_int_eq(reply.end, WIRE_ANSWERED);
    ck_assert_int_eq(reply.status, 201);
    ck_assert_str_eq(reply.body, "{\"id\":1}");
    ck_assert_uint_eq(reply.body_len, 8);
    ck_assert_str_eq(wire_header_value(&reply, "x-message-id"), "m1");
    ck_assert_ptr_null(wire_header_value(&reply, "x-other"));
    ck_assert_int_eq((int)reply.retry_after_ms, -1);
    ck_assert_ptr_nonnull(strstr(asked(), "POST /v2/things?a=b HTTP/1.1\r\n"));
    ck_assert_ptr_nonnull(strstr(asked(), "Authorization: Basic a2V5OndvcmQ=\r\n"));
    ck_assert_ptr_nonnull(strstr(asked(), "Content-Type: application/json\r\n"));
    ck_assert_ptr_nonnull(strstr(asked(), "\r\n\r\n{\"x\":2}\n"));
    ck_assert_ptr_null(strstr(asked(), "Expect"));
}
END_TEST

START_TEST(a_put_goes_under_its_name)
{
    struct wire_request request;

    begin("reply 200\ntimes 0\n");
    request = get("/put");
    request.method = WIRE_PUT;
    ck_assert_int_eq(run(request).status, 200);
    ck_assert_int_eq(times_asked("PUT /put HTTP"), 1);
}
END_TEST

START_TEST(without_a_server_nothing_has_left)
{
    struct wire_reply reply;

    begin("reply 200\n");
    replay_stop(server);
    server = 0;
    reply = run(post("/", "x"));

    ck_assert_int_eq(reply.end, WIRE_NOT_SENT);
    ck_assert_int_eq(reply.status, 0);
    ck_assert_str_ne(reply.why, "");
}
END_TEST

static const char *const breaks[] = {
    "reply 200\nreset\n",
    "reply 200\nclose\n",
    "reply 200\nbody {\"id\":12345}\ncut 5\n",
};

START_TEST(what_breaks_after_the_request_left_is_unclear)
{
    struct wire_reply reply;

    begin(breaks[_i]);
    reply = run(post("/", "x"));
    ck_assert_int_eq(reply.end, WIRE_UNCLEAR);
    ck_assert_str_ne(reply.why, "");
    ck_assert_int_eq(times_asked("== "), 1);
}
END_TEST

START_TEST(a_write_that_a_kept_connection_swallows_goes_out_once)
{
    struct wire_reply reply;
    struct wire_request request;

    begin("reply 200\nfor GET /\nreply 200\nfor * /buy\nclose\nreply 200\ntimes 0\n");
    ck_assert_int_eq(run(get("/")).status, 200);
    request = post("/buy", _i == 0 ? "{\"rate\":1}" : "");
    reply = run(request);

    ck_assert_int_eq(times_asked("POST /buy HTTP"), 1);
    ck_assert_int_eq(reply.end, WIRE_UNCLEAR);
    ck_assert_int_eq(times_asked("== 2 1 "), 1); /* it was the connection of the first */
}
END_TEST

START_TEST(a_read_that_a_kept_connection_swallows_is_asked_again)
{
    begin("reply 200\nfor GET /\nreply 200\nfor * /list\nclose\nreply 200\ntimes 0\n");
    ck_assert_int_eq(run(get("/")).status, 200);
    ck_assert_int_eq(run(get("/list")).status, 200);
    ck_assert_int_eq(times_asked("GET /list HTTP"), 2);
}
END_TEST

START_TEST(a_body_that_must_go_again_goes_whole)
{
    struct wire_request request;

    begin("reply 200\nfor GET /\nreply 200\nfor * /rates\nclose\nreply 200\ntimes 0\n");
    ck_assert_int_eq(run(get("/")).status, 200);
    request = post("/rates", "{\"parcel\":1}");
    request.is_write = false;
    ck_assert_int_eq(run(request).status, 200);
    ck_assert_int_eq(times_asked("POST /rates HTTP"), 2);
    ck_assert_int_eq(times_asked("\r\n\r\n{\"parcel\":1}\n"), 2);
}
END_TEST

START_TEST(a_server_that_is_too_slow_is_not_waited_for)
{
    struct wire_reply reply;

    limits.total_ms = 300;
    begin("reply 200\nhold 20000\n");
    reply = run(post("/", "x"));
    ck_assert_int_eq(reply.end, WIRE_UNCLEAR);
    ck_assert_int_lt((int)reply.took_ms, 10000);
}
END_TEST

START_TEST(a_body_that_drips_is_not_waited_for)
{
    struct wire_reply reply;

    limits.quiet_s = 1;
    begin("reply 200\nbody 0123456789012345678901234567890123456789\nslow 8000\n");
    reply = run(post("/", "x"));
    ck_assert_int_eq(reply.end, WIRE_UNCLEAR);
    ck_assert_int_lt((int)reply.took_ms, 15000);
}
END_TEST

START_TEST(a_body_at_its_limit_comes_and_one_byte_more_does_not)
{
    struct wire_request request;
    struct wire_reply reply;

    begin("reply 200\nbody 12345678\nreply 200\nbody 123456789\n");
    request = get("/");
    request.max_reply = 8;
    reply = run(request);
    ck_assert_str_eq(reply.body, "12345678");
    reply = run(request);
    ck_assert_int_eq(reply.end, WIRE_UNCLEAR);
    ck_assert_ptr_nonnull(strstr(reply.why, "8 bytes"));
}
END_TEST

START_TEST(a_reply_with_headers_without_end_is_refused)
{
    struct strbuf script;

    strbuf_init(&script, arena, (size_t)1 << 20);
    strbuf_add(&script, "reply 200\n");
    for (int i = 0; i <= LIMIT_WIRE_HEADERS; i++)
        strbuf_addf(&script, "header X-%d: y\n", i);
    begin(script.s);
    ck_assert_int_eq(run(get("/")).end, WIRE_UNCLEAR);
}
END_TEST

START_TEST(a_redirect_is_not_followed)
{
    struct wire_reply reply;

    begin("reply 302\nheader Location: /other\nreply 200\n");
    reply = run(get("/"));
    ck_assert_int_eq(reply.end, WIRE_BARRED);
    ck_assert_int_eq(reply.status, 302);
    ck_assert_int_eq(times_asked("== "), 1);
}
END_TEST

static const char *const bad_urls[] = {
    "http://example.com/", "ftp://127.0.0.1/", "file:///etc/passwd", "https://u:p@example.com/",
    "smtp://127.0.0.1/",   "no url",           "https://a b/",       "gopher://127.0.0.1/",
    "http://127.0.0.1.example.com/",
};

START_TEST(a_url_that_is_not_https_is_barred)
{
    struct wire_request request;
    struct wire_reply reply;

    begin("reply 200\n");
    request = get("/");
    request.url = bad_urls[_i];
    reply = run(request);
    ck_assert_msg(reply.end == WIRE_BARRED, "%s", bad_urls[_i]);
    ck_assert_str_ne(reply.why, "");
}
END_TEST

START_TEST(without_the_setting_of_tests_this_machine_is_not_spoken_to_in_clear)
{
    limits.is_loopback = false;
    begin("reply 200\n");
    ck_assert_int_eq(run(get("/")).end, WIRE_BARRED);
    ck_assert_int_eq(times_asked("== "), 0);
}
END_TEST

START_TEST(a_line_break_in_a_header_or_an_address_is_barred)
{
    struct wire_header header = { "X-Name", "a\r\nX-Other: b" };
    const char *to = "a@example.com>\r\nDATA";
    struct wire_request request;

    begin("reply 200\ntimes 0\n");
    request = get("/");
    request.headers = &header;
    request.n_headers = 1;
    ck_assert_int_eq(run(request).end, WIRE_BARRED);
    header.value = "a";
    ck_assert_int_eq(run(request).end, WIRE_ANSWERED);
    request = (struct wire_request){ .method = WIRE_MAIL, .url = "smtp://127.0.0.1:1",
                                     .mail_from = "a@example.com", .mail_to = &to,
                                     .n_mail_to = 1, .body = "x", .body_len = 1 };
    ck_assert_int_eq(run(request).end, WIRE_BARRED);
    to = "a@example.com";
    ck_assert_int_eq(run(request).end, WIRE_NOT_SENT);
    request.mail_from = "a@example.com\r\n";
    ck_assert_int_eq(run(request).end, WIRE_BARRED);
}
END_TEST

static const struct {
    const char *headers;
    int64_t wait_ms;
} waits[] = {
    { "header Retry-After: 120\n", 120000 },
    { "header Retry-After: 0\n", 0 },
    { "header Retry-After: soon\n", -1 },
    { "header Retry-After: -5\n", -1 },
    { "header Retry-After: 99999999999999999999999\n", LIMIT_WIRE_RETRY_MS },
    { "header Date: Fri, 28 Oct 2016 08:01:36 GMT\n"
      "header Retry-After: Fri, 28 Oct 2016 08:02:06 GMT\n", 30000 },
    { "header Date: Fri, 28 Oct 2016 08:01:36 GMT\n"
      "header Retry-After: Fri, 28 Oct 2016 07:02:06 GMT\n", 0 },
    { "header Retry-After: Fri, 28 Oct 2016 08:02:06 GMT\n", 0 },
    { "", -1 },
};

START_TEST(how_long_to_wait_is_read_as_seconds_and_as_a_date)
{
    struct wire_reply reply;

    begin(arena_printf(arena, "reply 429\n%s", waits[_i].headers));
    reply = run(get("/"));
    ck_assert_int_eq(reply.end, WIRE_ANSWERED);
    ck_assert_int_eq(reply.status, 429);
    ck_assert_int_eq(reply.retry_after_ms, waits[_i].wait_ms);
}
END_TEST

START_TEST(several_are_under_way_at_once_and_each_reply_finds_its_tag)
{
    static char tags[3];
    struct wire_request slow, fast;
    void *tag;

    limits.max_at_once = 2;
    begin("reply 200\nfor GET /slow\nhold 300\nbody slow\nreply 200\nfor GET /fast\nbody fast\n");
    slow = get("/slow");
    fast = get("/fast");
    ck_assert(wire_engine_start(engine, &slow, &tags[0], &err));
    ck_assert(wire_engine_start(engine, &fast, &tags[1], &err));
    ck_assert(!wire_engine_start(engine, &fast, &tags[2], &err));
    ck_assert_int_eq(err.code, ERR_BUSY);
    ck_assert_str_eq(next(&tag).body, "fast");
    ck_assert_ptr_eq(tag, &tags[1]);
    ck_assert_str_eq(next(&tag).body, "slow");
    ck_assert_ptr_eq(tag, &tags[0]);
}
END_TEST

START_TEST(where_nothing_is_under_way_or_ready_the_wait_says_so)
{
    struct wire_request slow;
    struct wire_reply reply;
    bool is_any = true;
    void *tag;

    begin("reply 200\nhold 20000\n");
    ck_assert(wire_engine_wait(engine, 20000, arena, &tag, &reply, &is_any, &err));
    ck_assert(!is_any);
    slow = get("/");
    ck_assert(wire_engine_start(engine, &slow, NULL, &err));
    is_any = true;
    ck_assert(wire_engine_wait(engine, 50, arena, &tag, &reply, &is_any, &err));
    ck_assert(!is_any);
}
END_TEST

START_TEST(a_connection_is_kept_for_the_next_request)
{
    begin("reply 200\ntimes 0\n");
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(run(post("/", "x")).status, 200);
    ck_assert_int_eq(times_asked("== 3 1 "), 1);
}
END_TEST

START_TEST(a_proxy_is_used_where_it_is_set_and_one_that_refuses_sends_nothing)
{
    struct wire_request request;
    struct wire_reply reply;

    server = replay_start("reply 403\n", temp_path(arena, dir, "log"), &port);
    limits.proxy = local("");
    ck_assert(wire_engine_new(&engine, &limits, &err));
    request = post("/", "x");
    request.url = "https://example.invalid/";
    reply = run(request);
    ck_assert_int_eq(reply.end, WIRE_NOT_SENT);
    ck_assert_int_eq(times_asked("CONNECT example.invalid:443 403"), 1);
}
END_TEST

START_TEST(a_proxy_of_the_environment_does_not_count)
{
    (void)setenv("https_proxy", "http://127.0.0.1:9", 1);
    (void)setenv("all_proxy", "http://127.0.0.1:9", 1);
    (void)setenv("http_proxy", "http://127.0.0.1:9", 1);
    begin("reply 200\n");
    ck_assert_int_eq(run(get("/")).status, 200);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("wire");
    TCase *t = tcase_create("wire");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, a_request_goes_as_it_is_and_its_reply_comes_whole);
    tcase_add_test(t, a_put_goes_under_its_name);
    tcase_add_test(t, without_a_server_nothing_has_left);
    tcase_add_loop_test(t, what_breaks_after_the_request_left_is_unclear, 0,
                        (int)OD_LEN(breaks));
    tcase_add_loop_test(t, a_write_that_a_kept_connection_swallows_goes_out_once, 0, 2);
    tcase_add_test(t, a_read_that_a_kept_connection_swallows_is_asked_again);
    tcase_add_test(t, a_body_that_must_go_again_goes_whole);
    tcase_add_test(t, a_server_that_is_too_slow_is_not_waited_for);
    tcase_add_test(t, a_body_that_drips_is_not_waited_for);
    tcase_add_test(t, a_body_at_its_limit_comes_and_one_byte_more_does_not);
    tcase_add_test(t, a_reply_with_headers_without_end_is_refused);
    tcase_add_test(t, a_redirect_is_not_followed);
    tcase_add_loop_test(t, a_url_that_is_not_https_is_barred, 0, (int)OD_LEN(bad_urls));
    tcase_add_test(t, without_the_setting_of_tests_this_machine_is_not_spoken_to_in_clear);
    tcase_add_test(t, a_line_break_in_a_header_or_an_address_is_barred);
    tcase_add_loop_test(t, how_long_to_wait_is_read_as_seconds_and_as_a_date, 0,
                        (int)OD_LEN(waits));
    tcase_add_test(t, several_are_under_way_at_once_and_each_reply_finds_its_tag);
    tcase_add_test(t, where_nothing_is_under_way_or_ready_the_wait_says_so);
    tcase_add_test(t, a_connection_is_kept_for_the_next_request);
    tcase_add_test(t, a_proxy_is_used_where_it_is_set_and_one_that_refuses_sends_nothing);
    tcase_add_test(t, a_proxy_of_the_environment_does_not_count);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
