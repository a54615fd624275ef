/*
 * Import maps: which column of a file is which field, constants, words that stand for others, and
 * the forms of dates and numbers. An INI file:
 *
 *     [map]                     kind = orders             a word of `import`
 *                               date_form = DD.MM.YYYY    parts YYYY YY MM DD M D; default ISO
 *                               point = ,                 decimal point
 *                               group = .                 thousands
 *                               discount = fraction       0.05 is five percent; else percent
 *     [columns]                 sku = ProductID           our field = header of the file
 *                               charge.freight = Freight  orders: an amount as a line of its own
 *     [lines]                   qty = Quantity            the same, in the file of --lines
 *     [constants]               site = MAIN               where no column or cell says it
 *     [values.country]          england = GB              a cell's text (any case) = what it means
 *
 * Without a map the columns are those that `export` writes.
 */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/conf.h"
#include "base/csv.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/text.h"
#include "domain/intake/import_parts.h"

#define CHARGE_PREFIX "charge."

struct charge_list OD_VEC(struct import_charge);

/* --- opening --------------------------------------------------------------------------------- */

static int field_of(const struct import_map *m, const char *name)
{
    for (int i = 0; i < m->field_count; i++)
        if (strcmp(m->fields[i].name, name) == 0)
            return i;
    return -1;
}

static const char *field_names(const struct import_map *m, bool only_required)
{
    struct strbuf names;

    strbuf_init(&names, m->arena, 1000);
    for (int i = 0; i < m->field_count; i++)
        if (!only_required || m->fields[i].is_required)
            strbuf_addf(&names, "%s%s", names.len > 0 ? ", " : "", m->fields[i].name);
    return names.s;
}

static bool unknown_field(const struct import_map *m, const char *name, struct err *err)
{
    return err_field(err, ERR_INVALID, name,
                     _("%s: there is no field \"%s\" to import. There are: %s."),
                     conf_path(m->conf), name, field_names(m, false));
}

static bool add_charge(struct import_map *m, struct charge_list *charges, const char *key,
                       const char *header, int column, struct err *err)
{
    struct import_charge *charge = vec_push(m->arena, charges);

    charge->header = header;
    charge->column = column;
    if (!text_code(key + strlen(CHARGE_PREFIX), key, m->arena, &charge->sku, err))
        return false;
    if (charge->sku[0] == '\0')
        return err_field(err, ERR_INVALID, key, _("%s: write charge.SKU = header of the column."),
                         conf_path(m->conf));
    return true;
}

/* One section of columns, against the headers of one file. */
static bool open_columns(struct import_map *m, const char *section, const struct csv_reader *file,
                         struct charge_list *charges, struct err *err)
{
    bool is_lines_file = m->has_lines_file && strcmp(section, "lines") == 0;
    const char *key;

    for (int i = 0; (key = conf_key(m->conf, section, i)) != NULL; i++) {
        const char *header = conf_get(m->conf, section, key);
        bool is_charge = strncmp(key, CHARGE_PREFIX, strlen(CHARGE_PREFIX)) == 0;
        int field = field_of(m, key), column = csv_column(file, header);

        if (field < 0 && (!is_charge || is_lines_file))
            return unknown_field(m, key, err);
        if (is_lines_file && field == 0) {
            m->line_key = column;
            continue;
        }
        if (m->has_lines_file && !is_charge && m->fields[field].is_of_line != is_lines_file)
            return err_field(err, ERR_INVALID, key,
                             _("%s: %s does not belong in [%s] where lines have a file of their "
                               "own."),
                             conf_path(m->conf), key, section);
        if (column < 0)
            return err_field(err, ERR_INVALID, key,
                             _("The file has no column \"%s\", which %s takes for %s."), header,
                             conf_path(m->conf), key);
        if (is_charge) {
            if (!add_charge(m, charges, key, header, column, err))
                return false;
            continue;
        }
        m->column[field] = column;
        m->header[field] = header;
    }
    return true;
}

static bool open_constants(struct import_map *m, struct err *err)
{
    const char *key;

    for (int i = 0; (key = conf_key(m->conf, "constants", i)) != NULL; i++) {
        int field = field_of(m, key);

        if (field < 0)
            return unknown_field(m, key, err);
        m->constant[field] = conf_get(m->conf, "constants", key);
    }
    return true;
}

static bool open_forms(struct import_map *m, const struct import_ops *ops, struct err *err)
{
    static const char *const keys[] = { "kind", "date_form", "point", "group", "discount" };
    const char *key, *value;

    for (int i = 0; (key = conf_key(m->conf, "map", i)) != NULL; i++) {
        bool is_known = false;

        for (size_t k = 0; k < OD_LEN(keys); k++)
            is_known = is_known || strcmp(keys[k], key) == 0;
        if (!is_known)
            return err_field(err, ERR_INVALID, key,
                             _("%s: [map] has no \"%s\". It has: kind, date_form, point, group, "
                               "discount."),
                             conf_path(m->conf), key);
    }
    value = conf_get(m->conf, "map", "kind");
    if (!value || strcmp(value, ops->name) != 0)
        return err_field(err, ERR_INVALID, "kind",
                         _("%s is a map of %s, and %s are to be imported."), conf_path(m->conf),
                         value ? value : _("nothing"), ops->name);
    value = conf_get(m->conf, "map", "date_form");
    m->date_form = value && *value ? value : NULL;
    value = conf_get(m->conf, "map", "point");
    m->form.point = value && *value ? value[0] : '.';
    value = conf_get(m->conf, "map", "group");
    m->form.group = value ? value[0] : '\0';
    if (!strchr(".,", m->form.point) || m->form.group == m->form.point)
        return err_field(err, ERR_INVALID, "point",
                         _("%s: the decimal point is . or , and another than the group."),
                         conf_path(m->conf));
    value = conf_get(m->conf, "map", "discount");
    m->is_discount_fraction = value && strcmp(value, "fraction") == 0;
    return true;
}

static bool open_sections(const struct import_map *m, struct err *err)
{
    static const char *const sections[] = { "map", "columns", "lines", "constants" };
    const char *name;

    for (int i = 0; (name = conf_section(m->conf, i)) != NULL; i++) {
        bool is_known = strncmp(name, "values.", 7) == 0;

        if (is_known && field_of(m, name + 7) < 0)
            return unknown_field(m, name + 7, err);
        for (size_t k = 0; k < OD_LEN(sections); k++)
            is_known = is_known || strcmp(sections[k], name) == 0;
        if (!is_known)
            return err_field(err, ERR_INVALID, name,
                             _("%s: there is no section [%s]. There are: map, columns, lines, "
                               "constants, values.FIELD."),
                             conf_path(m->conf), name);
    }
    return true;
}

static bool open_conf(struct import_map *m, const struct import_in *in,
                      const struct import_ops *ops, struct err *err)
{
    struct charge_list charges = { 0 };

    if (!open_sections(m, err) || !open_forms(m, ops, err) ||
        !open_columns(m, "columns", in->rows, &charges, err) ||
        !open_columns(m, "lines", in->lines ? in->lines : in->rows, &charges, err) ||
        !open_constants(m, err))
        return false;
    m->charges = charges.v;
    m->charge_count = charges.n;
    return true;
}

/* Without a map: columns by our own names. */
static void open_plain(struct import_map *m, const struct import_in *in)
{
    for (int i = 0; i < m->field_count; i++) {
        bool is_of_line = in->lines && m->fields[i].is_of_line;

        m->column[i] = csv_column(is_of_line ? in->lines : in->rows, m->fields[i].name);
        m->header[i] = m->fields[i].name;
    }
    if (in->lines)
        m->line_key = csv_column(in->lines, m->fields[0].name);
}

bool map_open(const struct import_in *in, const struct import_ops *ops, struct arena *arena,
              struct import_map *out, struct err *err)
{
    struct import_map m = {
        .conf = in->map,
        .fields = ops->fields,
        .field_count = ops->field_count,
        .form = { '.', '\0' },
        .has_lines_file = in->lines != NULL,
        .line_key = -1,
        .arena = arena,
    };

    m.column = arena_array(arena, m.field_count, int);
    m.constant = arena_array(arena, m.field_count, const char *);
    m.header = arena_array(arena, m.field_count, const char *);
    for (int i = 0; i < m.field_count; i++) {
        m.column[i] = -1;
        m.header[i] = m.fields[i].name;
    }
    if (!m.conf)
        open_plain(&m, in);
    else if (!open_conf(&m, in, ops, err))
        return false;
    if (in->lines && m.line_key < 0)
        return err_field(err, ERR_INVALID, m.fields[0].name,
                         _("The file of lines has no column that says their order. Name it "
                           "\"%s\", or give a map."),
                         m.fields[0].name);
    for (int i = 0; i < m.field_count; i++)
        if (m.fields[i].is_required && !map_has(&m, i))
            return err_field(err, ERR_INVALID, m.fields[i].name,
                             _("There is no column for %s. Needed are: %s. Name the columns so in "
                               "the first row, or give a map."),
                             m.fields[i].name, field_names(&m, true));
    *out = m;
    return true;
}

/* --- values ---------------------------------------------------------------------------------- */

bool map_has(const struct import_map *m, int field)
{
    assert(field >= 0 && field < m->field_count);
    return m->column[field] >= 0 || m->constant[field] != NULL;
}

/* What the map says a cell's text stands for, else the text. */
static const char *translated(const struct import_map *m, const char *field, const char *text,
                              struct arena *arena)
{
    char *name, *section;
    const char *value;

    if (!m->conf || strlen(text) > LIMIT_TEXT_BYTES)
        return text;
    section = arena_printf(arena, "values.%s", field);
    name = arena_strdup(arena, text);
    for (char *c = name; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    value = conf_get(m->conf, section, name);
    return value ? value : text;
}

static const char *without_blanks(const char *text, struct arena *arena)
{
    size_t len;

    text += strspn(text, " ");
    len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return text[len] ? arena_strndup(arena, text, len) : text;
}

const char *map_text(const struct import_map *m, const struct import_row *row, int field,
                     struct arena *arena)
{
    const char *text = "";
    int column = m->column[field];

    assert(field >= 0 && field < m->field_count);
    if (column >= 0 && column < row->n)
        text = without_blanks(csv_unguard(row->cells[column]), arena);
    if (*text)
        return translated(m, m->fields[field].name, text, arena);
    return m->constant[field] ? m->constant[field] : "";
}

static bool at_column(const struct import_map *m, int field, struct err *err)
{
    err_wrap(err, _("Column %s:"), m->header[field]);
    return err_at(err, m->fields[field].name);
}

/* ISO text, of a day or of an instant, which is a day in the desk's zone. */
static bool parse_iso(const char *text, struct date *out, struct err *err)
{
    struct stamp at;

    if (strlen(text) < DATE_TEXT_SIZE)
        return date_parse(text, out, err);
    if (!stamp_parse(text, &at, err))
        return false;
    *out = stamp_to_date(at);
    return true;
}

bool map_date(const struct import_map *m, const struct import_row *row, int field,
              struct arena *arena, struct date *out, struct err *err)
{
    const char *text = map_text(m, row, field, arena);
    bool is_fine;

    if (*text == '\0')
        return true;
    is_fine = m->date_form ? date_parse_form(text, m->date_form, out, err)
                           : parse_iso(text, out, err);
    return is_fine || at_column(m, field, err);
}

bool map_price(const struct import_map *m, const struct import_row *row, int field,
               const char *currency, struct arena *arena, struct price *out, struct err *err)
{
    const char *text = map_text(m, row, field, arena);

    return *text == '\0' || price_parse(text, currency, &m->form, out, err) ||
           at_column(m, field, err);
}

bool map_money(const struct import_map *m, const struct import_row *row, int field,
               const char *currency, struct arena *arena, int64_t *out_minor, struct err *err)
{
    const char *text = map_text(m, row, field, arena);
    struct money money;

    if (*text == '\0')
        return true;
    if (!money_parse(text, currency, &m->form, &money, err))
        return at_column(m, field, err);
    *out_minor = money.minor;
    return true;
}

bool map_qty(const struct import_map *m, const struct import_row *row, int field, int decimals,
             struct arena *arena, struct qty *out, struct err *err)
{
    const char *text = map_text(m, row, field, arena);

    return *text == '\0' || qty_parse(text, decimals, &m->form, out, err) ||
           at_column(m, field, err);
}

bool map_rate(const struct import_map *m, const struct import_row *row, int field,
              struct arena *arena, struct rate *out, struct err *err)
{
    const char *text = map_text(m, row, field, arena);
    int64_t ppm;

    if (*text == '\0')
        return true;
    if (!m->is_discount_fraction)
        return rate_parse(text, &m->form, out, err) || at_column(m, field, err);
    if (!decimal_parse(text, 6, PPM, &m->form, &ppm, err))
        return at_column(m, field, err);
    out->ppm = (int32_t)ppm;
    return true;
}

bool map_number(const struct import_map *m, const struct import_row *row, int field,
                const struct map_range *range, struct arena *arena, int64_t *out, struct err *err)
{
    const char *text = map_text(m, row, field, arena);

    if (*text == '\0')
        return true;
    if (!decimal_parse(text, range->scale, range->max, &m->form, out, err))
        return at_column(m, field, err);
    if (*out >= 0)
        return true;
    err_field(err, ERR_INVALID, m->fields[field].name, _("This may not be less than 0."));
    return at_column(m, field, err);
}

bool map_bool(const struct import_map *m, const struct import_row *row, int field,
              struct arena *arena, bool *out, struct err *err)
{
    static const char *const words[] = { "yes", "no", "1", "0", "true", "false", "y", "n" };
    const char *text = map_text(m, row, field, arena);

    if (*text == '\0')
        return true;
    for (size_t i = 0; i < OD_LEN(words); i++) {
        if (strcasecmp(text, words[i]) != 0)
            continue;
        *out = i % 2 == 0;
        return true;
    }
    err_field(err, ERR_INVALID, m->fields[field].name, _("\"%s\" is neither yes nor no."), text);
    return at_column(m, field, err);
}

bool map_charge(const struct import_map *m, const struct import_row *row,
                const struct import_charge *charge, const char *currency, int64_t *out_minor,
                struct err *err)
{
    const char *text = charge->column < row->n ? csv_unguard(row->cells[charge->column]) : "";
    struct money money;

    *out_minor = 0;
    if (*text == '\0')
        return true;
    if (!money_parse(text, currency, &m->form, &money, err)) {
        err_wrap(err, _("Column %s:"), charge->header);
        return err_at(err, charge->sku);
    }
    *out_minor = money.minor;
    return true;
}
