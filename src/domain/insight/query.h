/*
 * The parsed query, shared by the parser (search.c, query_*.c) and the composer of SQL
 * (compose_sql.c, search_*_sql.c). Nobody else looks inside.
 */
#ifndef OD_DOMAIN_INSIGHT_QUERY_H
#define OD_DOMAIN_INSIGHT_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "domain/insight/search.h"

struct arena;
struct stmt;

/* Of everything that can be asked there are two: [0] must be so, [1] must not be so. */
enum { QUERY_IS = 0, QUERY_NOT = 1 };

/* Names that a field was given, one of which it must (not) be. */
#define QUERY_NAMES 8
struct query_names {
    const char *v[QUERY_NAMES];
    int n;
};

/* Both ends included; unset where not asked. */
struct query_range {
    bool is_set;
    int64_t from, to;
};

/* States that are not display statuses. */
enum query_state {
    QUERY_LATE = 1,
    QUERY_BACKORDERED = 2,
    QUERY_IMPORTED = 4,
    QUERY_HELD = 8,
    QUERY_ACTIVE = 16,
    QUERY_UNMAPPED = 32,  /* a line waits for an item */
    QUERY_PROPOSED = 64,  /* an import proposes a change */
    QUERY_CHANGING = 128, /* a change of it is open */
    QUERY_TOO_LATE = 256, /* leaves later than its customer wants */
    QUERY_PICKUP = 512,   /* is collected */
    QUERY_BAD_ADDRESS = 1024, /* goes to an address that no carrier knows */
};

/* So many alternatives a search can have. */
#define QUERY_SIDES 8

struct query {
    const struct query *other; /* what it finds is found too: the next side of "or"; NULL: none */
    uint32_t kinds;    /* bits 1 << enum find_kind of what it can find */
    const char *match; /* full-text expression, NULL where no words were given */
    /* The same where words_match knows it, without what must not be there; else NULL. */
    const char *words;
    const char *begin; /* folded, where it is nothing but words: what a name may begin with */
    struct query_names words_not; /* words that must not be there, each plain, unless match_not */
    const char *match_not; /* the same, where they are too many and no others are; else NULL */
    /* Looked up when it runs; an unknown name finds nothing, or excludes nothing. */
    struct query_names customer[2], channel[2], by[2], sku[2], site[2], group[2], picker[2];
    struct query_names phone[2]; /* of the customer, in whatever groups */
    /* Compared as they stand: number and external id whole, the others folded; po whole. */
    struct query_names number[2], external[2], po[2], city[2], postcode[2], category[2];
    struct query_names note[2]; /* anywhere in a note, folded */
    struct query_names tracking[2], carrier[2]; /* begins so; whole */
    unsigned hold[2];           /* bits 1 << enum hold_kind: an open one of these */
    unsigned work[2];           /* bits 1 << enum fulfillment_status: open work in one of these */
    unsigned weekday[2], hour[2]; /* bits 1 << of 0 Monday .. 6 and 0 .. 23, as it was placed */
    bool has_shown;      /* display statuses were asked for */
    uint32_t shown;      /* then these ones: bits 1 << enum order_shown */
    uint32_t shown_not;  /* parser only: to be taken out of them */
    uint32_t shown_only; /* parser only: all but these, too; 0: none */
    struct query_range placed[2];   /* milliseconds */
    struct query_range promised[2]; /* days as yyyymmdd */
    struct query_range total[2];    /* minor units of the company's currency */
    struct query_range wanted[2];   /* days as yyyymmdd */
    struct query_range shipped[2];  /* milliseconds */
    struct query_range priority[2];
    unsigned states[2];             /* bits enum query_state */
    enum find_sort sort;
    bool is_sort_down;
    struct date today;
    bool has_idle; /* a word of it asks for nothing: "status:", a bracket alone */
};

/*
 * Words as a full-text expression: every word folded, cut at what is no letter and no digit, the
 * last piece of each a prefix: "Müller 030-00" is "muller"* AND "030" AND "00"*. PostgreSQL's form
 * is made of it in SQL.
 *
 * terms    counts the pieces, over several calls
 * returns  expression, "" where the text has no letter and no digit
 */
const char *query_match(const char *words, int *terms, struct arena *arena);

/*
 * The expression with every long word that was only begun spelled out, as the words of that kind
 * of record that begin so: the engine reads through those in order and stops where a page is full,
 * but puts all that begins with a word together first. Short ones have an index of their own; with
 * many words each is rare, and they stay, as all does where there are few records. For one
 * statement and what is in the index now.
 *
 * kind  not FIND_ALL
 */
OD_MUST_USE bool query_spell(struct desk *desk, enum find_kind kind, const char *match,
                             struct arena *arena, const char **out, struct err *err);

/* The first word of the index of a kind of record from `from` on and before `end`; NULL where there
 * is none, and where the engine has no list of them. */
OD_MUST_USE bool query_next_word(struct desk *desk, enum find_kind kind, const char *from,
                                 const char *end, struct arena *arena, const char **out,
                                 struct err *err);

/* The category of items that comes after `after`; NULL behind the last. */
OD_MUST_USE bool query_next_category(struct desk *desk, const char *after, struct arena *arena,
                                     const char **out, struct err *err);

/* The smallest text after every text that begins with prefix: bounds of a range of an index. */
const char *query_prefix_end(const char *prefix, struct arena *arena);

/* Are the days it was placed few orders at any time? A month. More are better walked from the
 * newest than sorted. */
bool query_is_narrow(const struct query *q);
/* yyyymmdd as an ISO date. */
const char *query_day(int64_t yyyymmdd, struct arena *arena);
/* A telephone number in whatever groups as a full-text expression; "" where it is none. */
const char *query_phone(const char *text, struct arena *arena);
/* Letters and digits of a text, folded, without what stands between: "LS1 4AB" is "ls14ab". */
const char *query_squeeze(const char *text, struct arena *arena);

/* The columns of a customer_row and an item_row, in the order of find and look-up statements. */
#define CUSTOMER_COLUMNS                                                                           \
    "SELECT c.id, c.code, c.name, COALESCE(a.city, ''), COALESCE(a.postcode, ''), c.phone,"        \
    " c.is_active, c.is_credit_held"
#define ITEM_COLUMNS "SELECT i.id, i.sku, i.description, i.category, i.uom, i.kind, i.is_active"
struct customer_row get_customer_row(struct stmt *q, struct arena *arena);
struct item_row get_item_row(struct stmt *q, struct arena *arena);
/* What a page of items shows beside its columns: free stock over all sites, base price. */
OD_MUST_USE bool item_rows_fill(struct desk *desk, struct item_row *rows, int n, struct err *err);

#endif
