/*
 * The parts of an export among themselves: rows of cells that go to a sink one by one.
 */
#ifndef OD_DOMAIN_INTAKE_EXPORT_PARTS_H
#define OD_DOMAIN_INTAKE_EXPORT_PARTS_H

#include "base/vec.h"
#include "domain/intake/import.h"

struct query;

struct export_cells OD_VEC(const char *);

struct export_job {
    struct desk *desk;
    const struct export_sink *sink;
    const struct query *query;
    bool is_all; /* the query is empty */
    struct arena *arena; /* of the run */
    struct arena *page;  /* of the rows of a page */
    struct arena *row;   /* of one record */
    struct export_cells cells;
};

/* Puts a cell behind the others of the row. */
void export_text(struct export_job *job, const char *text);
void export_number(struct export_job *job, int64_t v);
void export_bool(struct export_job *job, bool v);
void export_qty(struct export_job *job, struct qty q);
void export_money(struct export_job *job, int64_t minor, const char *currency);
void export_price(struct export_job *job, struct price p, const char *currency);
void export_rate(struct export_job *job, struct rate r);
void export_date(struct export_job *job, struct date d);
void export_stamp(struct export_job *job, struct stamp s);
/* Hands the row over and begins the next one. */
OD_MUST_USE bool export_row(struct export_job *job, struct err *err);

/* Hands every item that the query finds on, by SKU (export_record.c). */
struct item_row;
typedef bool export_put_item(struct export_job *job, const struct item_row *row, struct err *err);
OD_MUST_USE bool export_each_item(struct export_job *job, export_put_item *put, struct err *err);

/* What can be exported; a new kind is a new row. */
struct export_kind {
    const char *name;
    const char *const *columns; /* ends with NULL */
    int find;                   /* enum find_kind of the query, 0: takes none */
    bool (*run)(struct export_job *job, struct err *err);
};
extern const struct export_kind export_orders, export_lines, export_customers, export_items,
    export_lists, export_groups, export_prices, export_stock, export_taxes, export_rates,
    export_carriers, export_methods, export_events;

#endif
