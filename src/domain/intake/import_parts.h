/*
 * The parts of an import among themselves: what a file's cells mean (import_map.c), the run over
 * batches of records (import.c), and one kind of record per file. For intake only.
 */
#ifndef OD_DOMAIN_INTAKE_IMPORT_PARTS_H
#define OD_DOMAIN_INTAKE_IMPORT_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/money.h"
#include "domain/intake/import.h"
#include "domain/party/pair.h"

/* A transaction takes so much time, at least one record, and it ends as soon as someone else waits
 * for the turn. What it wrote must still be committed then: so it is short while others save, and
 * grows again, a millisecond each, when nobody is met. */
#define IMPORT_BATCH_MS      50
#define IMPORT_BATCH_BUSY_MS 4
#define IMPORT_PAUSE_MS      3
/* With nobody else at the desk, of customers and items: what is written out at each commit (the
 * index of words, pages that many rows share) is written for more rows. */
#define IMPORT_BATCH_ALONE_MS 250
#define IMPORT_RECORDS_ALONE  2400
/* A step reads so many records ahead, as many as it was quick with: on a screen it runs between
 * keys. */
#define IMPORT_RECORDS_FIRST 50
#define IMPORT_RECORDS_MIN   10
#define IMPORT_RECORDS_MAX   800
#define IMPORT_STEP_MS       50

struct import_job;

/* One row of a file as read. */
struct import_row {
    int64_t line;
    const char *const *cells;
    int n;
};

/* FIELD_AMOUNT: money that may be the sum of several columns, and of an order that of its rows. */
enum import_field_type { FIELD_TEXT, FIELD_DATE, FIELD_NUMBER, FIELD_AMOUNT };

/* What a row can say. The table of a kind begins with the field that identifies a record. */
struct import_field {
    const char *name;
    bool is_required;
    bool is_of_line; /* orders: belongs to a line, so it may stand in the file of lines */
    enum import_field_type type;
};

enum import_outcome {
    IMPORT_FRESH = 1,
    IMPORT_CHANGED,
    IMPORT_SAME,
    IMPORT_REFUSED,
    IMPORT_PROPOSED, /* orders: a change that a clerk applies or drops */
};

/* What is remembered of a record. */
struct import_known {
    bool is_known, is_same; /* same: with the same digest */
    int64_t record_id, batch;
};

/* One thing to take in: a row, or of orders the rows of one order. */
struct import_record {
    const char *id;     /* in its file, as written there */
    const char *digest; /* of everything the map takes from it */
    const struct import_row *rows;
    int row_count;
    const struct import_row *lines; /* orders: one row per line; the same rows in one file */
    int line_count;
    struct import_known known; /* of what is remembered, as it stands when it is applied */
    /* what became of it */
    enum import_outcome outcome;
    const char *reason;
    bool is_flagged; /* came in, but a person should look at it */
    const char *warning; /* what is odd about it; NULL: nothing */
    bool is_writing; /* apply has begun to write: a failure now rolls back what stood beside it */
};

struct import_ops {
    const char *name; /* "customers": kind in maps, records and the right "import.customers" */
    const struct import_field *fields;
    int field_count;
    bool is_remembered; /* by (channel, kind, id) with the digest: the same again changes nothing */
    /* Checks, then writes; sets outcome. On false err says why: refused, or it cannot go on. */
    bool (*apply)(struct import_job *job, struct tx *tx, struct import_record *r,
                  struct err *err);
};

extern const struct import_ops import_customers, import_items, import_prices, import_stock,
    import_orders, import_lists, import_groups, import_taxes, import_rates,
    import_carriers, import_methods;

/* --- the map (import_map.c), cells to values (import_value.c) -------------------------------- */

struct import_charge {
    const char *sku;    /* of the charge item, upper case */
    const char *header; /* its words, where the item must be made */
    int column;
    bool is_of_line; /* each row has its share; else the first row says it */
};

/* Columns beside the first: added to it, or asked where it is empty. */
struct import_columns {
    int *v;
    int n;
    bool is_sum;
};

struct import_map {
    const struct conf *conf; /* NULL: the columns of export */
    const struct import_field *fields;
    int field_count;
    int *column;            /* by field; -1: none */
    struct import_columns *more; /* by field */
    bool *is_summed;        /* by field: an order's amount that each of its rows has a share of */
    const char **constant;  /* by field; NULL: none */
    const char **header;    /* by field, for refusals */
    struct import_charge *charges;
    int charge_count;
    struct import_form read_as; /* point never '\0' */
    bool is_date_form_said, is_point_said; /* by a person or the map; else found out */
    struct decimal_form form;
    bool is_discount_fraction; /* 0.05 for five percent */
    bool is_price_of_line;     /* orders: the price is that of the whole quantity */
    bool is_tax_incl;          /* orders: prices hold the tax */
    const char **cut;          /* by field; NULL: none */
    bool *has_values;          /* by field: are there words that stand for others? */
    bool makes_items, makes_customers; /* orders: what the desk does not know */
    const char *cancel_prefix; /* orders: names of cancellations begin so; NULL: there are none */
    bool has_lines_file;
    int line_key; /* column of the order's name in the file of lines; -1 without one */
    const char *unread; /* without a map: columns that are no field, by name; "" for none */
    struct arena *arena;
};

/* Resolves the map against the headers of the files. ERR_INVALID names the key, column or field. */
OD_MUST_USE bool map_open(const struct import_in *in, const struct import_ops *ops,
                          struct arena *arena, struct import_map *out, struct err *err);
/* Finds out what nobody said, from the peeking readers of in (none: ISO dates and a point), into
 * m->read_as. ERR_INVALID where cells can be read in two ways. (import_form.c) */
OD_MUST_USE bool import_form_find(const struct import_in *in, struct import_map *m,
                                  struct err *err);
/* Does the file or the map say anything of this field? */
bool map_has(const struct import_map *m, int field);
/* The value's text, "" where nothing; constants and translated values included. */
const char *map_text(const struct import_map *m, const struct import_row *row, int field,
                     struct arena *arena);
/* The value parsed; err names the column. An empty text leaves *out alone. */
OD_MUST_USE bool map_date(const struct import_map *m, const struct import_row *row, int field,
                          struct arena *arena, struct date *out, struct err *err);
/* The day, and the instant: where no time of day is told, the beginning of the day. */
OD_MUST_USE bool map_when(const struct import_map *m, const struct import_row *row, int field,
                          struct arena *arena, struct date *day, struct stamp *at,
                          struct err *err);
OD_MUST_USE bool map_price(const struct import_map *m, const struct import_row *row, int field,
                           const char *currency, struct arena *arena, struct price *out,
                           struct err *err);
OD_MUST_USE bool map_money(const struct import_map *m, const struct import_row *row, int field,
                           const char *currency, struct arena *arena, int64_t *out_minor,
                           struct err *err);
OD_MUST_USE bool map_qty(const struct import_map *m, const struct import_row *row, int field,
                         int decimals, struct arena *arena, struct qty *out, struct err *err);
OD_MUST_USE bool map_rate(const struct import_map *m, const struct import_row *row, int field,
                          struct arena *arena, struct rate *out, struct err *err);
/* A number of 10^-scale units, at least 0. */
struct map_range {
    int scale;
    int64_t max;
};
OD_MUST_USE bool map_number(const struct import_map *m, const struct import_row *row, int field,
                            const struct map_range *range, struct arena *arena, int64_t *out,
                            struct err *err);
/* Both directions, of fields "over_ship" and "under_ship"; an empty cell is not said. */
OD_MUST_USE bool map_tolerances(const struct import_map *m, const struct import_row *row, int over,
                                int under, struct arena *arena, struct tolerances *out,
                                struct err *err);
OD_MUST_USE bool map_bool(const struct import_map *m, const struct import_row *row, int field,
                          struct arena *arena, bool *out, struct err *err);
/* An amount of the whole order: of its first row, or the sum over its rows. */
OD_MUST_USE bool map_order_money(const struct import_map *m, const struct import_record *r,
                                 int field, const char *currency, struct arena *arena,
                                 int64_t *out_minor, struct err *err);
/* Amount of a charge, 0 where the cells are empty. */
OD_MUST_USE bool map_charge(const struct import_map *m, const struct import_record *r,
                            const struct import_charge *charge, const char *currency,
                            int64_t *out_minor, struct err *err);

/* --- the run (import.c) ---------------------------------------------------------------------- */

struct import_job {
    struct desk *desk;
    const struct import_in *in;
    const struct import_ops *ops;
    struct import_map map;
    struct channel_id channel;
    int64_t batch; /* row of import_batch; 0: not made yet */
    bool gave_way; /* the last batch ended because someone waited */
    int64_t asked_ms; /* when it was last asked whether someone waits */
    int batch_ms;     /* of one transaction, IMPORT_BATCH_BUSY_MS to IMPORT_BATCH_ALONE_MS */
    bool is_of_names; /* customers or items: small records, many to a transaction */
    bool is_alone;    /* nobody else has the desk open, and nobody was met lately */
    int64_t look_ms;  /* when that is asked again */
    int64_t terms; /* customers: what they have of whom the file says nothing; 0: not asked yet */
    int step_records; /* read ahead by the next step */
    struct import_counts counts;
    struct arena *arena;  /* of the whole run */
    struct arena *records; /* of the records read ahead */
    struct arena *kept[2]; /* of a row that was read one too far: the last, and the one before */
    struct arena *work;   /* of applying one record; emptied before each */
    struct order_feed *feed; /* orders: import_order_feed.c */
    struct customer *fresh_customer; /* orders: to be made with the record in hand */
    const char *hold_note; /* orders: why the record in hand is held when it comes in; NULL: not */
    bool is_ended;
    struct id_set *met; /* orders: names of known ones that this run has met (import_seen.c) */
    struct customer_matches matches; /* of that one: whom it may be */
    const char *channel_name; /* orders: of one found by its marks; NULL: found by name or code */
};

/* Copies the reader's current record. */
struct import_row import_row_copy(const struct csv_reader *r, struct arena *arena);
/* A record is refused before it could be applied: counts it and tells the caller. */
void import_refuse_row(struct import_job *job, const struct import_row *row, const char *reason);

/* Adds a sentence to what is odd about a record that comes in all the same. */
void import_warn(struct import_job *job, struct import_record *r, const char *words);
/* The same for an address that its country writes otherwise. (import_address.c) */
struct address;
void import_warn_address(struct import_job *job, struct import_record *r,
                         const struct address *address);

/* Applies records that were read, in as many transactions as it takes; all are settled then. */
OD_MUST_USE bool import_apply(struct import_job *job, struct import_record *records, int n,
                              struct err *err);

/* How long the next transaction may take, after one of batch_ms (import_pace.c). */
int import_batch_next_ms(int batch_ms, bool gave_way, bool is_alone);
/* How many records the next step reads ahead, after one of records that took so long. */
int import_step_next(int records, int64_t took_ms, bool is_alone);
/* Asks now and then whether anyone else has the desk open. */
OD_MUST_USE bool import_pace_look(struct import_job *job, struct err *err);
/* After a transaction: how long the next may take. */
void import_pace_settle(struct import_job *job);

/* Reads up to max records ahead; *n 0 at the end of the files. False: the file cannot be read. */
OD_MUST_USE bool import_read_rows(struct import_job *job, struct import_record *out, int max,
                                  int *n, struct err *err);
/* The same for orders (import_order_feed.c): rows of one order follow each other, or its lines come
 * from the file of lines. */
OD_MUST_USE bool import_read_orders(struct import_job *job, struct import_record *out, int max,
                                    int *n, struct err *err);
/* Orders in two files: reads the lines whole, by order. */
OD_MUST_USE bool import_feed_open(struct import_job *job, struct err *err);
/* Counts the lines that no order of the file asked for. */
void import_feed_count_left(struct import_job *job);
/* Gives the record its digest; one without a name is refused: false. */
bool import_finish_record(struct import_job *job, struct import_record *r);

/* A set of names, by 64 bits of each: for what a file says twice. */
struct id_set;
struct id_set *id_set_new(struct arena *arena);
bool id_set_has(const struct id_set *set, const char *id);
void id_set_add(struct id_set *set, const char *id);

/* --- what is remembered (import_sql.c) ------------------------------------------------------- */

OD_MUST_USE bool import_known(struct import_job *job, const struct import_record *r,
                              struct import_known *out, struct err *err);
OD_MUST_USE bool import_remember(struct import_job *job, struct tx *tx,
                                 const struct import_record *r, int64_t record_id,
                                 struct err *err);
/* The desk keeps much of the file in memory while names are imported: their index is one big tree.
 * Orders gain nothing by it. */
void import_widen(struct import_job *job, bool is_wide);
/* Makes the row of the batch where it is not there, and writes the counts. */
OD_MUST_USE bool import_batch_put(struct import_job *job, struct tx *tx,
                                  const struct import_counts *counts, struct err *err);
/* A customer by its name at the channel; *out 0 where none. */
OD_MUST_USE bool import_channel_customer(struct import_job *job, const char *external_id,
                                         struct customer_id *out, struct err *err);
/* No number that the sequence of orders gives from now on is this one. */
OD_MUST_USE bool import_pass_number(struct tx *tx, const char *number, struct err *err);
/* Lifts the desk's next number to one digit more than an old number of digits, so that no number of
 * the desk is ever the old number of another order. */
OD_MUST_USE bool import_leave_room(struct tx *tx, const char *number, struct err *err);
/* By how much a total from the job's channel may differ from its lines. */
OD_MUST_USE bool import_total_tolerance(struct import_job *job, int64_t *minor, struct err *err);
OD_MUST_USE bool import_set_channel_customer(struct import_job *job, struct tx *tx,
                                             const char *external_id, struct customer_id id,
                                             struct err *err);
/* Is there a row of stock_level? */
OD_MUST_USE bool import_has_level(struct desk *desk, struct item_id item, struct site_id site,
                                  bool *out, struct err *err);

#endif
