/*
 * The query bar: any text is either refused with a field, or finds without a fault of the store, on
 * both ways through the list, and in the look-ups.
 */
#include <stdlib.h>

#include "domain/catalog/item.h"
#include "domain/flow/order_action.h"
#include "domain/insight/search.h"
#include "domain/party/customer.h"
#include "fuzz/fuzz.h"
#include "store/db.h"

/* Something to find, or the rows of what is found are never made. */
static void fill(struct desk *desk)
{
    static const char *const words[] = { "acme tools", "Müller Leeds", "bolt m8", "株式会社 100" };
    struct err err = ERR_INIT;

    for (size_t i = 0; i < OD_LEN(words); i++) {
        struct customer c = {
            .code = "", .name = words[i], .kind = CUSTOMER_B2B, .currency = "GBP", .is_active = true
        };
        struct address a = {
            .line1 = "1 High Street", .city = words[i], .postcode = "LS1 1AA", .country = "GB"
        };
        struct item item = { .sku = (const char *const[]){ "4711", "BOL-M8", "A", "100" }[i],
                             .kind = ITEM_STOCK,
                             .description = words[i],
                             .uom = "ea",
                             .category = words[i],
                             .note = "",
                             .is_active = true };
        struct price price = { 10000 };
        struct customer_id customer;
        struct item_id id;

        if (!customer_save(desk, &c, &a, NULL, &customer, &err) ||
            !item_save(desk, &item, &price, NULL, &id, &err))
            abort();
        for (int n = 0; n < 3; n++) {
            OD_ARENA *tmp = arena_new();
            struct line_input line = { .item = id, .qty = { QTY_PER_UNIT } };
            struct order_new in = { .customer = customer,
                                    .lines = &line,
                                    .line_count = 1,
                                    .is_submit = n > 0,
                                    .is_confirm = n > 1 };
            struct order_taken taken;

            if (!order_create(desk, &in, tmp, &taken, &err))
                abort();
        }
    }
}

static struct desk *open_desk(void)
{
    static struct desk *desk; /* one for all inputs: none of them writes */
    struct err err = ERR_INIT;
    struct desk_new in = {
        .where = DB_MEMORY,
        .login = "fuzz",
        .user_name = "Fuzz",
        .company = "Fuzz",
        .country = "GB",
        .currency = "GBP",
        .time_zone = "UTC",
    };

    if (desk)
        return desk;
    in.clock = clock_fixed((struct stamp){ INT64_C(1795356180000) });
    if (!desk_create(&in, &desk, &err))
        abort();
    fill(desk);
    return desk;
}

static void run(struct desk *desk, const struct query *q, struct arena *arena)
{
    static const struct find_from from = { 3, "key", false, true };
    struct err err = ERR_INIT;
    struct order_rows orders;
    struct customer_rows customers;
    struct item_rows items;

    assert(find_orders(desk, q, NULL, 20, arena, &orders, &err));
    assert(find_orders(desk, q, &from, 20, arena, &orders, &err));
    assert(find_customers(desk, q, NULL, 20, arena, &customers, &err));
    assert(find_customers(desk, q, &from, 20, arena, &customers, &err));
    assert(find_items(desk, q, NULL, 20, arena, &items, &err));
    assert(find_items(desk, q, &from, 20, arena, &items, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    struct desk *desk = open_desk();
    const char *text = fuzz_text(tmp, data, size);
    struct customer_rows customers;
    struct item_rows items;

    for (int kind = FIND_ALL; kind <= FIND_ITEM; kind++) {
        struct err err = ERR_INIT;
        const struct query *q = NULL;

        if (query_parse(text, (enum find_kind)kind, desk, tmp, &q, &err)) {
            run(desk, q, tmp);
        } else {
            assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
            assert(err.field[0] != '\0');
        }
    }
    assert(lookup_customers(desk, text, 5, tmp, &customers, NULL));
    assert(lookup_items(desk, text, 5, tmp, &items, NULL));
    return 0;
}
