/*
 * Texts that are against us towards the outside: words of notices and what is put into them, files
 * for a partner and those that come back, reports. What is kept is text; a mail's HTML has no tag
 * but the program's own, a file for a partner is one document whose columns stay and which runs no
 * formula, a report is a table, JSON and CSV, and the lines of its chart read back as they were.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "cli/verb.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/outside/folder.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/queue.h"
#include "domain/outside/topic.h"
#include "print/chart.h"
#include "prop/prop_sinks.h"
#include "support/bad_text.h"
#include "support/testorder.h"

static struct prop prop;
static struct testshop shop;
/* How many of each way were taken: ways that refuse everything prove nothing. */
enum way { WAY_ORDER, WAY_TEXTS, WAY_TEMPLATE, WAY_MAIL, WAY_OUT, WAY_IN, WAY_CHART, WAYS };
static int taken[WAYS];

static const char *bad(struct arena *arena)
{
    return bad_text_make(&prop, arena);
}

/* One bad text in three, so that it is not refused for another's sake. */
static const char *sometimes(const char *good, struct arena *arena)
{
    return prop_between(&prop, 0, 2) == 0 ? bad(arena) : good;
}

static int count_of(const char *text, const char *part)
{
    int n = 0;

    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
        n++;
    return n;
}

/* --- an order of somebody with such a name, of goods that are called so ------------------------- */

static void describe(struct arena *arena)
{
    struct item *item;
    struct item_id id;
    struct err err = ERR_INIT;

    ck_ok(item_load(shop.desk, shop.bracket, arena, &item, &err));
    item->description = sometimes("Bracket", arena);
    if (!is_taken(item_texts_parse(arena_printf(arena, "de: %s; fr: %s", bad(arena), bad(arena)),
                                   arena, &item->texts, &err) &&
                      item_save(shop.desk, item, NULL, NULL, &id, &err),
                  &err))
        return;
    taken[WAY_TEXTS]++;
}

static struct order *place(struct arena *arena)
{
    struct customer c = { .code = "",
                          .name = sometimes("Somebody", arena),
                          .kind = CUSTOMER_B2B,
                          .currency = "GBP",
                          .lang = prop_between(&prop, 0, 1) == 0 ? "de" : "",
                          .is_active = true };
    struct address a = { .name = sometimes("Reception", arena),
                         .line1 = sometimes("1 Dock Rd", arena),
                         .city = "Leeds",
                         .postcode = "LS1 1AA",
                         .country = "GB" };
    struct line_input line = { .item = shop.fitting, .qty = { QTY_PER_UNIT } };
    struct order_header words = { .customer_po = sometimes("PO-1", arena) };
    struct order_taken done;
    struct record_at at = { 0 };
    struct order_id id;
    struct order *o;
    struct err err = ERR_INIT;

    if (!is_taken(customer_save(shop.desk, &c, &a, NULL, &c.id, &err), &err))
        return NULL;
    words.customer = &c.id;
    ck_ok(order_draft_new(shop.desk, (struct channel_id){ 0 }, NULL, &id, &err));
    at.id = id.v;
    if (!is_taken(order_set_header(shop.desk, &at, &words, arena, &o, &err), &err))
        return NULL;
    ck_ok(order_put_line(shop.desk, &at, 0, &line, arena, &o, &err));
    line.item = shop.bracket;
    ck_ok(order_put_line(shop.desk, &at, 0, &line, arena, &o, &err));
    ck_ok(order_take(shop.desk, at, true, arena, &done, &err));
    taken[WAY_ORDER]++;
    return testshop_load(&shop, id.v);
}

/* --- notices ---------------------------------------------------------------------------------- */

static void words(struct arena *arena)
{
    struct notice_template in = { .event = NOTICE_CONFIRMATION,
                                  .channel = NOTICE_MAIL,
                                  .lang = prop_between(&prop, 0, 1) == 0 ? "de" : "en" };
    struct notice_template *kept;
    struct err err = ERR_INIT;

    in.words.subject = sometimes("Order {number}", arena);
    in.words.body = arena_printf(arena, "%s\n\n{lines}\n%s {customer}", bad(arena), bad(arena));
    ck_ok(notice_template_find(shop.desk, in.event, in.channel, in.lang, arena, &kept, &err));
    in.version = kept->version;
    if (!is_taken(notice_template_save(shop.desk, &in, &err), &err))
        return;
    taken[WAY_TEMPLATE]++;
    ck_ok(notice_template_find(shop.desk, in.event, in.channel, in.lang, arena, &kept, &err));
    check_kept(kept->words.subject, true);
    check_kept(kept->words.body, false);
}

/* The tags are those of the program: whatever a value holds, their number is that of plain words. */
static void check_html(const char *text, struct arena *arena)
{
    const char *html = notice_html(text, "en", arena);
    char *plain = arena_strdup(arena, text);

    for (char *at = plain; *at != '\0'; at++)
        if (*at == '<' || *at == '>' || *at == '&' || *at == '"' || *at == '\'')
            *at = '.';
    plain = arena_strdup(arena, notice_html(plain, "en", arena));
    if (count_of(html, "<") != count_of(plain, "<") ||
        count_of(html, "</a>") != count_of(html, "<a "))
        ck_abort_msg("a value became a tag: %s", html);
}

static void tell(const struct order *o, struct arena *arena)
{
    struct notice_try in = { .order = o->id,
                             .event = NOTICE_CONFIRMATION,
                             .channel = NOTICE_MAIL,
                             .lang = "",
                             .recipient = "a@example.org" };
    struct notice_words said;
    struct err err = ERR_INIT;

    ck_ok(notice_preview(shop.desk, &in, NULL, arena, &said, &err));
    check_kept(said.subject, true);
    check_kept(said.body, false);
    check_kept(notice_html(said.body, "en", arena), false);
    check_html(said.body, arena);
    check_html(bad(arena), arena);
    taken[WAY_MAIL]++;
}

/* --- files for a partner ---------------------------------------------------------------------- */

static void check_csv_file(const struct job_file *file, const char *path)
{
    FILE *out = fopen(path, "w");
    struct csv_reader *r = NULL;
    struct err err = ERR_INIT;
    int rows = 0;

    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(file->data, 1, file->len, out), file->len);
    ck_assert_int_eq(fclose(out), 0);
    ck_ok(csv_open(&r, path, &(struct csv_form){ .delimiter = ',' }, &err));
    while (csv_next(r, &err)) {
        rows++;
        for (int i = 0; i < csv_column_count(r); i++) {
            const char *cell = csv_cell(r, i);

            check_kept(cell, false);
            if (cell[0] != '\0' && strchr("=@\t\r", cell[0]) != NULL)
                ck_abort_msg("a spreadsheet would run \"%s\"", cell);
        }
    }
    ck_assert_int_eq(err.code, ERR_NONE);
    ck_assert_int_eq(rows, 2);
    csv_close(r);
}

static void check_json_file(const struct job_file *file, const struct order *o,
                            struct arena *arena)
{
    const struct json *root;
    struct err err = ERR_INIT;

    ck_ok(json_parse(file->data, file->len, arena, &root, &err));
    ck_assert_int_eq(json_len(json_get(root, "lines")), 2);
    ck_assert_str_eq(json_text(json_get(root, "customer_name")), o->customer_name);
    for (size_t i = 0; i < file->len; i++)
        if ((unsigned char)file->data[i] < 0x20 && strchr("\n\r", file->data[i]) == NULL)
            ck_abort_msg("a raw control byte in JSON: %s", file->data);
}

/* The file of an order that was just placed, the only one that waits. */
static void send_file(const struct order *o, const char *path, struct arena *arena)
{
    struct queue_way way = { .provider = FOLDER_PROVIDER, .per_minute = 6000, .burst = 1000 };
    bool is_json = prop_between(&prop, 0, 1) == 0;
    struct job_result done = { .end = JOB_DONE, .code = "", .message = "", .remote_id = "" };
    struct queue_try tried = { .result = &done, .worker = "here:1" };
    struct topic_task task = { 0 };
    enum queue_state state;
    struct queue_rows rows;
    struct err err = ERR_INIT;
    int n;

    ck_ok(setting_set(shop.desk, "folder.format", is_json ? "json" : "csv", &err));
    ck_ok(queue_route(shop.desk, 100, &n, &err));
    ck_ok(queue_claim(shop.desk, &way, "here:1", 60000, 1, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_ok(topic_named(rows.v[0].topic)->compose(shop.desk, &rows.v[0], arena, &task, &err));
    ck_assert_int_eq(task.files.n, 1);
    check_kept(task.files.v[0].name, true);
    if (is_json)
        check_json_file(&task.files.v[0], o, arena);
    else
        check_csv_file(&task.files.v[0], path);
    tried.row = &rows.v[0];
    ck_ok(queue_record(shop.desk, &way, &tried, &state, &err));
    taken[WAY_OUT]++;
}

static const char *quoted(const char *text, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 4096);
    csv_add(&b, text, true);
    return b.s;
}

/* Every column of what a partner sends, one bad in three. */
static void take_file(const struct order *o, int round, struct arena *arena)
{
    static const struct {
        const char *name, *head;
        int n;
    } kinds[] = {
        { "ack", "order,answer,reason,item,qty", 5 },
        { "tracking", "order,tracking,carrier,service,weight_kg,item,qty", 7 },
        { "asn", "asn,item,qty,supplier,site,due", 6 },
    };
    const char *const good[][7] = { { o->number, "refused", "no room", "BRK-20", "1" },
                                    { o->number, "T-1", "DHL", "Express", "1.5", "BRK-20", "1" },
                                    { "ASN-1", "BRK-20", "2", "Acme", "MAIN", "2026-12-24" } };
    int k = (int)prop_between(&prop, 0, 2);
    const char *row = "";
    struct folder_in in = { .name = arena_printf(arena, "%s-%d.csv", kinds[k].name, round) };
    struct folder_report report;
    struct err err = ERR_INIT;

    for (int i = 0; i < kinds[k].n; i++)
        row = arena_printf(arena, "%s%s%s", row, i > 0 ? "," : "",
                           quoted(sometimes(good[k][i], arena), arena));
    in.bytes = arena_printf(arena, "%s\r\n%s\r\n", kinds[k].head, row);
    in.len = strlen(in.bytes);
    ck_ok(folder_take(shop.desk, &in, arena, &report, &err));
    check_kept(report.text, false);
    taken[WAY_IN] += report.taken;
}

/* --- reports ---------------------------------------------------------------------------------- */

static const char *run_report(const struct verb *verb, const char *name, enum out_form form,
                              struct arena *arena)
{
    FILE *file = tmpfile();
    size_t size = 1 << 20, n;
    char *bytes = arena_alloc(arena, size);
    struct cli c = {
        .arena = arena, .verb = verb, .args = &name, .arg_count = 1, .form = form, .desk = shop.desk
    };
    struct err err = ERR_INIT;

    ck_assert_ptr_nonnull(file);
    c.file = file;
    c.out = out_open(file, form);
    if (!verb->run(&c, &err))
        ck_abort_msg("report %s: %s", name, err.text);
    ck_ok(out_close(c.out, &err));
    rewind(file);
    n = fread(bytes, 1, size - 1, file);
    bytes[n] = '\0';
    fclose(file);
    return bytes;
}

static void check_reports(struct arena *arena)
{
    static const char *const names[] = { "items", "lost", "waiting", "sales" };
    const struct json *root;
    struct err err = ERR_INIT;

    for (const struct verb *v = verbs_report; v->name != NULL; v++) {
        for (size_t i = 0; i < OD_LEN(names) && strcmp(v->name, "run") == 0; i++) {
            char *csv = arena_strdup(arena, run_report(v, names[i], OUT_CSV, arena));
            const char *json = run_report(v, names[i], OUT_JSON, arena);

            check_kept(run_report(v, names[i], OUT_TABLE, arena), false);
            ck_ok(json_parse(json, strlen(json), arena, &root, &err));
            for (char *at = csv; *at != '\0'; at++)
                if (at[0] == '\r' && at[1] == '\n')
                    at[0] = ' ';
            check_kept(csv, false);
        }
    }
}

/* What a chart's lines carry to the helper is what was meant, a line each. */
static void draw(struct arena *arena)
{
    struct chart_point points[2] = { { .label = bad(arena), .value = 1, .text = bad(arena) },
                                     { .label = "end", .value = 2, .text = "2" } };
    struct chart in = { .kind = CHART_BARS, .form = CHART_SVG, .title = bad(arena),
                        .subtitle = bad(arena), .legend = "value", .legend_before = "",
                        .most = "2", .made = "", .v = points, .n = 2 };
    struct chart out;
    struct strbuf b;
    struct err err = ERR_INIT;

    strbuf_init(&b, arena, 1 << 16);
    chart_write(&in, &b);
    if (!is_taken(chart_read(b.s, arena, &out, &err), &err))
        return;
    ck_assert_int_eq(out.n, 2);
    ck_assert_str_eq(out.v[1].label, "end");
    ck_assert_str_eq(out.legend, "value");
    ck_assert_int_eq(out.v[1].value, 2);
    taken[WAY_CHART]++;
}

/* --- rounds ----------------------------------------------------------------------------------- */

static void set_up(void)
{
    struct err err = ERR_INIT;

    testshop_open(&shop);
    ck_ok(setting_set(shop.desk, "folder.events", "order.confirmed", &err));
    ck_ok(setting_set(shop.desk, "notice.from", "desk@example.org", &err));
}

START_TEST(nothing_but_text_goes_out_or_comes_back)
{
    char path[] = "/tmp/prop_sinks_outside.XXXXXX";
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    set_up();
    for (int i = 0; i < prop.rounds; i++) {
        OD_ARENA *arena = arena_new();
        struct order *o;

        describe(arena);
        words(arena);
        draw(arena);
        o = place(arena);
        if (o == NULL)
            continue;
        tell(o, arena);
        send_file(o, path, arena);
        take_file(o, i, arena);
        if (i % 50 == 0)
            check_reports(arena);
    }
    sinks_check_tables(shop.desk);
    for (int i = 0; i < WAYS; i++)
        ck_assert_msg(taken[i] > prop.rounds / 20, "way %d was taken %d times in %d", i, taken[i],
                      prop.rounds);
    testshop_close(&shop);
    ck_assert_int_eq(unlink(path), 0);
    close(fd);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("prop_sinks_outside");
    TCase *tc = tcase_create("sinks");
    SRunner *runner = srunner_create(suite);
    int failed;

    prop = prop_args(argc, argv, 500);
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, nothing_but_text_goes_out_or_comes_back);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (failed > 0)
        fprintf(stderr, "again with: --seed and the same --rounds\n");
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
