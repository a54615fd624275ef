/*
 * The run of an import as its callers see it: open, step by step to the end, counts, close.
 */
#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/intake/import_parts.h"
#include "store/tx.h"

bool import_kind_parse(const char *text, enum import_kind *out, struct err *err)
{
    static const struct {
        const char *name;
        enum import_kind kind;
    } kinds[] = {
        { "customers", IMPORT_CUSTOMERS }, { "items", IMPORT_ITEMS }, { "prices", IMPORT_PRICES },
        { "stock", IMPORT_STOCK },         { "orders", IMPORT_ORDERS }, { "lists", IMPORT_LISTS },
        { "groups", IMPORT_GROUPS },       { "taxes", IMPORT_TAXES }, { "rates", IMPORT_RATES },
        { "carriers", IMPORT_CARRIERS },   { "methods", IMPORT_METHODS },
    };

    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        if (strcmp(text, kinds[i].name) == 0) {
            *out = kinds[i].kind;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "kind",
                     _("\"%s\" cannot be imported. There are: customers, items, prices, stock, "
                       "orders, lists, groups, taxes, rates, carriers, methods."),
                     text);
}

static const struct import_ops *ops_of(enum import_kind kind)
{
    switch (kind) {
    case IMPORT_CUSTOMERS:
        return &import_customers;
    case IMPORT_ITEMS:
        return &import_items;
    case IMPORT_PRICES:
        return &import_prices;
    case IMPORT_STOCK:
        return &import_stock;
    case IMPORT_ORDERS:
        return &import_orders;
    case IMPORT_LISTS:
        return &import_lists;
    case IMPORT_GROUPS:
        return &import_groups;
    case IMPORT_TAXES:
        return &import_taxes;
    case IMPORT_RATES:
        return &import_rates;
    case IMPORT_CARRIERS:
        return &import_carriers;
    case IMPORT_METHODS:
        return &import_methods;
    }
    return NULL;
}

const char *import_kind_name(enum import_kind kind)
{
    return ops_of(kind)->name;
}

/* Desks must go on working beside it: the disk is not filled to the end. */
static bool has_room(struct import_job *job, struct err *err)
{
    long long room = os_free_bytes(desk_where(job->desk));

    if (room < 0 || room >= LIMIT_FREE_BYTES || job->in->is_dry_run)
        return true;
    return err_set(err, ERR_IO,
                   _("The disk of the desk has only %lld MB left, and the import stops here. Make "
                     "room, then run it again: what is in stays in."),
                   room / (1024 * 1024));
}

/* The counts of the end, also where nothing but refused and known records came. */
bool import_end(struct import_job *job, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const char *right = arena_printf(tmp, "import.%s", job->ops->name);

    if (job->in->is_dry_run || job->is_ended)
        return true;
    if (!desk_begin(job->desk, right, &tx, err) || !import_batch_put(job, &tx, &job->counts, err) ||
        !tx_commit(&tx, err))
        return false;
    job->is_ended = true;
    return true;
}

bool import_step(struct import_job *job, bool *is_over, struct err *err)
{
    struct import_record *records;
    bool is_orders = job->ops == &import_orders;
    int64_t begun_ms = clock_monotonic_ms();
    int n, max = job->step_records;

    if (!has_room(job, err) || !import_pace_look(job, err))
        return false;
    arena_reset(job->records);
    records = arena_array(job->records, max, struct import_record);
    if (is_orders ? !import_read_orders(job, records, max, &n, err)
                  : !import_read_rows(job, records, max, &n, err))
        return false;
    if (!import_apply(job, records, n, err))
        return false;
    job->step_records =
        import_step_next(job->step_records, clock_monotonic_ms() - begun_ms, job->is_alone);
    *is_over = n == 0;
    if (*is_over && is_orders)
        import_feed_count_left(job);
    return true;
}

static void say_form(struct import_job *job)
{
    const struct import_map *m = &job->map;

    job->counts.read_as = m->read_as;
    for (int i = 0; i < m->field_count; i++) {
        bool is_there = m->column[i] >= 0;

        job->counts.has_dates |= is_there && m->fields[i].type == FIELD_DATE;
        job->counts.has_numbers |= is_there && m->fields[i].type >= FIELD_NUMBER;
    }
}

const struct import_counts *import_counts_of(const struct import_job *job)
{
    return &job->counts;
}

const char *import_unread(const struct import_job *job)
{
    return job->map.unread;
}

static bool start(struct import_job *job, struct err *err)
{
    const struct import_in *in = job->in;

    if (in->lines && in->kind != IMPORT_ORDERS)
        return err_field(err, ERR_INVALID, "lines", _("Only orders have a second file of lines."));
    if (!map_open(in, job->ops, job->arena, &job->map, err))
        return false;
    say_form(job);
    if (job->ops != &import_orders)
        return true;
    job->met = id_set_new(job->arena);
    return import_feed_open(job, err);
}

bool import_open(struct desk *desk, const struct import_in *in, struct import_job **out,
                 struct err *err)
{
    struct arena *arena = arena_new();
    struct import_job *job = arena_new_of(arena, struct import_job);

    assert(in->rows && in->source);
    job->desk = desk;
    job->in = in;
    job->ops = ops_of(in->kind);
    job->channel = in->channel.v ? in->channel : desk_company(desk)->channel;
    job->arena = arena;
    job->records = arena_new();
    job->work = arena_new();
    job->kept[0] = arena_new();
    job->kept[1] = arena_new();
    job->batch_ms = IMPORT_BATCH_MS;
    job->step_records = IMPORT_RECORDS_FIRST;
    job->is_of_names = in->kind == IMPORT_CUSTOMERS || in->kind == IMPORT_ITEMS;
    import_widen(job, job->is_of_names);
    if (!start(job, err)) {
        import_close(job);
        return false;
    }
    *out = job;
    return true;
}

void import_close(struct import_job *job)
{
    if (!job)
        return;
    import_widen(job, false);
    arena_free(job->records);
    arena_free(job->work);
    arena_free(job->kept[0]);
    arena_free(job->kept[1]);
    arena_free(job->arena);
}

bool import_run(struct desk *desk, const struct import_in *in, struct import_counts *out,
                struct err *err)
{
    struct import_job *job;
    bool is_over = false, is_good = true;

    *out = (struct import_counts){ 0 };
    if (!import_open(desk, in, &job, err))
        return false;
    while (is_good && !is_over) {
        is_good = import_step(job, &is_over, err);
        if (is_good && in->progress && !in->progress(in->arg, &job->counts))
            is_over = true;
    }
    is_good = is_good && import_end(job, err);
    *out = job->counts;
    import_close(job);
    return is_good;
}
