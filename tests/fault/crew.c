/*
 * Eight people on one desk's file: processes that do at random what the action tables of orders,
 * fulfillments and shipments offer them, take orders, receive, count and send goods, fill and
 * reallocate, walk waves, ship the day's parcels and work on many orders at once, all on the same
 * few orders.
 * Whoever comes second is refused with a sentence; nothing is done twice, and at the end every
 * figure that is kept is what its rows add up to, and no more of anything is promised or gone than
 * was there. Inputs are made from the tables too, so a new action takes part by itself.
 *
 * crew [--seed N] [--people N] [--steps N]
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/catalog/item.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/setting.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_many.h"
#include "domain/flow/pick_wave.h"
#include "domain/flow/shipment.h"
#include "domain/insight/audit.h"
#include "domain/stock/doc.h"
#include "domain/stock/stock.h"
#include "prop/prop.h"
#include "store/store.h"
#include "support/testorder.h"

#define MAX_PEOPLE 64
#define MAX_INPUTS 12
#define ORDERS     6
#define STARTING   100 /* units of the item that all want */

/* What the processes tell: how often each end was met. */
struct tally {
    int done, refused, late; /* late: somebody else was first */
};

/* The processes share no message with the test: they say on standard error what is wrong. */
struct crew {
    struct testshop shop;
    struct item_id counted; /* nobody orders it */
    char folder[64], where[96];
    int people, steps;
    uint64_t seed;
    struct tally *tally; /* one a person, shared */
    struct prop prop;    /* of this person */
};

static void die(const char *what, const struct err *err)
{
    fprintf(stderr, "FAILED: %s: %s [%s] %s\n", what, err->text, err->field, err->cause);
    exit(EXIT_FAILURE);
}

static int64_t pick(struct crew *c, int64_t from, int64_t to)
{
    return prop_between(&c->prop, from, to);
}

/* A refusal is a result; a mistake of ours, or a failing disk, is not. */
static void settle(struct tally *tally, const char *what, bool is_ok, const struct err *err)
{
    if (is_ok) {
        tally->done++;
        return;
    }
    switch (err->code) {
    case ERR_CONFLICT:
        tally->late++;
        break;
    case ERR_STATE:
    case ERR_INVALID:
    case ERR_DENIED:
    case ERR_NOT_FOUND:
        tally->refused++;
        break;
    default:
        die(what, err);
    }
}

/* --- inputs, by what the table says of them --------------------------------------------------- */

/* Something that the input may take: of the record's own lines where it asks for one. */
static const char *some_text(struct crew *c, const char *name, const struct order *o,
                             const struct fulfillment *f)
{
    if (strcmp(name, "item") == 0 && f != NULL && f->line_count > 0)
        return f->lines[pick(c, 0, f->line_count - 1)].sku;
    if (strcmp(name, "item") == 0 && o->line_count > 0)
        return o->lines[pick(c, 0, o->line_count - 1)].sku;
    if (strcmp(name, "line") == 0)
        return arena_printf(c->shop.arena, "%lld", (long long)pick(c, 1, 3));
    return "1";
}

static const char *some_reason(struct crew *c, const char *kind)
{
    struct err err = ERR_INIT;
    struct reason_list reasons;

    if (!reason_list_load(c->shop.desk, kind, c->shop.arena, &reasons, &err))
        die(kind, &err);
    return reasons.n > 0 ? reasons.v[pick(c, 0, reasons.n - 1)].code : "other";
}

static const char *some_value(struct crew *c, const struct action_input *in, const struct order *o,
                              const struct fulfillment *f)
{
    static const char *const dates[] = { "today", "+1", "+3" };

    if (!in->is_required && pick(c, 0, 2) != 0)
        return NULL;
    switch (in->kind) {
    case ACTION_IN_REASON:
        return some_reason(c, in->reason_kind);
    case ACTION_IN_QTY:
        return pick(c, 0, 3) != 0 ? "1" : "2";
    case ACTION_IN_FLAG:
        return "yes";
    case ACTION_IN_DATE:
        return dates[pick(c, 0, 2)];
    case ACTION_IN_TEXT:
    default:
        return some_text(c, in->name, o, f);
    }
}

/* --- steps ------------------------------------------------------------------------------------ */

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names != NULL && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

/* Mostly what is allowed, and seldom what leads back or nowhere: else nothing would ever leave. */
static const struct action *some_action(struct crew *c, const struct action_offers *offers)
{
    static const char *const back[] = {
        "cancel", "cancel_line",    "cancel_rest", "hold",    "put_back", "hold_data",
        "wait",   "reject",         "short",       "unpack",  "unship",   "note",
        "attach", "note_warehouse", "take_out",    "measure", "assign",   "tote",
        "box",    "note_customer",  "priority",    NULL
    };
    const struct action_offer *at = &offers->v[0];

    for (int tries = 0; tries < 20; tries++) {
        at = &offers->v[pick(c, 0, offers->n - 1)];
        if ((at->is_allowed || pick(c, 0, 9) == 0) &&
            (!is_one_of(at->action->name, back) || pick(c, 0, 7) == 0))
            break;
    }
    return at->action;
}

/* Any action that the record offers as it is now; another may be first all the same. */
static void do_something(struct crew *c, struct tally *tally, const struct document *doc,
                         int64_t id)
{
    struct action_value given[MAX_INPUTS];
    struct action_values values = { given, 0 };
    const struct fulfillment *f = NULL;
    const struct order *o;
    struct action_offers offers;
    const struct action *action;
    struct err err = ERR_INIT;
    void *record;

    if (!doc->load(c->shop.desk, id, c->shop.arena, &record, &err))
        die(doc->name, &err);
    if (doc == &fulfillment_document)
        f = record;
    o = doc == &order_document ? record : f != NULL ? f->order : NULL;
    actions_of(c->shop.desk, doc, record, c->shop.arena, &offers);
    if (offers.n == 0)
        return;
    action = some_action(c, &offers);
    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++) {
        given[values.n].name = in->name;
        given[values.n].value = o != NULL ? some_value(c, in, o, f) : in->is_required ? "1" : NULL;
        if (values.n < MAX_INPUTS - 1)
            values.n++;
    }
    settle(tally, action->name,
           act(c->shop.desk, doc, (struct record_at){ id, doc->version(record) }, action->name,
               &values, &err),
           &err);
}

static void take_order(struct crew *c, struct tally *tally)
{
    struct line_input lines[] = {
        { .item = c->shop.bracket, .qty = { pick(c, 1, 8) * QTY_PER_UNIT } },
        { .item = pick(c, 0, 1) ? c->shop.deny : c->shop.hose,
          .qty = { pick(c, 1, 4) * QTY_PER_UNIT } },
    };
    const struct order_new in = { .customer = c->shop.acme,
                                  .lines = lines,
                                  .line_count = 2,
                                  .is_submit = true,
                                  .is_confirm = pick(c, 0, 3) != 0 };
    struct order_taken taken;
    struct err err = ERR_INIT;

    settle(tally, "create", order_create(c->shop.desk, &in, c->shop.arena, &taken, &err), &err);
}

static void receive(struct crew *c, struct tally *tally)
{
    struct err err = ERR_INIT;

    settle(tally, "receive",
           stock_receive(c->shop.desk, pick(c, 0, 1) ? c->shop.bracket : c->shop.deny, c->shop.main,
                         (struct qty){ pick(c, 1, 3) * QTY_PER_UNIT }, NULL, &err),
           &err);
}

static struct reason_id stock_reason(struct crew *c, const char *kind)
{
    struct reason_id id = { 0 };
    struct err err = ERR_INIT;

    if (!reason_find(c->shop.desk, kind, "other", &id, &err))
        die(kind, &err);
    return id;
}

/* A receipt, count or transfer of two lines. A count is of what nobody orders, so that what is
 * promised stays below what is there. */
static void new_goods(struct crew *c, struct tally *tally)
{
    const bool is_main = pick(c, 0, 2) != 0;
    struct stock_doc_put lines[] = {
        { .item = c->shop.bracket, .qty = { pick(c, 1, 3) * QTY_PER_UNIT }, .is_more = true },
        { .item = c->shop.deny, .qty = { pick(c, 1, 2) * QTY_PER_UNIT }, .is_more = true },
    };
    const struct stock_doc_entry in = {
        .head = { .kind = (enum stock_doc_kind)pick(c, 1, 3),
                  .site = is_main ? c->shop.main : c->shop.leeds,
                  .to_site = is_main ? c->shop.leeds : c->shop.main },
        .lines = lines,
        .n = 2,
        .is_left_open = pick(c, 0, 1),
    };
    struct err err = ERR_INIT;
    int64_t id;
    int line;

    if (in.head.kind == DOC_COUNT)
        lines[0].item = lines[1].item = c->counted;
    settle(tally, "goods", stock_doc_enter(c->shop.desk, &in, NULL, &id, &line, &err), &err);
}

/* The newest ones that are not over: all book, send, receive and give up the same few. */
static void work_on_goods(struct crew *c, struct tally *tally)
{
    struct stock_docs docs;
    struct desk *desk = c->shop.desk;
    struct err err = ERR_INIT;
    struct record_at at;
    bool is_ok = true, is_back = pick(c, 0, 5) == 0;
    const struct stock_doc *doc;

    if (!stock_docs_load(desk, 0, true, 0, ORDERS, c->shop.arena, &docs, &err))
        die("goods", &err);
    if (docs.n == 0)
        return;
    doc = &docs.v[pick(c, 0, docs.n - 1)];
    at = (struct record_at){ doc->id, doc->version };
    if (doc->status == DOC_OPEN && is_back)
        is_ok = stock_doc_drop(desk, at, &err);
    else if (doc->kind == DOC_RECEIPT)
        is_ok = receipt_book(desk, at, &err) && (!is_back || receipt_undo(desk, at, &err));
    else if (doc->kind == DOC_COUNT)
        is_ok = count_post(desk, at, stock_reason(c, "stock"), &err);
    else if (doc->status == DOC_OPEN)
        is_ok = transfer_send(desk, at, &err);
    else if (is_back)
        is_ok = transfer_unsend(desk, at, &err);
    else
        is_ok = transfer_receive(desk, at, NULL, 0, &err);
    settle(tally, stock_doc_kind_name(doc->kind), is_ok, &err);
}

/* What is free goes to who waits, or from one who has to one who lacks. */
static void share(struct crew *c, struct tally *tally)
{
    const struct backorder_filter filter = { .item = c->shop.bracket };
    struct reallocation in = { .reason = stock_reason(c, "reallocate"),
                               .qty = { QTY_PER_UNIT } };
    struct backorder_filled filled;
    struct backorders lacks;
    struct holders has;
    struct err err = ERR_INIT;
    struct qty moved;

    if (!backorders_load(c->shop.desk, &filter, c->shop.arena, &lacks, &err) ||
        !holders_load(c->shop.desk, c->shop.bracket, HOLDERS_MAX, c->shop.arena, &has, &err))
        die("who waits", &err);
    if (lacks.n == 0 || has.n == 0 || pick(c, 0, 1)) {
        settle(tally, "fill", backorders_fill(c->shop.desk, &filter, &filled, &err), &err);
        return;
    }
    in.from = has.v[pick(c, 0, has.n - 1)].line;
    in.to = lacks.v[pick(c, 0, lacks.n - 1)].line;
    settle(tally, "reallocate", order_reallocate(c->shop.desk, &in, &moved, &err), &err);
}

static const struct sql sql_newest = { .name = "test.newest",
                                       .text = "SELECT COALESCE(MAX(id), 0) FROM sales_order" };

/* One of the newest orders; all look at the same few. */
static int64_t some_order(struct crew *c)
{
    struct stmt *q = sql_read(desk_db(c->shop.desk), &sql_newest);
    struct err err = ERR_INIT;
    bool found = false;
    int64_t newest = 0, id;

    if (!sql_one_i64(&q, &found, &newest, &err))
        die("newest", &err);
    id = newest - pick(c, 0, ORDERS - 1);
    return id > 0 ? id : newest;
}

/* One walk of many picks, which all of them work at: made, taken over, picked, left. */
static void walk(struct crew *c, struct tally *tally)
{
    const struct pick_wave_ask ask = { .site = c->shop.main, .max = 3 };
    struct desk *desk = c->shop.desk;
    struct pick_wave_lines lines;
    struct pick_waves waves;
    struct err err = ERR_INIT;
    const struct pick_wave *w;
    const struct pick_wave_line *l;
    struct action_value given[] = { { "item", "" }, { "qty", "1" } };
    const struct action_values values = { given, 2 };
    int64_t id;

    if (!pick_wave_list(desk, true, 3, c->shop.arena, &waves, &err))
        die("waves", &err);
    if (waves.n == 0 || pick(c, 0, 5) == 0) {
        settle(tally, "wave", pick_wave_new(desk, &ask, &id, &err), &err);
        return;
    }
    w = &waves.v[pick(c, 0, waves.n - 1)];
    if (!pick_wave_lines(desk, w->id, c->shop.arena, &lines, &err))
        die("wave", &err);
    if (lines.n == 0 || pick(c, 0, 5) == 0) {
        settle(tally, "wave to",
               pick_wave_assign(desk, w->id, w->version, desk_user(desk)->id, &err), &err);
        return;
    }
    l = &lines.v[pick(c, 0, lines.n - 1)];
    given[0].value = l->sku;
    if (pick(c, 0, 7) == 0)
        settle(tally, "leave wave", pick_wave_drop(desk, w->id, l->fulfillment, &err), &err);
    else
        settle(tally, "pick in wave",
               act(desk, &fulfillment_document, (struct record_at){ .id = l->fulfillment }, "pick",
                   &values, &err),
               &err);
}

/* What two rows say of one order that somebody else works on: done once, or not, never half. */
static void many(struct crew *c, struct tally *tally)
{
    struct many_work work;
    struct dispatch parcels;
    struct many_rows rows;
    struct err err = ERR_INIT;
    int64_t ids[ORDERS];
    bool is_ok;

    if (pick(c, 0, 1)) {
        if (!dispatch_load(c->shop.desk, (struct site_id){ 0 }, DISPATCH_ROWS, c->shop.arena,
                           &parcels, &err))
            die("parcels", &err);
        is_ok = dispatch_ship(c->shop.desk, "", c->shop.arena, &parcels, &err);
        settle(tally, "dispatch", is_ok, &err);
        for (int i = 0; is_ok && i < parcels.n; i++)
            if (parcels.v[i].is_shipped == (parcels.v[i].why_not[0] != '\0'))
                die("a parcel has no result, or two", &err);
        return;
    }
    for (int i = 0; i < ORDERS; i++)
        ids[i] = some_order(c);
    if (!many_find(NULL, pick(c, 0, 1) ? "allocate" : "release", c->shop.arena, &work, &err) ||
        !many_preview(c->shop.desk, &work, ids, ORDERS, c->shop.arena, &rows, &err))
        die("many", &err);
    for (int i = 0; i < rows.n; i++) {
        is_ok = many_do(c->shop.desk, &work, NULL, c->shop.arena, &rows.v[i], &err);
        settle(tally, "many", is_ok, &err);
        tally->done -= is_ok && rows.v[i].state == MANY_REFUSED;
        tally->refused += is_ok && rows.v[i].state == MANY_REFUSED;
    }
}

static void work_on(struct crew *c, struct tally *tally, int64_t order)
{
    struct fulfillment_rows open;
    struct shipments gone;
    struct err err = ERR_INIT;
    const struct order_id id = { order };
    int64_t what = pick(c, 0, 9);

    if (!fulfillments_of_order(c->shop.desk, id, c->shop.arena, &open, &err) ||
        !shipments_of_order(c->shop.desk, id, c->shop.arena, &gone, &err))
        die("what the order has", &err);
    if (what >= 4 && open.n > 0)
        do_something(c, tally, &fulfillment_document, open.v[pick(c, 0, open.n - 1)].id);
    else if (what == 3 && gone.n > 0)
        do_something(c, tally, &shipment_document, gone.v[pick(c, 0, gone.n - 1)].id);
    else
        do_something(c, tally, &order_document, order);
}

static void play(struct crew *c, int who)
{
    static const char *const logins[] = { "anna", "clerk", "warehouse", "manager" };
    const struct desk_open_options options = { .where = c->where,
                                               .login = "anna",
                                               .clock = clock_system() };
    struct tally *tally = &c->tally[who];
    struct desk *desk = NULL;
    struct err err = ERR_INIT;
    bool is_known = false;

    prop_seed(&c->prop, c->seed + (uint64_t)who * 7919);
    if (!desk_open(&options, &desk, &err))
        die("open", &err);
    c->shop.desk = desk;
    if (!desk_user_load(desk, logins[who % 4], &is_known, &err) || !is_known)
        die(logins[who % 4], &err);
    for (int i = 0; i < c->steps; i++) {
        int64_t what = pick(c, 0, 39);
        int64_t order = some_order(c);

        if (order == 0 || what == 0)
            take_order(c, tally);
        else if (what == 1)
            receive(c, tally);
        else if (what == 2)
            new_goods(c, tally);
        else if (what <= 5)
            work_on_goods(c, tally);
        else if (what == 6)
            share(c, tally);
        else if (what <= 9)
            walk(c, tally);
        else if (what == 10)
            many(c, tally);
        else
            work_on(c, tally, order);
        arena_reset(c->shop.arena);
    }
    desk_close(desk);
}

/* --- what must come out ----------------------------------------------------------------------- */

static const char *const never[] = {
    "SELECT COUNT(*) FROM stock_level WHERE allocated_qty > on_hand_qty OR on_hand_qty < 0",
    "SELECT COUNT(*) FROM (SELECT c.order_line_id, c.item_id, SUM(c.qty) AS qty"
    " FROM fulfillment_line c JOIN fulfillment f ON f.id = c.fulfillment_id WHERE f.status IN (1, 2, 3, 4, 7)"
    " GROUP BY c.order_line_id, c.item_id) x WHERE x.qty >"
    " (SELECT COALESCE(SUM(a.qty), 0) FROM allocation a WHERE a.order_line_id = x.order_line_id"
    " AND a.item_id = x.item_id)",
    "SELECT COUNT(*) FROM order_line WHERE canceled_qty + shipped_qty > ordered_qty",
    "SELECT COUNT(*) FROM order_line WHERE picked_qty > allocated_qty",
    "SELECT COUNT(*) FROM order_line WHERE delivered_qty > shipped_qty",
};

static bool is_sound(struct crew *c)
{
    const struct desk_open_options options = { .where = c->where,
                                               .login = "anna",
                                               .clock = clock_system() };
    OD_DESK *desk = NULL;
    struct err err = ERR_INIT;
    struct audit audit;
    bool is_ok = true;

    if (!desk_open(&options, &desk, &err) ||
        !audit_run(desk, AUDIT_FULL, c->shop.arena, &audit, &err))
        die("check", &err);
    for (int i = 0; i < audit.n; i++)
        fprintf(stderr, "FAILED: %s, %s: %s\n", audit.v[i].check, audit.v[i].record,
                audit.v[i].words);
    for (size_t i = 0; i < OD_LEN(never); i++) {
        int64_t n = testshop_number(desk, never[i]);

        if (n > 0)
            fprintf(stderr, "FAILED: %lld rows of: %s\n", (long long)n, never[i]);
        is_ok = is_ok && n == 0;
    }
    printf("%lld orders, %lld fulfillments, %lld shipments, %d checks of %lld records\n",
           (long long)testdesk_count(desk, "sales_order"),
           (long long)testdesk_count(desk, "fulfillment"),
           (long long)testdesk_count(desk, "shipment"), audit.checks, (long long)audit.records);
    if (testdesk_count(desk, "shipment") == 0) {
        fprintf(stderr, "FAILED: nothing was ever shipped\n");
        is_ok = false;
    }
    return is_ok && audit.n == 0;
}

static void add_counted(struct crew *c, struct desk *desk)
{
    struct item item = { .sku = "COUNTED",
                         .kind = ITEM_STOCK,
                         .description = "Counted",
                         .uom = "ea",
                         .category = "",
                         .note = "",
                         .backorder = BACKORDER_ALLOW,
                         .is_active = true };
    struct price price = { 10000 };
    struct err err = ERR_INIT;

    if (!item_save(desk, &item, &price, NULL, &c->counted, &err))
        die("item", &err);
}

static void set_up(struct crew *c)
{
    const struct desk_new in = { .where = c->where,
                                 .login = "anna",
                                 .company = "Crew",
                                 .country = "GB",
                                 .clock = clock_system() };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;

    if (!desk_create(&in, &desk, &err))
        die("create", &err);
    testshop_fill(&c->shop, desk);
    add_counted(c, desk);
    testdesk_be(desk, ROLE_CLERK);
    testdesk_be(desk, ROLE_WAREHOUSE);
    testdesk_be(desk, ROLE_MANAGER);
    testdesk_be(desk, ROLE_ADMIN);
    if (!setting_set(desk, "order.remorse_minutes", "0", &err) ||
        !stock_receive(desk, c->shop.bracket, c->shop.main, (struct qty){ STARTING * QTY_PER_UNIT },
                       NULL, &err))
        die("set up", &err);
    desk_close(desk);
}

static bool play_all(struct crew *c)
{
    pid_t pids[MAX_PEOPLE];
    struct tally sum = { 0 };
    bool is_ok = true;

    for (int i = 0; i < c->people; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            play(c, i);
            _exit(EXIT_SUCCESS);
        }
    }
    for (int i = 0; i < c->people; i++) {
        int status = -1;

        if (pids[i] < 0 || waitpid(pids[i], &status, 0) != pids[i] || status != 0) {
            fprintf(stderr, "FAILED: person %d ended with status %d\n", i, status);
            is_ok = false;
        }
        sum.done += c->tally[i].done;
        sum.refused += c->tally[i].refused;
        sum.late += c->tally[i].late;
    }
    printf("%d people, %d steps each: %d done, %d refused, %d came second\n", c->people, c->steps,
           sum.done, sum.refused, sum.late);
    /* Else it was no crowd, and this test would prove nothing. */
    if (c->people > 1 && (sum.late == 0 || sum.done < c->people * c->steps / 5)) {
        fprintf(stderr, "FAILED: they were not in each other's way\n");
        is_ok = false;
    }
    return is_ok;
}

static void remove_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.')
            (void)unlinkat(dirfd(dir), entry->d_name, 0);
    }
    if (dir != NULL)
        (void)closedir(dir);
    (void)rmdir(folder);
}

static void read_args(struct crew *c, int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        long long n = strtoll(argv[i + 1], NULL, 10);

        if (strcmp(argv[i], "--seed") == 0)
            c->seed = (uint64_t)n;
        else if (strcmp(argv[i], "--people") == 0 && n > 0 && n <= MAX_PEOPLE)
            c->people = (int)n;
        else if (strcmp(argv[i], "--steps") == 0 && n > 0 && n < 1000000)
            c->steps = (int)n;
        else
            argc = 0;
    }
    if (argc % 2 == 0) {
        fprintf(stderr, "usage: crew [--seed N] [--people N] [--steps N]\n");
        exit(2);
    }
}

static struct crew crew = {
    .folder = "/tmp/orderdesk-crew.XXXXXX", .people = 8, .steps = 150, .seed = 20261127
};

START_TEST(eight_people_on_the_same_orders_leave_the_books_right)
{
    bool is_played;

    ck_assert_ptr_nonnull(mkdtemp(crew.folder));
    snprintf(crew.where, sizeof crew.where, "%s/crew.db", crew.folder);
    crew.tally = mmap(NULL, sizeof *crew.tally * MAX_PEOPLE, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert(crew.tally != MAP_FAILED);
    crew.shop.arena = arena_new();
    set_up(&crew);
    is_played = play_all(&crew);
    ck_assert(is_sound(&crew));
    ck_assert(is_played);
    arena_free(crew.shop.arena);
    (void)munmap(crew.tally, sizeof *crew.tally * MAX_PEOPLE);
    remove_folder(crew.folder);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("crew");
    TCase *tc = tcase_create("crew");
    SRunner *runner = srunner_create(suite);
    int failed;

    read_args(&crew, argc, argv);
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, eight_people_on_the_same_orders_leave_the_books_right);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
