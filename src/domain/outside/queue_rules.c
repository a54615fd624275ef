/*
 * Waits, the circuit breaker and the token bucket, as functions of numbers.
 */
#include "domain/outside/queue_rules.h"

#include <assert.h>

#define FIRST_WAIT_MS   5000
#define LAST_WAIT_MS    (60 * 60 * 1000)
#define FIRST_CLOSED_MS (30 * 1000)
#define LAST_CLOSED_MS  (30 * 60 * 1000)
#define MINUTE_MS       60000

int64_t queue_backoff_ms(int tries, int jitter)
{
    int64_t ms = FIRST_WAIT_MS;

    assert(jitter >= 0 && jitter < 1000);
    for (int i = 1; i < tries && ms < LAST_WAIT_MS; i++)
        ms *= 4;
    if (ms > LAST_WAIT_MS)
        ms = LAST_WAIT_MS;
    return ms - ms / 4 * jitter / 1000;
}

int64_t queue_breaker_ms(int failures)
{
    int64_t ms = FIRST_CLOSED_MS;

    if (failures < QUEUE_BREAKER)
        return 0;
    for (int i = QUEUE_BREAKER; i < failures && ms < LAST_CLOSED_MS; i++)
        ms *= 2;
    return ms < LAST_CLOSED_MS ? ms : LAST_CLOSED_MS;
}

bool queue_is_spent(int tries, int64_t first_ms, int64_t now_ms)
{
    return tries >= QUEUE_MAX_TRIES || (first_ms > 0 && now_ms - first_ms >= QUEUE_MAX_AGE_MS);
}

void bucket_fill(struct bucket *b, int64_t now_ms)
{
    int64_t full = (int64_t)b->burst * 1000, passed = now_ms - b->at_ms;

    assert(b->per_minute > 0 && b->burst > 0);
    if (b->at_ms == 0 || passed >= (full - b->tokens_milli) * MINUTE_MS / 1000 / b->per_minute + 1)
        b->tokens_milli = full;
    else if (passed > 0)
        b->tokens_milli += passed * b->per_minute * 1000 / MINUTE_MS;
    if (b->tokens_milli > full)
        b->tokens_milli = full;
    b->at_ms = now_ms;
}

int bucket_room(const struct bucket *b)
{
    return b->tokens_milli > 0 ? (int)(b->tokens_milli / 1000) : 0;
}

void bucket_take(struct bucket *b, int n)
{
    b->tokens_milli -= (int64_t)n * 1000;
}
