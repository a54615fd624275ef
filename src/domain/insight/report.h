/*
 * Reports: one table of them, one shape of what they give. A report reads what its ask names and
 * fills lines; totals, comparison with another period, the largest N and sorting are done here for
 * all of them. Days are those of the desk's time zone.
 */
#ifndef OD_DOMAIN_INSIGHT_REPORT_H
#define OD_DOMAIN_INSIGHT_REPORT_H

#include "domain/desk/desk.h"

struct report_behind;
struct report_progress;

/* What a column's values are; it says how they are shown and what n counts. */
enum report_value_kind {
    REPORT_TEXT = 1, /* text */
    REPORT_COUNT,    /* n as it is */
    REPORT_QTY,      /* thousandths */
    REPORT_MONEY,    /* minor units of the company's currency */
    REPORT_SHARE,    /* ppm */
    REPORT_DURATION, /* milliseconds */
    REPORT_DATE,     /* n: days since 1970-01-01 */
    REPORT_STAMP,    /* n: UTC milliseconds */
    REPORT_NUMBER,   /* thousandths of a number without unit (days of cover) */
};

/* A table of columns ends with name NULL. */
struct report_column {
    const char *name;  /* for CSV and JSON: never changes */
    const char *title; /* N_() */
    enum report_value_kind kind;
    bool is_sum; /* its total is the sum of its lines */
};
#define REPORT_COLUMNS 12

struct report_value {
    const char *text; /* of REPORT_TEXT */
    int64_t n;
    bool is_set; /* false: nothing is known; shown empty */
};

/* What lines are grouped by. REPORT_BY_NONE: the report has its own lines. */
enum report_by {
    REPORT_BY_NONE = 0,
    REPORT_BY_DAY,
    REPORT_BY_WEEK,
    REPORT_BY_MONTH,
    REPORT_BY_WEEKDAY,
    REPORT_BY_HOUR,
    REPORT_BY_ITEM,
    REPORT_BY_CATEGORY,
    REPORT_BY_CUSTOMER,
    REPORT_BY_CHANNEL,
    REPORT_BY_SITE,
    REPORT_BY_PERSON,
    REPORT_BY_CARRIER,
    REPORT_BY_REASON,
    REPORT_BYS,
};
#define REPORT_GROUP(by) (1u << (by))

enum report_compare {
    REPORT_COMPARE_NONE = 0,
    REPORT_COMPARE_PERIOD, /* as many days, right before; a whole month or year: the one before */
    REPORT_COMPARE_YEAR,   /* the same days a year earlier */
};

/* Bits of struct report.asks: what it can be asked. */
enum {
    REPORT_ASKS_PERIOD = 1,
    REPORT_ASKS_SITE = 2,
    REPORT_ASKS_CHANNEL = 4,
    REPORT_ASKS_DAYS = 8, /* a number of days that is no period */
    REPORT_ASKS_COMPARE = 16,
};

/* Days of a period: each may be a line. A hundred years. */
#define REPORT_DAYS_MAX 36525
/* The most that may be asked for as days of REPORT_ASKS_DAYS, and as the largest N. */
#define REPORT_ASK_DAYS_MAX 36500
#define REPORT_ASK_TOP_MAX  100000

struct report_ask {
    struct date from, to; /* both included; set where the report asks for a period */
    enum report_compare compare;
    struct site_id site;       /* 0: all */
    struct channel_id channel; /* 0: all */
    enum report_by by;
    int days;
    int top; /* only so many lines, the others as one; 0: all */
};

/* How a report is drawn. Values of the column `chart_column`. */
enum report_chart {
    REPORT_CHART_NONE,
    REPORT_CHART_BARS,
    REPORT_CHART_LINE, /* where it is grouped by day, week or month; else bars */
    REPORT_CHART_HEAT, /* line.at is weekday * 24 + hour, Monday first */
};

/* One line: its values in the order of the columns. */
struct report_line {
    struct report_value *v;
    struct report_value *before; /* the same of the other period; NULL: no comparison */
    /* What makes it the same line in another period: key, or where that is NULL at. Of days, weeks
     * and months at is report_at(), of weekdays 0 Monday .. 6, of hours 0..23. */
    const char *key;
    int64_t at;
    int64_t group;       /* what its rows were counted under, for report_behind() */
    const char *find;    /* query of the orders it is about; NULL: none */
    struct item_id item; /* what it opens instead; 0: nothing */
    struct site_id site;
    bool is_rest; /* the lines beyond ask.top as one; at is -1 */
};

struct report_table {
    const struct report_column *columns;
    int column_n;
    struct report_line *v;
    int n, cap;
    struct report_value *total, *total_before; /* a load may set what is no sum; before: or NULL */
    int more; /* lines that a load left out, the last ones; they become one, without its sums */
    struct date before_from, before_to; /* what it is compared with; unset: nothing */
    enum report_by by;                  /* what its column "group" holds; report_run sets it */
    int find_column; /* the count of which line.find finds as many orders; 0: of none */
};

struct report {
    const char *name;       /* stable, one word: "sales" */
    const char *words;      /* N_(): what a list of reports calls it */
    const char *definition; /* N_(): what exactly is counted, in sentences */
    unsigned asks;          /* bits REPORT_ASKS_ */
    unsigned groups;        /* bits REPORT_GROUP; 0: none */
    enum report_by by;      /* where nobody says else; one of groups */
    const char *period;     /* the same: as report_period takes it, "last-30-days" */
    int days;
    const char *right; /* an action the role must have; NULL: all may */
    enum report_chart chart;
    const char *chart_column;
    const char *narrow; /* names of columns, commas between: left out first where it is narrow */
    bool is_light;      /* reads few rows: a screen reads it anew at each commit */
    /*
     * Reads and fills out: begins with report_begin, adds lines in the order they are shown. Must
     * look at ask, not at the clock, for its days. Runs in one view of the desk. Calls
     * report_step for each row that it reads in a loop of its own.
     */
    bool (*load)(struct desk *desk, const struct report_ask *ask, struct report_progress *progress,
                 struct arena *arena, struct report_table *out, struct err *err);
};

/* All reports, in the order of lists; ends with NULL. A subject's file gives its own, each a
 * `const struct report`, and report_sql.c names them. */
const struct report *const *report_all(void);
/* ERR_NOT_FOUND with the names there are. */
OD_MUST_USE bool report_find(const char *name, const struct report **out, struct err *err);

/* "day" ...: stable. */
const char *report_by_name(enum report_by by);
const char *report_by_words(enum report_by by); /* translated, for heads: "Day" */
const char *report_by_label(enum report_by by); /* the same, not yet translated */
/* err  ERR_INVALID with those that the report offers */
OD_MUST_USE bool report_by_parse(const struct report *report, const char *text, enum report_by *out,
                                 struct err *err);
const char *report_compare_name(enum report_compare compare); /* "none", "period", "year" */
OD_MUST_USE bool report_compare_parse(const char *text, enum report_compare *out, struct err *err);
/*
 * Days as the query bar takes them ("2026-03", "last-month", "-7", "2026-01-01..2026-03-31",
 * "today"), with blanks too, and "last-30-days", which end today. Open ends are refused.
 */
OD_MUST_USE bool report_period(struct desk *desk, const char *text, struct date *from,
                               struct date *to, struct err *err);
/* The same as if it were that day. */
OD_MUST_USE bool report_period_on(struct date today, const char *text, struct date *from,
                                  struct date *to, struct err *err);

/* What a report is asked where nobody says else. */
OD_MUST_USE bool report_ask_usual(struct desk *desk, const struct report *report,
                                  struct report_ask *out, struct err *err);

/*
 * Progress: asked some twenty times a second while a report runs, also within one statement of
 * the engine. False gives up; the report then ends with ERR_BUSY and nothing stays open.
 */
struct report_progress {
    bool (*go_on)(void *ctx, int64_t rows);
    void *ctx;
    int64_t rows;    /* read so far; report_step's */
    int64_t next_ms; /* the engine's */
    bool is_stopped;
    struct report_behind *behind; /* keeps the rows behind one figure; NULL: nobody asks for them */
};
/* One row more was read. False: given up; the caller returns report_stopped(). */
bool report_step(struct report_progress *progress);
bool report_stopped(struct err *err);

/*
 * Runs it: rights, the load, the comparison, totals, the largest N.
 *
 * progress  NULL: nobody asks and nothing stops it
 * err       ERR_DENIED, ERR_INVALID (an ask that it cannot be asked), ERR_LIMIT (more than
 *           REPORT_DAYS_MAX days), ERR_BUSY (given up)
 */
OD_MUST_USE bool report_run(struct desk *desk, const struct report *report,
                            const struct report_ask *ask, struct report_progress *progress,
                            struct arena *arena, struct report_table *out, struct err *err);
/* The same without the question of rights, which the caller has answered. */
OD_MUST_USE bool report_make(struct desk *desk, const struct report *report,
                             const struct report_ask *ask, struct report_progress *progress,
                             struct arena *arena, struct report_table *out, struct err *err);
/* May it be asked so? The errors of report_run but for rights. */
OD_MUST_USE bool report_ask_check(const struct report *report, const struct report_ask *ask,
                                  struct err *err);
/* Lines by a column, by what it is compared with as well; those without a value stay last, the
 * rest line is the last of all. Stable. */
void report_sort(struct report_table *table, int column, bool is_down);

/* How it is drawn as it was asked: a curve only over days, weeks and months. */
enum report_chart report_chart_of(const struct report *report, const struct report_ask *ask);
/* The column that is drawn; -1: none. */
int report_chart_column(const struct report *report, const struct report_table *table);

/* --- for loads -------------------------------------------------------------------------------- */

/* Sets the columns and an empty total for each. columns must live as long as the program. */
void report_begin(struct report_table *table, const struct report_column *columns,
                  struct arena *arena);
/* A new line with all values unset. */
struct report_line *report_add(struct report_table *table, struct arena *arena);
struct report_value report_text(const char *text);
struct report_value report_n(int64_t n);
/* Which day, week or month of the ask a day is in, from 0 of its first; weeks begin on Monday. */
int64_t report_at(const struct report_ask *ask, struct date day);
/* The first day of that one, not before ask.from, and the last, not after ask.to. */
void report_span(const struct report_ask *ask, int64_t at, struct date *first, struct date *last);
/* How it is called: "2026-11-24", "2026-11-23" for a week, "2026-11". */
const char *report_span_name(const struct report_ask *ask, int64_t at, struct arena *arena);
/* "Mon" of 0 ..; translated. */
const char *report_weekday(int weekday);
/* "weekday:mon hour:14": orders placed then; -1: on any, at any. */
const char *report_find_when(int weekday, int hour, struct arena *arena);
/* "date:2026-11-01..2026-11-30", with channel: and site: behind it where they are asked; field is
 * "date" or another of days. NULL where such a one is not to be read. */
const char *report_find_days(struct desk *desk, const struct report_ask *ask, const char *field,
                             struct date from, struct date to, struct arena *arena);

#endif
