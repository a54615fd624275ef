/*
 * A report's values as text. One place for screens, commands, files and papers.
 */
#include "domain/insight/report_text.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

struct field_vec OD_VEC(struct report_field);

/* Texts and dates name a line; only numbers can have been others before. */
static bool is_number(enum report_value_kind kind)
{
    return kind != REPORT_TEXT && kind != REPORT_DATE && kind != REPORT_STAMP;
}

const char *report_column_title(const struct report_table *table, int column)
{
    const struct report_column *c = &table->columns[column];

    if (table->by != REPORT_BY_NONE && strcmp(c->name, "group") == 0)
        return report_by_words(table->by);
    return _(c->title);
}

void report_fields_of(const struct report_table *table, struct arena *arena,
                      struct report_fields *out)
{
    struct field_vec fields = { 0 };

    for (int c = 0; c < table->column_n; c++) {
        const struct report_column *column = &table->columns[c];
        const char *title = report_column_title(table, c);

        *(struct report_field *)vec_push(arena, &fields) =
            (struct report_field){ column->name, title, column->kind, c, REPORT_NOW };
        if (table->total_before == NULL || !is_number(column->kind))
            continue;
        *(struct report_field *)vec_push(arena, &fields) =
            (struct report_field){ arena_printf(arena, "%s_before", column->name), _("before"),
                                   column->kind, c, REPORT_BEFORE };
        *(struct report_field *)vec_push(arena, &fields) =
            (struct report_field){ arena_printf(arena, "%s_change", column->name), "+/-",
                                   column->kind, c, REPORT_CHANGE };
    }
    *out = (struct report_fields){ fields.v, fields.n };
}

struct report_value report_field_value(const struct report_table *table,
                                       const struct report_line *line,
                                       const struct report_field *field)
{
    struct report_value now = line->v[field->column], old = { 0 };

    assert(field->column >= 0 && field->column < table->column_n);
    if (field->of == REPORT_NOW)
        return now;
    if (line->before != NULL)
        old = line->before[field->column];
    if (field->of == REPORT_BEFORE)
        return old;
    return (struct report_value){ NULL, now.n - old.n, now.is_set && old.is_set };
}

bool report_total_line(const struct report_table *table, struct arena *arena,
                       struct report_line *out)
{
    struct report_line line = { .before = table->total_before };
    bool has_any = false;

    line.v = arena_memdup(arena, table->total, sizeof(*table->total) * (size_t)table->column_n);
    for (int c = 0; c < table->column_n; c++)
        has_any = has_any || line.v[c].is_set;
    if (!has_any)
        return false;
    for (int c = 0; c < table->column_n; c++) {
        if (table->columns[c].kind == REPORT_TEXT) {
            line.v[c] = report_text(_("Total"));
            break;
        }
    }
    *out = line;
    return true;
}

/* --- values ----------------------------------------------------------------------------------- */

const char *report_duration(int64_t ms, struct arena *arena)
{
    const char *sign = ms < 0 ? "-" : "";
    int64_t n = ms < 0 ? -ms : ms;

    if (n >= DAY_MS)
        return arena_printf(arena, _("%s%lld d %lld h"), sign, (long long)(n / DAY_MS),
                            (long long)(n % DAY_MS / HOUR_MS));
    if (n >= HOUR_MS)
        return arena_printf(arena, _("%s%lld h %02lld min"), sign, (long long)(n / HOUR_MS),
                            (long long)(n % HOUR_MS / MINUTE_MS));
    if (n >= MINUTE_MS)
        return arena_printf(arena, _("%s%lld min"), sign, (long long)(n / MINUTE_MS));
    return arena_printf(arena, _("%s%lld s"), sign, (long long)(n / SECOND_MS));
}

const char *report_value_text(struct desk *desk, enum report_value_kind kind, struct report_value v,
                              struct arena *arena)
{
    char text[DECIMAL_TEXT_SIZE];

    if (!v.is_set)
        return "";
    switch (kind) {
    case REPORT_TEXT:
        return v.text;
    case REPORT_COUNT:
        return arena_strdup(arena, decimal_format(v.n, 0, 0, desk_form(desk), text));
    case REPORT_QTY:
    case REPORT_NUMBER:
        return text_qty(desk, arena, (struct qty){ v.n });
    case REPORT_MONEY:
        return text_money(desk, arena, v.n, desk_company(desk)->currency);
    case REPORT_SHARE:
        return arena_printf(
            arena, "%s%%",
            decimal_format(round_div(v.n, 1000, ROUND_HALF_UP), 1, 1, desk_form(desk), text));
    case REPORT_DURATION:
        return report_duration(v.n, arena);
    case REPORT_DATE:
        return text_date(desk, arena, date_from_days(v.n));
    case REPORT_STAMP:
        return text_when(desk, arena, (struct stamp){ v.n });
    }
    return "";
}

const char *report_value_plain(enum report_value_kind kind, struct report_value v,
                               struct arena *arena)
{
    char text[DECIMAL_TEXT_SIZE], day[DATE_TEXT_SIZE], stamp[STAMP_TEXT_SIZE];

    if (!v.is_set)
        return "";
    switch (kind) {
    case REPORT_TEXT:
        return v.text;
    case REPORT_COUNT:
    case REPORT_MONEY:
        return arena_strdup(arena, decimal_format(v.n, 0, 0, NULL, text));
    case REPORT_QTY:
    case REPORT_NUMBER:
    case REPORT_DURATION: /* milliseconds are thousandths of a second */
        return arena_strdup(arena, decimal_format(v.n, 3, 0, NULL, text));
    case REPORT_SHARE:
        return arena_strdup(arena, decimal_format(v.n, 4, 0, NULL, text));
    case REPORT_DATE:
        return arena_strdup(arena, date_format(date_from_days(v.n), day));
    case REPORT_STAMP:
        return arena_strdup(arena, stamp_format((struct stamp){ v.n }, stamp));
    }
    return "";
}

const char *report_groups_text(const struct report *report, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 300);
    if (report->groups != 0)
        strbuf_add(&b, report_by_name(report->by));
    for (int by = REPORT_BY_DAY; by < REPORT_BYS; by++)
        if ((report->groups & REPORT_GROUP(by)) != 0 && by != (int)report->by)
            strbuf_addf(&b, ", %s", report_by_name((enum report_by)by));
    return b.s;
}

const char *report_period_text(struct date from, struct date to, struct arena *arena)
{
    char a[DATE_TEXT_SIZE], b[DATE_TEXT_SIZE];

    if (date_cmp(from, to) == 0)
        return arena_strdup(arena, date_format(from, a));
    return arena_printf(arena, _("%s to %s"), date_format(from, a), date_format(to, b));
}
