/*
 * What a row's cells mean by the map: texts, dates, numbers, amounts.
 */
#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/conf.h"
#include "base/csv.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/intake/import_parts.h"

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

    if (strlen(text) > LIMIT_TEXT_BYTES)
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

static const char *without_ending(const char *text, const char *ending, struct arena *arena)
{
    size_t len = strlen(text), n = strlen(ending);

    if (n == 0 || len < n || strcmp(text + len - n, ending) != 0)
        return text;
    return arena_strndup(arena, text, len - n);
}

const char *map_text(const struct import_map *m, const struct import_row *row, int field,
                     struct arena *arena)
{
    const char *text = "";
    int column = m->column[field];

    assert(field >= 0 && field < m->field_count);
    if (column >= 0 && column < row->n)
        text = without_blanks(csv_unguard(row->cells[column]), arena);
    for (int i = 0; *text == '\0' && !m->more[field].is_sum && i < m->more[field].n; i++)
        if (m->more[field].v[i] < row->n)
            text = without_blanks(csv_unguard(row->cells[m->more[field].v[i]]), arena);
    if (m->cut[field])
        text = without_ending(text, m->cut[field], arena);
    if (*text)
        return m->has_values[field] ? translated(m, m->fields[field].name, text, arena) : text;
    return m->constant[field] ? m->constant[field] : "";
}

static bool at_column(const struct import_map *m, int field, struct err *err)
{
    err_wrap(err, _("Column %s:"), m->header[field]);
    return err_at(err, m->fields[field].name);
}

/* One or two digits of at most max. */
static bool take_two(const char **s, int max, int *out)
{
    int n = 0;

    for (*out = 0; n < 2 && isdigit((unsigned char)**s); n++)
        *out = *out * 10 + (*(*s)++ - '0');
    return n > 0 && *out <= max;
}

/* "8:26", "08:26:30", "8:26 PM" after the day; the minute of it. */
static bool parse_minute(const char *text, int *minute)
{
    bool is_am, is_pm;
    int hour, min, sec;

    if (!take_two(&text, 23, &hour) || *text++ != ':' || !take_two(&text, 59, &min))
        return false;
    if (*text == ':' && (text++, !take_two(&text, 59, &sec)))
        return false;
    text += strspn(text, " ");
    is_am = strcasecmp(text, "am") == 0;
    is_pm = strcasecmp(text, "pm") == 0;
    if ((*text != '\0' && !is_am && !is_pm) || ((is_am || is_pm) && (hour < 1 || hour > 12)))
        return false;
    if (is_am || is_pm)
        hour = hour % 12 + (is_pm ? 12 : 0);
    *minute = hour * 60 + min;
    return true;
}

/* A day of the file's form, and the time behind it where there is one; *minute -1: none. */
static bool parse_day(const struct import_map *m, const char *text, struct arena *arena,
                      struct date *day, int *minute, struct err *err)
{
    size_t n = strcspn(text, " T");
    const char *date = text[n] ? arena_strndup(arena, text, n) : text;

    *minute = -1;
    if (m->read_as.date_form[0] ? !date_parse_form(date, m->read_as.date_form, day, err)
                                : !date_parse(date, day, err))
        return false;
    if (text[n] == '\0' || parse_minute(text + n + 1 + strspn(text + n + 1, " "), minute))
        return true;
    return err_set(err, ERR_INVALID, _("\"%s\" has no time of day such as 14:05 behind the date."),
                   text);
}

/* Is it an instant of ISO 8601 that names its zone? One without is of the desk's zone. */
static bool names_zone(const char *text)
{
    const char *time = strpbrk(text, "T ");

    return time != NULL && strpbrk(time, "Z+-") != NULL;
}

/* "2025-01-05 10:00:00 -0500" too, where a blank stands before the zone. */
static bool parse_instant(const char *text, struct arena *arena, struct stamp *out, struct err *err)
{
    char *closed = arena_strdup(arena, text);
    char *blank = strrchr(closed, ' ');

    if (blank != NULL && (blank[1] == '+' || blank[1] == '-'))
        memmove(blank, blank + 1, strlen(blank));
    return stamp_parse(closed, out, err);
}

bool map_when(const struct import_map *m, const struct import_row *row, int field,
              struct arena *arena, struct date *day, struct stamp *at, struct err *err)
{
    const char *text = map_text(m, row, field, arena);
    struct stamp instant = { 0 };
    int minute;

    if (*text == '\0')
        return true;
    if (!m->read_as.date_form[0] && names_zone(text)) {
        if (!parse_instant(text, arena, &instant, err))
            return at_column(m, field, err);
        *day = stamp_to_date(instant);
        *at = instant;
        return true;
    }
    if (!parse_day(m, text, arena, day, &minute, err))
        return at_column(m, field, err);
    *at = minute < 0 ? date_begin(*day) : stamp_of_day(*day, minute);
    return true;
}

bool map_date(const struct import_map *m, const struct import_row *row, int field,
              struct arena *arena, struct date *out, struct err *err)
{
    const char *text = map_text(m, row, field, arena);
    struct stamp instant;
    int minute;

    if (*text == '\0')
        return true;
    if (!m->read_as.date_form[0] && names_zone(text)) {
        if (!parse_instant(text, arena, &instant, err))
            return at_column(m, field, err);
        *out = stamp_to_date(instant);
        return true;
    }
    return parse_day(m, text, arena, out, &minute, err) || at_column(m, field, err);
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
    int64_t sum = *text ? 0 : *out_minor;

    if (*text && !money_parse(text, currency, &m->form, &money, err))
        return at_column(m, field, err);
    sum += *text ? money.minor : 0;
    for (int i = 0; m->more[field].is_sum && i < m->more[field].n; i++) {
        text = m->more[field].v[i] < row->n ? csv_unguard(row->cells[m->more[field].v[i]]) : "";
        if (*text == '\0')
            continue;
        if (!money_parse(text, currency, &m->form, &money, err))
            return at_column(m, field, err);
        sum += money.minor;
    }
    *out_minor = sum;
    return true;
}

bool map_order_money(const struct import_map *m, const struct import_record *r, int field,
                     const char *currency, struct arena *arena, int64_t *out_minor,
                     struct err *err)
{
    int64_t sum = 0;

    if (!m->is_summed[field])
        return map_money(m, r->rows, field, currency, arena, out_minor, err);
    for (int i = 0; i < r->row_count; i++) {
        int64_t minor = 0;

        if (!map_money(m, &r->rows[i], field, currency, arena, &minor, err))
            return false;
        sum += minor;
    }
    *out_minor = sum;
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

static bool charge_of_row(const struct import_map *m, const struct import_row *row,
                          const struct import_charge *charge, const char *currency,
                          int64_t *sum_minor, struct err *err)
{
    const char *text = charge->column < row->n ? csv_unguard(row->cells[charge->column]) : "";
    struct money money;

    if (*text == '\0')
        return true;
    if (!money_parse(text, currency, &m->form, &money, err)) {
        err_wrap(err, _("Column %s:"), charge->header);
        return err_at(err, charge->sku);
    }
    *sum_minor += money.minor;
    return true;
}

bool map_charge(const struct import_map *m, const struct import_record *r,
                const struct import_charge *charge, const char *currency, int64_t *out_minor,
                struct err *err)
{
    *out_minor = 0;
    for (int i = 0; i < (charge->is_of_line ? r->row_count : 1); i++)
        if (!charge_of_row(m, &r->rows[i], charge, currency, out_minor, err))
            return false;
    return true;
}

bool map_tolerances(const struct import_map *m, const struct import_row *row, int over, int under,
                    struct arena *arena, struct tolerances *out, struct err *err)
{
    return (!map_has(m, over) || tolerance_parse(map_text(m, row, over, arena), &m->form,
                                                 "over_ship", &out->over, err)) &&
           (!map_has(m, under) || tolerance_parse(map_text(m, row, under, arena), &m->form,
                                                  "under_ship", &out->under, err));
}
