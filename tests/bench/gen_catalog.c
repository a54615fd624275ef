/*
 * Items and customers of a generated desk: codes, words and prices that look like a hardware
 * wholesaler's, put together from parts.
 */
#include "base/mem.h"
#include "base/utf8.h"
#include "bench/gen.h"
#include "domain/desk/index.h"

/* --- items ------------------------------------------------------------------------------------ */

static const struct {
    const char *code, *words, *category;
    int from_minor, to_minor;
} kinds[] = {
    { "BOL", "Hex bolt", "Fasteners", 5, 900 },
    { "NUT", "Lock nut", "Fasteners", 3, 300 },
    { "WAS", "Flat washer", "Fasteners", 2, 150 },
    { "SCR", "Wood screw", "Fasteners", 4, 400 },
    { "ANC", "Wall anchor", "Fasteners", 20, 900 },
    { "BRK", "Angle bracket", "Fittings", 80, 1500 },
    { "HNG", "Butt hinge", "Fittings", 120, 2500 },
    { "LAT", "Gate latch", "Fittings", 250, 4000 },
    { "PIP", "Copper pipe", "Plumbing", 300, 6000 },
    { "VAL", "Ball valve", "Plumbing", 450, 9000 },
    { "TAP", "Packing tape", "Packing", 90, 800 },
    { "BOX", "Shipping carton", "Packing", 40, 500 },
    { "GLV", "Work gloves", "Safety", 150, 2500 },
    { "HLM", "Safety helmet", "Safety", 700, 6000 },
    { "DRL", "Twist drill", "Tools", 120, 3000 },
    { "SAW", "Saw blade", "Tools", 600, 9000 },
    { "HAM", "Claw hammer", "Tools", 900, 6000 },
    { "SPN", "Ring spanner", "Tools", 300, 4500 },
    { "CAB", "Power cable", "Electrical", 200, 9000 },
    { "SWI", "Rocker switch", "Electrical", 150, 2500 },
    { "LMP", "LED lamp", "Electrical", 250, 5000 },
    { "PNT", "Acrylic paint", "Paint", 700, 9500 },
    { "BRS", "Flat brush", "Paint", 100, 2200 },
    { "WID", "Widget", "Specials", 500, 40000 },
};
static const char *const finishes[] = { "zinc",   "A2 stainless", "galvanised", "brass",
                                        "black",  "blue",         "red",        "clear",
                                        "8.8",    "hot dipped",   "matt white", "café brown" };
static const char *const packs[] = { "", "", ", box of 100", ", pack of 10", ", pair", ", 5 m" };

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

static void make_item(struct gen *g, int at, struct gen_item *item)
{
    int kind = at % COUNT(kinds), series = at / COUNT(kinds);
    int size = 2 + series % 40, length = 10 + series / 40 % 30 * 5, finish = series / 1200;

    item->sku = arena_printf(g->arena, "%s-M%d-%d%s", kinds[kind].code, size, length,
                             finish ? arena_printf(g->arena, "-%c%d", 'A' + finish % 26, finish)
                                    : "");
    item->description = arena_printf(
        g->arena, "%s M%d x %d mm, %s%s", kinds[kind].words, size, length,
        finishes[(finish + series) % COUNT(finishes)], packs[(series + kind) % COUNT(packs)]);
    item->price_v =
        gen_between(&g->rng, kinds[kind].from_minor, kinds[kind].to_minor) * 10000;
    item->is_scarce = gen_in_1000(&g->rng, 40);
}

void gen_make_items(struct gen *g)
{
    sqlite3_stmt *item = gen_insert(g->db, "item",
                                    "id, sku, description, category, tax_class_id, weight_g,"
                                    " is_active, search_text, created_ms");
    sqlite3_stmt *price = gen_insert(g->db, "price_rule", "price_list_id, item_id, price_v");
    sqlite3_stmt *code = gen_insert(g->db, "item_barcode", "barcode, item_id");
    OD_ARENA *tmp = arena_new();

    g->item = arena_array(g->arena, g->items, struct gen_item);
    for (int i = 0; i < g->items; i++) {
        struct gen_item *it = &g->item[i];
        const char *barcode = arena_printf(tmp, "40%011d", i * 13 + 7);
        const char *category = kinds[i % COUNT(kinds)].category;
        int64_t id = i + 1;

        make_item(g, i, it);
        const char *const parts[] = { it->sku, it->description, category,
                                      index_tails(tmp, it->sku, 3, false), barcode };

        gen_put(item, "itttiiiti", id, it->sku, it->description, category, INT64_C(1),
                gen_between(&g->rng, 5, 9000), (int64_t)!gen_in_1000(&g->rng, 30),
                index_text(tmp, parts, COUNT(parts)), GEN_NOW_MS - 1200 * GEN_DAY_MS);
        gen_put(price, "iii", INT64_C(1), id, it->price_v);
        gen_put(code, "ti", barcode, id);
        arena_reset(tmp);
    }
    sqlite3_finalize(item);
    sqlite3_finalize(price);
    sqlite3_finalize(code);
}

/* --- customers -------------------------------------------------------------------------------- */

static const char *const heads[] = { "Al",   "Bar",  "Cor",  "Dun",  "El",   "Far",  "Gar",
                                     "Hal",  "Ing",  "Kel",  "Lor",  "Mar",  "Nor",  "Ost",
                                     "Pem",  "Quin", "Ros",  "Sel",  "Tor",  "Ull",  "Ver",
                                     "Wel",  "Zie",  "Brü",  "Mül",  "Søn",  "Châ",  "Ash",
                                     "Beck", "Craw", "Dray", "Fen",  "Glen", "Hol",  "Kirk" };
static const char *const tails[] = { "ton",  "more",  "ler",  "by",    "ford", "wick", "ham",
                                     "stad", "berg",  "den",  "worth", "ley",  "mann", "sen",
                                     "ville", "thorpe", "well", "gate", "dale", "wood" };
static const char *const trades[] = { "Tools",     "Builders", "Joinery",  "Plumbing", "Electrical",
                                      "Motors",    "Catering", "Fencing",  "Roofing",  "Garden",
                                      "Packaging", "Supplies", "Hardware", "Marine",   "Farm",
                                      "Interiors", "Steel",    "Logistics" };
static const char *const forms[] = { "Ltd", "& Co", "Group", "PLC", "Services", "" };
static const struct {
    const char *city, *area;
} towns[] = {
    { "Leeds", "LS" },     { "London", "SE" },    { "London", "NW" },    { "Manchester", "M" },
    { "Birmingham", "B" }, { "Glasgow", "G" },    { "Bristol", "BS" },   { "Sheffield", "S" },
    { "Liverpool", "L" },  { "York", "YO" },      { "Hull", "HU" },      { "Cardiff", "CF" },
    { "Edinburgh", "EH" }, { "Leicester", "LE" }, { "Nottingham", "NG" }, { "Bradford", "BD" },
    { "Belfast", "BT" },   { "Plymouth", "PL" },  { "Derby", "DE" },     { "Norwich", "NR" },
    { "Oxford", "OX" },    { "Reading", "RG" },   { "Swansea", "SA" },   { "Wakefield", "WF" },
};
static const char *const streets[] = { "Dock Street",  "Mill Lane",   "Station Road",
                                       "Bridge Street", "Church Road", "Park Way",
                                       "Canal Wharf",  "High Street", "Foundry Yard" };

static void make_customer(struct gen *g, int at, struct gen_customer *c)
{
    uint64_t mixed = (uint64_t)at * 2654435761u;
    int town = gen_skewed(&g->rng, COUNT(towns));
    const char *form = forms[mixed / 7 % COUNT(forms)];

    c->code = arena_printf(g->arena, "%d", 1001 + at);
    c->name = arena_printf(g->arena, "%s%s %s%s%s", heads[at % COUNT(heads)],
                           tails[at / COUNT(heads) % COUNT(tails)],
                           trades[mixed / 101 % COUNT(trades)], form[0] ? " " : "", form);
    c->city = towns[town].city;
    c->postcode = arena_printf(g->arena, "%s%d %d%c%c", towns[town].area,
                               (int)gen_between(&g->rng, 1, 28), (int)gen_between(&g->rng, 1, 9),
                               'A' + (char)rng_below(&g->rng, 26), 'A' + (char)rng_below(&g->rng, 26));
    c->line1 = arena_printf(g->arena, "%d %s", (int)gen_between(&g->rng, 1, 240),
                            streets[rng_below(&g->rng, COUNT(streets))]);
    c->has_po = gen_in_1000(&g->rng, 600);
}

static void put_customer(struct gen *g, sqlite3_stmt *q, int64_t id, const struct gen_customer *c,
                         struct arena *tmp)
{
    const char *phone = arena_printf(tmp, "01%02d %03d %04d", (int)gen_between(&g->rng, 13, 99),
                                     (int)gen_between(&g->rng, 200, 999),
                                     (int)gen_between(&g->rng, 0, 9999));
    const char *email = arena_printf(tmp, "orders@c%s.example", c->code);
    const char *const parts[] = { c->code,  c->name,  email,   phone,
                                  index_tails(tmp, phone, 4, true),
                                  c->line1, c->city, c->postcode };
    bool has_limit = gen_in_1000(&g->rng, 500);

    gen_put(q, "ittitinittiiitti", id, c->code, c->name, INT64_C(1), "GBP", INT64_C(1),
            has_limit ? arena_printf(tmp, "%d", (int)gen_between(&g->rng, 1, 60) * 500000) : NULL,
            (int64_t)gen_in_1000(&g->rng, 5), email, phone, id, id,
            (int64_t)!gen_in_1000(&g->rng, 20), utf8_fold(tmp, c->name),
            index_text(tmp, parts, COUNT(parts)), GEN_NOW_MS - 1200 * GEN_DAY_MS);
}

void gen_make_customers(struct gen *g)
{
    sqlite3_stmt *customer = gen_insert(
        g->db, "customer",
        "id, code, name, kind, currency, payment_terms_id, credit_limit_minor, is_credit_held,"
        " email, phone, bill_address_id, ship_address_id, is_active, name_fold, search_text,"
        " created_ms");
    sqlite3_stmt *address =
        gen_insert(g->db, "address",
                   "id, customer_id, number, line1, city, postcode, country, created_ms");
    OD_ARENA *tmp = arena_new();

    g->customer = arena_array(g->arena, g->customers, struct gen_customer);
    for (int i = 0; i < g->customers; i++) {
        struct gen_customer *c = &g->customer[i];
        int64_t id = i + 1;

        make_customer(g, i, c);
        put_customer(g, customer, id, c, tmp);
        gen_put(address, "iiitttti", id, id, INT64_C(1), c->line1,
                c->city, c->postcode, "GB", GEN_NOW_MS - 1200 * GEN_DAY_MS);
        arena_reset(tmp);
    }
    sqlite3_finalize(customer);
    sqlite3_finalize(address);
}
