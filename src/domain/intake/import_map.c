/*
 * Import maps: which column of a file is which field, constants, words that stand for others, and
 * the forms of dates and numbers. An INI file:
 *
 *     [map]                     kind = orders             a word of `import`
 *                               date_form = DD.MM.YYYY    parts YYYY YY MM DD M D
 *                               point = ,                 decimal point (both else found out)
 *                               group = .                 thousands
 *                               discount = fraction       0.05 is five percent; else percent
 *                               make = items customers    orders: makes what is not known
 *                               cancels = C               orders: those take others back
 *                               price = line              orders: of the whole quantity
 *                               tax = included            orders: prices hold it
 *                               quotes = none             quotation marks are letters
 *     [columns]                 sku = ProductID           our field = header of the file
 *                               email = Mail | Mail 2     the second where the first is empty
 *                               tax = Tax + Duty ?        amounts added; ? it may be missing
 *                               charge.freight = Freight  orders: an amount as a line of its own
 *     [lines]                   qty = Quantity            the same, in the file of --lines
 *                               tax = Item tax            in one file: each row has its share
 *     [constants]               site = MAIN               where no column or cell says it
 *     [cut]                     customer = .0             an ending that does not count
 *     [charges]                 post = Postage            orders: codes that are no goods
 *     [values.country]          england = GB              a cell's text (any case) = what it means
 *
 * Without a map the columns are those that `export` writes.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/csv.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/desk/text.h"
#include "domain/intake/import_parts.h"

#define CHARGE_PREFIX "charge."
/* Columns that are named as not read; a hundred would help nobody. */
#define UNREAD_NAMES 8
#define UNREAD_BYTES 1000

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

struct columns_vec OD_VEC(int);

static bool may_be_sum(const struct import_map *m, const char *key, struct err *err)
{
    int field = field_of(m, key);

    return (field >= 0 && m->fields[field].type == FIELD_AMOUNT) ||
           err_field(err, ERR_INVALID, key, _("%s: %s cannot be a sum of columns."),
                     conf_path(m->conf), key);
}

/* "A", "A | B" (B where A is empty), "A + B"; with " ?" behind it a column may be missing. */
static bool find_columns(const struct import_map *m, const struct csv_reader *file,
                         const char *key, int *first, struct import_columns *more,
                         bool *is_missing, const char *section, struct err *err)
{
    const char *rest = conf_get(m->conf, section, key);
    bool is_sum = strstr(rest, " + ") != NULL;
    struct columns_vec list = { 0 };

    *more = (struct import_columns){ .is_sum = is_sum };
    *first = csv_column(file, rest);
    if (*first >= 0)
        return true;
    while (rest) {
        const char *next = strstr(rest, is_sum ? " + " : " | ");
        char *name = arena_strndup(m->arena, rest, next ? (size_t)(next - rest) : strlen(rest));
        size_t n = strlen(name);
        bool is_optional = n > 2 && strcmp(name + n - 2, " ?") == 0;
        int column;

        if (is_optional)
            name[n - 2] = '\0';
        column = csv_column(file, name);
        if (column < 0 && !is_optional)
            return err_field(err, ERR_INVALID, key,
                             _("The file has no column \"%s\", which %s takes for %s."), name,
                             conf_path(m->conf), key);
        if (column >= 0)
            *vec_push(m->arena, &list) = column;
        rest = next ? next + 3 : NULL;
    }
    *is_missing = list.n == 0;
    if (list.n > 0)
        *first = list.v[0];
    more->v = list.n > 1 ? list.v + 1 : NULL;
    more->n = list.n > 1 ? list.n - 1 : 0;
    return !is_sum || more->n == 0 || may_be_sum(m, key, err);
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
        int field = field_of(m, key), column = -1;
        struct import_columns more;
        bool is_missing = false;

        if (field < 0 && (!is_charge || is_lines_file))
            return unknown_field(m, key, err);
        if (!find_columns(m, file, key, &column, &more, &is_missing, section, err))
            return false;
        if (is_missing)
            continue;
        if (is_lines_file && field == 0) {
            m->line_key = column;
            continue;
        }
        if (m->has_lines_file && !is_charge && m->fields[field].is_of_line != is_lines_file)
            return err_field(err, ERR_INVALID, key,
                             _("%s: %s does not belong in [%s] where lines have a file of their "
                               "own."),
                             conf_path(m->conf), key, section);
        if (is_charge) {
            if (!add_charge(m, charges, key, header, column, err))
                return false;
            charges->v[charges->n - 1].is_of_line = strcmp(section, "lines") == 0;
            continue;
        }
        m->column[field] = column;
        m->more[field] = more;
        m->header[field] = header;
        m->is_summed[field] = strcmp(section, "lines") == 0 && !m->fields[field].is_of_line &&
                              m->fields[field].type == FIELD_AMOUNT;
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

static bool open_point(struct import_map *m, const char *point, const char *group, struct err *err)
{
    m->is_point_said = point && *point;
    if (m->is_point_said)
        m->read_as.point = point[0];
    if (group && *group)
        m->read_as.group = group[0];
    return (strchr(".,", m->read_as.point) && m->read_as.group != m->read_as.point) ||
           err_field(err, ERR_INVALID, "point",
                     _("%s: the decimal point is . or , and another than the group."),
                     conf_path(m->conf));
}

/* "items", "customers" or both. */
static bool open_make(struct import_map *m, const char *value, const struct import_ops *ops,
                      struct err *err)
{
    const char *words = value ? value : "";

    while (*words) {
        size_t n = strcspn(words, " ,");
        bool is_items = n == 5 && strncmp(words, "items", n) == 0;
        bool is_customers = n == 9 && strncmp(words, "customers", n) == 0;

        if ((!is_items && !is_customers) || ops != &import_orders)
            return err_field(err, ERR_INVALID, "make",
                             _("%s: make = items customers, or one of them; for orders only."),
                             conf_path(m->conf));
        m->makes_items = m->makes_items || is_items;
        m->makes_customers = m->makes_customers || is_customers;
        words += n + strspn(words + n, " ,");
    }
    return true;
}

static bool open_forms(struct import_map *m, const struct import_ops *ops, struct err *err)
{
    static const char *const keys[] = { "kind", "date_form", "point", "group", "discount",
                                        "make", "cancels",   "price", "tax",   "quotes" };
    const char *key, *value;

    for (int i = 0; (key = conf_key(m->conf, "map", i)) != NULL; i++) {
        bool is_known = false;

        for (size_t k = 0; k < OD_LEN(keys); k++)
            is_known = is_known || strcmp(keys[k], key) == 0;
        if (!is_known)
            return err_field(err, ERR_INVALID, key,
                             _("%s: [map] has no \"%s\". It has: kind, date_form, point, group, "
                               "discount, make, cancels, price, tax, quotes."),
                             conf_path(m->conf), key);
    }
    value = conf_get(m->conf, "map", "kind");
    if (!value || strcmp(value, ops->name) != 0)
        return err_field(err, ERR_INVALID, "kind",
                         _("%s is a map of %s, and %s are to be imported."), conf_path(m->conf),
                         value ? value : _("nothing"), ops->name);
    value = conf_get(m->conf, "map", "date_form");
    if (value && strlen(value) >= sizeof m->read_as.date_form)
        return err_field(err, ERR_INVALID, "date_form", _("%s: \"%s\" is no form of a date."),
                         conf_path(m->conf), value);
    if (value && *value && !m->is_date_form_said) {
        (void)snprintf(m->read_as.date_form, sizeof m->read_as.date_form, "%s", value);
        m->is_date_form_said = true;
    }
    value = conf_get(m->conf, "map", "point");
    if (!m->is_point_said && !open_point(m, value, conf_get(m->conf, "map", "group"), err))
        return false;
    value = conf_get(m->conf, "map", "discount");
    m->is_discount_fraction = value && strcmp(value, "fraction") == 0;
    value = conf_get(m->conf, "map", "price");
    m->is_price_of_line = value && strcmp(value, "line") == 0;
    value = conf_get(m->conf, "map", "tax");
    m->is_tax_incl = value && strcmp(value, "included") == 0;
    value = conf_get(m->conf, "map", "cancels");
    m->cancel_prefix = value && *value ? value : NULL;
    return open_make(m, conf_get(m->conf, "map", "make"), ops, err);
}

static bool open_sections(const struct import_map *m, struct err *err)
{
    static const char *const sections[] = { "map",       "columns", "lines",
                                            "constants", "cut",     "charges" };
    const char *name;

    for (int i = 0; (name = conf_section(m->conf, i)) != NULL; i++) {
        bool is_known = strncmp(name, "values.", 7) == 0;

        if (is_known && field_of(m, name + 7) < 0)
            return unknown_field(m, name + 7, err);
        if (is_known)
            m->has_values[field_of(m, name + 7)] = true;
        for (size_t k = 0; k < OD_LEN(sections); k++)
            is_known = is_known || strcmp(sections[k], name) == 0;
        if (!is_known)
            return err_field(err, ERR_INVALID, name,
                             _("%s: there is no section [%s]. There are: map, columns, lines, "
                               "constants, cut, charges, values.FIELD."),
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
    for (int i = 0; i < m->field_count; i++)
        m->cut[i] = conf_get(m->conf, "cut", m->fields[i].name);
    m->charges = charges.v;
    m->charge_count = charges.n;
    return true;
}

/* The column that is taken for the field of this name, in one of the files; -1: there is no such
 * field in it. */
static int taken_for(const struct import_map *m, bool is_lines_file, const char *name)
{
    int field = field_of(m, name);

    if (field == 0 && is_lines_file)
        return m->line_key;
    if (field < 0 || (m->has_lines_file && m->fields[field].is_of_line != is_lines_file))
        return -1;
    return m->column[field];
}

/* What a file of refused rows has beside the columns of its file. */
static bool is_remark(const char *header)
{
    return strcmp(header, "line") == 0 || strcmp(header, "reason") == 0 ||
           strcmp(header, "warning") == 0;
}

/* A slip in a header would leave its field empty without a word; a name that stands twice would
 * hide what the second column says. */
static bool find_unread(struct import_map *m, const struct csv_reader *file, bool is_lines_file,
                        struct strbuf *names, struct err *err)
{
    int count = csv_column_count(file), found = 0;

    for (int i = 0; i < count; i++) {
        const char *header = csv_header(file, i);
        int taken = taken_for(m, is_lines_file, utf8_fold(m->arena, header));

        if (taken >= 0) {
            if (taken != i)
                return err_field(err, ERR_INVALID, header,
                                 _("The first row names the column %s twice."), header);
        } else if (*header != '\0' && !is_remark(header) && ++found <= UNREAD_NAMES) {
            strbuf_addf(names, "%s%s", names->len > 0 ? ", " : "", header);
        }
    }
    if (found > UNREAD_NAMES)
        strbuf_addf(names, " ...");
    return true;
}

/* Without a map: columns by our own names. */
static bool open_plain(struct import_map *m, const struct import_in *in, struct err *err)
{
    struct strbuf names;

    strbuf_init(&names, m->arena, UNREAD_BYTES);
    for (int i = 0; i < m->field_count; i++) {
        bool is_of_line = in->lines && m->fields[i].is_of_line;

        m->column[i] = csv_column(is_of_line ? in->lines : in->rows, m->fields[i].name);
        m->header[i] = m->fields[i].name;
    }
    if (in->lines)
        m->line_key = csv_column(in->lines, m->fields[0].name);
    if (!find_unread(m, in->rows, false, &names, err) ||
        (in->lines && !find_unread(m, in->lines, true, &names, err)))
        return false;
    m->unread = names.s;
    return true;
}

bool map_open(const struct import_in *in, const struct import_ops *ops, struct arena *arena,
              struct import_map *out, struct err *err)
{
    struct import_map m = {
        .conf = in->map,
        .fields = ops->fields,
        .field_count = ops->field_count,
        .read_as = in->form,
        .is_date_form_said = in->form.date_form[0] != '\0',
        .is_point_said = in->form.point != '\0',
        .has_lines_file = in->lines != NULL,
        .line_key = -1,
        .unread = "",
        .arena = arena,
    };

    if (m.read_as.point == '\0')
        m.read_as.point = '.';
    else if (m.read_as.group == '\0')
        m.read_as.group = m.read_as.point == '.' ? ',' : '.';
    m.column = arena_array(arena, m.field_count, int);
    m.constant = arena_array(arena, m.field_count, const char *);
    m.header = arena_array(arena, m.field_count, const char *);
    m.cut = arena_array(arena, m.field_count, const char *);
    m.more = arena_array(arena, m.field_count, struct import_columns);
    m.is_summed = arena_array(arena, m.field_count, bool);
    m.has_values = arena_array(arena, m.field_count, bool);
    for (int i = 0; i < m.field_count; i++) {
        m.column[i] = -1;
        m.header[i] = m.fields[i].name;
    }
    if (!(m.conf ? open_conf(&m, in, ops, err) : open_plain(&m, in, err)))
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
    if (!import_form_find(in, &m, err))
        return false;
    m.form = (struct decimal_form){ m.read_as.point, m.read_as.group };
    *out = m;
    return true;
}
