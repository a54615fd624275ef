/*
 * `check` of the figures of days: each day counted anew from its records and compared.
 */
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/audit_parts.h"
#include "domain/insight/metric.h"
#include "store/store.h"

/* The figure that is wrong, in words; NULL: none is. */
static const char *difference(struct audit_run *run, const struct metric_rows *said,
                              const struct metric_rows *real, struct arena *tmp)
{
    struct metric_rows left = { 0 };

    for (int i = 0; i < said->n; i++)
        metric_rows_add(&left, tmp, &said->v[i], 1);
    for (int i = 0; i < real->n; i++)
        metric_rows_add(&left, tmp, &real->v[i], -1);
    for (int i = 0; i < left.n; i++) {
        for (int m = 0; m < METRIC_COUNT; m++) {
            if (left.v[i].sum.by[m] == 0)
                continue;
            return arena_printf(run->arena,
                                _("%s: %lld more than the records say (channel %lld, site %lld)"),
                                metric_name((enum metric)m), (long long)left.v[i].sum.by[m],
                                (long long)left.v[i].channel.v, (long long)left.v[i].site.v);
        }
    }
    return NULL;
}

static bool look_at(struct audit_run *run, struct tx *tx, struct date day, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char text[DATE_TEXT_SIZE];
    struct metric_rows real, said;
    const char *words;

    if (!metric_day_count(run->desk, day, tmp, &real, err) ||
        !metric_day_kept(run->desk, day, tmp, &said, err))
        return false;
    words = difference(run, &said, &real, tmp);
    if (words == NULL)
        return true;
    audit_add(run, arena_strdup(run->arena, date_format(day, text)), words, true)->is_fixed =
        run->is_fixing;
    return !run->is_fixing || metric_day_replace(tx, day, &real, err);
}

/* What upkeep has not counted yet claims nothing. */
bool audit_metric_day(struct audit_run *run, struct err *err)
{
    struct date day = date_from_days(0);
    OD_TX tx = { 0 };
    OD_VIEW view = { 0 };
    bool is_whole;

    if (!audit_begin(run, &tx, &view, err) || !metric_is_whole(run->desk, &is_whole, err))
        return false;
    while (is_whole) {
        if (!metric_next_day(run->desk, day, &day, err))
            return false;
        if (!date_is_set(day))
            break;
        if (!look_at(run, &tx, day, err))
            return false;
        run->records++;
        day = date_add_days(day, 1);
    }
    return !run->is_fixing || tx_commit(&tx, err);
}
