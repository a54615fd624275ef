/* See bench.h. */
#include "bench/bench.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

#define TEXTS 8

static char folder[64];

int bench_option(int argc, char **argv, const char *name, int otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return (int)strtol(argv[i + 1], NULL, 10);
    return otherwise;
}

/* --- files ------------------------------------------------------------------------------------ */

const char *bench_path(const char *name)
{
    static struct arena *paths;

    if (!paths)
        paths = arena_new();
    if (folder[0] == '\0') {
        snprintf(folder, sizeof folder, "bench-XXXXXX");
        bench_check(mkdtemp(folder) != NULL, "mkdtemp");
    }
    return arena_printf(paths, "%s/%s", folder, name);
}

void bench_copy(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t n;

    bench_check(in && out, "copy");
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0)
        bench_check(fwrite(bytes, 1, n, out) == n, "copy");
    fclose(in);
    bench_check(fclose(out) == 0, "copy");
}

static int remove_one(const char *path, const struct stat *st OD_UNUSED, int kind OD_UNUSED,
                      struct FTW *at OD_UNUSED)
{
    return remove(path);
}

void bench_end(void)
{
    if (folder[0])
        nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void bench_must(bool is_ok, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "%s: %s [%s] [%s]\n", err_code_name(err->code), err->text, err->field,
            err->cause);
    _exit(70);
}

void bench_check(bool is_ok, const char *what)
{
    if (is_ok)
        return;
    perror(what);
    _exit(70);
}

/* --- times ------------------------------------------------------------------------------------ */

int64_t bench_now_ns(void)
{
    return clock_monotonic_ns();
}

int64_t bench_cpu_ns(void)
{
    struct timespec t = { 0 };

    bench_check(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0, "clock_gettime");
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

void series_add(struct series *s, int64_t ns)
{
    if (s->n == s->cap) {
        s->cap = s->cap ? s->cap * 2 : 256;
        s->v = realloc(s->v, (size_t)s->cap * sizeof *s->v);
        bench_check(s->v != NULL, "realloc");
    }
    s->v[s->n++] = ns;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

int64_t series_at(struct series *s, double percent)
{
    int at = (int)((double)s->n * percent / 100);

    if (s->n == 0)
        return 0;
    qsort(s->v, (size_t)s->n, sizeof *s->v, compare);
    return s->v[at < s->n ? at : s->n - 1];
}

void series_free(struct series *s)
{
    free(s->v);
    *s = (struct series){ 0 };
}

/* --- the table -------------------------------------------------------------------------------- */

void bench_title(const char *fmt, ...)
{
    va_list args;

    putchar('\n');
    va_start(args, fmt);
    vprintf(fmt, args);
    va_end(args);
    printf("\n%-46s %12s %12s %7s  %s\n", "", "figure", "floor", "ratio", "goal");
}

void bench_row(const char *measure, const char *figure, const char *peer, const char *ratio,
               const char *goal)
{
    printf("%-46s %12s %12s %7s  %s\n", measure, figure, peer, ratio, goal);
    fflush(stdout);
}

static char *next_text(void)
{
    static char texts[TEXTS][40];
    static int next;

    return texts[next++ % TEXTS];
}

const char *bench_ms(int64_t ns)
{
    char *text = next_text();

    snprintf(text, 40, "%.3f ms", (double)ns / 1e6);
    return text;
}

const char *bench_us(int64_t ns)
{
    char *text = next_text();

    snprintf(text, 40, "%.1f us", (double)ns / 1e3);
    return text;
}

const char *bench_ratio(double figure, double peer)
{
    char *text = next_text();

    snprintf(text, 40, "%.2f", peer > 0 ? figure / peer : 0.0);
    return text;
}

const char *bench_count(int64_t n, const char *unit)
{
    char *text = next_text();

    snprintf(text, 40, "%lld%s%s", (long long)n, unit[0] ? " " : "", unit);
    return text;
}
