/*
 * Files for a partner: one that is published once, whoever slept past a lease.
 */
#include "sync/wire_file.h"

#include <string.h>

#include "base/folder.h"
#include "domain/outside/folder.h"
#include "support/testdesk.h"
#include "sync/provider.h"
#include "sync/secrets.h"
#include "unit/outside_suites.h"
#include "unit/temp.h"

#define NAME "order-changed_1_000000007.csv"

static char dir[TEMP_DIR_SIZE];
static struct arena *arena;

static void set_up(void)
{
    temp_begin(dir);
    arena = arena_new();
}

static void tear_down(void)
{
    temp_end(dir);
    arena_free(arena);
}

static int file_do(enum wire_method method, int64_t attempt, const char *body)
{
    const struct wire_request request = { .method = method,
                                          .url = dir,
                                          .file = NAME,
                                          .attempt = attempt,
                                          .body = body,
                                          .body_len = strlen(body) };
    struct wire_reply reply;

    wire_file_do(&request, arena, &reply);
    return reply.status;
}

/* All files, those that begin with a dot too. */
static int files(void)
{
    DIR *d = opendir(dir);
    const struct dirent *e;
    int n = 0;

    while ((e = readdir(d)) != NULL)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    (void)closedir(d);
    return n;
}

START_TEST(who_slept_past_its_lease_publishes_nothing_of_its_successor)
{
    struct err err = ERR_INIT;
    char *text;
    size_t len;

    ck_assert_int_eq(file_do(WIRE_PREPARE, 1, "old"), 201);
    ck_assert_int_eq(file_do(WIRE_PREPARE, 3, "new"), 201);
    ck_assert_int_ne(file_do(WIRE_PUBLISH, 1, ""), 201);
    ck_assert(!folder_has(dir, NAME));
    ck_assert_int_eq(file_do(WIRE_PUBLISH, 3, ""), 201);
    ck_assert(folder_read(dir, NAME, 100, arena, &text, &len, &err));
    ck_assert_str_eq(text, "new");
    ck_assert_int_eq(files(), 1);
}
END_TEST

START_TEST(what_was_looked_for_and_not_published_never_is)
{
    ck_assert_int_eq(file_do(WIRE_PREPARE, 1, "old"), 201);
    ck_assert_int_eq(file_do(WIRE_LOOK, 1, ""), 404);
    ck_assert_int_ne(file_do(WIRE_PUBLISH, 1, ""), 201);
    ck_assert_int_eq(file_do(WIRE_LOOK, 1, ""), 404);
    ck_assert_int_eq(file_do(WIRE_PREPARE, 3, "new"), 201);
    ck_assert_int_eq(file_do(WIRE_PUBLISH, 3, ""), 201);
    ck_assert_int_eq(file_do(WIRE_LOOK, 3, ""), 200);
    ck_assert_int_eq(files(), 1);
}
END_TEST

START_TEST(each_try_has_an_id_of_its_own_and_the_file_its_name)
{
    struct job_file file = { NAME, "text/csv", "x", 1 };
    struct job job = { .claim = 3, .remote_id = "", .files = { &file, 1 } };
    struct provider_run run = { .job = &job, .arena = arena, .remote_id = "" };
    struct provider_options *options = NULL;
    struct conf_stack conf = { 0 };
    struct err err = ERR_INIT;
    struct wire_reply reply = { .status = 200, .body = "" };
    struct wire_request request;
    struct job_result result;

    ck_ok(provider_options_open(&options, &conf, FOLDER_PROVIDER, &err));
    run.options = options;
    ck_assert_int_eq(provider_folder.next(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_str_eq(run.remote_id, NAME ".3");
    ck_assert_str_eq(request.file, NAME);
    ck_assert_int_eq(request.attempt, 3);
    job.claim = 4; /* the look-up's own */
    ck_assert_int_eq(provider_folder.lookup(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_int_eq(request.attempt, 3);
    ck_assert_int_eq(provider_folder.lookup(&run, &reply, &request, &result), PROVIDER_END);
    ck_assert_str_eq(result.remote_id, NAME);
    run.remote_id = NAME; /* as versions before this one kept it */
    ck_assert_int_eq(provider_folder.lookup(&run, NULL, &request, &result), PROVIDER_SEND);
    ck_assert_str_eq(request.file, NAME);
    ck_assert_int_eq(request.attempt, 0);
    provider_options_close(options);
}
END_TEST

Suite *wire_file_suite(void)
{
    Suite *s = suite_create("wire_file");
    TCase *tc = tcase_create("wire_file");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, who_slept_past_its_lease_publishes_nothing_of_its_successor);
    tcase_add_test(tc, what_was_looked_for_and_not_published_never_is);
    tcase_add_test(tc, each_try_has_an_id_of_its_own_and_the_file_its_name);
    suite_add_tcase(s, tc);
    return s;
}
