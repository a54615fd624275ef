/*
 * Imports: any file of rows is refused as a whole or taken in row by row, every row is counted once,
 * and the desk adds up afterwards. The first byte chooses the kind.
 */
#include "base/conf.h"
#include "base/csv.h"
#include "domain/catalog/item.h"
#include "domain/insight/audit.h"
#include "domain/intake/import.h"
#include "domain/party/customer.h"
#include "fuzz/fuzz.h"
#include "store/db.h"

/* Runs on one desk, so that records meet others; then it is counted again and a new one made. */
#define RUNS_PER_DESK 200

static void stock_up(struct desk *desk)
{
    struct err err = ERR_INIT;
    struct customer c = { .code = "A", .name = "A", .kind = CUSTOMER_B2B, .currency = "GBP",
                          .is_active = true };
    struct address a = { .name = "", .line1 = "1 St", .city = "Leeds",
                         .postcode = "LS1 1AA", .country = "GB" };
    struct item item = { .sku = "1", .kind = ITEM_STOCK, .description = "one", .category = "",
                         .uom = "ea", .note = "", .backorder = BACKORDER_ALLOW,
                         .is_active = true };
    struct price price = { 10000 };
    struct customer_id customer;
    struct item_id id;

    assert(customer_save(desk, &c, &a, NULL, &customer, &err));
    assert(item_save(desk, &item, &price, NULL, &id, &err));
}

static struct desk *open_desk(void)
{
    struct desk *desk = NULL;
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

    in.clock = clock_fixed((struct stamp){ INT64_C(1795356180000) });
    assert(desk_create(&in, &desk, &err));
    stock_up(desk);
    return desk;
}

static void count_again(struct desk *desk)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct audit audit;

    assert(audit_run(desk, false, tmp, &audit, &err));
    if (audit.n > 0)
        (void)fprintf(stderr, "%s: %s %s\n", audit.v[0].check, audit.v[0].record,
                      audit.v[0].words);
    assert(audit.n == 0);
}

static struct desk *desk_for_run(void)
{
    static struct desk *desk;
    static int runs;

    if (desk && ++runs % RUNS_PER_DESK == 0) {
        count_again(desk);
        desk_close(desk);
        desk = NULL;
    }
    if (!desk)
        desk = open_desk();
    return desk;
}

static void note_refusal(void *arg, const struct import_refusal *r, const struct csv_reader *row)
{
    (void)row;
    assert(r->reason && r->reason[0] != '\0');
    ++*(int64_t *)arg;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct desk *desk = desk_for_run();
    struct import_counts n;
    struct err err = ERR_INIT;
    char name[FUZZ_NAME_SIZE];
    int64_t refused = 0;
    OD_CSV *rows = NULL;
    OD_CSV *peek = NULL;
    OD_CONF *map = NULL;
    struct csv_form form = { 0 };
    char map_name[FUZZ_NAME_SIZE];
    const uint8_t *head;
    size_t map_len;
    struct import_in in = { .source = "fuzz", .refused = note_refusal, .arg = &refused };
    int fd;

    if (size < 2 || size > 16000)
        return 0;
    in.kind = (enum import_kind)(data[0] % (IMPORT_METHODS + 1));
    /* Told to be any encoding, or found out; forms found out by a second reader. What stands before
     * a line of "----" is the map. */
    form.encoding = (enum encoding)(data[0] / 8 % (ENCODING_CP1252 + 1));
    head = memmem(data, size, "----\n", 5);
    map_len = head ? (size_t)(head - data) : 1;
    if (head) {
        int map_fd = fuzz_file(data + 1, map_len - 1, map_name);

        if (!conf_load(&map, map_name, &err))
            err_clear(&err);
        (void)close(map_fd);
        in.map = map;
        map_len += 5;
    }
    fd = fuzz_file(data + map_len, size - map_len, name);
    if (csv_open(&rows, name, &form, &err) && csv_open(&peek, name, &form, &err)) {
        in.rows = rows;
        in.peek = peek;
        if (!import_run(desk, &in, &n, &err)) {
            assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        } else {
            assert(n.read == n.fresh + n.changed + n.same + n.proposed + n.refused);
            assert(refused >= n.refused);
        }
    }
    (void)close(fd);
    return 0;
}
