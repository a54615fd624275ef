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
#include "base/utf8.h"
#include "cli/out.h"
#include "domain/catalog/item.h"
#include "domain/party/customer.h"
#include "prop/prop.h"
#include "support/bad_text.h"
#include "support/testdesk.h"
#include "tui/canvas.h"

#define CANVAS_ROWS 3
#define CANVAS_COLS 40

static struct prop prop;

/* --- in --------------------------------------------------------------------------------------- */

static void check_kept(const char *text, bool is_one_line)
{
    bool is_clean = utf8_is_valid(text, strlen(text));
    OD_ARENA *tmp = arena_new();
    char *line = arena_strdup(tmp, text);

    for (char *at = line; !is_one_line && *at != '\0'; at++)
        if (*at == '\n')
            *at = ' ';
    if (!is_clean || bad_text_found(line) != NULL)
        ck_abort_msg("a record kept %s: \"%s\"", is_clean ? bad_text_found(line) : "bad UTF-8",
                     text);
}

/* A refusal is fine; a fault is none. */
static bool is_taken(bool is_ok, const struct err *err)
{
    if (!is_ok && err->code != ERR_INVALID && err->code != ERR_LIMIT && err->code != ERR_CONFLICT)
        ck_abort_msg("%s: %s %s", err_code_name(err->code), err->text, err->cause);
    return is_ok;
}

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
        through_table(text, path, arena);
        through_json(text, path, arena);
        through_csv(text, path, arena);
        through_canvas(text);
    }
    /* Not everything was refused, so the ways in were really gone. */
    ck_assert_int_gt(testdesk_count(desk, "customer"), prop.rounds / 10);
    ck_assert_int_eq(unlink(path), 0);
    close(fd);
    desk_close(desk);
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
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (failed > 0)
        fprintf(stderr, "again with: --seed and the same --rounds\n");
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
