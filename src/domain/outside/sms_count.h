/*
 * How many parts a text message takes, by 3GPP TS 23.038 and TS 23.040. Pure.
 */
#ifndef OD_DOMAIN_OUTSIDE_SMS_COUNT_H
#define OD_DOMAIN_OUTSIDE_SMS_COUNT_H

#include <stdbool.h>
#include <stdint.h>

struct sms_count {
    bool is_wide;     /* in UCS-2, because of `wide`; else in the 7-bit alphabet */
    int units;        /* septets, or 16-bit units */
    int parts;        /* 0 of an empty text */
    int left;         /* units that still fit into the last part; 0 of an empty text */
    uint32_t wide;    /* the first character that the 7-bit alphabet lacks; 0: none */
};

/*
 * Counts a valid UTF-8 text. One part holds 160 septets or 70 units; of several each holds 153 or
 * 67, because a head says which one it is. ^ { } \ [ ] ~ | and the euro sign take two septets, what
 * lies past U+FFFF two units, and neither is torn apart at the end of a part.
 */
void sms_count(const char *text, struct sms_count *out);

#endif
