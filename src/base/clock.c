/*
 * The only place that asks the system for the time of day.
 */
#include "base/clock.h"

#include <assert.h>
#include <time.h>

struct clock clock_system(void)
{
    return (struct clock){ .kind = CLOCK_SYSTEM };
}

struct clock clock_fixed(struct stamp at)
{
    return (struct clock){ .kind = CLOCK_FIXED, .at = at };
}

struct clock clock_stepping(struct stamp at, int64_t step_ms)
{
    return (struct clock){ .kind = CLOCK_STEPPING, .at = at, .step_ms = step_ms };
}

static int64_t read_ns(clockid_t id)
{
    struct timespec now;
    int status = clock_gettime(id, &now);

    assert(status == 0);
    return (int64_t)now.tv_sec * 1000000000 + (int64_t)now.tv_nsec;
}

struct stamp clock_now(struct clock *clock)
{
    struct stamp at = clock->at;

    switch (clock->kind) {
    case CLOCK_SYSTEM:
        return (struct stamp){ read_ns(CLOCK_REALTIME) / 1000000 };
    case CLOCK_FIXED:
        return at;
    case CLOCK_STEPPING:
        clock->at.ms += clock->step_ms;
        return at;
    }
    return at;
}

int64_t clock_monotonic_ns(void)
{
    return read_ns(CLOCK_MONOTONIC);
}

int64_t clock_monotonic_ms(void)
{
    return clock_monotonic_ns() / 1000000;
}
