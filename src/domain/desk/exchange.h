/*
 * Exchange rates: what a unit of a currency is worth in the company's, from a day on until the next
 * row of that currency.
 */
#ifndef OD_DOMAIN_DESK_EXCHANGE_H
#define OD_DOMAIN_DESK_EXCHANGE_H

#include "domain/desk/desk.h"

struct exchange_rate {
    int64_t id;
    char currency[4];
    struct date from;
    struct fx rate;     /* e9 0: there is none */
    const char *source; /* "ECB", "bank"; may be "" */
    int64_t version;    /* 0 when saving: whatever is there */
};
struct exchange_rates {
    struct exchange_rate *v;
    int n;
};

/* The rate that holds on a day: 1 for the company's own currency, e9 0 where none is known yet. */
OD_MUST_USE bool exchange_rate_on(struct desk *desk, const char *currency, struct date on,
                                  struct arena *arena, struct exchange_rate *out, struct err *err);
/* By currency, newest day first, at most max; currency NULL: of all. */
OD_MUST_USE bool exchange_rates_load(struct desk *desk, const char *currency, int max,
                                     struct arena *arena, struct exchange_rates *out,
                                     struct err *err);
/*
 * "rate.save": the rate of a currency from a day on; a row of the same day is replaced. Says
 * nothing twice.
 * err  ERR_INVALID (field "currency", "rate", "from"), ERR_CONFLICT (version)
 */
OD_MUST_USE bool exchange_rate_save(struct desk *desk, const struct exchange_rate *in,
                                    struct err *err);
/* The same for imports; tells whether the row was not there, or is what was there. */
OD_MUST_USE bool exchange_rate_save_in(struct tx *tx, struct desk *desk,
                                       const struct exchange_rate *in, bool *is_new, bool *is_same,
                                       struct err *err);
/* All rows by currency and day, a page of LIMIT_PAGE_ROWS behind last (NULL: from the start). */
OD_MUST_USE bool exchange_rates_after(struct desk *desk, const struct exchange_rate *last,
                                      struct arena *arena, struct exchange_rates *out,
                                      struct err *err);
/* "rate.save": takes a row away. ERR_NOT_FOUND. */
OD_MUST_USE bool exchange_rate_drop(struct desk *desk, const char *currency, struct date from,
                                    struct err *err);
/* "0.0871" and back: base units for one unit, up to nine decimals. */
const char *exchange_format(struct fx rate, const struct decimal_form *form,
                            char out[DECIMAL_TEXT_SIZE]);
OD_MUST_USE bool exchange_parse(const char *text, const struct decimal_form *form, struct fx *out,
                                struct err *err);
#endif
