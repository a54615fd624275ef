/*
 * Identities: typed row ids, UUIDv7 for idempotency keys, and the check digit of numbers that are
 * read out on the phone.
 */
#ifndef OD_BASE_ID_H
#define OD_BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

/* One struct per table, so that an order's id cannot be passed as a customer's. 0 is "none". */
struct customer_id {
    int64_t v;
};
struct contact_id {
    int64_t v;
};
struct address_id {
    int64_t v;
};
struct item_id {
    int64_t v;
};
struct site_id {
    int64_t v;
};
struct order_id {
    int64_t v;
};
struct line_id {
    int64_t v;
};
struct user_id {
    int64_t v;
};
struct channel_id {
    int64_t v;
};
struct price_list_id {
    int64_t v;
};
struct reason_id {
    int64_t v;
};

#define UUID_TEXT_SIZE 37

/* A UUIDv7 (RFC 9562): 48 bits of the instant, the rest random from the system. */
const char *uuid7(struct stamp at, char out[UUID_TEXT_SIZE]);
bool uuid_is_valid(const char *text);

/*
 * The Damm check digit (Damm 2004) of a string of decimal digits: finds every single wrong digit
 * and every swap of neighbours, the two mistakes of dictation. Returns '0'..'9'.
 */
char check_digit(const char *digits);
/* Do the digits end in their right check digit? False for anything else than >= 2 digits. */
bool check_digit_ok(const char *digits);

#endif
