/*
 * Random receipts, counts, holds, allocations and releases by several orders, step by step against
 * a plain model in memory (DOMAIN section 10, R1 to R7): what each step gives out is what the model
 * says, counters equal their rows and the ledger, and nothing is promised twice. A run that fails
 * is made shorter before it is printed.
 */
#include "base/compiler.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "prop/prop.h"
#include "store/store.h"
#include "support/testdesk.h"
#include "support/teststock.h"

#define ITEMS     2
#define SITES     2
#define ORDERS    4
#define LINES     3 /* of each order; the last two are of the same item */
#define MAX_STEPS 60
#define HOLD_MS   INT64_C(900000)

enum step_kind { RECEIVE, COUNT, SAFETY, HOLD, DROP, ALLOCATE, RELEASE, WAIT, STEP_KINDS };
static const char *const step_names[STEP_KINDS] = { "receive", "count",    "safety",  "hold",
                                                    "drop",    "allocate", "release", "wait" };

struct step {
    enum step_kind kind;
    int item, site, order, line;
    int64_t units[LINES]; /* of each line, or only the first */
    int sites[LINES];
    bool is_whole;
};

struct model {
    int64_t on_hand[ITEMS][SITES], safety[ITEMS][SITES];
    int64_t allocated[ORDERS][LINES][SITES];
    int64_t held[ORDERS][LINES]; /* until expires, at hold_site */
    int hold_site[ORDERS][LINES];
    int64_t expires[ORDERS];
};

struct world {
    struct desk *desk;
    struct item_id items[ITEMS];
    struct site_id sites[SITES];
    struct order_id orders[ORDERS];
    struct line_id lines[ORDERS][LINES];
    struct reason_id counted;
    struct model m;
    const char *wrong;
};

static int item_of_line(int line)
{
    return line == 0 ? 0 : 1;
}

/* --- the model ---------------------------------------------------------------------------------
 */

static int64_t model_allocated(const struct model *m, int item, int site)
{
    int64_t sum = 0;

    for (int o = 0; o < ORDERS; o++) {
        for (int l = 0; l < LINES; l++)
            sum += item_of_line(l) == item ? m->allocated[o][l][site] : 0;
    }
    return sum;
}

/* Live holds of all orders but one (-1: of all). */
static int64_t model_held(const struct world *w, int item, int site, int but)
{
    int64_t sum = 0, now = desk_now(w->desk).ms;

    for (int o = 0; o < ORDERS; o++) {
        if (o == but || w->m.expires[o] <= now)
            continue;
        for (int l = 0; l < LINES; l++) {
            if (item_of_line(l) == item && w->m.hold_site[o][l] == site)
                sum += w->m.held[o][l];
        }
    }
    return sum;
}

static int64_t model_free(const struct world *w, int item, int site, int order)
{
    int64_t atp = w->m.on_hand[item][site] - model_allocated(&w->m, item, site) -
                  w->m.safety[item][site] - model_held(w, item, site, order);

    return atp > 0 ? atp : 0;
}

/* What each line of a step gets of what is free, in the order of lines. */
static void model_give(const struct world *w, const struct step *s, int64_t got[LINES])
{
    int64_t given[ITEMS][SITES] = { 0 };

    for (int l = 0; l < LINES; l++) {
        int item = item_of_line(l), site = s->sites[l];
        int64_t left = model_free(w, item, site, s->order) - given[item][site];

        got[l] = s->units[l] <= left ? s->units[l] : (s->is_whole ? 0 : left);
        given[item][site] += got[l];
    }
}

/* --- one step, in the desk and in the model ----------------------------------------------------
 */

static void expect(struct world *w, bool is_so, const char *what)
{
    if (!is_so && w->wrong == NULL)
        w->wrong = what;
}

static void fill_wants(const struct world *w, const struct step *s, struct stock_want *wants)
{
    for (int l = 0; l < LINES; l++) {
        wants[l] = teststock_want(w->lines[s->order][l], w->items[item_of_line(l)],
                                  w->sites[s->sites[l]], s->units[l]);
        wants[l].is_whole = s->is_whole;
    }
}

static void step_hold(struct world *w, const struct step *s)
{
    struct stock_want wants[LINES];
    int64_t got[LINES];

    model_give(w, s, got);
    fill_wants(w, s, wants);
    teststock_hold(w->desk, w->orders[s->order], wants, LINES, HOLD_MS);
    w->m.expires[s->order] = desk_now(w->desk).ms + HOLD_MS;
    for (int l = 0; l < LINES; l++) {
        expect(w, wants[l].got.milli == units(got[l]).milli, "a hold got another quantity");
        w->m.held[s->order][l] = got[l];
        w->m.hold_site[s->order][l] = s->sites[l];
    }
}

static void step_allocate(struct world *w, const struct step *s)
{
    struct stock_want wants[LINES];
    int64_t got[LINES];

    model_give(w, s, got);
    fill_wants(w, s, wants);
    teststock_allocate(w->desk, w->orders[s->order], wants, LINES);
    w->m.expires[s->order] = 0;
    for (int l = 0; l < LINES; l++) {
        expect(w, wants[l].got.milli == units(got[l]).milli,
               "a line was allocated another quantity");
        w->m.allocated[s->order][l][s->sites[l]] += got[l];
    }
}

/* The store takes the newest rows first, so the sites' shares are read back; their sum is known. */
static void step_release(struct world *w, const struct step *s)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct test_line line = { w->orders[s->order], w->lines[s->order][s->line] };
    int64_t *allocated = w->m.allocated[s->order][s->line];
    int64_t before = allocated[0] + allocated[1], after = 0;
    int64_t want = s->units[0] < before ? s->units[0] : before;
    struct stock_shares shares;

    expect(w, teststock_release(w->desk, line, units(s->units[0])).milli == units(want).milli,
           "a release gave back another quantity");
    ck_ok(stock_shares_of_line(w->desk, line.line, tmp, &shares, &err));
    allocated[0] = allocated[1] = 0;
    for (int i = 0; i < shares.n; i++) {
        allocated[strcmp(shares.v[i].site_code, "MAIN") == 0 ? 0 : 1] =
            shares.v[i].qty.milli / QTY_PER_UNIT;
        after += shares.v[i].qty.milli / QTY_PER_UNIT;
    }
    expect(w, after == before - want, "rows of a line do not say what was released");
}

static void step_on_hand(struct world *w, const struct step *s)
{
    struct err err = ERR_INIT;
    int64_t *on_hand = &w->m.on_hand[s->item][s->site];

    if (s->kind == RECEIVE) {
        teststock_receive(w->desk, w->items[s->item], w->sites[s->site], s->units[0] + 1);
        *on_hand += s->units[0] + 1;
        return;
    }
    ck_ok(stock_count(w->desk, w->items[s->item], w->sites[s->site], units(s->units[0]), w->counted,
                      &err));
    *on_hand = s->units[0];
}

static void step_safety(struct world *w, const struct step *s)
{
    struct err err = ERR_INIT;
    const struct qty safety = units(s->units[0] / 4);

    ck_ok(stock_set(w->desk, w->items[s->item], w->sites[s->site],
                    &(struct stock_setting){ .safety = &safety }, &err));
    w->m.safety[s->item][s->site] = s->units[0] / 4;
}

static void step_run(struct world *w, const struct step *s)
{
    switch (s->kind) {
    case RECEIVE:
    case COUNT:
        step_on_hand(w, s);
        break;
    case SAFETY:
        step_safety(w, s);
        break;
    case HOLD:
        step_hold(w, s);
        break;
    case DROP:
        teststock_hold(w->desk, w->orders[s->order], NULL, 0, HOLD_MS);
        w->m.expires[s->order] = 0;
        break;
    case ALLOCATE:
        step_allocate(w, s);
        break;
    case RELEASE:
        step_release(w, s);
        break;
    case WAIT:
        testdesk_wait(w->desk, s->units[0] * HOLD_MS / 8);
        break;
    case STEP_KINDS:
        break;
    }
}

/* --- what must hold after every step -----------------------------------------------------------
 */

static void check_place(struct world *w, int item, int site)
{
    struct stock_level level =
        teststock_level(w->desk, w->items[item], w->sites[site], (struct order_id){ 0 });
    struct err err = ERR_INIT;
    struct stock_sums sums;
    const struct model *m = &w->m;

    ck_ok(stock_sums_load(w->desk, w->items[item], w->sites[site], &sums, &err));
    expect(w, level.on_hand.milli == units(m->on_hand[item][site]).milli, "on hand is wrong");
    expect(w, level.allocated.milli == units(model_allocated(m, item, site)).milli,
           "allocated is wrong");
    expect(w, level.held.milli == units(model_held(w, item, site, -1)).milli, "held is wrong");
    expect(w, level.free.milli == units(model_free(w, item, site, -1)).milli, "free is wrong");
    expect(w, sums.on_hand.milli == level.on_hand.milli, "on hand is not the sum of the ledger");
    expect(w, sums.allocated.milli == level.allocated.milli,
           "allocated is not the sum of the allocations");
}

static void check_world(struct world *w)
{
    for (int item = 0; item < ITEMS; item++) {
        for (int site = 0; site < SITES; site++)
            check_place(w, item, site);
    }
    expect(w,
           teststock_ask(w->desk, "SELECT COALESCE((SELECT SUM(qty) FROM stock_movement"
                                  " WHERE kind IN (3, 4)), 0)"
                                  " - COALESCE((SELECT SUM(qty) FROM allocation), 0)") == 0,
           "the ledger of allocations is not what is allocated");
}

static struct world world_new(void)
{
    struct world w = { .desk = testdesk_new() };
    struct err err = ERR_INIT;

    w.items[0] = teststock_item(w.desk, "A");
    w.items[1] = teststock_item(w.desk, "B");
    w.sites[0] = teststock_main(w.desk);
    w.sites[1] = teststock_site(w.desk, "LEEDS", 200);
    for (int o = 0; o < ORDERS; o++) {
        struct test_line first = teststock_order(w.desk, 5, w.items[0], 1000);

        w.orders[o] = first.order;
        w.lines[o][0] = first.line;
        for (int l = 1; l < LINES; l++)
            w.lines[o][l] = teststock_line(w.desk, first.order, w.items[item_of_line(l)], 1000);
    }
    ck_ok(reason_find(w.desk, "stock", "count", &w.counted, &err));
    return w;
}

/* What went wrong, NULL where nothing did. */
static const char *run(const struct step *steps, int n)
{
    struct world w = world_new();

    for (int i = 0; i < n && w.wrong == NULL; i++) {
        step_run(&w, &steps[i]);
        check_world(&w);
    }
    desk_close(w.desk);
    return w.wrong;
}

/* --- making, shortening and printing runs ------------------------------------------------------
 */

static struct step some_step(struct prop *p)
{
    struct step s = {
        .kind = (enum step_kind)prop_between(p, 0, STEP_KINDS - 1),
        .item = (int)prop_between(p, 0, ITEMS - 1),
        .site = (int)prop_between(p, 0, SITES - 1),
        .order = (int)prop_between(p, 0, ORDERS - 1),
        .line = (int)prop_between(p, 0, LINES - 1),
        .is_whole = prop_between(p, 0, 4) == 0,
    };

    for (int l = 0; l < LINES; l++) {
        s.units[l] = prop_between(p, 0, 12);
        s.sites[l] = (int)prop_between(p, 0, SITES - 1);
    }
    return s;
}

static int shrink(struct step *steps, int n)
{
    for (int i = 0; i < n;) {
        struct step less[MAX_STEPS];

        memcpy(less, steps, sizeof less);
        memmove(&less[i], &less[i + 1], (size_t)(n - i - 1) * sizeof less[0]);
        if (run(less, n - 1) != NULL) {
            memcpy(steps, less, sizeof less);
            n--;
        } else {
            i++;
        }
    }
    return n;
}

static void print(const struct step *steps, int n)
{
    for (int i = 0; i < n; i++) {
        const struct step *s = &steps[i];

        fprintf(stderr, "  %s item %d site %d order %d line %d whole %d:", step_names[s->kind],
                s->item, s->site, s->order, s->line, s->is_whole);
        for (int l = 0; l < LINES; l++)
            fprintf(stderr, " %lld@%d", (long long)s->units[l], s->sites[l]);
        fprintf(stderr, "\n");
    }
}

static struct prop prop;

/* A step that is refused ends the test by itself; main then prints the seed. */
START_TEST(the_desk_agrees_with_the_model_after_every_step)
{
    for (int i = 0; i < prop.rounds; i++) {
        struct step steps[MAX_STEPS];
        const char *wrong;

        for (int s = 0; s < MAX_STEPS; s++)
            steps[s] = some_step(&prop);
        wrong = run(steps, MAX_STEPS);
        if (wrong != NULL)
            print(steps, shrink(steps, MAX_STEPS));
        ck_assert_msg(wrong == NULL, "%s", wrong);
        prop_seed(&prop, prop_next(&prop));
    }
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("prop_stock");
    TCase *tc = tcase_create("stock");
    SRunner *runner = srunner_create(suite);
    int failed;

    prop = prop_args(argc, argv, 25);
    tcase_add_test(tc, the_desk_agrees_with_the_model_after_every_step);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (failed > 0)
        prop_failed(&prop, "the desk and the model disagree, or a step was refused");
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
