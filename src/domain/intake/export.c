/*
 * Exports: records stream page by page to a sink. The columns are those that imports take without a
 * map, so that what goes out can come in again.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/insight/search.h"
#include "domain/intake/export_parts.h"
#include "domain/intake/import.h"

static const struct export_kind *const kinds[] = {
    &export_orders, &export_lines, &export_customers, &export_items, &export_lists,  &export_groups,
    &export_prices, &export_stock, &export_taxes,     &export_rates, &export_carriers,
    &export_methods, &export_events,
};

/* --- cells ----------------------------------------------------------------------------------- */

void export_text(struct export_job *job, const char *text)
{
    *vec_push(job->arena, &job->cells) = text ? text : "";
}

void export_number(struct export_job *job, int64_t v)
{
    export_text(job, arena_printf(job->row, "%lld", (long long)v));
}

void export_bool(struct export_job *job, bool v)
{
    export_text(job, v ? "yes" : "no");
}

void export_qty(struct export_job *job, struct qty q)
{
    char text[DECIMAL_TEXT_SIZE];

    export_text(job, arena_strdup(job->row, qty_format(q, NULL, text)));
}

void export_money(struct export_job *job, int64_t minor, const char *currency)
{
    char text[MONEY_TEXT_SIZE];

    export_text(job, arena_strdup(job->row, money_format(money_make(minor, currency), NULL, text)));
}

void export_price(struct export_job *job, struct price p, const char *currency)
{
    char text[MONEY_TEXT_SIZE];

    export_text(job, arena_strdup(job->row, price_format(p, currency, NULL, text)));
}

void export_rate(struct export_job *job, struct rate r)
{
    char text[DECIMAL_TEXT_SIZE];

    export_text(job, arena_strdup(job->row, rate_format(r, NULL, text)));
}

void export_date(struct export_job *job, struct date d)
{
    char text[DATE_TEXT_SIZE];

    export_text(job, date_is_set(d) ? arena_strdup(job->row, date_format(d, text)) : "");
}

void export_stamp(struct export_job *job, struct stamp s)
{
    char text[STAMP_TEXT_SIZE];

    export_text(job, s.ms ? arena_strdup(job->row, stamp_format(s, text)) : "");
}

bool export_row(struct export_job *job, struct err *err)
{
    int n = job->cells.n;

    job->cells.n = 0;
    return job->sink->row(job->sink->arg, job->cells.v, n, err);
}

/* --- the run --------------------------------------------------------------------------------- */

static const struct export_kind *kind_of(const char *name, struct arena *arena, struct err *err)
{
    struct strbuf names;

    strbuf_init(&names, arena, 300);
    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", kinds[i]->name);
    }
    err_field(err, ERR_INVALID, "kind", _("\"%s\" cannot be exported. There are: %s."), name,
              names.s);
    return NULL;
}

bool export_run(struct desk *desk, const char *kind, const char *query,
                const struct export_sink *sink, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_ARENA *page = arena_new();
    OD_ARENA *row = arena_new();
    struct export_job job = { .desk = desk, .sink = sink, .arena = arena, .page = page,
                              .row = row };
    const struct export_kind *what;
    int columns = 0;

    if (!desk_may(desk, "export", err))
        return false;
    what = kind_of(kind, arena, err);
    if (!what)
        return false;
    if (query && *query && !what->find)
        return err_field(err, ERR_INVALID, "query", _("All %s are exported: leave the query out."),
                         what->name);
    if (what->find &&
        !query_parse_whole(query, (enum find_kind)what->find, desk, arena, &job.query, err))
        return false;
    job.is_all = !query || !*query;
    while (what->columns[columns])
        columns++;
    sink->head(sink->arg, what->columns, columns);
    return what->run(&job, err);
}
