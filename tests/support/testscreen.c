/*
 * See testscreen.h.
 */
#include "support/testscreen.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/stock/stock.h"
#include "support/term_mem.h"
#include "tui/run.h"
#include "tui/sync_text.h"

struct test_customer {
    const char *code, *name, *line1, *city, *postcode, *note;
    int64_t limit_minor; /* 0: none */
    bool is_po_required, is_held;
};

static const struct test_customer customers[] = {
    { "1041", "Abbey Joinery", "3 Kirkstall Lane", "Leeds", "LS5 3BW", "", 0, false, false },
    { "1042", "ACME Tools Ltd", "12 Dock Street", "Leeds", "LS10 1LX",
      "Priya orders on Mondays; call back if something is short", 400000, false, false },
    { "1045", "Ashworth & Sons", "88 Canal Road", "Bradford", "BD1 4SJ", "", 10000, false, false },
    { "1049", "Castleford Steel Stock", "4 Aire Street", "Castleford", "WF10 1AB",
      "Two invoices are overdue; ask Mia", 0, false, true },
    { "1060", "Leeds City Maintenance", "Depot 5, Otley Road", "Leeds", "LS16 6HN", "", 0, true,
      false },
    { "1072", "Müller Fördertechnik GmbH", "Hafenstraße 17", "Bremen", "28217", "", 0, false,
      false },
};

static void add_customer(struct testscreen *ts, const struct test_customer *in)
{
    OD_ARENA *tmp = arena_new();
    bool is_first = strcmp(in->code, "1042") == 0;
    struct customer c = { .code = in->code,
                          .name = in->name,
                          .kind = CUSTOMER_B2B,
                          .currency = "GBP",
                          .note = in->note,
                          .phone = is_first ? "0113 496 0142"
                                            : arena_printf(tmp, "0113 496 %s", in->code),
                          .email = is_first ? "orders@customer.example"
                                            : arena_printf(tmp, "orders@c%s.example", in->code),
                          .has_credit_limit = in->limit_minor > 0,
                          .credit_limit_minor = in->limit_minor,
                          .is_credit_held = in->is_held,
                          .is_po_required = in->is_po_required,
                          .is_active = true };
    struct address a = { .name = "",
                         .line1 = in->line1,
                         .city = in->city,
                         .postcode = in->postcode,
                         .country = strcmp(in->city, "Bremen") == 0 ? "DE" : "GB" };
    struct customer_id id;
    struct err err = ERR_INIT;

    ck_ok(customer_save(ts->desk, &c, &a, NULL, &id, &err));
}

static struct item_id add_item(struct testscreen *ts, const char *sku, const char *description,
                               int64_t price_v, int units)
{
    struct item item = { .sku = sku,
                         .kind = ITEM_STOCK,
                         .description = description,
                         .uom = "ea",
                         .category = "",
                         .note = "",
                         .backorder = BACKORDER_ALLOW,
                         .lead_days = 5,
                         .is_active = true };
    struct price price = { price_v };
    struct item_id id;
    struct err err = ERR_INIT;

    ck_ok(item_save(ts->desk, &item, &price, NULL, &id, &err));
    ck_ok(stock_receive(ts->desk, id, ts->shop.main, (struct qty){ units * QTY_PER_UNIT },
                        NULL, &err));
    return id;
}

static void fill(struct testscreen *ts)
{
    struct item_id bolt, longer;
    struct err err = ERR_INIT;

    for (size_t i = 0; i < OD_LEN(customers); i++)
        add_customer(ts, &customers[i]);
    (void)add_item(ts, "4711", "Packing tape, clear, 48 mm x 66 m", 1450000, 200);
    (void)add_item(ts, "4712", "Packing tape, brown, 48 mm x 66 m", 1450000, 200);
    (void)add_item(ts, "4713", "Stretch film, 500 mm x 300 m", 6900000, 200);
    bolt = add_item(ts, "BOL-M8-40", "Hex bolt M8 x 40 mm, 8.8, zinc, box of 100", 8150000, 12);
    longer = add_item(ts, "BOL-M8-50", "Hex bolt M8 x 50 mm, 8.8, zinc, box of 100", 9900000, 60);
    ck_ok(item_add_substitute(ts->desk, bolt, longer, 1, &err));
}

static struct stamp hook_now(void *ctx)
{
    struct testscreen *ts = ctx;

    return desk_now(ts->desk);
}

static bool hook_changed(void *ctx)
{
    struct testscreen *ts = ctx;
    bool has_changed = ts->has_changed;

    ts->has_changed = false;
    return has_changed;
}

static const char *hook_alarm(void *ctx)
{
    struct testscreen *ts = ctx;

    return ts->alarm;
}

static bool hook_queue(void *ctx, char *out, size_t size, struct err *err)
{
    struct testscreen *ts = ctx;

    return sync_depth_text(ts->desk, out, size, err);
}

static bool hook_may_lock(void *ctx)
{
    struct testscreen *ts = ctx;

    return user_has_password(ts->desk);
}

static bool hook_unlock(void *ctx, const char *password, struct err *err)
{
    struct testscreen *ts = ctx;

    return user_prove(ts->desk, password, err);
}

static void start(struct testscreen *ts, int rows, int cols, bool a11y)
{
    struct err err = ERR_INIT;

    tui_config(ts->desk, &ts->config);
    ts->hooks = *ts->config.hooks;
    ts->hooks.now = hook_now;
    ts->hooks.changed = hook_changed;
    ts->hooks.alarm = hook_alarm;
    ts->hooks.queue = hook_queue;
    ts->hooks.may_lock = hook_may_lock;
    ts->hooks.unlock = hook_unlock;
    ts->config.hooks = &ts->hooks;
    ts->config.ctx = ts;
    ts->config.keys = &ts->keys;
    ts->config.user = "anna (admin)";
    ts->config.place = "Leeds";
    ts->config.a11y = a11y;
    ts->config.lock_minutes = 5;
    ts->config.printing = ts->printing;
    ts->config.term = ts->term = term_mem_new(rows, cols, false);
    ts->app = app_new(&ts->config);
    ck_ok(app_start(ts->app, NULL, &err));
    (void)app_pass(ts->app);
}

static void open_as(struct testscreen *ts, int rows, int cols, bool a11y)
{
    *ts = (struct testscreen){ 0 };
    testshop_open(&ts->shop);
    ts->desk = ts->shop.desk;
    fill(ts);
    start(ts, rows, cols, a11y);
}

void testscreen_open(struct testscreen *ts, int rows, int cols)
{
    open_as(ts, rows, cols, false);
}

void testscreen_open_a11y(struct testscreen *ts)
{
    open_as(ts, 45, 140, true);
}

void testscreen_restart(struct testscreen *ts)
{
    int rows = app_rows(ts->app), cols = app_cols(ts->app);

    app_free(ts->app);
    start(ts, rows, cols, false);
}

void testscreen_close(struct testscreen *ts)
{
    app_free(ts->app);
    testshop_close(&ts->shop);
}

void testscreen_press(struct testscreen *ts, const char *names)
{
    OD_ARENA *tmp = arena_new();

    while (*(names += strspn(names, " ")) != '\0') {
        size_t len = strcspn(names, " ");

        term_mem_press(ts->term, arena_strndup(tmp, names, len));
        ts->pressed++;
        (void)app_pass(ts->app);
        names += len;
    }
}

static void push_char(struct testscreen *ts, const char **text)
{
    OD_ARENA *tmp = arena_new();
    const char *from = *text;

    (void)utf8_next(text);
    if (*from == '\n')
        term_mem_press(ts->term, "Enter");
    else
        term_mem_type(ts->term, arena_strndup(tmp, from, (size_t)(*text - from)));
    ts->pressed++;
}

void testscreen_type(struct testscreen *ts, const char *text)
{
    while (*text != '\0') {
        push_char(ts, &text);
        (void)app_pass(ts->app);
    }
}

void testscreen_burst(struct testscreen *ts, const char *text)
{
    while (*text != '\0')
        push_char(ts, &text);
    for (int i = 0; i < 3; i++)
        (void)app_pass(ts->app);
}

void testscreen_resize(struct testscreen *ts, int rows, int cols)
{
    term_mem_resize(ts->term, rows, cols);
    (void)app_pass(ts->app);
}

void testscreen_tick(struct testscreen *ts, bool has_changed)
{
    ts->has_changed = has_changed;
    app_tick(ts->app);
    (void)app_pass(ts->app);
}

const char *testscreen_dump(struct testscreen *ts)
{
    return term_mem_dump(ts->term, ts->shop.arena);
}

const char *testscreen_row(struct testscreen *ts, int row)
{
    return term_mem_row(ts->term, row, ts->shop.arena);
}

bool testscreen_shows(struct testscreen *ts, const char *text)
{
    return term_mem_shows(ts->term, text);
}

struct order *testscreen_last_order(struct testscreen *ts)
{
    int64_t id = testshop_number(ts->desk,
                                 "SELECT COALESCE(MAX(id), 0) FROM sales_order WHERE number <> ''");

    return id == 0 ? NULL : testshop_load(&ts->shop, id);
}
