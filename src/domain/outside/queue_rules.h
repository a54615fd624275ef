/*
 * When what failed is tried again, when a provider is left alone, and how fast it is asked: pure.
 */
#ifndef OD_DOMAIN_OUTSIDE_QUEUE_RULES_H
#define OD_DOMAIN_OUTSIDE_QUEUE_RULES_H

#include <stdbool.h>
#include <stdint.h>

/* A job that was tried so often, or for so long, is dead: a person must look. */
#define QUEUE_MAX_TRIES   8
#define QUEUE_MAX_AGE_MS  (INT64_C(24) * 3600 * 1000)
/* A job whose end is not clear is asked after so often, then a person is. */
#define QUEUE_MAX_LOOKUPS 6
/* Failures in a row after which a provider is left alone for a while. */
#define QUEUE_BREAKER     5

/*
 * Milliseconds until the next try after so many (1: after the first): 5 s, four times as long each
 * time, at most an hour; jitter (0 .. 999) takes up to a quarter off, so that many jobs that failed
 * together do not come back together.
 */
int64_t queue_backoff_ms(int tries, int jitter);
/* How long a provider is left alone after so many failures in a row: 0 below QUEUE_BREAKER, then
 * half a minute, doubling to half an hour. */
int64_t queue_breaker_ms(int failures);
/* Is it time to give a job up? */
bool queue_is_spent(int tries, int64_t first_ms, int64_t now_ms);

/* Requests that may go: `burst` at once, `per_minute` over time. */
struct bucket {
    int per_minute, burst;
    int64_t tokens_milli, at_ms; /* at_ms 0: full */
};
/* Fills it up to now; a clock that went back fills nothing. */
void bucket_fill(struct bucket *b, int64_t now_ms);
/* Whole requests that may go now, never below 0. */
int bucket_room(const struct bucket *b);
/* May go below zero: what was sent was sent. */
void bucket_take(struct bucket *b, int n);

#endif
