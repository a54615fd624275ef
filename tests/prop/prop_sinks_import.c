/*
 * Bad texts through every field of every kind of import, and what comes of them: whatever a table
 * of the desk holds afterwards is clean, and every payload of the outbox is JSON.
 */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/conf.h"
#include "domain/desk/outbox.h"
#include "domain/flow/change.h"
#include "domain/intake/import_parts.h"
#include "prop/prop_sinks.h"
#include "store/store.h"
#include "support/bad_text.h"
#include "support/testorder.h"

/* Rows of one file. */
#define ROWS 12

struct round {
    struct prop *prop;
    struct testshop *shop;
    struct arena *arena;
    const char *path;
    int next; /* number of the next record */
};

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* What lets a row come in: words of its own where it names itself, and what the desk knows. */
static const char *good_value(struct round *r, const struct import_ops *ops, int field)
{
    static const char *const empty[] = { "fx", "tax", "total", "shipped", "status", "group", NULL };
    const struct import_field *f = &ops->fields[field];

    if (strcmp(f->name, "customer") == 0 && ops == &import_orders)
        return "ACME";
    if (strcmp(f->name, "sku") == 0 && ops != &import_items)
        return "BRK-20";
    if (strcmp(f->name, "site") == 0)
        return "MAIN";
    if (strcmp(f->name, "currency") == 0)
        return "GBP";
    if (strcmp(f->name, "country") == 0)
        return "GB";
    if (field == 0 || strcmp(f->name, "name") == 0 || strcmp(f->name, "description") == 0)
        return arena_printf(r->arena, "N%d", r->next);
    if (is_one_of(f->name, empty) || (!f->is_required && prop_between(r->prop, 0, 1) == 0))
        return "";
    if (f->type == FIELD_DATE)
        return "2025-03-01";
    return f->type == FIELD_TEXT ? ""
                                 : arena_printf(r->arena, "%d", (int)prop_between(r->prop, 1, 40));
}

/* One field of every second row is bad, each in turn, and now and then another. */
static void put_row(struct round *r, FILE *file, const struct import_ops *ops, int bad)
{
    for (int i = 0; i < ops->field_count; i++) {
        bool is_bad = (i == bad && r->next % 2 == 0) || prop_between(r->prop, 0, 49) == 0;

        csv_put(file, is_bad ? bad_text_make(r->prop, r->arena) : good_value(r, ops, i), i == 0);
    }
    csv_end_row(file);
    r->next++;
}

static void write_file(struct round *r, const struct import_ops *ops, int bad)
{
    FILE *file = fopen(r->path, "w");

    ck_assert_ptr_nonnull(file);
    for (int i = 0; i < ops->field_count; i++)
        csv_put(file, ops->fields[i].name, i == 0);
    csv_end_row(file);
    for (int i = 0; i < ROWS; i++)
        put_row(r, file, ops, bad);
    ck_assert_int_eq(fclose(file), 0);
}

static void is_clean_reason(void *arg, const struct import_refusal *refusal,
                            const struct csv_reader *row)
{
    (void)arg;
    (void)row;
    ck_assert_msg(utf8_is_valid(refusal->reason, strlen(refusal->reason)), "a reason of bad UTF-8");
}

/* Rows may be refused, the file only for what it is read as; never for a fault of ours. */
static int64_t import_file_of(struct round *r, enum import_kind kind, const struct conf *map)
{
    OD_CSV *rows = NULL;
    struct import_counts n = { 0 };
    struct err err = ERR_INIT;
    struct import_in in = { .kind = kind,
                            .source = "bad",
                            .map = map,
                            .refused = is_clean_reason,
                            .warned = is_clean_reason };

    if (!csv_open(&rows, r->path, &(struct csv_form){ .delimiter = ',' }, &err)) {
        ck_assert_msg(err.code == ERR_INVALID || err.code == ERR_LIMIT, "%s", err.text);
        return 0;
    }
    in.rows = rows;
    if (!import_run(r->shop->desk, &in, &n, &err))
        ck_abort_msg("%s: %s %s", err_code_name(err.code), err.text, err.cause);
    return n.fresh + n.changed + n.proposed;
}

/* What was proposed is applied; a rule may say no. */
static void apply_proposals(struct round *r)
{
    int64_t most = testshop_number(r->shop->desk, "SELECT COALESCE(MAX(id), 0) FROM sales_order");

    for (int64_t id = 1; id <= most; id++) {
        struct order_change *change = NULL;
        struct change_preview p;
        struct err err = ERR_INIT;

        ck_ok(change_find(r->shop->desk, (struct order_id){ id }, r->arena, &change, &err));
        if (change != NULL && !change_apply(r->shop->desk, change, r->arena, &p, &err))
            ck_assert_msg(err.code != ERR_BUG && err.code != ERR_IO, "%s %s", err.text, err.cause);
    }
}

/* Orders with the names of those that are in already: changes of them. */
static void change_orders(struct round *r, int first, int bad)
{
    r->next = first;
    write_file(r, &import_orders, bad);
    import_file_of(r, IMPORT_ORDERS, NULL);
    apply_proposals(r);
}

/* --- what the desk holds ---------------------------------------------------------------------- */

static void check_outbox(struct desk *desk)
{
    OD_ARENA *arena = arena_new();
    struct outbox_list list;
    const struct json *json;
    struct err err = ERR_INIT;

    ck_ok(outbox_list_load(desk, 0, 300, arena, &list, &err));
    ck_assert_int_gt(list.n, 0);
    for (int i = 0; i < list.n; i++) {
        ck_ok(json_parse(list.v[i].payload, strlen(list.v[i].payload), arena, &json, &err));
        check_kept(list.v[i].payload, true);
    }
}

/* --- rounds ----------------------------------------------------------------------------------- */

static const struct import_ops *ops_of(enum import_kind kind)
{
    static const struct import_ops *const all[] = {
        [IMPORT_CUSTOMERS] = &import_customers, [IMPORT_ITEMS] = &import_items,
        [IMPORT_STOCK] = &import_stock,         [IMPORT_ORDERS] = &import_orders,
        [IMPORT_PRICES] = &import_prices,
    };

    return all[kind];
}

void sinks_import(struct prop *prop, const char *path)
{
    static const enum import_kind kinds[] = { IMPORT_CUSTOMERS, IMPORT_ITEMS, IMPORT_PRICES,
                                              IMPORT_STOCK, IMPORT_ORDERS };
    struct testshop shop;
    struct round r = { .prop = prop, .shop = &shop, .path = path };

    testshop_open(&shop);
    r.arena = arena_new();
    for (size_t k = 0; k < OD_LEN(kinds); k++) {
        const struct import_ops *ops = ops_of(kinds[k]);
        int64_t taken = 0;

        for (int i = 0; i < ops->field_count; i++) {
            int first = r.next;

            write_file(&r, ops, i);
            taken += import_file_of(&r, kinds[k], NULL);
            if (kinds[k] == IMPORT_ORDERS)
                change_orders(&r, first, (i + 1) % ops->field_count);
            arena_reset(r.arena);
        }
        /* Not everything was refused. */
        ck_assert_msg(taken > ops->field_count, "%s: only %lld came in", ops->name,
                      (long long)taken);
    }
    sinks_check_tables(shop.desk);
    check_outbox(shop.desk);
    arena_free(r.arena);
    testshop_close(&shop);
}
