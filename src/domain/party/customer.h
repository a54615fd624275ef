/*
 * Customers with contacts and immutable addresses, and their credit.
 */
#ifndef OD_DOMAIN_PARTY_CUSTOMER_H
#define OD_DOMAIN_PARTY_CUSTOMER_H

#include "domain/desk/tolerance.h"
#include "domain/desk/country.h"
#include "domain/desk/desk.h"
#include "domain/desk/diff.h"

enum customer_kind { CUSTOMER_B2B = 1, CUSTOMER_B2C = 2 };
enum contact_role {
    CONTACT_ORDERS = 1,
    CONTACT_APPROVES = 2,
    CONTACT_RECEIVES = 4,
    CONTACT_PAYS = 8,
};

struct address {
    struct address_id id;
    struct customer_id customer;
    int number; /* 1, 2 ... as the clerk says it; 0 on a new one: the next free */
    const char *name, *line1, *line2, *city, *region, *postcode, *country, *phone;
    bool is_current;
};

struct contact {
    struct contact_id id;
    const char *name, *title, *email, *phone;
    int roles; /* bits of contact_role */
    bool is_active;
    int64_t version; /* 0 when saving: whatever is there */
    bool no_mail;    /* wants no notices by mail */
    bool by_sms;     /* wants them as text messages too */
};

struct customer {
    struct customer_id id;
    const char *code; /* "" on a new one: the next number of the sequence "customer" */
    const char *name;
    enum customer_kind kind;
    char currency[4];
    const char *lang, *tax_number, *tax_exempt_cert, *email, *phone, *note;
    struct date tax_exempt_until;
    int64_t tax_zone_id, payment_terms_id; /* 0: by address; 0 on a new one: the desk's default */
    int terms_days;                        /* of the payment terms; read only */
    const char *terms_code, *terms_name;   /* read only */
    bool terms_is_cash;                    /* read only */
    const char *tax_zone, *price_list_code, *site_code; /* read only; "" where none */
    int64_t group_id;       /* of price rules; 0: none */
    const char *group_code; /* read only; "" where none */
    bool is_best_price;     /* gets the lowest of all sources of prices, not the first */
    bool has_credit_limit, is_credit_held, is_po_required, is_active;
    int64_t credit_limit_minor;
    int backorder_policy; /* 0 as item 1 deny 2 allow */
    struct tolerances tolerance; /* of deliveries, where line and item say nothing */
    int ship_policy; /* of its new orders: 1 as available 2 complete 3 single; 0 when saving: 1 */
    const char *ship_method; /* code of the usual one; "" the channel's. NULL when saving: "" */
    const char *not_from;    /* sites it is not served from, "HULL, LEEDS". NULL when saving: "" */
    struct price_list_id price_list;
    struct site_id site;
    struct address_id bill_address, ship_address;
    struct customer_id merged_into; /* who it is now; read only; 0: itself (see merge.h) */
    const char *merged_into_code;   /* read only; "" where it was not merged */
    int64_t version;
    /* current ones only, by number; loaded with the customer */
    struct address *addresses;
    int address_count;
    struct contact *contacts;
    int contact_count;
};

OD_MUST_USE bool customer_load(struct desk *desk, struct customer_id id, struct arena *arena,
                               struct customer **out, struct err *err);
/* By code as typed (case and outer blanks do not matter). *out NULL where there is none. The code
 * of one that was merged leads to the one it is now. */
OD_MUST_USE bool customer_find(struct desk *desk, const char *code, struct arena *arena,
                               struct customer **out, struct err *err);

/* The same without being led on: the record of that code itself. */
OD_MUST_USE bool customer_find_itself(struct desk *desk, const char *code, struct arena *arena,
                                      struct customer **out, struct err *err);

/*
 * Creates (id 0; action "customer.new") or changes ("customer.save") the record itself; contacts
 * and addresses have their own calls. Cleans and checks every text; keeps the search index.
 *
 * first_address  for a new customer, NULL for none; becomes bill-to and ship-to
 * key            idempotency key of a new one, may be NULL
 * err            ERR_INVALID (field), ERR_LIMIT, ERR_CONFLICT (code taken: field "code"; version)
 */
OD_MUST_USE bool customer_save(struct desk *desk, const struct customer *in,
                               const struct address *first_address, const char *key,
                               struct customer_id *out, struct err *err);
/* Inside another use case's transaction (imports, order entry); permission was asked there. */
OD_MUST_USE bool customer_save_in(struct tx *tx, struct desk *desk, const struct customer *in,
                                  const struct address *first_address, struct customer_id *out,
                                  struct err *err);
/* A new one together with its first address and contact, NULL for none: the rows, events and words
 * are those of customer_save_in and contact_save_in one after the other, written once. */
OD_MUST_USE bool customer_make_in(struct tx *tx, struct desk *desk, const struct customer *in,
                                  const struct address *first_address,
                                  const struct contact *first_contact, struct customer_id *out,
                                  struct err *err);
/* A new address, or (number of an existing one) a new row that takes its place; action
 * "customer.address". The same words again are the address there is: a second try adds nothing. */
OD_MUST_USE bool address_add(struct desk *desk, const struct address *in, struct address_id *out,
                             struct err *err);
OD_MUST_USE bool address_add_in(struct tx *tx, struct desk *desk, const struct address *in,
                                struct address_id *out, struct err *err);
OD_MUST_USE bool address_load(struct desk *desk, struct address_id id, struct arena *arena,
                              struct address **out, struct err *err);
/* What differs between two versions of a contact, for people. */
void contact_compare(const struct contact *before, const struct contact *now, struct arena *arena,
                     struct field_diffs *out);
/* The same for a contact, by its id; action "customer.contact". ERR_CONFLICT: another version. */
OD_MUST_USE bool contact_save(struct desk *desk, struct customer_id customer,
                              const struct contact *in, struct contact_id *out, struct err *err);
OD_MUST_USE bool contact_save_in(struct tx *tx, struct desk *desk, struct customer_id customer,
                                 const struct contact *in, struct contact_id *out,
                                 struct err *err);
/* Brings search text and marks up to date from customer, contacts and addresses as they stand. */
OD_MUST_USE bool customer_reindex(struct tx *tx, struct desk *desk, struct customer_id id,
                                  struct err *err);
/* One line for lists: "12 Dock Rd, Leeds LS1 4AB, GB". */
const char *address_line(const struct address *a, struct arena *arena);
/* All fields as text for people, in the order of the page. */
#define CUSTOMER_FIELDS 29
struct customer_field {
    const char *name, *label, *text; /* label translated */
};
void customer_field_texts(const struct customer *c, struct arena *arena,
                     struct customer_field out[CUSTOMER_FIELDS]);
void customer_compare(const struct customer *before, const struct customer *now,
                      struct arena *arena, struct field_diffs *out);

/* Credit: open orders of the customer against the limit (L1; invoices and payments join later). */
struct credit {
    bool has_limit, is_held;
    int64_t limit_minor, exposure_minor, room_minor; /* room may be negative; customer's currency */
    char currency[4];                                /* the customer's */
    struct fx fx;    /* its rate today, e9 0 where none is known */
    bool is_partial; /* orders in other currencies could not be counted for want of a rate */
};
/* except_order: counted by the caller itself; 0 for none. */
OD_MUST_USE bool credit_load(struct desk *desk, struct customer_id id,
                             struct order_id except_order, struct credit *out, struct err *err);

/* An amount of the firm's currency in the customer's; 0 and *is_partial where no rate is known. */
int64_t credit_of_base(struct desk *desk, const struct credit *credit, int64_t base_minor,
                       bool *is_partial);

/* Lists of small tables for choices. */
struct choice {
    int64_t id;
    const char *code, *name;
};
struct choices {
    struct choice *v;
    int n;
};
/* What a customer has of whom nothing else is said. */
OD_MUST_USE bool customer_default_terms(struct desk *desk, int64_t *id, struct err *err);
OD_MUST_USE bool payment_terms_choices(struct desk *desk, struct arena *arena,
                                       struct choices *out, struct err *err);

#endif
