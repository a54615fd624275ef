/*
 * `check`: the table of checks, and running them.
 */
#include "domain/insight/audit.h"

#include "domain/insight/audit_parts.h"

/* Orders before the counts over them, which their mending would move. */
static const struct audit_check {
    const char *name;
    bool (*look)(struct audit_run *run, struct err *err);
} audit_checks[] = {
    { "stock.on_hand", audit_on_hand },
    { "stock.allocated", audit_allocated },
    { "stock.aside", audit_aside },
    { "transfer.received", audit_transfers },
    { "line.allocated", audit_line_allocated },
    { "line.picked", audit_picked },
    { "line.shipped", audit_shipped },
    { "line.over", audit_over },
    { "fulfillment.claim", audit_claims },
    { "package.line", audit_package_lines },
    { "package.count", audit_package_count },
    { "package.weight", audit_package_weight },
    { "order", audit_orders },
    { "order.count", audit_order_count },
    { "metric.hour", audit_metric_hour },
    { "metric.day", audit_metric_day },
    { "customer.merged", audit_merged },
    { "search", audit_index },
    { "search.note", audit_notes },
};

struct audit_fault *audit_add(struct audit_run *run, const char *record, const char *words,
                              bool is_fixable)
{
    struct audit_fault *fault = vec_push(run->arena, &run->faults);

    *fault = (struct audit_fault){ run->check, record, words, is_fixable, false };
    return fault;
}

bool audit_run(struct desk *desk, unsigned how, struct arena *arena, struct audit *out,
               struct err *err)
{
    struct audit_run run = { .desk = desk,
                             .arena = arena,
                             .is_fixing = how & AUDIT_FIX,
                             .is_full = how & AUDIT_FULL };

    if (!desk_may(desk, run.is_fixing ? "check.fix" : "check", err))
        return false;
    for (size_t i = 0; i < OD_LEN(audit_checks); i++) {
        run.check = audit_checks[i].name;
        if (!audit_checks[i].look(&run, err))
            return false;
    }
    *out = (struct audit){ run.faults.v, run.faults.n, (int)OD_LEN(audit_checks), run.records };
    return true;
}
