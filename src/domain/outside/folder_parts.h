/*
 * What the files of the folder exchange share among themselves.
 */
#ifndef OD_DOMAIN_OUTSIDE_FOLDER_PARTS_H
#define OD_DOMAIN_OUTSIDE_FOLDER_PARTS_H

#include "domain/flow/fulfillment.h"
#include "domain/order/order.h"
#include "domain/outside/folder.h"

struct outbox_job;

/* --- folder_route.c: the settings ------------------------------------------------------------- */

struct folder_way {
    const char *events, *sites; /* words with blanks between; no sites: all */
    bool is_json;
};
OD_MUST_USE bool folder_way_load(struct desk *desk, struct arena *arena, struct folder_way *out,
                                 struct err *err);
bool folder_has_word(const char *list, const char *word);
/* Does the partner work for this site? */
bool folder_serves(const struct folder_way *way, const char *site_code);
/* The same of an order: its site, a line's, or a fulfillment's. */
OD_MUST_USE bool folder_serves_order(struct desk *desk, const struct folder_way *way,
                                     const struct order *o, struct arena *arena, bool *out,
                                     struct err *err);

/* --- folder_text.c: a file for the partner ---------------------------------------------------- */

enum folder_head {
    HEAD_EVENT, HEAD_SEQUENCE, HEAD_AT, HEAD_ORDER, HEAD_CUSTOMER_PO, HEAD_STATUS,
    HEAD_FULFILLMENT, HEAD_SITE, HEAD_CUSTOMER, HEAD_CUSTOMER_NAME, HEAD_SHIP_METHOD, HEAD_WANTED,
    HEAD_DUE, HEAD_CARRIER, HEAD_SERVICE, HEAD_TRACKING, HEAD_SHIP_NAME, HEAD_SHIP_LINE1,
    HEAD_SHIP_LINE2, HEAD_SHIP_CITY, HEAD_SHIP_REGION, HEAD_SHIP_POSTCODE, HEAD_SHIP_COUNTRY,
    HEAD_PHONE, HEAD_MAIL, HEAD_CURRENCY, HEAD_TOTAL, HEAD_COUNT
};
enum folder_column { COLUMN_LINE, COLUMN_ITEM, COLUMN_DESCRIPTION, COLUMN_QTY, COLUMN_UNIT,
                     COLUMN_COUNT };

struct folder_line {
    const char *v[COLUMN_COUNT];
};
struct folder_doc {
    const char *head[HEAD_COUNT]; /* NULL is "" */
    struct folder_line *lines;
    int n;
};
/* ERR_LIMIT */
OD_MUST_USE bool folder_text(const struct folder_doc *doc, bool is_json, struct arena *arena,
                             const char **out, size_t *len, struct err *err);

/* --- folder_rows.c: a file of the partner ----------------------------------------------------- */

enum folder_kind { FOLDER_ACK, FOLDER_TRACKING, FOLDER_ASN };
enum folder_field {
    FIELD_ORDER, FIELD_FULFILLMENT, FIELD_ANSWER, FIELD_REASON, FIELD_CARRIER, FIELD_SERVICE,
    FIELD_TRACKING, FIELD_WEIGHT, FIELD_ITEM, FIELD_QTY, FIELD_ASN, FIELD_SUPPLIER, FIELD_SITE,
    FIELD_DUE, FIELD_COUNT
};
struct folder_row {
    int64_t line;               /* of the file; of JSON: which entry */
    const char *v[FIELD_COUNT]; /* cleaned; "" where not given */
    const char *wrong;          /* it cannot be read: why; NULL */
    bool wrong_has_line;        /* and that names the line already */
};
struct folder_rows {
    enum folder_kind kind;
    struct folder_row *v;
    int n;
};
/* By the beginning of the name. */
bool folder_kind_of(const char *name, enum folder_kind *out);
const char *folder_kind_name(enum folder_kind kind);
/* err  ERR_INVALID, ERR_LIMIT: the file is refused whole */
OD_MUST_USE bool folder_rows_read(const char *name, const char *bytes, size_t len,
                                  struct arena *arena, struct folder_rows *out, struct err *err);

/* --- taking rows down: each in a part of the transaction -------------------------------------- */

struct folder_order_ids {
    struct order_id *v;
    int n, cap;
};
struct folder_run {
    struct tx *tx;
    struct desk *desk;
    struct arena *arena;
    struct folder_way way;
    struct folder_order_ids rests; /* of which something was left out: it is to be sent on */
};
/* Rows that belong together. */
struct folder_unit {
    const struct folder_row *const *rows;
    int n;
    int at; /* the row that is looked at, for the report where it is refused */
};
/* *is_same: nothing new was in them. */
typedef bool folder_unit_take(struct folder_run *run, struct folder_unit *unit, bool *is_same,
                              struct err *err);
folder_unit_take folder_answer_take, folder_ship_take, folder_asn_take;

/* The fulfillment that a row is about, of a site of the partner. ERR_NOT_FOUND, ERR_STATE. */
OD_MUST_USE bool folder_fulfillment(struct folder_run *run, const struct folder_row *row,
                                    struct fulfillment **out, struct err *err);
/* "2.5", a point and no marks between: thousandths, more than zero. ERR_INVALID */
OD_MUST_USE bool folder_milli(const char *text, enum folder_field field, int64_t *out,
                              struct err *err);
/* So much as the actions of the desk read it. */
const char *folder_typed(struct desk *desk, int64_t milli, struct arena *arena);
const char *folder_field_name(enum folder_field field);

/* --- folder_sql.c ----------------------------------------------------------------------------- */

/* Is such a job, of this event and record, waiting for its first try or another? It will say how
 * things are then. */
OD_MUST_USE bool folder_job_waits(struct desk *desk, const struct outbox_job *job, bool *out,
                                  struct err *err);
/* The shipment of an order that left last until then; 0: none, or it was taken back. */
OD_MUST_USE bool folder_shipment_at(struct desk *desk, struct order_id order, struct stamp at,
                                    int64_t *shipment, int64_t *fulfillment, struct err *err);
OD_MUST_USE bool folder_shipment_of(struct desk *desk, int64_t shipment, int64_t *fulfillment,
                                    struct err *err);
struct folder_answer {
    const char *record_kind;
    int64_t record;
    bool is_accepted;
    const char *reason;
};
/* *found false: there is none. */
OD_MUST_USE bool folder_answer_load(struct desk *desk, const char *record_kind, int64_t record,
                                    struct arena *arena, bool *found, struct folder_answer *out,
                                    struct err *err);
OD_MUST_USE bool folder_answer_put(struct tx *tx, struct desk *desk, const struct folder_answer *in,
                                   struct err *err);
struct folder_asn {
    const char *number;
    int64_t doc, version; /* doc 0: none */
};
OD_MUST_USE bool folder_asn_load(struct desk *desk, const char *number, struct folder_asn *out,
                                 struct err *err);
OD_MUST_USE bool folder_asn_put(struct tx *tx, const struct folder_asn *in, struct err *err);
/* What was said of a file of this name and content. */
OD_MUST_USE bool folder_file_find(struct desk *desk, const char *name, const char *digest,
                                  struct arena *arena, bool *found, struct folder_file *out,
                                  struct err *err);
OD_MUST_USE bool folder_file_add(struct tx *tx, struct desk *desk, const struct folder_file *in,
                                 const char *digest, struct err *err);

#endif
