/*
 * What the bench programs share: a folder of their own on the disk they are started on, series of
 * times, and the table that is printed. Nothing here judges: figures stand beside their goals.
 */
#ifndef OD_TESTS_BENCH_H
#define OD_TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"

/* Value of "--name N", or what is given. */
int bench_option(int argc, char **argv, const char *name, int otherwise);

/* A path in this run's folder, which is made in the working folder; good until bench_end. */
const char *bench_path(const char *name);
void bench_copy(const char *from, const char *to);
/* Removes the folder. */
void bench_end(void);

/* These end the process where it did not go well. */
void bench_must(bool is_ok, const struct err *err);
void bench_check(bool is_ok, const char *what);

int64_t bench_now_ns(void);
/* Time of this process on a processor: what others do beside it is not in it. */
int64_t bench_cpu_ns(void);

/* Times of one thing, in nanoseconds. */
struct series {
    int64_t *v;
    int n, cap;
};
void series_add(struct series *s, int64_t ns);
/* The value that so many percent do not exceed; sorts the series. */
int64_t series_at(struct series *s, double percent);
void series_free(struct series *s);

/* The table: title, then rows. peer and ratio may be "" in a row. */
void bench_title(const char *fmt, ...) OD_PRINTF(1, 2);
void bench_row(const char *measure, const char *figure, const char *peer, const char *ratio,
               const char *goal);
/* Times with their unit, and a ratio; good for the next eight calls. */
const char *bench_ms(int64_t ns);
const char *bench_us(int64_t ns);
const char *bench_ratio(double figure, double peer);
const char *bench_count(int64_t n, const char *unit);

#endif
