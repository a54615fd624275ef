/*
 * How a file writes dates and numbers, found out from its cells where nobody says so. Nothing is
 * guessed: 12/1/2010 can be two days and 1,234 two numbers, and a file with nothing clearer in it
 * is sent back with the question.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/intake/import_parts.h"

/* What the cells have shown so far. */
struct evidence {
    bool has_date_fields, has_number_fields;
    bool is_date_settled, is_number_settled;
    char date_form[IMPORT_DATE_FORM_SIZE]; /* once settled; "" for ISO */
    char doubtful_date[24];                /* the first that can be read in two ways */
    char doubtful_sign;                    /* its sign between the parts */
    int doubtful_width;                    /* digits of its year */
    char point, group;
    char doubtful_number[24];
    bool is_comma_doubtful;
};

static bool take_number(const char **s, int *out, int *digits)
{
    *out = *digits = 0;
    while (isdigit((unsigned char)**s) && *digits < 4) {
        *out = *out * 10 + (**s - '0');
        ++*digits;
        ++*s;
    }
    return *digits > 0;
}

static void settle_date(struct evidence *e, const char *order, char sign, int year_digits)
{
    const char *year = year_digits == 4 ? "YYYY" : "YY";

    e->is_date_settled = true;
    if (strcmp(order, "YMD") == 0 && sign == '-')
        return;
    if (strcmp(order, "YMD") == 0)
        (void)snprintf(e->date_form, sizeof e->date_form, "YYYY%cM%cD", sign, sign);
    else
        (void)snprintf(e->date_form, sizeof e->date_form, "%c%c%c%c%s", order[0], sign, order[1],
                       sign, year);
}

/* Day first with points, as all who write points do. */
static void weigh_date(struct evidence *e, const char *text)
{
    int part[3], digits[3];
    const char *s = text;
    char sign = '\0';

    for (int i = 0; i < 3; i++) {
        if (!take_number(&s, &part[i], &digits[i]))
            return;
        if (i < 2 && (*s == '\0' || strchr("/.-", *s) == NULL || (i == 1 && *s != sign)))
            return;
        if (i < 2)
            sign = *s++;
    }
    if (digits[0] == 4) {
        settle_date(e, "YMD", sign, 4);
        return;
    }
    if (digits[0] > 2 || digits[1] > 2 || (digits[2] != 2 && digits[2] != 4))
        return;
    if (part[1] > 12 && sign != '.')
        settle_date(e, "MD", sign, digits[2]);
    else if (part[0] > 12 || sign == '.')
        settle_date(e, "DM", sign, digits[2]);
    else if (e->doubtful_date[0] == '\0') {
        (void)snprintf(e->doubtful_date, sizeof e->doubtful_date, "%.*s", (int)(s - text), text);
        e->doubtful_sign = sign;
        e->doubtful_width = digits[2];
    }
}

static void settle_number(struct evidence *e, char point, char group)
{
    e->is_number_settled = true;
    e->point = point;
    e->group = group != '\0' ? group : point == '.' ? ',' : '.';
}

static void weigh_number(struct evidence *e, const char *text)
{
    size_t points = 0, commas = 0;
    const char *last = NULL;

    if (*text == '+' || *text == '-')
        text++;
    for (const char *s = text; *s != '\0'; s++) {
        if (!isdigit((unsigned char)*s) && strchr("., '", *s) == NULL)
            return;
        points += *s == '.';
        commas += *s == ',';
        last = *s == '.' || *s == ',' ? s : last;
    }
    if (last == NULL)
        return;
    if (points > 0 && commas > 0)
        settle_number(e, *last, '\0');
    else if (points > 1 || commas > 1)
        settle_number(e, *last == '.' ? ',' : '.', '\0');
    else if (strpbrk(text, " '") != NULL)
        settle_number(e, *last, *strpbrk(text, " '"));
    else if (strlen(last + 1) != 3 || last == text || last - text > 3 || *text == '0')
        settle_number(e, *last, '\0');
    else if (e->doubtful_number[0] == '\0' || *last == ',') {
        (void)snprintf(e->doubtful_number, sizeof e->doubtful_number, "%s", text);
        e->is_comma_doubtful = *last == ',';
    }
}

static bool is_done(const struct evidence *e)
{
    return (e->is_date_settled || !e->has_date_fields) &&
           (e->is_number_settled || !e->has_number_fields);
}

/* Reads one file until all is clear. What cannot be read is refused when its turn comes. */
static void weigh_file(struct evidence *e, const struct import_map *m, struct csv_reader *file,
                       bool is_lines)
{
    struct err why = ERR_INIT;

    while (!is_done(e)) {
        if (!csv_next(file, &why)) {
            if (why.code == ERR_NONE || why.code == ERR_IO)
                return;
            err_clear(&why);
            continue;
        }
        for (int i = 0; i < m->field_count; i++) {
            const char *cell = csv_unguard(csv_cell(file, m->column[i]));

            if (m->column[i] < 0 || (m->has_lines_file && m->fields[i].is_of_line != is_lines))
                continue;
            cell += strspn(cell, " ");
            if (m->fields[i].type == FIELD_DATE && !e->is_date_settled)
                weigh_date(e, cell);
            if (m->fields[i].type >= FIELD_NUMBER && !e->is_number_settled)
                weigh_number(e, cell);
        }
    }
}

static bool take_dates(struct import_map *m, const struct evidence *e, struct err *err)
{
    const char *year = e->doubtful_width == 4 ? "YYYY" : "YY";

    if (e->is_date_settled || e->doubtful_date[0] == '\0') {
        memcpy(m->read_as.date_form, e->date_form, sizeof m->read_as.date_form);
        return true;
    }
    return err_field(err, ERR_INVALID, "dates",
                     _("Dates as %s can be read in two ways, and the file has none that shows "
                       "which. Say it: D%cM%c%s or M%cD%c%s (--dates, or date_form of a map)."),
                     e->doubtful_date, e->doubtful_sign, e->doubtful_sign, year, e->doubtful_sign,
                     e->doubtful_sign, year);
}

/* A point is a point in a file of commas, as export writes it; a comma is never taken on trust. */
static bool take_numbers(struct import_map *m, const struct evidence *e, char delimiter,
                         struct err *err)
{
    if (e->is_number_settled) {
        m->read_as.point = e->point;
        m->read_as.group = e->group;
        return true;
    }
    if (e->doubtful_number[0] == '\0' || (!e->is_comma_doubtful && delimiter != ';'))
        return true;
    return err_field(err, ERR_INVALID, "point",
                     _("Numbers as %s can be read in two ways, and the file has none that shows "
                       "which. Say which sign is the decimal point: --point . or --point , (or "
                       "point of a map)."),
                     e->doubtful_number);
}

static bool has_fields(const struct import_map *m, enum import_field_type type)
{
    for (int i = 0; i < m->field_count; i++)
        if (m->column[i] >= 0 && (m->fields[i].type == type || (type == FIELD_NUMBER &&
                                                                m->fields[i].type == FIELD_AMOUNT)))
            return true;
    return false;
}

bool import_form_find(const struct import_in *in, struct import_map *m, struct err *err)
{
    struct evidence e = { 0 };
    bool are_dates_asked = !m->is_date_form_said && has_fields(m, FIELD_DATE);
    bool are_numbers_asked = !m->is_point_said && has_fields(m, FIELD_NUMBER);

    if (in->peek == NULL)
        return true;
    e.has_date_fields = are_dates_asked;
    e.is_date_settled = !are_dates_asked;
    e.has_number_fields = are_numbers_asked;
    e.is_number_settled = !are_numbers_asked;
    weigh_file(&e, m, in->peek, false);
    if (in->peek_lines)
        weigh_file(&e, m, in->peek_lines, true);
    return (!are_dates_asked || take_dates(m, &e, err)) &&
           (!are_numbers_asked || take_numbers(m, &e, csv_form(in->peek).delimiter, err));
}
