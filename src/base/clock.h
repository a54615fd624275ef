/*
 * The clock as a thing that is handed in, so that tests can hold it still. Only this file and
 * os.c ask the system for the time.
 */
#ifndef OD_BASE_CLOCK_H
#define OD_BASE_CLOCK_H

#include <stdint.h>

#include "base/date.h"

struct clock {
    enum { CLOCK_SYSTEM, CLOCK_FIXED, CLOCK_STEPPING } kind;
    struct stamp at; /* fixed and stepping: the time it shows */
    int64_t step_ms; /* stepping: added after each look */
};

struct clock clock_system(void);
struct clock clock_fixed(struct stamp at);
struct clock clock_stepping(struct stamp at, int64_t step_ms);
struct stamp clock_now(struct clock *clock);

/* Milliseconds of a clock that never jumps; for durations and time-outs only. */
int64_t clock_monotonic_ms(void);
/* The same in nanoseconds, for benches. */
int64_t clock_monotonic_ns(void);

#endif
