/*
 * A file of the partner as rows. What is no text, or lacks a column, is refused whole; a row that
 * cannot be read alone.
 */
#include <assert.h>
#include <string.h>

#include "base/csv.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/text.h"
#include "domain/outside/folder_parts.h"

#define NEED(field) (UINT32_C(1) << FIELD_##field)

static const struct {
    const char *name;
    uint32_t all; /* columns that must be there */
    uint32_t one; /* of these at least one; 0: none */
} kinds[] = {
    [FOLDER_ACK] = { "ack", NEED(ANSWER), NEED(ORDER) | NEED(FULFILLMENT) },
    [FOLDER_TRACKING] = { "tracking", NEED(TRACKING), NEED(ORDER) | NEED(FULFILLMENT) },
    [FOLDER_ASN] = { "asn", NEED(ASN) | NEED(ITEM) | NEED(QTY), 0 },
};

static const char *const names[FIELD_COUNT] = {
    [FIELD_ORDER] = "order",       [FIELD_FULFILLMENT] = "fulfillment",
    [FIELD_ANSWER] = "answer",     [FIELD_REASON] = "reason",
    [FIELD_CARRIER] = "carrier",   [FIELD_SERVICE] = "service",
    [FIELD_TRACKING] = "tracking", [FIELD_WEIGHT] = "weight_kg",
    [FIELD_ITEM] = "item",         [FIELD_QTY] = "qty",
    [FIELD_ASN] = "asn",           [FIELD_SUPPLIER] = "supplier",
    [FIELD_SITE] = "site",         [FIELD_DUE] = "due",
};

const char *folder_field_name(enum folder_field field)
{
    return names[field];
}

const char *folder_kind_name(enum folder_kind kind)
{
    return kinds[kind].name;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool folder_kind_of(const char *name, enum folder_kind *out)
{
    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        size_t n = 0;

        while (kinds[i].name[n] != '\0' && lower(name[n]) == kinds[i].name[n])
            n++;
        if (kinds[i].name[n] != '\0')
            continue;
        *out = (enum folder_kind)i;
        return true;
    }
    return false;
}

static bool ends_in_json(const char *name)
{
    static const char ending[] = ".json";
    size_t len = strlen(name), n = sizeof ending - 1;

    if (len < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(name[len - n + i]) != ending[i])
            return false;
    return true;
}

struct row_vec OD_VEC(struct folder_row);

struct reading {
    struct arena *arena;
    enum folder_kind kind;
    struct row_vec rows;
};

static bool is_too_long(struct err *err)
{
    return err_set(err, ERR_LIMIT, _("The file has too many rows; at most %d are read."),
                   FOLDER_ROWS);
}

static struct folder_row *next_row(struct reading *r, int64_t line)
{
    struct folder_row *row = vec_push(r->arena, &r->rows);

    row->line = line;
    for (int i = 0; i < FIELD_COUNT; i++)
        row->v[i] = "";
    return row;
}

static void put_field(struct reading *r, struct folder_row *row, enum folder_field f,
                      const char *text)
{
    struct err err = ERR_INIT;
    bool is_read = text_line(text, names[f], r->arena, &row->v[f], &err);

    if (!is_read && row->wrong == NULL)
        row->wrong = arena_printf(r->arena, "%s: %s", names[f], err.text);
}

/* --- columns ---------------------------------------------------------------------------------- */

/* Those of the mask, "order or fulfillment". */
static const char *names_of(uint32_t mask, const char *between, struct arena *arena)
{
    const char *out = "";

    for (int i = 0; i < FIELD_COUNT; i++)
        if ((mask >> i & 1) != 0)
            out = arena_printf(arena, "%s%s%s", out, out[0] != '\0' ? between : "", names[i]);
    return out;
}

static bool check_columns(const struct reading *r, uint32_t has, struct err *err)
{
    uint32_t missing = kinds[r->kind].all & ~has, one = kinds[r->kind].one;

    if (missing != 0)
        return err_set(err, ERR_INVALID, _("The file has no column %s."),
                       names_of(missing, ", ", r->arena));
    return one == 0 || (one & has) != 0 ||
           err_set(err, ERR_INVALID, _("The file needs one of the columns %s."),
                   names_of(one, ", ", r->arena));
}

static bool read_csv(struct reading *r, const char *bytes, size_t len, struct err *err)
{
    struct err why = ERR_INIT;
    int columns[FIELD_COUNT];
    uint32_t has = 0;
    OD_CSV *csv = NULL;

    if (!csv_open_bytes(&csv, bytes, len, NULL, err))
        return false;
    for (int i = 0; i < FIELD_COUNT; i++) {
        columns[i] = csv_column(csv, names[i]);
        has |= columns[i] >= 0 ? UINT32_C(1) << i : 0;
    }
    if (!check_columns(r, has, err))
        return false;
    for (;;) {
        bool is_read = csv_next(csv, &why);
        struct folder_row *row;

        if (!is_read && why.code == ERR_NONE)
            return true;
        if (r->rows.n == FOLDER_ROWS)
            return is_too_long(err);
        row = next_row(r, csv_line(csv));
        if (!is_read) {
            row->wrong = arena_strdup(r->arena, why.text);
            row->wrong_has_line = true;
        }
        err_clear(&why);
        /* Of one that cannot be read what can be: whom it belongs to. */
        for (int i = 0; i < FIELD_COUNT; i++)
            put_field(r, row, (enum folder_field)i, csv_unguard(csv_cell(csv, columns[i])));
    }
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void read_object(struct reading *r, const struct json *v, int line)
{
    struct folder_row *row = next_row(r, line);

    if (json_kind(v) != JSON_OBJECT) {
        row->wrong = _("It is no object.");
        return;
    }
    for (int i = 0; i < FIELD_COUNT; i++) {
        const struct json *member = json_get(v, names[i]);
        const char *text = json_text(member);

        if (text != NULL)
            put_field(r, row, (enum folder_field)i, text);
        else if (json_kind(member) != JSON_NULL && row->wrong == NULL)
            row->wrong = arena_printf(r->arena, _("%s is neither text nor a number."), names[i]);
    }
}

/* An array of objects, or an object with such an array "rows". */
static bool read_json(struct reading *r, const char *bytes, size_t len, struct err *err)
{
    const struct json *root;
    int n;

    if (!json_parse(bytes, len, r->arena, &root, err))
        return false;
    if (json_kind(root) == JSON_OBJECT)
        root = json_get(root, "rows");
    if (json_kind(root) != JSON_ARRAY)
        return err_set(err, ERR_INVALID, _("The file is no array of objects."));
    n = json_len(root);
    if (n > FOLDER_ROWS)
        return is_too_long(err);
    for (int i = 0; i < n; i++)
        read_object(r, json_at(root, i), i + 1);
    return true;
}

/* A column may be there and its cell be empty. */
static void check_values(struct reading *r, struct folder_row *row)
{
    uint32_t has = 0;
    struct err err = ERR_INIT;

    for (int i = 0; i < FIELD_COUNT; i++)
        has |= row->v[i][0] != '\0' ? UINT32_C(1) << i : 0;
    /* Goods may leave without a number of the carrier. */
    has |= NEED(TRACKING);
    if (row->wrong != NULL)
        return;
    if ((kinds[r->kind].all & ~has) != 0)
        row->wrong = arena_printf(r->arena, _("It does not say: %s."),
                                  names_of(kinds[r->kind].all & ~has, ", ", r->arena));
    else if (!check_columns(r, has, &err))
        row->wrong = arena_printf(r->arena, _("It does not say: %s."),
                                  names_of(kinds[r->kind].one, " / ", r->arena));
}

bool folder_rows_read(const char *name, const char *bytes, size_t len, struct arena *arena,
                      struct folder_rows *out, struct err *err)
{
    struct reading r = { .arena = arena };

    if (!folder_kind_of(name, &r.kind))
        return err_set(err, ERR_INVALID,
                       _("The name of the file must begin with ack, tracking or asn."));
    if (len > FOLDER_BYTES)
        return err_set(err, ERR_LIMIT, _("The file is too large; at most %zu bytes are read."),
                       FOLDER_BYTES);
    if (ends_in_json(name) ? !read_json(&r, bytes, len, err) : !read_csv(&r, bytes, len, err))
        return false;
    if (r.rows.n == 0)
        return err_set(err, ERR_INVALID, _("The file has no rows."));
    for (int i = 0; i < r.rows.n; i++)
        check_values(&r, &r.rows.v[i]);
    *out = (struct folder_rows){ r.kind, r.rows.v, r.rows.n };
    return true;
}

/* --- numbers ---------------------------------------------------------------------------------- */

bool folder_milli(const char *text, enum folder_field field, int64_t *out, struct err *err)
{
    if (!decimal_parse(text, 3, LIMIT_QTY_MILLI, NULL, out, err))
        return err_at(err, names[field]);
    return *out > 0 || err_field(err, ERR_INVALID, names[field], _("%s must be more than zero."),
                                 names[field]);
}

const char *folder_typed(struct desk *desk, int64_t milli, struct arena *arena)
{
    struct decimal_form form = { desk_form(desk)->point, '\0' };
    char text[DECIMAL_TEXT_SIZE];

    return arena_strdup(arena, decimal_format(milli, 3, 0, &form, text));
}
