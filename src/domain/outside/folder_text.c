/*
 * A file for the partner as bytes: CSV (RFC 4180), a row for each line with the head repeated, or
 * JSON, the head with an array of lines. Columns stand in one order and are never taken away.
 */
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/outside/folder_parts.h"

#define TEXT_BYTES ((size_t)4 * 1024 * 1024)

static const char *const head_names[HEAD_COUNT] = {
    [HEAD_EVENT] = "event",
    [HEAD_SEQUENCE] = "sequence",
    [HEAD_AT] = "at",
    [HEAD_ORDER] = "order",
    [HEAD_CUSTOMER_PO] = "customer_po",
    [HEAD_STATUS] = "status",
    [HEAD_FULFILLMENT] = "fulfillment",
    [HEAD_SITE] = "site",
    [HEAD_CUSTOMER] = "customer",
    [HEAD_CUSTOMER_NAME] = "customer_name",
    [HEAD_SHIP_METHOD] = "ship_method",
    [HEAD_WANTED] = "wanted",
    [HEAD_DUE] = "due",
    [HEAD_CARRIER] = "carrier",
    [HEAD_SERVICE] = "service",
    [HEAD_TRACKING] = "tracking",
    [HEAD_SHIP_NAME] = "ship_name",
    [HEAD_SHIP_LINE1] = "ship_line1",
    [HEAD_SHIP_LINE2] = "ship_line2",
    [HEAD_SHIP_CITY] = "ship_city",
    [HEAD_SHIP_REGION] = "ship_region",
    [HEAD_SHIP_POSTCODE] = "ship_postcode",
    [HEAD_SHIP_COUNTRY] = "ship_country",
    [HEAD_PHONE] = "phone",
    [HEAD_MAIL] = "mail",
    [HEAD_CURRENCY] = "currency",
    [HEAD_TOTAL] = "total",
};
static const char *const column_names[COLUMN_COUNT] = {
    [COLUMN_LINE] = "line",
    [COLUMN_ITEM] = "item",
    [COLUMN_DESCRIPTION] = "description",
    [COLUMN_QTY] = "qty",
    [COLUMN_UNIT] = "unit",
};

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* Guarded like all text that a spreadsheet would run, but for a number of a telephone. */
static void add_cell(struct strbuf *b, const char *cell, bool is_phone, bool is_first)
{
    OD_ARENA *tmp = arena_new();

    if (is_phone && cell[strspn(cell, "+-0123456789 ()/.")] == '\0')
        csv_add(b, cell, is_first);
    else
        csv_add(b, csv_guard(cell, tmp), is_first);
}

static void add_row(struct strbuf *b, const char *const *head, const char *const *columns)
{
    for (int i = 0; i < HEAD_COUNT; i++)
        add_cell(b, or_empty(head[i]), i == HEAD_PHONE, i == 0);
    for (int i = 0; i < COLUMN_COUNT; i++)
        add_cell(b, or_empty(columns[i]), false, false);
    strbuf_add(b, "\r\n");
}

static void add_csv(struct strbuf *b, const struct folder_doc *doc)
{
    static const struct folder_line none = { 0 };

    add_row(b, head_names, column_names);
    for (int i = 0; i < doc->n; i++)
        add_row(b, doc->head, doc->lines[i].v);
    if (doc->n == 0)
        add_row(b, doc->head, none.v);
}

static void add_json(struct strbuf *b, const struct folder_doc *doc)
{
    struct json_out w;

    json_out_init(&w, b);
    json_begin_object(&w, NULL);
    for (int i = 0; i < HEAD_COUNT; i++)
        json_put_text(&w, head_names[i], or_empty(doc->head[i]));
    json_begin_array(&w, "lines");
    for (int i = 0; i < doc->n; i++) {
        json_begin_object(&w, NULL);
        for (int k = 0; k < COLUMN_COUNT; k++)
            json_put_text(&w, column_names[k], or_empty(doc->lines[i].v[k]));
        json_end_object(&w);
    }
    json_end_array(&w);
    json_end_object(&w);
    strbuf_addc(b, '\n');
}

bool folder_text(const struct folder_doc *doc, bool is_json, struct arena *arena, const char **out,
                 size_t *len, struct err *err)
{
    struct strbuf b;

    strbuf_init(&b, arena, TEXT_BYTES);
    if (is_json)
        add_json(&b, doc);
    else
        add_csv(&b, doc);
    if (b.is_cut)
        return err_set(err, ERR_LIMIT, _("The file for the partner would be too long."));
    *out = b.s;
    *len = b.len;
    return true;
}
