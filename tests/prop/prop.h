/*
 * Seeded randomness for property tests. A run is told by its seed alone: --seed N repeats it,
 * --rounds N makes it longer or shorter. What fails is printed with its seed.
 */
#ifndef OD_TESTS_PROP_PROP_H
#define OD_TESTS_PROP_PROP_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct prop {
    uint64_t seed; /* of this round */
    uint64_t state;
    int rounds;
};

/* splitmix64 (Steele, Lea, Flood 2014): small, and every seed is good. */
static inline uint64_t prop_next(struct prop *p)
{
    uint64_t z = p->state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* from..to, both possible. */
static inline int64_t prop_between(struct prop *p, int64_t from, int64_t to)
{
    return from + (int64_t)(prop_next(p) % (uint64_t)(to - from + 1));
}

static inline void prop_seed(struct prop *p, uint64_t seed)
{
    p->seed = p->state = seed;
}

/* Reads --seed and --rounds; anything else ends the program with its usage. */
static inline struct prop prop_args(int argc, char **argv, int rounds)
{
    struct prop p = { .rounds = rounds };

    prop_seed(&p, 20261122);
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 < argc && strcmp(argv[i], "--seed") == 0) {
            prop_seed(&p, strtoull(argv[i + 1], NULL, 10));
        } else if (i + 1 < argc && strcmp(argv[i], "--rounds") == 0) {
            p.rounds = (int)strtol(argv[i + 1], NULL, 10);
        } else {
            fprintf(stderr, "usage: %s [--seed N] [--rounds N]\n", argv[0]);
            exit(2);
        }
    }
    return p;
}

static inline void prop_failed(const struct prop *p, const char *what)
{
    fprintf(stderr, "FAILED: %s\nagain with: --seed %llu --rounds 1\n", what,
            (unsigned long long)p->seed);
}

#endif
