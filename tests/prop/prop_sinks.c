/*
 * Texts that are against us through every way in and out. In: what a record accepts is clean. Out,
 * even of what should never have come in: no raw control byte in a table, on the screen or in JSON,
 * JSON that parses to one record, CSV that reads back and runs no formula.
 */
#include <unistd.h>

#include "base/csv.h"
#include "base/err.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/os.h"
#include "base/utf8.h"
#include "cli/out.h"
#include "domain/catalog/item.h"
#include "domain/desk/access.h"
#include "domain/desk/outbox.h"
#include "domain/desk/preference.h"
#include "domain/intake/import.h"
#include "domain/order/draft.h"
#include "domain/order/order.h"
#include "domain/party/customer.h"
#include "prop/prop_sinks.h"
#include "support/bad_text.h"
#include "support/testdesk.h"
#include "tui/canvas.h"

#define CANVAS_ROWS 3
/* One round of files has a thousand texts. */
#define IMPORT_ROUND 250
#define CANVAS_COLS 40

static struct prop prop;

/* --- in --------------------------------------------------------------------------------------- */

/* One bad field in three, so that it is not refused for another's sake. */
static const char *sometimes(struct arena *arena)
{
    if (prop_between(&prop, 0, 2) == 0)
        return bad_text_make(&prop, arena);
    return arena_printf(arena, "plain %d", (int)prop_between(&prop, 0, 9999));
}

static void through_customer(struct desk *desk, struct arena *arena)
{
    struct customer c = { .code = "",
                          .name = sometimes(arena),
                          .kind = CUSTOMER_B2B,
                          .currency = "GBP",
                          .phone = sometimes(arena),
                          .note = sometimes(arena),
                          .is_active = true };
    struct address a = { .name = sometimes(arena),
                         .line1 = sometimes(arena),
                         .city = sometimes(arena),
                         .postcode = "LS1 1AA",
                         .country = "GB" };
    struct customer *kept;
    struct customer_id id;
    struct err err = ERR_INIT;

    if (!is_taken(customer_save(desk, &c, &a, NULL, &id, &err), &err))
        return;
    ck_ok(customer_load(desk, id, arena, &kept, &err));
    check_kept(kept->name, true);
    check_kept(kept->phone, true);
    check_kept(kept->note, false);
    for (int i = 0; i < kept->address_count; i++) {
        check_kept(kept->addresses[i].name, true);
        check_kept(kept->addresses[i].line1, true);
        check_kept(kept->addresses[i].city, true);
    }
}

static void through_item(struct desk *desk, struct arena *arena)
{
    struct item item = { .sku = sometimes(arena),
                         .kind = ITEM_STOCK,
                         .description = sometimes(arena),
                         .uom = "ea",
                         .category = sometimes(arena),
                         .note = "",
                         .backorder = BACKORDER_ALLOW,
                         .is_active = true };
    struct price price = { 1000000 };
    struct item *kept;
    struct item_id id;
    struct err err = ERR_INIT;

    if (!is_taken(item_save(desk, &item, &price, NULL, &id, &err), &err))
        return;
    ck_ok(item_load(desk, id, arena, &kept, &err));
    check_kept(kept->sku, true);
    check_kept(kept->description, true);
    check_kept(kept->category, true);
}

/* A draft's words: PO, note, method, a line of words, what is half typed. */
static void through_draft(struct desk *desk, struct arena *arena)
{
    struct order_header words = { .customer_po = sometimes(arena),
                                  .note = sometimes(arena),
                                  .ship_method = sometimes(arena) };
    struct line_input line = { .comment = sometimes(arena) };
    const char *field, *typed;
    struct record_at at = { 0 };
    struct order_id id;
    struct order *o;
    struct err err = ERR_INIT;

    ck_ok(order_draft_new(desk, (struct channel_id){ 0 }, NULL, &id, &err));
    at.id = id.v;
    if (is_taken(order_set_header(desk, &at, &words, arena, &o, &err), &err)) {
        check_kept(o->customer_po, true);
        check_kept(o->note, false);
        check_kept(o->ship_method, true);
    }
    err_clear(&err);
    ck_ok(order_load(desk, id, arena, &o, &err));
    at.version = o->version;
    if (is_taken(order_put_line(desk, &at, 0, &line, arena, &o, &err), &err))
        check_kept(o->lines[o->line_count - 1].description, false);
    err_clear(&err);
    if (is_taken(order_keep_typing(desk, id, "item", sometimes(arena), &err), &err)) {
        ck_ok(order_typing(desk, id, arena, &field, &typed, &err));
        if (typed != NULL)
            check_kept(typed, false); /* rows to mend are parted by newlines */
    }
}

static void through_user(struct desk *desk, struct arena *arena)
{
    struct user u = { .login = sometimes(arena),
                      .name = sometimes(arena),
                      .lang = "",
                      .preferences = "{}",
                      .role = ROLE_CLERK,
                      .is_active = true };
    const char *name = sometimes(arena);
    struct preferences p;
    struct user_list users;
    struct err err = ERR_INIT;

    if (is_taken(user_save(desk, &u, NULL, &err), &err)) {
        ck_ok(user_list_load(desk, arena, &users, &err));
        for (int i = 0; i < users.n; i++) {
            check_kept(users.v[i].login, true);
            check_kept(users.v[i].name, true);
        }
    }
    err_clear(&err);
    if (!is_taken(preference_set(desk, name, sometimes(arena), &err), &err))
        return;
    ck_ok(preferences_load(desk, arena, &p, &err));
    for (int i = 0; i < p.n; i++) {
        check_kept(p.v[i].name, true);
        check_kept(p.v[i].value, true);
    }
    ck_ok(preference_set(desk, name, NULL, &err));
}

/* --- out -------------------------------------------------------------------------------------- */

static const struct out_column columns[] = {
    { "name", "Name", OUT_TEXT },
    { "note", "Note", OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

/* What one row of two cells becomes. */
static const char *written(enum out_form form, const char *text, const char *path,
                           struct arena *arena)
{
    FILE *file = fopen(path, "w+");
    char *bytes = arena_alloc(arena, 1 << 16);
    struct out *o;
    size_t n;
    struct err err = ERR_INIT;

    ck_assert_ptr_nonnull(file);
    o = out_open(file, form);
    out_list_begin(o, NULL, columns);
    out_cell(o, text);
    out_cell(o, "end");
    out_list_end(o);
    ck_ok(out_close(o, &err));
    rewind(file);
    n = fread(bytes, 1, (1 << 16) - 1, file);
    bytes[n] = '\0';
    fclose(file);
    return bytes;
}

static void through_table(const char *text, const char *path, struct arena *arena)
{
    const char *got = written(OUT_TABLE, text, path, arena);
    int lines = 0;

    for (const char *at = got; *at != '\0'; at++)
        lines += *at == '\n';
    if (lines != 2)
        ck_abort_msg("a table of %d lines: %s", lines, got);
    check_kept(got, false);
}

static void through_json(const char *text, const char *path, struct arena *arena)
{
    const char *got = written(OUT_JSON, text, path, arena);
    const struct json *json;
    struct err err = ERR_INIT;

    ck_ok(json_parse(got, strlen(got), arena, &json, &err));
    if (json_len(json) != 1 || strcmp(json_text(json_get(json_at(json, 0), "note")), "end") != 0)
        ck_abort_msg("JSON of another shape: %s", got);
    for (const char *at = got; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 && *at != '\n')
            ck_abort_msg("a raw control byte in JSON: %s", got);
}

static void through_csv(const char *text, const char *path, struct arena *arena)
{
    struct csv_reader *r = NULL;
    struct err err = ERR_INIT;
    const char *cell;

    (void)written(OUT_CSV, text, path, arena);
    /* The reader refuses what is no UTF-8; records hold none. */
    if (!utf8_is_valid(text, strlen(text)))
        return;
    ck_ok(csv_open(&r, path, &(struct csv_form){ .delimiter = ',' }, &err));
    if (!csv_next(r, &err))
        ck_abort_msg("no row for \"%s\": %s", text, err.text);
    cell = csv_cell(r, 0);
    if (strcmp(csv_cell(r, 1), "end") != 0)
        ck_abort_msg("\"%s\" moved the columns", text);
    if (cell[0] != '\0' && strchr("=@\t\r", cell[0]) != NULL)
        ck_abort_msg("a spreadsheet would run \"%s\"", cell);
    if ((cell[0] == '+' || cell[0] == '-') && strspn(cell + 1, "0123456789.,") != strlen(cell + 1))
        ck_abort_msg("a spreadsheet would run \"%s\"", cell);
    csv_close(r);
}

/* A line of the log is one line, whatever it speaks of. */
static void through_log(const char *text, struct arena *arena)
{
    char path[] = "/tmp/prop_sinks_log.XXXXXX";
    int fd = mkstemp(path), lines = 0;
    struct log *log = log_open(path, LOG_LEVEL_DEBUG);
    struct err err = ERR_INIT;
    char *got;

    ck_assert_int_ge(fd, 0);
    log_line(log, LOG_LEVEL_INFO, "kept %s end", text);
    err_set(&err, ERR_IO, "%s", text);
    log_err(log, &err, "sinks");
    log_close(log);
    ck_ok(os_read_file(path, 1 << 16, arena, &got, NULL, &err));
    for (const char *at = got; *at != '\0'; at++)
        lines += *at == '\n';
    if (lines != 2)
        ck_abort_msg("a log of %d lines: %s", lines, got);
    check_kept(got, false);
    ck_assert_int_eq(unlink(path), 0);
    close(fd);
}

static bool sink_row(void *arg, const char *const *cells, int n, struct err *err)
{
    (void)err;
    ++*(int *)arg;
    for (int i = 0; i < n; i++)
        if (cells[i] != NULL)
            check_kept(cells[i], false);
    return true;
}

static void sink_head(void *arg, const char *const *names, int n)
{
    (void)arg;
    (void)names;
    (void)n;
}

/* All that came in goes out again: every kind of export, and the outbox. */
static void through_exports(struct desk *desk)
{
    static const char *const kinds[] = { "customers", "items", "orders", "lines", "events" };
    OD_ARENA *arena = arena_new();
    struct outbox_list outbox;
    struct err err = ERR_INIT;

    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        int rows = 0;
        struct export_sink sink = { .head = sink_head, .row = sink_row, .arg = &rows };

        if (!export_run(desk, kinds[i], NULL, &sink, &err))
            ck_abort_msg("export of %s: %s", kinds[i], err.text);
    }
    ck_ok(outbox_list_load(desk, 0, 300, arena, &outbox, &err));
    for (int i = 0; i < outbox.n; i++)
        check_kept(outbox.v[i].key, true);
}

static void through_canvas(const char *text)
{
    struct cells *cells = cells_new(CANVAS_ROWS, CANVAS_COLS, false);
    struct canvas c = canvas_of(cells);

    (void)canvas_text(&c, 0, 0, CANVAS_COLS, STYLE_TEXT, text);
    (void)canvas_text_right(&c, 1, 3, 7, STYLE_TEXT, text);
    (void)canvas_printf(&c, 2, CANVAS_COLS - 3, STYLE_TEXT, "%s", text);
    for (int i = 0; i < CANVAS_ROWS * CANVAS_COLS; i++)
        if (cells->v[i].cols > 0)
            check_kept(cells->v[i].text, true);
    cells_free(cells);
}

/* --- rounds ----------------------------------------------------------------------------------- */

START_TEST(no_text_gets_in_or_out_as_anything_but_text)
{
    struct desk *desk = testdesk_new();
    char path[] = "/tmp/prop_sinks.XXXXXX";
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    for (int i = 0; i < prop.rounds; i++) {
        OD_ARENA *arena = arena_new();
        const char *text = bad_text_make(&prop, arena);

        through_customer(desk, arena);
        through_item(desk, arena);
        through_draft(desk, arena);
        through_user(desk, arena);
        through_table(text, path, arena);
        through_json(text, path, arena);
        through_csv(text, path, arena);
        through_canvas(text);
        through_log(text, arena);
    }
    /* Not everything was refused, so the ways in were really gone. */
    ck_assert_int_gt(testdesk_count(desk, "customer"), prop.rounds / 10);
    ck_assert_int_gt(testdesk_count(desk, "app_user"), prop.rounds / 10);
    through_exports(desk);
    ck_assert_int_eq(unlink(path), 0);
    close(fd);
    desk_close(desk);
}
END_TEST

START_TEST(no_field_of_an_import_gets_in_as_anything_but_text)
{
    char path[] = "/tmp/prop_sinks_import.XXXXXX";
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    for (int i = 0; i < prop.rounds; i += IMPORT_ROUND)
        sinks_import(&prop, path);
    ck_assert_int_eq(unlink(path), 0);
    close(fd);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("prop_sinks");
    TCase *tc = tcase_create("sinks");
    SRunner *runner = srunner_create(suite);
    int failed;

    prop = prop_args(argc, argv, 500);
    tcase_add_test(tc, no_text_gets_in_or_out_as_anything_but_text);
    tcase_add_test(tc, no_field_of_an_import_gets_in_as_anything_but_text);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (failed > 0)
        fprintf(stderr, "again with: --seed and the same --rounds\n");
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
