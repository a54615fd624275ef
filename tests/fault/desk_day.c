/* See desk_day.h. */
#include "fault/desk_day.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/csv.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/backup.h"
#include "domain/flow/change.h"
#include "domain/flow/timer.h"
#include "domain/intake/import.h"
#include "fault/desk_ware.h"
#include "fault/fault_support.h"
#include "store/db.h"
#include "store/rotate.h"

/* --- the steps -------------------------------------------------------------------------------- */

static bool create(const struct desk_day *day, struct desk *desk, const char *key, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct line_input lines[] = {
        { .item = day->shop.bracket, .qty = { 2 * QTY_PER_UNIT } },
        { .item = day->shop.fitting, .qty = { QTY_PER_UNIT } },
    };
    const struct order_new in = { .customer = day->shop.acme,
                                  .lines = lines,
                                  .line_count = 2,
                                  .is_submit = true,
                                  .is_confirm = true,
                                  .key = key,
                                  .content = "two lines" };
    struct order_taken taken;

    return order_create(desk, &in, arena, &taken, err);
}

/* Field by field; the order's PO tells it from the others. */
static bool type_order(const struct desk_day *day, struct desk *desk, const char *po,
                       struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct line_input in = { .item = day->shop.bracket, .qty = { 3 * QTY_PER_UNIT } };
    struct order_header who = { .customer = &day->shop.acme, .customer_po = po };
    struct record_at at = { 0 };
    struct order_taken taken;
    struct order_id id;
    struct order *o;

    if (!order_draft_new(desk, (struct channel_id){ 0 }, NULL, &id, err))
        return false;
    at.id = id.v;
    return order_set_header(desk, &at, &who, arena, &o, err) &&
           order_put_line(desk, &at, 0, &in, arena, &o, err) &&
           order_take(desk, at, true, arena, &taken, err);
}

/* The first line goes from 2 to 5; applied, or kept for later. */
static bool change(const struct desk_day *day, struct desk *desk, struct order_id id,
                   bool is_applied, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct change_line line = { .has_qty = true };
    struct order_change set = { .order = id };
    struct change_preview preview;
    struct order *o;

    if (!order_load(desk, id, arena, &o, err))
        return false;
    line.line_no = o->lines[0].line_no;
    line.in.item = day->shop.bracket;
    line.in.qty.milli = 5 * QTY_PER_UNIT;
    set.base_version = o->version;
    change_put_line(&set, o, &line, arena);
    return is_applied ? change_apply(desk, &set, arena, &preview, err)
                      : change_save(desk, &set, err);
}

static bool act_on(struct desk *desk, struct order_id id, const char *action, const char *name,
                   const char *value, struct err *err)
{
    struct action_value v = { name, value };
    struct action_values values = { &v, 1 };

    return act(desk, &order_document, (struct record_at){ id.v, 0 }, action, &values, err);
}

static bool set_price(const struct desk_day *day, struct desk *desk, int round, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct price_rule rule = { .item = day->shop.bracket,
                               .customer = day->shop.acme,
                               .min_qty = { (100 + round) * QTY_PER_UNIT },
                               .price = { 30000 } };
    struct price_list *base;

    if (!price_list_find(desk, PRICE_LIST_BASE, arena, &base, err))
        return false;
    rule.list = base->id;
    return price_rule_save(desk, &rule, err);
}

/* What was refused of it goes in when it is imported again. */
static bool import(struct desk *desk, int round, enum import_kind kind, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct import_in in = { .kind = kind, .source = import_kind_name(kind) };
    struct import_counts counts;
    OD_CSV *rows = NULL;

    if (!csv_open(&rows, fault_path(arena_printf(tmp, "%s%d.csv", in.source, round)), NULL, err))
        return false;
    in.rows = rows;
    return import_run(desk, &in, &counts, err) && counts.refused == 0;
}

static struct stamp copied_at(int round)
{
    return (struct stamp){ TESTDESK_NOW_MS + (1 + round) * DAY_MS };
}

const char *day_copy(const struct desk_day *day, int round, struct arena *arena)
{
    return arena_printf(arena, "%s/desk-2026-%02d-%02dT140300Z.db", day->copies,
                        round < 8 ? 11 : 12, round < 8 ? 23 + round : round - 7);
}

static bool back_up(const struct desk_day *day, struct desk *desk, int round, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct rotate_keep keep = { 1, 0, 0 };
    struct rotate_report report;
    OD_DB *db = NULL;

    return db_open(&db, day->where, TESTDESK_NOW_MS, err) &&
           db_rotate(db, day->copies, &keep, copied_at(round), arena, &report, err) &&
           backup_note(desk, arena_printf(arena, "copy %d", round), 1, err);
}

bool day_do(const struct desk_day *day, struct desk *desk, int round, enum day_step step,
            struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct order_id made = day->made[round][step];
    struct timers_done done;

    switch (step) {
    case DAY_ORDER:
        return create(day, desk, arena_printf(tmp, "first-%d", round), err);
    case DAY_TYPED:
        return type_order(day, desk, arena_printf(tmp, "TYPED-%d", round), err);
    case DAY_CHANGE:
        return change(day, desk, made, true, err);
    case DAY_OPEN_CHANGE:
        return change(day, desk, made, false, err);
    case DAY_HOLD:
        return act_on(desk, made, "hold", "note", "the customer asked", err);
    case DAY_TIMER:
        return timers_run(desk, &done, err);
    case DAY_NOTE:
        return act_on(desk, made, "note", "note", "calls back at noon", err);
    case DAY_ATTACH:
        return act_on(desk, made, "attach", "ref", "/srv/scans/1.pdf", err);
    case DAY_CANCEL:
        return act_on(desk, made, "cancel", "reason", "customer", err);
    case DAY_PRICE:
        return set_price(day, desk, round, err);
    case DAY_IMPORT:
        return import(desk, round, IMPORT_ITEMS, err);
    case DAY_IMPORT_ORDERS:
        return import(desk, round, IMPORT_ORDERS, err);
    case DAY_IMPORT_LISTS:
        return import(desk, round, IMPORT_LISTS, err);
    case DAY_IMPORT_PRICES:
        return import(desk, round, IMPORT_PRICES, err);
    case DAY_IMPORT_CUSTOMERS:
        return import(desk, round, IMPORT_CUSTOMERS, err);
    case DAY_BACKUP:
        return back_up(day, desk, round, err);
    case DAY_RELEASE:
    case DAY_PICK:
    case DAY_PACK:
    case DAY_LABEL:
    case DAY_RATES:
    case DAY_SHIP:
    case DAY_PAPER:
    case DAY_NOTICE:
    case DAY_FOLDER:
    case DAY_ADDRESS:
    case DAY_TEXTS:
        return ware_do(day, desk, round, step, err);
    case DAY_LAST:
    case DAY_STEPS:
        break;
    }
    return create(day, desk, arena_printf(tmp, "last-%d", round), err);
}

/* --- what is there ---------------------------------------------------------------------------- */

/* x.v is the round, or the order that was made for the step; the parts of one step are added up. */
#define X "(SELECT v FROM x)"
#define EVENTS(kind)                                                                               \
    "(SELECT COUNT(*) FROM order_event WHERE order_id = " X " AND kind = '" kind "')"

static const struct {
    const char *name, *sql;
    int whole;
    bool has_made;
} steps[DAY_STEPS] = {
    [DAY_ORDER] = { "order", "(SELECT COUNT(*) FROM idem_key WHERE key = 'first-' || " X ")", 1,
                    false },
    [DAY_TYPED] = { "typed order",
                    "(SELECT COUNT(*) FROM sales_order WHERE customer_po = 'TYPED-' || " X
                    " AND status = 5)",
                    1, false },
    [DAY_CHANGE] = { "change",
                     "(SELECT COUNT(*) FROM order_line WHERE order_id = " X
                     " AND ordered_qty = 5000) + (SELECT COUNT(*) FROM order_change"
                     " WHERE order_id = " X " AND status = 2) + " EVENTS("order.change"),
                     3, true },
    [DAY_OPEN_CHANGE] = { "open change",
                          "(SELECT COUNT(*) FROM order_change WHERE order_id = " X
                          " AND status = 1) + (SELECT COUNT(*) FROM order_change_action WHERE"
                          " change_id IN (SELECT id FROM order_change WHERE order_id = " X "))",
                          2, true },
    [DAY_HOLD] = { "hold",
                   "(SELECT COUNT(*) FROM order_hold WHERE order_id = " X " AND kind = 9) + "
                   "(SELECT COUNT(*) FROM sales_order WHERE id = " X
                   " AND shown_status = 7) + " EVENTS("order.hold"),
                   3, true },
    [DAY_TIMER] = { "timer",
                    "(SELECT COUNT(*) FROM order_hold WHERE order_id = " X
                    " AND released_ms > 0) + " EVENTS("order.hold_end"),
                    2, true },
    [DAY_NOTE] = { "note",
                   "(SELECT COUNT(*) FROM order_note WHERE order_id = " X
                   " AND kind = 1) + " EVENTS("order.note"),
                   2, true },
    [DAY_ATTACH] = { "attachment",
                     "(SELECT COUNT(*) FROM order_note WHERE order_id = " X
                     " AND kind = 4) + " EVENTS("order.attach"),
                     2, true },
    [DAY_CANCEL] = { "cancel",
                     "(SELECT COUNT(*) FROM sales_order WHERE id = " X " AND status = 7) + "
                     "(SELECT COUNT(*) FROM order_line WHERE order_id = " X
                     " AND canceled_qty = 2000) + " EVENTS("order.cancel"),
                     3, true },
    [DAY_PRICE] = { "price",
                    "(SELECT COUNT(*) FROM price_rule WHERE min_qty = (100 + " X ") * 1000)", 1,
                    false },
    [DAY_IMPORT] = { "import", "(SELECT COUNT(*) FROM item WHERE sku LIKE 'IMP' || " X " || '-%')",
                     3, false },
    /* Each with both its lines, its event and its name at the channel. */
    [DAY_IMPORT_ORDERS] = { "import of orders",
                            "(SELECT COUNT(*) FROM sales_order o WHERE o.external_id LIKE 'EXT' || " X
                            " || '-%' AND (SELECT COUNT(*) FROM order_line l"
                            " WHERE l.order_id = o.id) = 2 AND EXISTS (SELECT 1 FROM order_event e"
                            " WHERE e.order_id = o.id) AND EXISTS (SELECT 1 FROM import_record r"
                            " WHERE r.kind = 'orders' AND r.record_id = o.id))",
                            3, false },
    [DAY_IMPORT_LISTS] = { "import of lists",
                           "(SELECT COUNT(*) FROM price_list WHERE code LIKE 'LST' || " X " || '-%')",
                           3, false },
    [DAY_IMPORT_PRICES] = { "import of prices",
                            "(SELECT COUNT(*) FROM price_rule WHERE contract_ref LIKE 'CON' || " X
                            " || '-%' AND price_v = 4500000)",
                            3, false },
    /* Each with its address and its name at the channel. */
    [DAY_IMPORT_CUSTOMERS] = { "import of customers",
                               "(SELECT COUNT(*) FROM customer c WHERE c.code LIKE 'CUS' || " X
                               " || '-%' AND EXISTS (SELECT 1 FROM address a"
                               " WHERE a.customer_id = c.id) AND EXISTS (SELECT 1 FROM import_record r"
                               " WHERE r.kind = 'customers' AND r.record_id = c.id))",
                               3, false },
    [DAY_BACKUP] = { "backup", "(SELECT COUNT(*) FROM backup_run WHERE path = 'copy ' || " X ")", 1,
                     false },
    [DAY_RELEASE] = { "release",
                      "(SELECT COUNT(*) FROM fulfillment f JOIN fulfillment_line l"
                      " ON l.fulfillment_id = f.id WHERE f.order_id = " X " AND l.qty = 2000) + "
                      EVENTS("order.release"),
                      2, true },
    [DAY_PICK] = { "pick",
                   "(SELECT COUNT(*) FROM order_line WHERE order_id = " X
                   " AND picked_qty = 2000) + (SELECT COUNT(*) FROM fulfillment f"
                   " JOIN fulfillment_line l ON l.fulfillment_id = f.id WHERE f.order_id = " X
                   " AND l.picked_qty = 2000) + (SELECT COUNT(*) FROM fulfillment WHERE order_id = " X
                   " AND status IN (2, 3))",
                   3, true },
    [DAY_PACK] = { "pack",
                   "(SELECT COUNT(*) FROM package p JOIN fulfillment f ON f.id = p.fulfillment_id"
                   " WHERE f.order_id = " X ") + (SELECT COUNT(*) FROM fulfillment"
                   " WHERE order_id = " X " AND status = 4 AND weight_g = 1200)",
                   2, true },
    [DAY_LABEL] = { "label",
                    "(SELECT COUNT(*) FROM parcel_label l JOIN fulfillment f"
                    " ON f.id = l.fulfillment_id WHERE f.order_id = " X
                    ") + (SELECT COUNT(*) FROM outbox WHERE topic = 'rates.get'"
                    " AND order_id = " X ")",
                    2, true },
    [DAY_RATES] = { "rates",
                    "(SELECT COUNT(*) FROM parcel_label l JOIN fulfillment f"
                    " ON f.id = l.fulfillment_id WHERE f.order_id = " X " AND l.state = 3"
                    " AND l.rate <> '') + (SELECT COUNT(*) FROM outbox WHERE topic = 'label.buy'"
                    " AND order_id = " X ")",
                    2, true },
    [DAY_SHIP] = { "shipment",
                   "(SELECT COUNT(*) FROM shipment WHERE order_id = " X ") + (SELECT COUNT(*)"
                   " FROM order_line WHERE order_id = " X " AND shipped_qty = 2000) + "
                   "(SELECT COUNT(*) FROM stock_movement WHERE order_id = " X " AND kind = 5"
                   " AND qty = -2000) + (SELECT COUNT(*) FROM outbox WHERE order_id = " X
                   " AND topic = 'order.shipped')",
                   4, true },
    [DAY_PAPER] = { "paper", "(SELECT COUNT(*) FROM document WHERE order_id = " X ")", 1, true },
    [DAY_NOTICE] = { "notice",
                     "(SELECT COUNT(*) FROM notice WHERE order_id = " X
                     ") + (SELECT COUNT(*) FROM outbox WHERE topic = 'mail.send' AND order_id = " X
                     ")",
                     2, true },
    [DAY_FOLDER] = { "file of a partner",
                     "(SELECT COUNT(*) FROM folder_file WHERE name = 'tracking-' || " X
                     " || '.csv' AND taken = 1 AND refused = 1) + (SELECT COUNT(*) FROM shipment"
                     " WHERE order_id = " X " AND tracking = 'T-' || " X ")",
                     2, true },
    [DAY_ADDRESS] = { "address",
                      "(SELECT COUNT(*) FROM address WHERE line1 = " X " || ' Fault Rd') + "
                      "(SELECT COUNT(*) FROM address_check WHERE line1 = " X " || ' Fault Rd') + "
                      "(SELECT COUNT(*) FROM outbox b JOIN address_check k ON k.id = b.record_id"
                      " WHERE b.topic = 'address.check' AND b.provider <> ''"
                      " AND k.line1 = " X " || ' Fault Rd')",
                      3, false },
    [DAY_TEXTS] = { "texts",
                    "(SELECT COUNT(*) FROM item WHERE sku = 'TXT-' || " X ") + (SELECT COUNT(*)"
                    " FROM item_text t JOIN item i ON i.id = t.item_id WHERE i.sku = 'TXT-' || " X
                    ")",
                    3, false },
    [DAY_LAST] = { "last order", "(SELECT COUNT(*) FROM idem_key WHERE key = 'last-' || " X ")", 1,
                   false },
};

int64_t day_there(struct desk *desk, const struct desk_day *day, int round, enum day_step step)
{
    OD_ARENA *tmp = arena_new();
    int64_t about = steps[step].has_made ? day->made[round][step].v : round;

    return fault_ask(desk_db(desk), arena_printf(tmp, "WITH x AS (SELECT %lld AS v) SELECT %s",
                                                 (long long)about, steps[step].sql));
}

int64_t day_whole(enum day_step step)
{
    return steps[step].whole;
}

const char *day_name(enum day_step step)
{
    return steps[step].name;
}

/* --- before ----------------------------------------------------------------------------------- */

/* The file of an import: its head, and three records of one or two rows; @ and # are told by
 * round and record. */
static void write_file(const char *kind, int round, const char *head, const char *record)
{
    OD_ARENA *tmp = arena_new();
    FILE *file = fopen(fault_path(arena_printf(tmp, "%s%d.csv", kind, round)), "w");

    if (file == NULL)
        abort();
    (void)fprintf(file, "%s\n", head);
    for (int i = 1; i <= 3; i++) {
        for (const char *at = record; *at != '\0'; at++) {
            if (*at == '@')
                (void)fprintf(file, "%d-%d", round, i);
            else if (*at == '#')
                (void)fprintf(file, "%d", 1000 + round * 3 + i);
            else
                (void)fputc(*at, file);
        }
    }
    (void)fclose(file);
}

static void write_files(int round)
{
    write_file("items", round, "sku,description,price", "IMP@,Item @,5\n");
    write_file("orders", round, "order,customer,date,sku,qty,price",
               "EXT@,ACME,2026-03-02,BRK-20,2,4.50\nEXT@,ACME,2026-03-02,BRK-21,1,9.00\n");
    write_file("lists", round, "code,name,currency", "LST@,List @,GBP\n");
    write_file("prices", round, "sku,price,min_qty,contract", "BRK-20,4.50,#,CON@\n");
    write_file("customers", round, "code,name,address,city,postcode,country",
               "CUS@,Customer @,@ Dock Rd,Leeds,LS1 1AA,GB\n");
}

static void make_round(struct desk_day *day, struct desk *desk, int round)
{
    struct err err = ERR_INIT;
    struct date until = date_add_days(desk_today(desk), round + 1);
    char day_text[DATE_TEXT_SIZE];

    for (int step = 0; step < DAY_STEPS; step++)
        if (steps[step].has_made)
            day->made[round][step] = testshop_order(&day->shop, day->shop.bracket, 2, true)->id;
    for (int step = DAY_OF_DESK_END; step < DAY_STEPS; step++)
        ware_make(desk, day->made[round][step], (enum day_step)step);
    (void)date_format(until, day_text);
    if (!act_on(desk, day->made[round][DAY_TIMER], "wait", "until", day_text, &err))
        fault_die("wait", &err);
    write_files(round);
}

void day_set_up(struct desk_day *day, int rounds)
{
    struct err err = ERR_INIT;
    struct desk *desk = NULL;
    struct desk_new in = { .login = "anna",
                           .user_name = "Anna",
                           .company = "Dockside Supplies",
                           .country = "GB",
                           .currency = "GBP",
                           .time_zone = "UTC",
                           .clock = clock_fixed((struct stamp){ TESTDESK_NOW_MS }) };

    snprintf(day->where, sizeof day->where, "%s", fault_path("day.db"));
    snprintf(day->fresh, sizeof day->fresh, "%s", fault_path("fresh.db"));
    snprintf(day->copies, sizeof day->copies, "%s", fault_path("copies"));
    day->rounds = rounds;
    in.where = day->fresh;
    if (mkdir(day->copies, 0700) != 0 || !desk_create(&in, &desk, &err))
        fault_die("desk_create", &err);
    day->shop.arena = arena_new();
    testshop_fill(&day->shop, desk);
    ware_set_up(&day->shop);
    for (int round = 0; round < rounds; round++)
        make_round(day, desk, round);
    desk_close(desk); /* a handle does not go through a fork */
    day->shop.desk = NULL;
}

void day_close(struct desk_day *day)
{
    arena_free(day->shop.arena);
}

struct desk *day_open(const struct desk_day *day, int round, struct err *err)
{
    const struct desk_open_options options = { .where = day->where,
                                               .login = "anna",
                                               .clock = clock_fixed((struct stamp){
                                                   TESTDESK_NOW_MS + (1 + round) * DAY_MS }) };
    struct desk *desk = NULL;

    return desk_open(&options, &desk, err) ? desk : NULL;
}
