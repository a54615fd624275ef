/*
 * The sales order and its lines: the record, drafts and their editing, loading and saving. What the
 * quantities mean is in order_rules.h; what happens to a submitted order in flow/order_action.h.
 */
#ifndef OD_DOMAIN_ORDER_ORDER_H
#define OD_DOMAIN_ORDER_ORDER_H

#include "domain/catalog/pricing.h"
#include "domain/desk/tolerance.h"
#include "domain/desk/action.h"
#include "domain/desk/desk.h"
#include "domain/desk/diff.h"

enum order_status {
    ORDER_DRAFT = 1,
    ORDER_QUOTED = 2,
    ORDER_EXPIRED = 3,
    ORDER_SUBMITTED = 4,
    ORDER_CONFIRMED = 5,
    ORDER_CLOSED = 6,
    ORDER_CANCELED = 7,
    ORDER_DISCARDED = 8,
};

/* Display status, derived (order_rules.c), cached for lists. First match wins, in this order. */
enum order_shown {
    SHOWN_CANCELED = 1,
    SHOWN_DISCARDED = 2,
    SHOWN_DRAFT = 3,
    SHOWN_QUOTED = 4,
    SHOWN_EXPIRED = 5,
    SHOWN_AWAITING_APPROVAL = 6,
    SHOWN_ON_HOLD = 7,
    SHOWN_SUBMITTED = 8,
    SHOWN_RETURNED = 9,
    SHOWN_INVOICED = 10,
    SHOWN_DELIVERED = 11,
    SHOWN_SHIPPED = 12,
    SHOWN_PART_SHIPPED = 13,
    SHOWN_PICKING = 14,
    SHOWN_ALLOCATED = 15,
    SHOWN_BACKORDERED = 16,
    SHOWN_CONFIRMED = 17,
};

enum line_kind {
    LINE_STOCK = 1,
    LINE_SERVICE = 2,
    LINE_CHARGE = 3,
    LINE_BUNDLE = 4,
    LINE_COMMENT = 5,
};

/* Steps that a hold may block, as bits. */
enum hold_block {
    BLOCK_CONFIRM = 1,
    BLOCK_ALLOCATE = 2,
    BLOCK_PICK = 4,
    BLOCK_SHIP = 8,
    BLOCK_INVOICE = 16,
    BLOCK_CAPTURE = 32,
};
enum hold_kind {
    HOLD_APPROVAL = 1,
    HOLD_DATA = 2,
    HOLD_CREDIT = 3,
    HOLD_OVERDUE = 4,
    HOLD_FRAUD = 5,
    HOLD_PAYMENT = 6,
    HOLD_ADDRESS = 7,
    HOLD_CUSTOMER = 8,
    HOLD_MANUAL = 9,
    HOLD_REMORSE = 10, /* a time in which the customer may still cancel; ends by itself */
};

struct tax_part;
struct order_line {
    struct line_id id;
    int line_no;
    enum line_kind kind;
    struct item_id item;
    struct site_id site; /* 0: the order's */
    const char *sku, *description, *uom;
    const char *customer_text; /* description in the customer's language; "" or NULL: as it is */
    const char *unit;                /* as it was ordered, "box"; "" (or NULL): in its own, uom */
    struct qty unit_qty;             /* of its own in one of them */
    struct date requested, promised; /* none: the order's */
    struct date later; /* gets no stock before, and waits for none; unset: at once (R11) */
    int qty_decimals;                /* of the item */
    int64_t tax_class_id;
    struct price unit_price, list_price;
    enum price_source price_source;
    int64_t price_rule_id;
    bool is_price_locked;
    struct reason_id price_reason;
    struct rate disc;
    int64_t disc_minor;
    int64_t net_minor, order_disc_minor, tax_minor;
    struct rate tax_rate; /* of its one tax, or what its taxes make together */
    int tax_category;
    const char *tax_code;       /* of its one tax, "GST"; "" or NULL where that has none */
    struct tax_part *tax_parts; /* where it has several: each with its share of tax_minor */
    int tax_part_count;         /* 0: has one */
    struct qty ordered, canceled, allocated, picked, shipped, delivered, returned_ok, returned_bad,
        invoiced, credited;
    struct qty over; /* of ordered, what was picked beyond it */
    struct tolerances tolerance; /* its own */
    bool is_whole; /* leaves whole or not at all (R13) */
    /* of the item today, for checks while the order is open; read only */
    bool is_item_active;
    int item_backorder, lead_days; /* enum backorder_policy; days */
    struct tolerances item_tolerance;
    struct qty min_qty, qty_step;
    int64_t weight_g;      /* of one */
    const char *contents;  /* of a bundle, "BRK-20=2 HOSE=1"; NULL or "" of all else; read only */
    const char *site_code; /* of its own site, "" where it has none; read only */
};

struct order_tax_row {
    int category;
    struct rate rate;
    const char *name, *code;
    int pass; /* above 1: base_minor holds taxes of earlier passes */
    int64_t base_minor, tax_minor;
};

struct order_hold {
    int64_t id;
    enum hold_kind kind;
    int blocks;
    const char *note, *opened_by;
    struct stamp opened, until; /* until: ends by itself then; 0: never */
    bool is_auto;               /* goes when what raised it is mended */
};

/* At most one open hold of each kind. */
#define ORDER_HOLDS_MAX 10

/* The customer as it is today, for guards and prices; read only, loaded with the order. */
struct order_party {
    bool is_active, is_po_required, is_credit_held, has_credit_limit;
    int backorder_policy; /* 0 as item */
    int64_t credit_limit_minor, tax_zone_id;
    struct price_list_id price_list;
    int64_t group_id;   /* of price rules; 0: none */
    bool is_best_price; /* lowest of all sources */
    struct tolerances tolerance;
    const char *tax_exempt_cert;
    struct date tax_exempt_until;
    char currency[4];
};
struct order_saved;

struct order {
    struct order_id id;
    const char *number; /* "" until submitted */
    int kind;           /* 1 order 2 quote 3 replacement 4 exchange */
    enum order_status status;
    bool is_history;
    struct customer_id customer; /* 0 in a draft that has none yet */
    struct contact_id contact;
    struct channel_id channel;
    struct site_id site;
    struct site_id pickup; /* where it is collected: its site then; 0: it is sent */
    const char *pickup_site; /* code of that site, "" where none */
    const char *external_id, *customer_po;
    const char *customer_code; /* of the customer today; read only */
    const char *customer_name; /* snapshot once submitted */
    const char *channel_code, *site_code, *created_by; /* read only */
    const char *terms_code;    /* of payment_terms_id; read only */
    const char *terms_name;    /* snapshot once submitted */
    struct address_id bill_address, ship_address;
    const char *ship_name, *ship_line1, *ship_line2, *ship_city, *ship_region, *ship_postcode,
        *ship_country;
    char currency[4];
    struct fx fx;          /* e9 0 in a draft: no rate is known */
    const char *fx_source; /* whose rate, of which day; "" in the currency of the firm */
    bool is_tax_incl;
    int tax_round;
    enum round_mode round_mode;
    int64_t tax_zone_id;
    struct rate disc;
    int64_t disc_minor;
    int64_t goods_minor, charges_minor, discount_minor, tax_minor, total_minor, base_total_minor;
    /* Paid in cash: the total is a multiple of the step; rounding is what that gave or took. */
    int64_t cash_step_minor, rounding_minor;
    int ship_policy, pay_policy; /* enum ship_policy, enum pay_policy */
    struct date partial_after; /* of one that goes out complete: may be parted from then on; none */
    bool may_part;             /* that day has come; read only */
    bool cancel_backorders;    /* what is missing at picking and nowhere else is canceled */
    int max_sites; /* it may be spread over, 1 to 5; 0: as the firm's setting */
    int priority;  /* 0 to 9: served before lower ones where stock is short */
    int64_t payment_terms_id;
    const char *ship_method, *note;
    struct stamp created, updated, placed, confirmed, ended;
    struct date requested, promised; /* promised: its last line leaves */
    struct date arrives;             /* it is there, as promised; none: nobody said */
    struct date latest_ship;         /* the customer wants it to leave no later; none: any day */
    struct user_id created_by_id;
    enum order_shown shown;
    struct qty open, backordered; /* sums over lines, cached */
    int open_fulfillments;        /* with the warehouse and not shipped; counted when loaded */
    uint32_t hold_blocks;
    bool may_go_on; /* since it was loaded it got stock, or less stands in its way; not stored */
    int64_t version;
    struct order_line *lines;
    int line_count, line_room; /* room where an edit made lines; 0: line_count */
    struct order_tax_row *taxes;
    int tax_count;
    struct order_hold *holds; /* open ones; room for ORDER_HOLDS_MAX */
    int hold_count;
    struct order_party party;
    char base_currency[4];             /* of the firm; read only, "": the order's */
    struct price_list_id channel_list; /* of the channel; read only */
    int remorse_minutes;               /* of the channel, -1: the firm's; read only */
    bool is_share_frozen;              /* for order_total: see order_is_share_frozen */
    bool is_share_anew; /* its discount is changed after all: the shares are spread once more */
    const struct order_saved *saved;   /* as it stands in the store; for order_save alone */
    struct arena *arena;               /* where it lives; NULL in one made by hand */
};

/* --- loading ---------------------------------------------------------------------------------- */

OD_MUST_USE bool order_load(struct desk *desk, struct order_id id, struct arena *arena,
                            struct order **out, struct err *err);
/*
 * By the desk's number, else by the number at a channel (external id; newest first). id 0: none.
 * err  ERR_STATE where one order has the number here and another had it at its channel
 */
OD_MUST_USE bool order_find(struct desk *desk, const char *number, struct order_id *out,
                            struct err *err);
/* Can it be a number of this desk that was heard or typed wrong? Its check digit does not fit. */
bool order_number_is_wrong(const char *number);

/* --- drafts ----------------------------------------------------------------------------------- */

/* A new empty draft of the acting user ("order.draft"); channel 0: phone. */
OD_MUST_USE bool order_draft_new(struct desk *desk, struct channel_id channel, const char *key,
                                 struct order_id *out, struct err *err);

/* Header fields to change; NULL leaves one alone. Each is checked where it is typed (err.field). */
struct order_header {
    const struct customer_id *customer; /* also takes over address, terms, site, price lists */
    const struct address_id *ship_address;
    const struct contact_id *contact;
    const struct site_id *site;
    const struct site_id *pickup; /* it is collected there; id 0: it is sent */
    const char *customer_po, *note, *ship_method, *currency;
    const struct date *requested;
    const struct rate *disc; /* order discount; above the user's limit ERR_DENIED */
    const int64_t *disc_minor;
    const int *max_sites; /* 0: as the firm's setting */
    const int *priority;
    const int *ship_policy; /* enum ship_policy */
    const struct date *partial_after;
    const bool *cancel_backorders;
    const struct date *latest_ship; /* not in the past */
    const char *terms; /* code of payment terms, "-" or "": the customer's; longer than those needs
                          the right "order.terms" */
};
/* Every edit of a draft: one transaction, version checked, prices of unlocked lines, tax and totals
 * computed anew, soft holds renewed, saved. *out is the order afterwards, in arena; at->version
 * follows. err.code ERR_CONFLICT: someone else saved it (or it is no draft any more: ERR_STATE). */
OD_MUST_USE bool order_set_header(struct desk *desk, struct record_at *at,
                                  const struct order_header *in, struct arena *arena,
                                  struct order **out, struct err *err);

/* What one line wants; from the entry grammar (entry.h) or an edit of fields. */
struct line_input {
    struct item_id item;
    struct qty qty; /* in the item's own unit */
    bool has_price, has_disc, has_site, has_unit, has_requested, has_over, has_under, has_whole;
    struct price price;            /* typed: locks the price; right "order.price" */
    struct reason_id price_reason; /* 0: the reason code "agreed" */
    bool is_unlock;                /* back to the price of the lists */
    struct rate disc;
    struct site_id site;   /* 0: the order's */
    const char *unit;      /* it was typed in; "" or NULL: the item's own */
    struct qty unit_qty;   /* the item's own in one of it */
    struct date requested; /* none: the order's */
    struct tolerances tolerance;
    bool is_whole;
    const char *comment;   /* not NULL: a line of words alone, item 0 */
};
/* Takes over what is said of tolerances and wholeness; the rest stays. */
void line_input_merge_ways(struct line_input *into, const struct line_input *in);
/* line_no 0 adds a line. */
OD_MUST_USE bool order_put_line(struct desk *desk, struct record_at *at, int line_no,
                                const struct line_input *in, struct arena *arena,
                                struct order **out, struct err *err);
/* Several at once (paste, repeat, CLI): all or nothing; err is wrapped with "Line n: ". */
OD_MUST_USE bool order_put_lines(struct desk *desk, struct record_at *at,
                                 const struct line_input *in, int n, struct arena *arena,
                                 struct order **out, struct err *err);
OD_MUST_USE bool order_cut_line(struct desk *desk, struct record_at *at, int line_no,
                                struct arena *arena, struct order **out, struct err *err);
/* Lines of the customer's last order, with today's prices; items out of sale are named in *left_out
 * (a sentence, "" where none). ERR_NOT_FOUND without an earlier order. */
OD_MUST_USE bool order_repeat_last(struct desk *desk, struct record_at *at, struct arena *arena,
                                   struct order **out, const char **left_out, struct err *err);
/* Half-typed text of a draft; text NULL or "" forgets it. Does not touch the version. */
OD_MUST_USE bool order_keep_typing(struct desk *desk, struct order_id id, const char *field,
                                   const char *text, struct err *err);
OD_MUST_USE bool order_typing(struct desk *desk, struct order_id id, struct arena *arena,
                              const char **field, const char **text, struct err *err);

/* The user's drafts, newest first. */
struct draft {
    struct order_id id;
    const char *customer_name;
    int line_count;
    struct stamp updated;
    struct money total;
};
struct drafts {
    struct draft *v;
    int n;
};
OD_MUST_USE bool order_drafts(struct desk *desk, int max, struct arena *arena, struct drafts *out,
                              struct err *err);

/* --- while typing: reads that stand beside the cursor ---------------------------------------- */

/* What a line would be, without saving anything. */
struct line_preview {
    const struct item *item;
    struct price price;
    enum price_source source;
    const char *why_short;  /* "base list", "customer list from 10" */
    const char *next_break; /* "from 50: 3.90", "" where none */
    int64_t net_minor;
    struct qty free_here, free_elsewhere; /* for this order; not counting its own other lines */
    struct qty incoming;        /* to that site, with a day and for nobody yet */
    struct date incoming_date; /* of the first of it */
    struct qty last_qty; /* of this customer's last order of the item, 0: never */
    struct price last_price;
    struct date last_date;
};
struct item;
OD_MUST_USE bool order_preview_line(struct desk *desk, const struct order *order,
                                    const struct line_input *in, int line_no, struct arena *arena,
                                    struct line_preview *out, struct err *err);

/* Same customer and lines within ten minutes, or same customer PO: sentences, newest first (I3). */
struct duplicates {
    struct duplicate {
        struct order_id id;
        const char *number, *words;
    } * v;
    int n;
};
OD_MUST_USE bool order_duplicates(struct desk *desk, const struct order *order, struct arena *arena,
                                  struct duplicates *out, struct err *err);

/* --- pages ------------------------------------------------------------------------------------ */

/* What was ordered in the unit it was ordered in, where that comes out even; false: in its own. */
bool order_line_in_units(const struct order_line *l, struct qty *out);
/* "2 box, LEEDS, 24 Dec, whole, +5 %": what the line has of its own; else "". */
const char *order_line_wish(struct desk *desk, const struct order_line *l, struct arena *arena);
/* The same before the description: "(2 box) Packing tape". */
const char *order_line_words(struct desk *desk, const struct order_line *l, struct arena *arena);
/* Its description in the customer's language where the item has one in that; else as it is. */
const char *order_line_for_customer(const struct order_line *l);
/* "  Cash rounding -0.02" for a row of sums, "" where nothing was rounded. */
const char *order_rounding_words(struct desk *desk, const struct order *order,
                                 struct arena *arena);
/* Differing fields, lines included ("line 2 quantity"). */
void order_compare(const struct order *before, const struct order *now, struct arena *arena,
                   struct field_diffs *out);
/* "Why": what is "status", "price LINE", "tax", "stock LINE", "credit", "" for all. */
OD_MUST_USE bool order_why(struct desk *desk, const struct order *order, const char *what,
                           struct arena *arena, const char **out, struct err *err);
/* The status card: a few sentences to read out on the phone. */
OD_MUST_USE bool order_card(struct desk *desk, const struct order *order, struct arena *arena,
                            const char **out, struct err *err);
/* Orders of a customer, newest first. */
struct order_row {
    struct order_id id;
    const char *number, *customer_name, *customer_code, *ship_city, *customer_po, *external_id,
        *channel_code, *created_by;
    enum order_shown shown;
    enum order_status status;
    struct stamp placed;
    struct date promised;
    struct money total;
    int line_count;
    const char *sort_key; /* of a find: what a page goes on from beside the id; else NULL */
};
struct order_rows {
    struct order_row *v;
    int n;
};
OD_MUST_USE bool orders_of_customer(struct desk *desk, struct customer_id id, int max,
                                    struct arena *arena, struct order_rows *out, struct err *err);

/* Numbers of the order that this one takes back, and of those that take this one back; "" where
 * none. Only imported orders have such. */
struct cancel_links {
    const char *cancels, *canceled_by;
};
OD_MUST_USE bool order_cancel_links(struct desk *desk, struct order_id id, struct arena *arena,
                                    struct cancel_links *out, struct err *err);

/* --- for other modules of the domain ---------------------------------------------------------- */

/* Computes prices (where unlocked), nets, order discount shares, tax and totals of a draft. */
OD_MUST_USE bool order_price(struct desk *desk, struct order *order, bool is_repricing,
                             struct arena *arena, struct err *err);
/* Inserts (id 0) or saves header and caches, lines and tax rows that changed, search index,
 * counters of order_count. Version is tested and raised; ERR_CONFLICT. */
OD_MUST_USE bool order_save(struct tx *tx, struct desk *desk, struct order *order, struct err *err);
/* Soft holds for the stock lines at the sites that would send them now, as far as stock is free;
 * expires in the future. Lines must be saved. */
OD_MUST_USE bool order_hold_stock(struct tx *tx, struct desk *desk, const struct order *order,
                                  struct stamp expires, struct arena *arena, struct err *err);
/* Forgets what is half typed. */
OD_MUST_USE bool order_forget_typing(struct tx *tx, struct order_id id, struct err *err);
/* An empty draft in memory with the desk's defaults; order_save inserts it. channel 0: phone. */
OD_MUST_USE bool order_blank(struct desk *desk, struct channel_id channel, struct arena *arena,
                             struct order **out, struct err *err);
/* The edits of a draft on a loaded order, without price, tax and saving; for order_create. */
OD_MUST_USE bool order_change_header(struct desk *desk, struct order *order,
                                     const struct order_header *in, struct err *err);
OD_MUST_USE bool order_change_line(struct desk *desk, struct order *order, int line_no,
                                   const struct line_input *in, struct err *err);
/* Changes or adds (line_no 0) one line and prices its item anew; the price is there and within the
 * user's limit. */
OD_MUST_USE bool order_put_one(struct desk *desk, struct order *order, int line_no,
                               const struct line_input *in, struct arena *arena, struct err *err);
/* After order_price: every line has a price (field "price"), and discounts are within the user's
 * limit. */
OD_MUST_USE bool order_check_prices(struct desk *desk, const struct order *order, struct err *err);
/* A price typed by hand is on the record: who, when, why. */
OD_MUST_USE bool order_note_price(struct tx *tx, struct desk *desk, const struct order *order,
                                  const struct order_line *l, struct err *err);
/* Writes down the prices typed by hand on its lines: who, when, why. Saved orders. */
OD_MUST_USE bool order_note_prices(struct tx *tx, struct desk *desk, const struct order *order,
                                   struct err *err);
/* Does the line keep short stock waiting? line, then customer, then item (B1). */
bool line_may_backorder(const struct order *order, const struct order_line *line);
/* Inserts a new order and its lines, not yet counted in order_count: order_save follows in the same
 * transaction, when it has become what it will be. */
OD_MUST_USE bool order_insert(struct tx *tx, struct desk *desk, struct order *order,
                              struct err *err);
/* Takes the next number, with its check digit. */
OD_MUST_USE bool order_number_next(struct tx *tx, struct arena *arena, const char **out,
                                   struct err *err);
/* Links a saved cancellation with the order it most likely takes back: the customer's latest
 * earlier one with most of the items. There may be none. */
OD_MUST_USE bool order_link_canceled(struct tx *tx, const struct order *o, struct err *err);
/* Counts an order in metric_hour. */
OD_MUST_USE bool metric_add(struct tx *tx, struct stamp at, int64_t base_total_minor,
                            struct err *err);
OD_MUST_USE bool hold_open(struct tx *tx, struct desk *desk, struct order *order,
                           enum hold_kind kind, int blocks, const char *note, struct err *err);
OD_MUST_USE bool hold_release(struct tx *tx, struct desk *desk, struct order *order,
                              enum hold_kind kind, struct reason_id reason, struct err *err);
/* The same with all a hold has: kind, blocks, until, note. */
OD_MUST_USE bool hold_open_as(struct tx *tx, struct desk *desk, struct order *order,
                              const struct order_hold *hold, struct err *err);
/* The same; one of its kind that is open already blocks and says both. *changed: it did not yet. */
OD_MUST_USE bool hold_open_more(struct tx *tx, struct desk *desk, struct order *order,
                                const struct order_hold *hold, struct arena *arena, bool *changed,
                                struct err *err);
/* Its time is over: nobody released it. */
OD_MUST_USE bool hold_expire(struct tx *tx, struct desk *desk, struct order *order,
                             enum hold_kind kind, struct err *err);
/* unmapped.c: raises the hold of a confirmed order with imported lines that no item is known for,
 * and ends it where none waits any more; released (may be NULL) tells that. Needs room for holds;
 * the caller saves the order. */
OD_MUST_USE bool order_hold_unmapped(struct tx *tx, struct desk *desk, struct order *order,
                                     bool *released, struct err *err);
/* hold_text.c: may the acting user lift it? ERR_DENIED says who may. */
OD_MUST_USE bool hold_may_lift(struct desk *desk, const struct order_hold *hold, struct err *err);
const char *hold_lifter(const struct order_hold *hold); /* "a manager", translated */
/* "confirming, picking"; names as in "pick,ship". */
const char *hold_block_words(int blocks, struct arena *arena);
OD_MUST_USE bool hold_blocks_parse(const char *text, int *out, struct err *err);
/* "credit: why (anna; blocks picking; until Fri; a manager lifts it)" */
const char *hold_sentence(struct desk *desk, const struct order_hold *hold, struct arena *arena);
/* The instant up to which the customer may cancel freely; 0: over, or never. */
struct stamp order_cancel_free_until(const struct order *order);
const char *hold_kind_words(enum hold_kind kind); /* translated */
const char *hold_kind_name(enum hold_kind kind);  /* stable: "credit" */
OD_MUST_USE bool hold_kind_parse(const char *name, enum hold_kind *out);
const char *hold_words(const struct order *order, uint32_t bits, struct arena *arena);

#endif
