/*
 * Orders, customers, items, prices, stock, taxes, rates, carriers and methods from files: map by
 * header, check, apply row by row. A refused row goes with its reason to the refused file and stops
 * nothing; running it again changes nothing.
 */
#ifndef OD_DOMAIN_INTAKE_IMPORT_H
#define OD_DOMAIN_INTAKE_IMPORT_H

#include "domain/desk/desk.h"

struct csv_reader;
struct conf;

enum import_kind {
    IMPORT_CUSTOMERS,
    IMPORT_ITEMS,
    IMPORT_STOCK,
    IMPORT_ORDERS,
    IMPORT_PRICES,
    IMPORT_LISTS,
    IMPORT_GROUPS,
    IMPORT_TAXES,
    IMPORT_RATES,
    IMPORT_CARRIERS,
    IMPORT_METHODS,
};

#define IMPORT_DATE_FORM_SIZE 16

/* How a file writes dates and numbers. */
struct import_form {
    char date_form[IMPORT_DATE_FORM_SIZE]; /* as date_parse_form takes it; "": ISO */
    char point, group;                     /* '\0' point: not said */
};

struct import_counts {
    int64_t read, fresh, changed, same, refused;
    int64_t proposed;   /* orders whose other content waits for a clerk */
    int64_t warned;     /* records that came in with a warning */
    int64_t lines;      /* order lines taken, of orders */
    int64_t flagged;    /* orders with lines without a price; their notes say which */
    int64_t lines_left; /* lines of the second file that no order of the first asked for */
    struct import_form read_as; /* what was said or found out */
    bool has_dates, has_numbers; /* does the file have columns of them? */
};

struct import_refusal {
    int64_t line; /* of the file, on which the record begins */
    const char *reason;
    /* The record as read: cells[0..n) under the headers of `row`. (The reader itself is further on
     * by then: rows are read ahead and written many at a time.) */
    const char *const *cells;
    int n;
};

struct import_in {
    enum import_kind kind;
    struct csv_reader *rows;  /* open, header read */
    struct csv_reader *lines; /* orders in two files: the lines, else NULL */
    /* The same files once more, for finding out what form does not say; NULL: dates are ISO then,
     * and the decimal sign is a point. Both are read to where it is clear. */
    struct csv_reader *peek, *peek_lines;
    struct import_form form;  /* what a person says of it; goes before the map */
    const struct conf *map;   /* NULL: the columns of `export` */
    struct channel_id channel; /* 0: "phone" for what a person imports */
    const char *source;       /* file name for the record */
    bool is_dry_run;
    /* A step may take a quarter of a second: nobody waits for its caller. */
    bool may_take_long;
    bool is_number_kept; /* orders: the file's numbers become the desk's; refused where taken */
    /* called for each refused row (of an order in one file: for each of its rows), `row` only for
     * its headers; and now and then for progress; both may be NULL */
    void (*refused)(void *arg, const struct import_refusal *r, const struct csv_reader *row);
    bool (*progress)(void *arg, const struct import_counts *so_far); /* false stops, kept so far */
    /* called for each record that came in though something about it is odd; may be NULL */
    void (*warned)(void *arg, const struct import_refusal *r, const struct csv_reader *row);
    void *arg;
};
/* "import.KIND". Short transactions, so that desks work on beside it (import_parts.h). */
OD_MUST_USE bool import_run(struct desk *desk, const struct import_in *in,
                            struct import_counts *out, struct err *err);

/*
 * The same in steps, for who does other things in between: in must live until import_close. A step
 * reads and applies as many records as some 50 ms take (may_take_long: more, with nobody else at
 * the desk); *is_over after the last. import_end writes the counts of what came in, also of a run
 * that is stopped; a second call does nothing.
 */
struct import_job;
OD_MUST_USE bool import_open(struct desk *desk, const struct import_in *in,
                             struct import_job **out, struct err *err);
OD_MUST_USE bool import_step(struct import_job *job, bool *is_over, struct err *err);
OD_MUST_USE bool import_end(struct import_job *job, struct err *err);
const struct import_counts *import_counts_of(const struct import_job *job);
/* Columns of the files that are no field, by name, "" for none; with a map the map chooses. */
const char *import_unread(const struct import_job *job);
void import_close(struct import_job *job);
OD_MUST_USE bool import_kind_parse(const char *text, enum import_kind *out, struct err *err);
const char *import_kind_name(enum import_kind kind); /* stable: "orders" */

/* Export: rows streamed one by one to a sink; never the whole desk in memory. */
struct export_sink {
    void (*head)(void *arg, const char *const *names, int n);
    bool (*row)(void *arg, const char *const *cells, int n, struct err *err);
    void *arg;
};
/* kind: "orders", "lines", "customers", "items", "lists", "groups", "prices", "stock", "taxes",
 * "rates", "carriers", "methods", "events". query may be NULL. "export" */
OD_MUST_USE bool export_run(struct desk *desk, const char *kind, const char *query,
                            const struct export_sink *sink, struct err *err);

#endif
