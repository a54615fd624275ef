/*
 * Items: what can be sold. Stock, service and charge.
 */
#ifndef OD_DOMAIN_CATALOG_ITEM_H
#define OD_DOMAIN_CATALOG_ITEM_H

#include "domain/desk/tolerance.h"
#include "domain/desk/desk.h"
#include "domain/desk/diff.h"

enum item_kind { ITEM_STOCK = 1, ITEM_SERVICE = 2, ITEM_CHARGE = 3, ITEM_BUNDLE = 4 };
enum backorder_policy { BACKORDER_AS_ITEM = 0, BACKORDER_DENY = 1, BACKORDER_ALLOW = 2 };

/* A unit it is ordered in beside its own; the price and the stock stay in its own. */
struct item_unit {
    const char *code;  /* "box" */
    struct qty factor; /* of its own in one */
};

/* A component of a bundle. */
struct item_part {
    struct item_id item;
    const char *sku;
    struct qty qty; /* of it in one bundle */
};

/* Its description for customers who read another language than the desk. */
struct item_text {
    const char *lang;        /* ISO 639-1: "de" */
    const char *description;
};

#define ITEM_PRICE_NEW INT64_C(-1)

struct item {
    struct item_id id;
    const char *sku; /* unique, upper case */
    enum item_kind kind;
    const char *description, *category, *uom, *note;
    int qty_decimals;
    int64_t tax_class_id;  /* 0 on a new one: "standard" */
    const char *tax_class; /* its code; read only */
    int64_t weight_g;
    enum backorder_policy backorder;
    struct qty backorder_limit; /* that all orders together may wait for; 0: any */
    const char *hs_code;   /* tariff number for customs, digits; "" not known; NULL as "" */
    const char *origin;    /* country it was made in, ISO; "" not known; NULL as "" */
    struct qty min_qty, qty_step; /* 0: none */
    int lead_days;
    struct tolerances tolerance; /* of deliveries; not said: the customer's */
    bool is_active;  /* false: kept for old orders, refused on new ones */
    int64_t version; /* 0 when saving: whatever is there */
    /* When saving: version of its base price as it was seen, ITEM_PRICE_NEW where there was none;
     * 0: whatever is there. Loading leaves it 0. */
    int64_t price_version;
    /* NULL-terminated: "CODE", or "CODE*12" where one scan counts a pack; saved with a leading =
     * it is one of the house, whose check digit nobody asks for */
    const char *const *barcodes;
    const struct item_unit *units; /* ends with a NULL code; NULL when saving: those there are */
    const struct item_part *parts; /* of a bundle, ends with item 0; NULL as with units */
    const struct item_text *texts; /* by language, ends with a NULL lang; NULL as with units */
    struct qty scan_pack; /* read only: what one scan counts, where item_find went by a barcode */
};

OD_MUST_USE bool item_load(struct desk *desk, struct item_id id, struct arena *arena,
                           struct item **out, struct err *err);
/* By SKU (case does not matter), then barcode, then channel SKU where channel is given (else 0).
 * *out NULL where there is none. */
OD_MUST_USE bool item_find(struct desk *desk, const char *code, struct channel_id channel,
                           struct arena *arena, struct item **out, struct err *err);
/*
 * Creates (id 0; "item.new") or changes ("item.save"). base_price: price on the BASE list from
 * quantity 0, NULL leaves prices alone. Barcodes given replace those stored (NULL leaves them); a
 * new one of 8, 12, 13 or 14 digits must have its check digit, but for imports (item_save_in). err
 * ERR_INVALID (field), ERR_CONFLICT (SKU or barcode taken, with which item; version)
 */
OD_MUST_USE bool item_save(struct desk *desk, const struct item *in, const struct price *base_price,
                           const char *key, struct item_id *out, struct err *err);
OD_MUST_USE bool item_save_in(struct tx *tx, struct desk *desk, const struct item *in,
                              const struct price *base_price, struct item_id *out, struct err *err);
/* Brings the search text up to date from the item as it stands. */
OD_MUST_USE bool item_reindex(struct tx *tx, struct desk *desk, struct item_id id, struct err *err);
/* rank: the lowest is offered first. "item.save" */
OD_MUST_USE bool item_add_substitute(struct desk *desk, struct item_id id,
                                     struct item_id substitute, int rank, struct err *err);
/* It is not offered any more. "item.save"; ERR_NOT_FOUND (field "substitute") where it was not. */
OD_MUST_USE bool item_drop_substitute(struct desk *desk, struct item_id id,
                                      struct item_id substitute, struct err *err);
/* "BRK-20=2 HOSE=1.5", blanks between; and back. ERR_INVALID, ERR_LIMIT, field "components". */
OD_MUST_USE bool item_parts_parse(struct desk *desk, const char *text,
                                  const struct decimal_form *form, struct arena *arena,
                                  const struct item_part **out, struct err *err);
const char *item_parts_text(const struct item_part *parts, const struct decimal_form *form,
                            struct arena *arena);
/* Components of a bundle, and of the one on an order line; none of all else. Ends with item 0. */
OD_MUST_USE bool item_parts_load(struct desk *desk, struct item_id id, struct arena *arena,
                                 const struct item_part **out, struct err *err);
OD_MUST_USE bool item_parts_of_line(struct desk *desk, struct line_id line, struct arena *arena,
                                    const struct item_part **out, struct err *err);
/* "de: Schraube M8x40; fr: Vis M8x40", or a line each; and back. ERR_INVALID, ERR_LIMIT, field
 * "descriptions". */
OD_MUST_USE bool item_texts_parse(const char *text, struct arena *arena,
                                  const struct item_text **out, struct err *err);
const char *item_texts_text(const struct item_text *texts, struct arena *arena);
struct item_list {
    struct item **v;
    int n;
};
/* Those on sale, by rank, then SKU. */
OD_MUST_USE bool item_substitutes_load(struct desk *desk, struct item_id id, struct arena *arena,
                                       struct item_list *out, struct err *err);
/* The item's code at a channel; a code that was another item's goes over to this one. */
OD_MUST_USE bool item_set_channel_sku_in(struct tx *tx, struct channel_id channel,
                                         const char *external_sku, struct item_id id,
                                         struct err *err);
void item_compare(const struct item *before, const struct item *now, struct arena *arena,
                  struct field_diffs *out);
const char *item_kind_name(enum item_kind kind); /* "stock" ...: stable word */
OD_MUST_USE bool item_kind_parse(const char *text, enum item_kind *out, struct err *err);

/* Sites and channels, small tables loaded whole. Saving: id 0 makes a new one, version 0 takes
 * whatever is there ("site.save", "channel.save"). ERR_INVALID (field), ERR_CONFLICT (code taken,
 * version), ERR_STATE (why it cannot be closed). */
/* When a line that a site sends gets its stock (R11): at confirming; so many days before it is
 * wanted; when somebody says so. */
enum allocate_mode { ALLOCATE_AT_ONCE = 1, ALLOCATE_HORIZON = 2, ALLOCATE_MANUAL = 3 };
#define ALLOCATE_DAYS_MAX 3650
struct site {
    struct site_id id;
    const char *code, *name, *line1, *city, *region, *postcode, *country;
    int priority;
    bool can_ship, can_pickup, can_return, is_active;
    int64_t version;
    bool has_cutoff;   /* false when saving a new one: 15:00 */
    int cutoff_minute; /* of the day: what is confirmed later leaves a working day later */
    int work_days; /* bits: Monday 1 .. Sunday 64; 0 when saving: stays, of a new one Mon to Fri */
    int allocate_mode; /* enum allocate_mode; 0 when saving: stays, of a new one ALLOCATE_AT_ONCE */
    int allocate_days; /* of ALLOCATE_HORIZON */
    const char *ships_to; /* "GB IE FR-75": countries, beginnings of post codes; "" or NULL: all */
};
struct site_list {
    struct site *v;
    int n;
};
OD_MUST_USE bool site_list_load(struct desk *desk, struct arena *arena, struct site_list *out,
                                struct err *err); /* by priority, then code */
const char *site_code_of(const struct site_list *sites, struct site_id id); /* "": not there */
OD_MUST_USE bool site_find(struct desk *desk, const char *code, struct arena *arena,
                           struct site **out, struct err *err); /* *out NULL where none */
OD_MUST_USE bool site_save(struct desk *desk, const struct site *in, struct site_id *out,
                           struct err *err);
/* Makes a site inactive though orders count on it ("site.save"); nothing where it is already. For
 * flow/source_steps.h: site_close(), which then moves them. ERR_STATE: it is the default site. */
OD_MUST_USE bool site_shut(struct desk *desk, struct site_id site, struct err *err);

enum channel_kind {
    CHANNEL_PHONE = 1,
    CHANNEL_COUNTER = 2,
    CHANNEL_WEB = 3,
    CHANNEL_MARKETPLACE = 4,
    CHANNEL_EDI = 5,
    CHANNEL_EMAIL = 6,
};
struct channel {
    struct channel_id id;
    const char *code, *name;
    int kind; /* enum channel_kind */
    struct price_list_id price_list;
    int remorse_minutes; /* in which a confirmed order is not picked yet; -1: as the firm's */
    struct site_id site; /* 0: the desk's */
    /* By which the total of an imported order may differ from its lines; more holds the order. */
    int64_t total_tolerance_minor;
    bool is_active;
    int64_t version;
};
#define CHANNEL_TOLERANCE_MINOR 100 /* of a new one */
struct channel_list {
    struct channel *v;
    int n;
};
OD_MUST_USE bool channel_list_load(struct desk *desk, struct arena *arena, struct channel_list *out,
                                   struct err *err);
const char *channel_code_of(const struct channel_list *channels, struct channel_id id); /* or "" */
OD_MUST_USE bool channel_find(struct desk *desk, const char *code, struct arena *arena,
                              struct channel **out, struct err *err);
OD_MUST_USE bool channel_save(struct desk *desk, const struct channel *in, struct channel_id *out,
                              struct err *err);

#endif
