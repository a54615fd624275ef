/*
 * Many lines at once: from text to rows.
 */
#include "domain/order/bulk.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/textfile.h"
#include "base/utf8.h"
#include "base/vec.h"

/* Columns of a row: what a price list or a shop has beside what is read here is passed over. */
#define BULK_CELLS 32

enum part { PART_ITEM, PART_QTY, PART_UNIT, PART_PRICE, PART_DISC, PART_SITE, PART_DATE, PARTS };

static const struct column_name {
    const char *name;
    enum part part;
} column_names[] = {
    { "sku", PART_ITEM },      { "item", PART_ITEM },      { "barcode", PART_ITEM },
    { "qty", PART_QTY },       { "quantity", PART_QTY },   { "unit", PART_UNIT },
    { "uom", PART_UNIT },      { "price", PART_PRICE },    { "unit_price", PART_PRICE },
    { "discount", PART_DISC }, { "disc", PART_DISC },      { "site", PART_SITE },
    { "date", PART_DATE },     { "requested", PART_DATE },
};

/* The form of a text, found at its first row. */
struct layout {
    char delimiter;    /* '\0': grammar */
    int column[PARTS]; /* -1: not there */
};

struct cells {
    const char *v[BULK_CELLS];
    int n;
};

/* One cell from *at on, without its quotation marks. */
static const char *take_cell(const char **at, char delimiter, struct arena *arena)
{
    const char *s = *at;
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_NOTE_BYTES);
    if (*s == '"') {
        for (s++; *s != '\0' && (*s != '"' || s[1] == '"'); s++) {
            s += *s == '"';
            strbuf_addf(&b, "%c", *s);
        }
        s += *s == '"';
    }
    for (; *s != '\0' && *s != delimiter; s++)
        strbuf_addf(&b, "%c", *s);
    *at = s;
    return b.s;
}

static void split(const char *row, char delimiter, struct arena *arena, struct cells *out)
{
    const char *at = row;

    out->n = 0;
    while (out->n < BULK_CELLS) {
        out->v[out->n++] = take_cell(&at, delimiter, arena);
        if (*at == '\0')
            return;
        at++;
    }
}

static const char *trimmed(const char *text, struct arena *arena)
{
    size_t len;

    text += strspn(text, " ");
    len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return arena_strndup(arena, text, len);
}

static int part_of(const char *name)
{
    for (size_t i = 0; i < OD_LEN(column_names); i++)
        if (strcasecmp(name, column_names[i].name) == 0)
            return (int)column_names[i].part;
    return -1;
}

/* Does the row name columns, an item and a quantity among them? */
static bool is_header(const char *row, struct arena *arena, struct layout *out)
{
    static const char delimiters[] = "\t;,";
    struct cells cells;

    for (const char *d = delimiters; *d != '\0'; d++) {
        struct layout l = { .delimiter = *d };

        for (int i = 0; i < PARTS; i++)
            l.column[i] = -1;
        split(row, *d, arena, &cells);
        for (int i = 0; i < cells.n; i++) {
            int part = part_of(trimmed(cells.v[i], arena));

            if (part >= 0 && l.column[part] < 0)
                l.column[part] = i;
        }
        if (l.column[PART_ITEM] >= 0 && l.column[PART_QTY] >= 0) {
            *out = l;
            return true;
        }
    }
    return false;
}

/* A row of CSV in the words of the grammar, so that it can be mended like one that was typed. */
static const char *from_csv(const char *row, const struct layout *l, struct arena *arena)
{
    static const char *const before[PARTS] = { "", "", "", "@", "-", "wh:", "on:" };
    struct cells cells;
    struct strbuf b;

    split(row, l->delimiter, arena, &cells);
    strbuf_init(&b, arena, LIMIT_NOTE_BYTES);
    for (int part = 0; part < PARTS; part++) {
        int at = l->column[part];
        const char *cell = at >= 0 && at < cells.n ? trimmed(cells.v[at], arena) : "";
        size_t len = strlen(cell);

        if (len > 0)
            strbuf_addf(&b, "%s%s%s%s", b.len > 0 ? " " : "", before[part], cell,
                        part == PART_DISC && cell[len - 1] != '%' ? "%" : "");
    }
    return b.s;
}

/* Tabs and semicolons part words; so does a comma in a row that has no blanks at all. */
static const char *from_words(const char *row, struct arena *arena)
{
    char *text = arena_strdup(arena, row);
    bool has_blank = strpbrk(row, " \t;") != NULL;

    if (text[strspn(text, " ")] == ';')
        return text;
    for (char *p = text; *p != '\0'; p++)
        if (*p == '\t' || *p == ';' || *p == '"' || (*p == ',' && !has_blank))
            *p = ' ';
    return trimmed(text, arena);
}

static void read_row(struct desk *desk, struct bulk_row *row, const struct entry_form *form,
                     struct arena *arena, struct bulk *rows)
{
    struct entry_form here = *form;

    here.bad = &row->bad;
    if (!entry_line(desk, row->text, &here, arena, &row->in, &row->err))
        rows->bad++;
}

bool bulk_read(struct desk *desk, const char *text, const struct entry_form *form,
               struct arena *arena, struct bulk *out, struct err *err)
{
    struct bulk rows = { 0 };
    struct layout layout = { 0 };
    int number = 0;

    while (*text != '\0') {
        size_t len = strcspn(text, "\r\n");
        const char *row = arena_strndup(arena, text, len);
        struct bulk_row *made;

        text += len;
        text += *text == '\r';
        text += *text == '\n';
        number++;
        if (row[strspn(row, " \t;,")] == '\0')
            continue;
        if (rows.n == 0 && layout.delimiter == '\0' && is_header(row, arena, &layout))
            continue;
        if (rows.n == LIMIT_ORDER_LINES)
            return err_set(err, ERR_LIMIT, _("An order has at most %d lines."), LIMIT_ORDER_LINES);
        made = vec_push(arena, &rows);
        *made = (struct bulk_row){
            .number = number,
            .text =
                layout.delimiter != '\0' ? from_csv(row, &layout, arena) : from_words(row, arena),
            .err = ERR_INIT,
        };
        read_row(desk, made, form, arena, &rows);
    }
    *out = rows;
    return true;
}

/* To its end, or one byte past what is read of a file. */
static bool read_all(struct textfile *t, struct strbuf *b, struct err *err)
{
    char block[4096];
    size_t n;

    do {
        if (!textfile_read(t, block, sizeof block, &n, err))
            return false;
        strbuf_addn(b, block, n);
    } while (n > 0 && b->len <= LIMIT_BULK_BYTES && !b->is_cut);
    return true;
}

bool bulk_read_file(const char *path, struct arena *arena, char **out, struct err *err)
{
    struct textfile *file;
    struct strbuf b;
    bool is_read;

    if (!textfile_open(&file, path, ENCODING_UNKNOWN, err))
        return false;
    strbuf_init(&b, arena, LIMIT_BULK_BYTES + 1);
    is_read = read_all(file, &b, err);
    textfile_close(file);
    if (!is_read)
        return false;
    if (b.len > LIMIT_BULK_BYTES || b.is_cut)
        return err_set(err, ERR_LIMIT, _("The file %s is longer than %d bytes."), path,
                       LIMIT_BULK_BYTES);
    if (strlen(b.s) != b.len || !utf8_is_valid(b.s, b.len))
        return err_set(err, ERR_INVALID, _("The file %s is no text."), path);
    *out = b.s;
    return true;
}

const char *bulk_report(const struct bulk *rows, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_JSON_BYTES);
    for (int i = 0; i < rows->n; i++)
        if (rows->v[i].err.code != ERR_NONE)
            strbuf_addf(&b, _("Row %d, %s: %s\n"), rows->v[i].number, rows->v[i].text,
                        rows->v[i].err.text);
    return b.s;
}

const char *bulk_rest(const struct bulk *rows, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_JSON_BYTES);
    for (int i = 0; i < rows->n; i++)
        if (rows->v[i].err.code != ERR_NONE)
            strbuf_addf(&b, "%s%s", b.len > 0 ? "\n" : "", rows->v[i].text);
    return b.s;
}
