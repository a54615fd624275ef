/*
 * The worker at its real work, killed at any moment: labels bought and given back, their files,
 * addresses, parcels followed, forms of the day, mails and texts. EasyPost, SendGrid and Twilio keep
 * books of what they were made to do. In the end no job is lost; no label is bought twice or given
 * back twice, no form made twice, no text sent twice; no mail is sent twice, and one that may have
 * been sent says so. (Files of the folder exchange: kill_folder.c; the queue by itself: kill_sync.c)
 *
 * usage: kill_jobs [--kills N] [--seed N]
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/manifest.h"
#include "domain/insight/audit.h"
#include "domain/outside/label.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/queue_person.h"
#include "domain/party/address_check.h"
#include "domain/stock/stock.h"
#include "fault/fault_support.h"
#include "fault/kill_support.h"
#include "store/store.h"
#include "support/fakewire.h"
#include "support/sanitizer.h"
#include "support/testorder.h"
#include "sync/secrets.h"
#include "sync/worker.h"

/* The build without a sanitizer is the one that is killed so often. */
#ifdef OD_HAS_ASAN
#define KILLS 100
#else
#define KILLS 500
#endif

/* A kill comes within this many microseconds after the worker began, or within twice what the work
 * on one parcel takes where that is longer. */
#define KILL_US      25000
#define KILL_MOST_US 400000
#define BOOK_BYTES  (8 * 1024 * 1024)
#define STOCK_UNITS 5000
/* Longer than a worker's lease of a provider lasts. */
#define STEP_MS 61000

static char where[200], book[200], conf_file[200];
static struct testshop shop;
static struct conf_stack conf;
static int kills, rounds;
/* It also dies by itself at the worst moment: done there, not yet written down here. */
static bool is_victim;
static struct stamp now = { TESTDESK_NOW_MS };

/* ---- the providers' books: a line of a word and what it was done to -------------------------- */

static int times_done(const char *word, const char *what)
{
    OD_ARENA *arena = arena_new();

    return kill_times(kill_book(book, BOOK_BYTES, arena), arena_printf(arena, "\n%s %s\n", word, what));
}

static void write_book(const char *word, const char *what)
{
    OD_ARENA *arena = arena_new();
    const char *line = arena_printf(arena, "\n%s %s\n", word, what);
    int fd = open(book, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    size_t len = strlen(line);

    if (fd < 0 || write(fd, line, len) != (ssize_t)len)
        _exit(99);
    (void)close(fd);
}

/* What was done is in the book before the answer leaves. */
static void did(const char *word, const char *what)
{
    write_book(word, what);
    if (is_victim && kill_lot(6) == 0)
        (void)raise(SIGKILL);
}

/* ---- EasyPost -------------------------------------------------------------------------------- */

/* What stands behind a name in JSON that we wrote ourselves. */
static const char *value_of(const char *body, const char *name, struct arena *arena)
{
    const char *at = strstr(body, arena_printf(arena, "\"%s\":\"", name));

    if (at == NULL)
        return "";
    at += strlen(name) + 4;
    return arena_strndup(arena, at, strcspn(at, "\""));
}

static const char *shipment(const char *id, struct arena *arena)
{
    const char *label = "null", *refund = "null", *code = "null";

    if (times_done("bought", id) > 0) {
        code = arena_printf(arena, "\"T%s\"", id);
        label = arena_printf(arena, "{\"label_url\":\"https://f.example/%s.pdf\","
                                    "\"label_file_type\":\"application/pdf\","
                                    "\"label_pdf_url\":null}", id);
    }
    if (times_done("refunded", id) > 0)
        refund = "\"refunded\"";
    return arena_printf(arena,
                        "{\"id\":\"%s\",\"mode\":\"test\",\"tracking_code\":%s,"
                        "\"postage_label\":%s,\"refund_status\":%s,\"selected_rate\":"
                        "{\"carrier\":\"USPS\",\"service\":\"Ground\",\"rate\":\"6.07\","
                        "\"currency\":\"USD\"},\"fees\":[],\"rates\":[{\"id\":\"r\","
                        "\"carrier\":\"USPS\",\"service\":\"Ground\",\"rate\":\"6.07\","
                        "\"currency\":\"USD\",\"delivery_days\":2}]}",
                        id, code, label, refund);
}

static const char *shipments(const struct wire_request *r, const char *path, struct arena *arena)
{
    const char *id = arena_strndup(arena, path, strcspn(path, "/?"));

    if (id[0] == '\0')
        return shipment(arena_printf(arena, "shp_%s", value_of(r->body, "reference", arena)),
                        arena);
    if (strstr(path, "/buy") != NULL)
        did("bought", id);
    else if (strstr(path, "/refund") != NULL)
        did("refunded", id);
    else
        write_book("asked", id);
    return shipment(id, arena);
}

/* A form is known by the parcel that it begins with. */
static const char *form_of(const char *id, struct arena *arena)
{
    return arena_printf(arena, "{\"id\":\"sf_%s\",\"status\":\"created\",\"tracking_codes\":"
                               "[\"T%s\"],\"form_url\":\"https://f.example/form.pdf\"}", id, id);
}

static const char *forms(const struct wire_request *r, struct arena *arena)
{
    const char *text = kill_book(book, BOOK_BYTES, arena), *all = "";

    if (r->method == WIRE_POST) {
        const char *id = value_of(r->body, "id", arena);

        did("formed", id);
        return form_of(id, arena);
    }
    for (const char *at = strstr(text, "\nformed "); at != NULL; at = strstr(at + 1, "\nformed ")) {
        const char *id = arena_strndup(arena, at + 8, strcspn(at + 8, "\n"));

        all = arena_printf(arena, "%s%s%s", all, all[0] != '\0' ? "," : "", form_of(id, arena));
    }
    return arena_printf(arena, "{\"scan_forms\":[%s]}", all);
}

static const char *tracker(const struct wire_request *r, const char *path, struct arena *arena)
{
    const char *code = r->method == WIRE_POST ? value_of(r->body, "tracking_code", arena)
                                              : path + strlen("trk_");

    return arena_printf(arena, "{\"id\":\"trk_%s\",\"mode\":\"test\",\"tracking_code\":\"%s\","
                               "\"carrier\":\"USPS\",\"status\":\"in_transit\","
                               "\"tracking_details\":[{\"status\":\"in_transit\",\"datetime\":"
                               "\"2026-11-22T14:00:00Z\",\"message\":\"up\"}]}", code, code);
}

static const char *easypost(const struct wire_request *r, const char *path, struct arena *arena)
{
    if (strncmp(path, "shipments", 9) == 0)
        return shipments(r, path + 9 + (path[9] == '/'), arena);
    if (strncmp(path, "scan_forms", 10) == 0)
        return forms(r, arena);
    if (strncmp(path, "trackers", 8) == 0)
        return tracker(r, path + 8 + (path[8] == '/'), arena);
    return "{\"address\":{\"mode\":\"test\",\"street1\":\"\",\"verifications\":{\"delivery\":"
           "{\"success\":true,\"errors\":[]}}}}";
}

/* ---- Twilio ---------------------------------------------------------------------------------- */

/* As of a form. */
static const char *unescaped(const char *text, struct arena *arena)
{
    char *out = arena_alloc(arena, strlen(text) + 1), *to = out;

    while (*text != '\0') {
        char code[3] = "";

        if (*text == '%' && text[1] != '\0' && text[2] != '\0') {
            memcpy(code, text + 1, 2);
            *to++ = (char)strtol(code, NULL, 16);
            text += 3;
            continue;
        }
        *to++ = *text == '+' ? ' ' : *text;
        text++;
    }
    *to = '\0';
    return out;
}

static const char *texts(const struct wire_request *r, struct arena *arena)
{
    static const char head[] = "\nsent ";
    const char *text = kill_book(book, BOOK_BYTES, arena), *all = "";

    if (r->method == WIRE_POST) {
        did("sent", strstr(r->body, "Body=") + 5);
        return "{\"sid\":\"SM1\",\"status\":\"queued\",\"num_segments\":\"1\"}";
    }
    write_book("asked", "text");
    for (const char *at = strstr(text, head); at != NULL; at = strstr(at + 1, head)) {
        const char *from = at + strlen(head);
        const char *body = unescaped(arena_strndup(arena, from, strcspn(from, "\n")), arena);

        all = arena_printf(arena, "%s%s{\"sid\":\"SM1\",\"status\":\"sent\",\"to\":"
                                  "\"+441134960009\",\"body\":\"%s\",\"date_created\":"
                                  "\"Mon, 22 Nov 2027 14:03:00 +0000\"}",
                           all, all[0] != '\0' ? "," : "", body);
    }
    return arena_printf(arena, "{\"messages\":[%s]}", all);
}

static bool answer(const struct wire_request *r, struct wire_reply *reply)
{
    /* As long as the process lives, which is not long. */
    struct arena *arena = arena_new();
    const char *path;

    if ((path = strstr(r->url, "easypost.com/v2/")) != NULL) {
        reply->body = easypost(r, path + 16, arena);
    } else if (strstr(r->url, "twilio.com") != NULL) {
        reply->body = texts(r, arena);
        reply->status = r->method == WIRE_POST ? 201 : 200;
    } else if (strstr(r->url, "sendgrid") != NULL) {
        did("mailed", value_of(r->body, "orderdesk", arena));
        reply->status = 202;
        reply->body = "";
    } else {
        reply->body = "%PDF-1.4 paper";
    }
    return true;
}

/* ---- the worker ------------------------------------------------------------------------------ */

static const struct provider *const asked_of[] = { &provider_easypost, &provider_sendgrid,
                                                    &provider_twilio };

static void work(bool is_to_end)
{
    struct worker_provider all[OD_LEN(asked_of)];
    struct worker_config config = { .providers = all, .n_providers = OD_LEN(asked_of) };
    struct worker_done done = { 0 };
    struct err err = ERR_INIT;
    struct worker *worker;

    fake_wire.answer = answer;
    is_victim = !is_to_end;
    for (size_t i = 0; i < OD_LEN(asked_of); i++) {
        struct provider_options *options = NULL;

        if (!provider_options_open(&options, &conf, asked_of[i]->name, &err))
            fault_die("options", &err);
        all[i] = (struct worker_provider){ .provider = asked_of[i], .options = options };
    }
    config.desk = kill_desk(where, now);
    if (!wire_engine_new(&config.engine, NULL, &err))
        fault_die("wire_engine_new", &err);
    worker = worker_new(&config);
    do {
        done.is_busy = false;
        if (!worker_round(worker, 0, &done, &err))
            fault_die("worker_round", &err);
    } while (!is_to_end || done.is_busy);
    worker_free(worker);
    wire_engine_free(config.engine);
    for (size_t i = 0; i < OD_LEN(asked_of); i++)
        provider_options_close((struct provider_options *)all[i].options);
    desk_close(config.desk);
}

/* A process of its own, as a worker is: what it keeps dies with it. */
static void work_to_end(void)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        work(true);
        _exit(0);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    fault_check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a worker did not end well");
}

static unsigned window_us = KILL_US;

static void measure_window(void)
{
    int64_t begun = clock_monotonic_ms();
    unsigned needed;

    work_to_end();
    needed = (unsigned)(clock_monotonic_ms() - begun) * 2000;
    if (needed > window_us)
        window_us = needed < KILL_MOST_US ? needed : KILL_MOST_US;
}

static void kill_one(void)
{
    pid_t child = fork();
    int status;

    if (child == 0)
        work(false);
    if (child < 0)
        fault_die("fork", NULL);
    (void)usleep(kill_lot(window_us));
    (void)kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    fault_check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "the worker ended by itself");
    now.ms += STEP_MS;
}

/* ---- the desk -------------------------------------------------------------------------------- */

static void do_fulfillment(int64_t id, const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };
    struct err err = ERR_INIT;

    if (!act(shop.desk, &fulfillment_document, (struct record_at){ .id = id }, action, &values,
             &err))
        fault_die(action, &err);
}

static void ask_address(void)
{
    struct address a = { .name = "Ann", .line1 = arena_printf(shop.arena, "%d High St", rounds),
                         .line2 = "", .city = "Leeds", .region = "", .postcode = "LS1 1AA",
                         .country = "GB" };
    struct address_verdict *v;
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };

    if (!desk_begin(shop.desk, "check.fix", &tx, &err) ||
        !address_ask(&tx, shop.desk, &a, shop.arena, &v, &err) || !tx_commit(&tx, &err))
        fault_die("address", &err);
}

/* Of labels that were bought and wait with their parcel, the first leaves, or is given back. */
static void go_on(void)
{
    static const char first[] = "SELECT COALESCE(MIN(l.id), 0) FROM parcel_label l"
                                " JOIN fulfillment f ON f.id = l.fulfillment_id"
                                " WHERE l.state = 4 AND f.status < 5";
    int64_t id = testshop_number(shop.desk, first);
    struct err err = ERR_INIT;
    struct manifests open;
    struct label *l;

    if (id != 0 && !label_load(shop.desk, id, shop.arena, &l, &err))
        fault_die("label", &err);
    if (id != 0 && rounds % 4 == 0) {
        if (!label_void(shop.desk, (struct record_at){ id, l->version }, &err))
            fault_die("void", &err);
    } else if (id != 0) {
        do_fulfillment(l->fulfillment, "ship", NULL, NULL);
    }
    if (rounds % 20 != 0)
        return;
    if (!manifest_list(shop.desk, &(struct manifest_filter){ .is_open = true }, 1, shop.arena,
                       &open, &err))
        fault_die("manifests", &err);
    if (open.n > 0 && !act(shop.desk, &manifest_document,
                           (struct record_at){ .id = open.v[0].id }, "close", NULL, &err))
        fault_die("hand over", &err);
}

static void add_work(void)
{
    struct err err = ERR_INIT;
    const struct order *o;
    int64_t picked;
    int n;

    rounds++;
    shop.desk = kill_desk(where, now);
    o = testshop_order(&shop, shop.bracket, 1, true);
    if (!testshop_act(&shop, o, "release", NULL, NULL, &err))
        fault_die("release", &err);
    picked = testshop_number(shop.desk, "SELECT MAX(id) FROM fulfillment");
    do_fulfillment(picked, "pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment ORDER BY id DESC LIMIT 1") <
        FULFILLMENT_PICKED)
        do_fulfillment(picked, "finish", NULL, NULL);
    do_fulfillment(picked, "pack", "weight", "1.2");
    if (!label_ask(shop.desk, picked, NULL, NULL, &n, &err))
        fault_die("label", &err);
    ask_address();
    go_on();
    desk_close(shop.desk);
    arena_reset(shop.arena);
}

static void run_sql(const char *text)
{
    struct sql sql = { "test.set_up", text, NULL, NULL };
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(shop.desk, "check.fix", &tx, &err))
        fault_die("set_up", &err);
    q = sql_write(&tx, &sql);
    if (!sql_run(&q, NULL, &err) || !tx_commit(&tx, &err))
        fault_die("set_up", &err);
}

static void set_options(void)
{
    static const char *const settings[][2] = {
        { "label.provider", "easypost" },     { "address.provider", "easypost" },
        { "notice.mail_provider", "sendgrid" }, { "notice.sms_provider", "twilio" },
        { "notice.from", "desk@example.org" }, { "notice.delivered", "both" },
    };
    static const char text[] = "[easypost]\nkey_file = %s.key\nmode = test\n"
                               "[sendgrid]\nkey_file = %s.key\n"
                               "[twilio]\naccount = AC00000000000000000000000000000001\n"
                               "token_file = %s.key\nfrom = +15017122661\n";
    OD_ARENA *tmp = arena_new();
    const char *key = arena_printf(tmp, "%s.key", conf_file);
    const char *filled = arena_printf(tmp, text, conf_file, conf_file, conf_file);
    struct err err = ERR_INIT;
    int fd = open(key, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0 || write(fd, "EZTKabc\n", 8) != 8)
        fault_die("key", NULL);
    (void)close(fd);
    if (!os_write_file(conf_file, filled, strlen(filled), &err) ||
        !conf_load(&conf.file[0], conf_file, &err))
        fault_die("conf", &err);
    conf.n = 1;
    for (size_t i = 0; i < OD_LEN(settings); i++)
        if (!setting_set(shop.desk, settings[i][0], settings[i][1], &err))
            fault_die(settings[i][0], &err);
}

static void set_up(void)
{
    struct desk_new in = { .login = "anna", .user_name = "Anna", .company = "Dockside Supplies",
                           .country = "GB", .currency = "GBP", .time_zone = "UTC" };
    struct contact anna = { .name = "Anna", .email = "anna@example.com", .phone = "0113 496 0009",
                            .roles = CONTACT_ORDERS, .is_active = true, .by_sms = true };
    struct err err = ERR_INIT;
    struct contact_id id;
    struct desk *desk = NULL;

    fault_in_memory();
    (void)snprintf(where, sizeof where, "%s", fault_path("jobs.db"));
    (void)snprintf(book, sizeof book, "%s", fault_path("book"));
    (void)snprintf(conf_file, sizeof conf_file, "%s", fault_path("conf"));
    in.where = where;
    in.clock = clock_fixed(now);
    if (!desk_create(&in, &desk, &err))
        fault_die("desk_create", &err);
    shop.arena = arena_new();
    testshop_fill(&shop, desk);
    set_options();
    run_sql("UPDATE site SET line1 = '1 Main St', city = 'Hull', postcode = 'HU1', country = 'GB'");
    if (!contact_save(desk, shop.acme, &anna, &id, &err) ||
        !stock_receive(desk, shop.bracket, shop.main,
                       (struct qty){ STOCK_UNITS * QTY_PER_UNIT }, NULL, &err))
        fault_die("set_up", &err);
    desk_close(desk);
}

/* ---- afterwards ------------------------------------------------------------------------------ */

/* Nothing was done twice: no line of the book that says that something was done comes again. */
static void check_book(const char *text)
{
    static const char *const words[] = { "\nbought ", "\nrefunded ", "\nformed ", "\nsent ",
                                         "\nmailed " };

    for (size_t i = 0; i < OD_LEN(words); i++) {
        for (const char *at = strstr(text, words[i]); at != NULL; at = strstr(at + 1, words[i])) {
            OD_ARENA *tmp = arena_new();
            const char *line = arena_strndup(tmp, at, strcspn(at + 1, "\n") + 2);

            fault_check(strstr(at + 1, line) == NULL, "done twice: %s", line);
        }
    }
}

static void check_mails(struct desk *desk, const char *text)
{
    struct queue_filter filter = { .provider = "sendgrid", .is_job = true };
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct queue_rows rows;

    for (bool is_more = true; is_more;) {
        if (!queue_list(desk, &filter, 200, arena, &rows, &err))
            fault_die("queue_list", &err);
        for (int i = 0; i < rows.n; i++) {
            const struct queue_row *row = &rows.v[i];
            int n = kill_times(text, arena_printf(arena, "\nmailed %s\n", row->key));

            fault_check(row->state == QUEUE_DONE ? n == 1 : n <= 1 && row->state == QUEUE_UNKNOWN,
                        "mail %lld in state %d was sent %d times", (long long)row->id,
                        (int)row->state, n);
            filter.before_id = row->id;
        }
        is_more = rows.n == 200;
    }
}

/* The desk's books are those of the providers. */
static void check_counts(struct desk *desk, const char *text)
{
    static const struct {
        const char *word, *count;
    } same[] = {
        { "\nbought ", "SELECT COUNT(*) FROM parcel_label WHERE state IN (4, 7)" },
        { "\nrefunded ", "SELECT COUNT(*) FROM parcel_label WHERE state = 7 AND refund = 2" },
        { "\nformed ", "SELECT COUNT(*) FROM manifest_form WHERE state = 2" },
        { "\nsent ", "SELECT COUNT(*) FROM outbox WHERE topic = 'sms.send' AND state = 3" },
    };
    static const char *const none[] = {
        /* Parcels are asked after again and again. */
        "SELECT COUNT(*) FROM outbox WHERE state NOT IN (3, 6)"
        " AND NOT (topic = 'tracker.get' AND state = 1)",
        "SELECT COUNT(*) FROM outbox WHERE state = 6 AND topic <> 'mail.send'",
        "SELECT COUNT(*) FROM parcel_label WHERE state NOT IN (4, 7)",
        "SELECT COUNT(*) FROM parcel_label WHERE state = 4 AND remote_id = ''",
        "SELECT COUNT(*) FROM notice n JOIN outbox o ON o.record_kind = 'notice'"
        " AND o.record_id = n.id AND o.state = 6 WHERE n.state <> 7",
    };
    struct audit audit;
    struct err err = ERR_INIT;
    OD_ARENA *arena = arena_new();

    for (size_t i = 0; i < OD_LEN(same); i++) {
        int64_t n = testshop_number(desk, same[i].count);

        fault_check(n > 0 && n == kill_times(text, same[i].word), "%d of%s in the book, %lld here",
                    kill_times(text, same[i].word), same[i].word, (long long)n);
    }
    for (size_t i = 0; i < OD_LEN(none); i++)
        fault_check(testshop_number(desk, none[i]) == 0, "not 0: %s", none[i]);
    if (!audit_run(desk, AUDIT_FULL, arena, &audit, &err))
        fault_die("audit", &err);
    fault_check(audit.n == 0, "the audit finds %d faults", audit.n);
}

START_TEST(nothing_is_lost_and_nothing_done_twice)
{
    OD_ARENA *arena = arena_new();
    int64_t unclear, all;
    struct desk *desk;
    const char *text;
    int asked;

    set_up();
    add_work();
    measure_window();
    for (int i = 0; i < kills; i++) {
        add_work();
        kill_one();
        /* Now and then all gets done: what follows a step has its turn. */
        if (i % 4 == 3) {
            work_to_end();
            now.ms += STEP_MS;
        }
    }
    /* Look-ups that were cut off come again when their lease is over; texts wait for the morning. */
    for (int i = 0; i < 60; i++, now.ms += 20 * 60000)
        work_to_end();
    desk = kill_desk(where, now);
    text = kill_book(book, BOOK_BYTES, arena);
    check_book(text);
    check_mails(desk, text);
    check_counts(desk, text);
    unclear = testshop_number(desk, "SELECT COUNT(*) FROM outbox WHERE state = 6");
    all = testshop_number(desk, "SELECT COUNT(*) FROM outbox WHERE provider <> ''");
    asked = kill_times(text, "\nasked ");
    /* The control: kills that never hit between sending and writing down prove nothing. */
    fault_check(asked > 0 && unclear > 0, "no kill came at the worst moment");
    printf("%d kills, %lld jobs, %d asked after, %lld mails left unclear and marked so\n", kills,
           (long long)all, asked, (long long)unclear);
    desk_close(desk);
    arena_free(shop.arena);
    conf_close(conf.file[0]);
    ck_assert_int_eq(fault_count(), 0);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("kill_jobs");
    TCase *tc = tcase_create("kill");
    SRunner *runner = srunner_create(suite);

    kills = fault_option(argc, argv, "--kills", KILLS);
    kill_seed = (uint64_t)fault_option(argc, argv, "--seed", 20261128);
    printf("seed %llu\n", (unsigned long long)kill_seed);
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, nothing_is_lost_and_nothing_done_twice);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    fault_check(srunner_ntests_failed(runner) == 0, "the test failed");
    srunner_free(runner);
    return fault_end();
}
