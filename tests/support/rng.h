/*
 * A small seeded generator (splitmix64), so that a failing run can be repeated from its seed.
 */
#ifndef OD_TESTS_SUPPORT_RNG_H
#define OD_TESTS_SUPPORT_RNG_H

#include <stdint.h>

struct rng {
    uint64_t state;
};

static inline uint64_t rng_next(struct rng *r)
{
    uint64_t z = r->state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* 0 .. n - 1 */
static inline uint64_t rng_below(struct rng *r, uint64_t n)
{
    return rng_next(r) % n;
}

/* A number of up to bits bits, small ones as often as large ones, of either sign. */
static inline int64_t rng_spread(struct rng *r, unsigned bits)
{
    unsigned use = (unsigned)rng_below(r, bits + 1);
    uint64_t v = use == 0 ? 0 : rng_next(r) >> (64 - use);

    return rng_below(r, 2) == 0 ? (int64_t)v : -(int64_t)v;
}

#endif
