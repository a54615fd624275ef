/*
 * Output of the command line. Every cell goes through the encoder of its sink: a table through
 * utf8_safe, JSON through the writer's escaping, CSV through csv_put.
 */
#include "cli/out.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/insight/view.h"

/* Rows of a list that decide on the widths of its table. */
#define OUT_SAMPLE_ROWS 200
#define OUT_COLUMNS     48

enum out_state { OUT_IDLE, OUT_IN_LIST, OUT_IN_FIELDS, OUT_IN_RECORD };

struct cells OD_VEC(const char *);

struct out {
    FILE *file;
    enum out_form form;
    enum out_state state;
    bool is_nested; /* a list inside a record */
    bool has_begun, has_failed;
    int write_errno;
    struct arena *arena; /* of the whole output */
    struct arena *rows;  /* of the rows that wait for their widths, or of one row */
    const char *only; /* columns of the list; NULL for all */
    const struct out_column *given;
    struct out_column columns[OUT_COLUMNS + 1]; /* those of given that are shown */
    int column_count, column; /* column: of the given ones */
    struct cells cells;
    bool has_widths;
    int width[OUT_COLUMNS];
    bool is_hidden[OUT_COLUMNS]; /* of a short table: nothing stands in the column */
    struct strbuf text;
    struct json_out json;
};

struct out *out_open(FILE *file, enum out_form form)
{
    struct out *o = xcalloc(1, sizeof *o);

    o->file = file;
    o->form = form;
    o->arena = arena_new();
    o->rows = arena_new();
    strbuf_init(&o->text, o->arena, LIMIT_JSON_BYTES);
    json_out_init(&o->json, &o->text);
    return o;
}

enum out_form out_form(const struct out *o)
{
    return o->form;
}

void out_prefer_csv(struct out *o)
{
    assert(!o->has_begun);
    if (o->form == OUT_TABLE)
        o->form = OUT_CSV;
}

bool out_has_begun(const struct out *o)
{
    return o->has_begun;
}

bool out_is_complete(const struct out *o)
{
    return o->state == OUT_IDLE;
}

bool out_is_ok(const struct out *o)
{
    return !o->has_failed;
}

static void fail(struct out *o)
{
    if (!o->has_failed)
        o->write_errno = errno;
    o->has_failed = true;
}

static void write_text(struct out *o, const char *text)
{
    o->has_begun = true;
    if (!o->has_failed && fputs(text, o->file) == EOF)
        fail(o);
}

/* Hands on what the JSON writer has so far, so that a long list does not grow in memory. */
static void flush_json(struct out *o)
{
    if (o->text.is_cut) {
        errno = EFBIG;
        fail(o);
    }
    write_text(o, o->text.s == NULL ? "" : o->text.s);
    strbuf_clear(&o->text);
}

/* --- tables ----------------------------------------------------------------------------------- */

static bool is_right(enum out_type type)
{
    return type == OUT_NUMBER || type == OUT_MONEY;
}

static void pad(struct out *o, int cols)
{
    for (int i = 0; i < cols; i++)
        write_text(o, " ");
}

/* Blanks are written only in front of what follows them, so that no line ends in some. */
static void write_table_row(struct out *o, const char *const *cells)
{
    int owed = 0;

    for (int i = 0; i < o->column_count; i++) {
        int room = o->width[i] - utf8_cols(cells[i]);
        bool is_to_right = is_right(o->columns[i].type);

        if (o->is_hidden[i])
            continue;
        if (cells[i][0] != '\0') {
            pad(o, owed + (is_to_right ? room : 0));
            write_text(o, cells[i]);
            owed = is_to_right || room < 0 ? 0 : room;
        } else {
            owed += room;
        }
        owed += 2;
    }
    write_text(o, "\n");
}

static void set_widths(struct out *o, bool is_all)
{
    for (int i = 0; i < o->column_count; i++) {
        o->width[i] = utf8_cols(_(o->columns[i].title));
        o->is_hidden[i] = is_all && o->cells.n > 0;
    }
    for (int i = 0; i < o->cells.n; i++) {
        int cols = utf8_cols(o->cells.v[i]);

        if (cols > 0)
            o->is_hidden[i % o->column_count] = false;
        if (cols > o->width[i % o->column_count])
            o->width[i % o->column_count] = cols;
    }
    o->has_widths = true;
}

/* is_all: no more rows come, so an empty column says nothing. */
static void flush_table(struct out *o, bool is_all)
{
    if (!o->has_widths) {
        const char *titles[OUT_COLUMNS];

        set_widths(o, is_all);
        for (int i = 0; i < o->column_count; i++)
            titles[i] = _(o->columns[i].title);
        write_table_row(o, titles);
    }
    for (int i = 0; i + o->column_count <= o->cells.n; i += o->column_count)
        write_table_row(o, o->cells.v + i);
    memset(&o->cells, 0, sizeof o->cells);
    arena_reset(o->rows);
}

/* The fields of a record below each other: "Customer   ACME Tools Ltd". Empty ones are left out. */
static void write_table_fields(struct out *o)
{
    int width = 0;

    for (int i = 0; i < o->column_count; i++) {
        int cols = utf8_cols(_(o->columns[i].title));

        if (cols > width && o->cells.v[i][0] != '\0')
            width = cols;
    }
    for (int i = 0; i < o->column_count; i++) {
        const char *title = _(o->columns[i].title);

        if (o->cells.v[i][0] == '\0')
            continue;
        write_text(o, title);
        pad(o, width - utf8_cols(title) + 2);
        write_text(o, o->cells.v[i]);
        write_text(o, "\n");
    }
}

/* --- rows ------------------------------------------------------------------------------------- */

static void put_json_cell(struct out *o, const struct out_column *c, const char *text)
{
    switch (c->type) {
    case OUT_TEXT:
    case OUT_MONEY:
        json_put_text(&o->json, c->name, text);
        break;
    case OUT_NUMBER:
        if (text[0] == '\0')
            json_put_text(&o->json, c->name, NULL);
        else
            json_put_number(&o->json, c->name, text);
        break;
    case OUT_BOOL:
        json_put_bool(&o->json, c->name, strcmp(text, "true") == 0);
        break;
    }
}

static void end_json_row(struct out *o)
{
    if (o->state == OUT_IN_LIST)
        json_begin_object(&o->json, NULL);
    for (int i = 0; i < o->column_count; i++)
        put_json_cell(o, &o->columns[i], o->cells.v[i]);
    if (o->state == OUT_IN_LIST) {
        json_end_object(&o->json);
        if (!o->is_nested)
            flush_json(o);
    }
}

static void end_csv_row(struct out *o)
{
    if (o->is_nested)
        return;
    o->has_begun = true;
    for (int i = 0; i < o->column_count; i++)
        csv_put(o->file, o->cells.v[i], i == 0);
    csv_end_row(o->file);
    if (ferror(o->file))
        fail(o);
}

static void write_csv_head(struct out *o)
{
    o->has_begun = true;
    for (int i = 0; i < o->column_count; i++)
        csv_put(o->file, o->columns[i].name, i == 0);
    csv_end_row(o->file);
    if (ferror(o->file))
        fail(o);
}

static void end_row(struct out *o)
{
    o->column = 0;
    if (o->form == OUT_TABLE && o->state == OUT_IN_LIST) {
        if (o->has_widths || o->cells.n >= OUT_SAMPLE_ROWS * o->column_count)
            flush_table(o, false);
        return;
    }
    if (o->form == OUT_TABLE)
        write_table_fields(o);
    else if (o->form == OUT_JSON)
        end_json_row(o);
    else
        end_csv_row(o);
    memset(&o->cells, 0, sizeof o->cells);
    arena_reset(o->rows);
    if (o->state == OUT_IN_FIELDS)
        o->state = OUT_IN_RECORD;
}

void out_cell(struct out *o, const char *text)
{
    const char *cell = text == NULL ? "" : text;

    assert(o->state == OUT_IN_LIST || o->state == OUT_IN_FIELDS);
    if (o->form == OUT_TABLE && o->given[o->column].type == OUT_BOOL)
        cell = strcmp(cell, "true") == 0 ? _("yes") : _("no");
    cell = o->form == OUT_TABLE ? utf8_safe(o->rows, cell) : arena_strdup(o->rows, cell);
    if (view_shows(o->only, o->given[o->column].name))
        *vec_push(o->rows, &o->cells) = cell;
    if (o->given[++o->column].name == NULL)
        end_row(o);
}

void out_cell_i64(struct out *o, int64_t v)
{
    char text[DECIMAL_TEXT_SIZE];

    out_cell(o, decimal_format(v, 0, 0, NULL, text));
}

void out_cell_bool(struct out *o, bool v)
{
    out_cell(o, v ? "true" : "false");
}

void out_cell_qty(struct out *o, struct qty q)
{
    char text[DECIMAL_TEXT_SIZE];

    out_cell(o, qty_format(q, NULL, text));
}

void out_cell_rate(struct out *o, struct rate r)
{
    char text[DECIMAL_TEXT_SIZE];

    out_cell(o, rate_format(r, NULL, text));
}

void out_cell_money(struct out *o, int64_t minor, const char *currency)
{
    char text[MONEY_TEXT_SIZE];

    out_cell(o, money_format_code(money_make(minor, currency), text));
}

void out_cell_price(struct out *o, struct price p, const char *currency)
{
    OD_ARENA *tmp = arena_new();
    char text[MONEY_TEXT_SIZE];

    out_cell(o, arena_printf(tmp, "%s %s", price_format(p, currency, NULL, text), currency));
}

void out_cell_stamp(struct out *o, struct stamp s)
{
    OD_ARENA *tmp = arena_new();
    char text[STAMP_TEXT_SIZE];

    (void)stamp_format(s, text);
    /* People want the minute: "2026-11-22T14:03Z" is ISO 8601 as well. */
    if (o->form == OUT_TABLE && strlen(text) > strlen("2026-11-22T14:03"))
        out_cell(o, arena_printf(tmp, "%.16sZ", text));
    else
        out_cell(o, text);
}

void out_cell_date(struct out *o, struct date d)
{
    char text[DATE_TEXT_SIZE];

    out_cell(o, date_format(d, text));
}

/* --- lists and records ------------------------------------------------------------------------ */

static void set_columns(struct out *o, const struct out_column *columns)
{
    o->given = columns;
    o->column = o->column_count = 0;
    o->has_widths = false;
    for (; columns->name != NULL && o->column_count < OUT_COLUMNS; columns++)
        if (view_shows(o->only, columns->name))
            o->columns[o->column_count++] = *columns;
    assert(columns->name == NULL);
}

void out_only(struct out *o, const char *columns)
{
    o->only = columns;
}

void out_list_begin(struct out *o, const char *name, const struct out_column *columns)
{
    assert(o->state == OUT_IDLE || o->state == OUT_IN_RECORD);
    o->is_nested = o->state == OUT_IN_RECORD;
    o->state = OUT_IN_LIST;
    set_columns(o, columns);
    if (o->form == OUT_JSON)
        json_begin_array(&o->json, o->is_nested ? name : NULL);
    else if (o->form == OUT_CSV && !o->is_nested)
        write_csv_head(o);
    else if (o->form == OUT_TABLE && o->is_nested)
        write_text(o, "\n");
}

void out_list_end(struct out *o)
{
    assert(o->state == OUT_IN_LIST && o->column == 0);
    if (o->form == OUT_JSON)
        json_end_array(&o->json);
    else if (o->form == OUT_TABLE)
        flush_table(o, true);
    o->only = NULL;
    o->state = o->is_nested ? OUT_IN_RECORD : OUT_IDLE;
    if (o->form == OUT_JSON && !o->is_nested) {
        flush_json(o);
        write_text(o, "\n");
    }
}

void out_record_begin(struct out *o, const struct out_column *columns)
{
    assert(o->state == OUT_IDLE);
    o->state = OUT_IN_FIELDS;
    o->is_nested = false;
    set_columns(o, columns);
    if (o->form == OUT_JSON)
        json_begin_object(&o->json, NULL);
    else if (o->form == OUT_CSV)
        write_csv_head(o);
}

void out_record_end(struct out *o)
{
    assert(o->state == OUT_IN_RECORD);
    o->state = OUT_IDLE;
    if (o->form != OUT_JSON)
        return;
    json_end_object(&o->json);
    flush_json(o);
    write_text(o, "\n");
}

/* Line by line, because utf8_safe takes newlines for control characters. */
static void write_lines(struct out *o, const char *text)
{
    while (text[0] != '\0') {
        size_t len = strcspn(text, "\n");

        write_text(o, utf8_safe(o->rows, arena_strndup(o->rows, text, len)));
        write_text(o, "\n");
        text += text[len] == '\n' ? len + 1 : len;
    }
    arena_reset(o->rows);
}

void out_text(struct out *o, const char *name, const char *text)
{
    const struct out_column columns[] = { { name, name, OUT_TEXT }, { NULL, NULL, OUT_TEXT } };

    assert(o->state == OUT_IDLE);
    if (o->form == OUT_TABLE) {
        write_lines(o, text);
        return;
    }
    out_record_begin(o, columns);
    out_cell(o, text);
    out_record_end(o);
}

void out_done(struct out *o)
{
    static const struct out_column columns[] = {
        { "done", "", OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };

    out_record_begin(o, columns);
    out_cell_bool(o, true);
    out_record_end(o);
}

/* --- the end ---------------------------------------------------------------------------------- */

void out_drop(struct out *o)
{
    if (o == NULL)
        return;
    arena_free(o->rows);
    arena_free(o->arena);
    xfree(o);
}

bool out_check(const struct out *o, struct err *err)
{
    if (!o->has_failed)
        return true;
    if (o->write_errno == ENOSPC)
        return err_set(err, ERR_IO, _("The disk is full; the output is not complete."));
    if (o->write_errno == EPIPE)
        return err_set(err, ERR_IO, _("The reader of the output went away before its end."));
    return err_set(err, ERR_IO, _("The output cannot be written: %s."), strerror(o->write_errno));
}

bool out_close(struct out *o, struct err *err)
{
    bool is_written;

    assert(o->state == OUT_IDLE);
    if (!o->has_failed && (fflush(o->file) == EOF || ferror(o->file)))
        fail(o);
    is_written = out_check(o, err);
    out_drop(o);
    return is_written;
}
