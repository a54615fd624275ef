/*
 * Small worlds for tests of reports: orders, lines and shipments as bare rows with the instants and
 * amounts that a test wants, and reports run over them.
 */
#ifndef OD_TESTS_SUPPORT_TESTREPORT_H
#define OD_TESTS_SUPPORT_TESTREPORT_H

#include "domain/insight/report.h"
#include "support/testorder.h"

/* Of a placed order; 0 where a test does not care: status closed, channel 1, site MAIN, customer
 * ACME, user 1, the firm's currency. */
struct testreport_order {
    const char *placed, *confirmed, *ended; /* "2026-03-29T00:30Z"; NULL: none */
    int status, channel, person;
    int64_t site, customer;
    int64_t minor; /* in the firm's currency */
    bool is_incl;
};
/* Its id. */
int64_t testreport_order(struct testshop *shop, const struct testreport_order *in);

struct testreport_line {
    int64_t item; /* 0: none */
    int kind;     /* 0: of goods */
    int ordered, canceled, shipped;
    int64_t net, disc, tax; /* minor */
};
int64_t testreport_line(struct testshop *shop, int64_t order, const struct testreport_line *in);

/* What left of an order; 0 where a test does not care: under way, site MAIN, user 1. */
struct testreport_shipment {
    const char *shipped, *ended, *picked, *packed; /* NULL: none */
    const char *carrier, *promised;                /* promised: "2026-11-24" */
    int status, person, picker;
    int64_t site;
    int qty;
};
/* Its id. */
int64_t testreport_shipment(struct testshop *shop, int64_t order,
                            const struct testreport_shipment *in);

/* A statement that changes something. */
void testreport_do(struct testshop *shop, const char *sql_text);

/* "2026-11-01..2026-11-30", or as report_period() has it; by NULL: as the report has it. */
struct report_table testreport_run(struct testshop *shop, const char *name, const char *by,
                                   const char *period);
/* The ask of it, for tests that change some of it. */
struct report_ask testreport_ask(struct testshop *shop, const char *name, const char *by,
                                 const char *period);
struct report_table testreport_asked(struct testshop *shop, const char *name,
                                     const struct report_ask *ask);
/* The line whose first value is the text; fails where there is none. */
const struct report_line *testreport_find(const struct report_table *table, const char *text);
/* A value of a line, or of the totals (line NULL), by the name of its column; -1 where unset. */
int64_t testreport_n(const struct report_table *table, const struct report_line *line,
                     const char *column);

#endif
