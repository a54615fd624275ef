/*
 * Runs a fuzz target without libFuzzer: over the files that are named, or over the target's corpus
 * and a fixed number of seeded mutations of it. FUZZ_SEED and FUZZ_RUNS change those two. When the
 * target fails, the input at fault is left in the file NAME.crash.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "fuzz/fuzz.h"
#include "support/rng.h"

#ifndef FUZZ_RUNS
#define FUZZ_RUNS 3000
#endif

#define INPUT_BYTES  ((size_t)16384)
#define CORPUS_FILES 256

struct input {
    uint8_t data[INPUT_BYTES];
    size_t size;
};

struct corpus {
    struct input *inputs[CORPUS_FILES];
    size_t n;
};

/* For the signal handler alone. */
static struct input current;
static char crash_name[256];

static void write_crash(int number)
{
    int fd = open(crash_name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (fd >= 0 && write(fd, current.data, current.size) == (ssize_t)current.size)
        (void)close(fd);
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

static void run(const struct input *input)
{
    uint8_t *exact = xmalloc(input->size > 0 ? input->size : 1); /* so that overruns are seen */

    current = *input;
    memcpy(exact, input->data, input->size);
    (void)LLVMFuzzerTestOneInput(exact, input->size);
    xfree(exact);
}

static bool read_input(const char *path, struct input *out)
{
    FILE *f = fopen(path, "rb");

    if (f == NULL)
        return false;
    out->size = fread(out->data, 1, INPUT_BYTES, f);
    (void)fclose(f);
    return true;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_corpus(struct corpus *c, const char *dir)
{
    OD_ARENA *tmp = arena_new();
    struct dirent **names;
    int n = scandir(dir, &names, NULL, by_name);

    for (int i = 0; i < n; i++) {
        struct input *input = xmalloc(sizeof *input);

        if (names[i]->d_name[0] != '.' && c->n < CORPUS_FILES &&
            read_input(arena_printf(tmp, "%s/%s", dir, names[i]->d_name), input))
            c->inputs[c->n++] = input;
        else
            xfree(input);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
}

static void insert(struct input *in, size_t at, const void *data, size_t len)
{
    if (in->size + len > INPUT_BYTES)
        return;
    memmove(in->data + at + len, in->data + at, in->size - at);
    memcpy(in->data + at, data, len);
    in->size += len;
}

static void mutate_once(struct rng *r, struct input *in, const struct corpus *c)
{
    static const char *const tokens[] = {
        "\"",    "\"\"",     ",",
        ";",     "\r\n",     "\n",
        "[",     "]",        "{",
        "}",     ":",        "=",
        "\\",    "\\u0",     "\xEF\xBB\xBF",
        "0",     "99999999", ".",
        "-",     "+",        "e9",
        "null",  "\t",       "\xCC\x88",
        "\xFF",  "\xE2\x80", "\xF0\x9F\x98\x80",
        " ",     "#",        "2026",
        "29.2.", "nov",      "T24:00",
        "'=1+1", "%",        "[orderdesk]\n",
    };
    size_t at = (size_t)rng_below(r, in->size + 1);
    size_t len = in->size > at ? (size_t)rng_below(r, in->size - at + 1) : 0;
    uint8_t byte = (uint8_t)rng_next(r);

    switch (rng_below(r, 6)) {
    case 0:
        if (in->size > at)
            in->data[at] ^= (uint8_t)(1U << rng_below(r, 8));
        break;
    case 1:
        insert(in, at, &byte, 1);
        break;
    case 2:
        memmove(in->data + at, in->data + at + len, in->size - at - len);
        in->size -= len;
        break;
    case 3: { /* a piece of another input */
        const struct input *other = c->inputs[rng_below(r, c->n)];
        size_t from = (size_t)rng_below(r, other->size + 1);

        insert(in, at, other->data + from, (size_t)rng_below(r, other->size - from + 1));
        break;
    }
    default: {
        const char *token = tokens[rng_below(r, OD_LEN(tokens))];

        insert(in, at, token, strlen(token));
    }
    }
}

static uint64_t number_from(const char *variable, uint64_t fallback)
{
    const char *text = getenv(variable);

    return text != NULL && text[0] != '\0' ? strtoull(text, NULL, 0) : fallback;
}

static void run_mutations(const char *name, const struct corpus *c)
{
    uint64_t seed = number_from("FUZZ_SEED", 1), runs = number_from("FUZZ_RUNS", FUZZ_RUNS);
    static struct input input;

    printf("%s: %zu corpus files, %" PRIu64 " mutations from FUZZ_SEED=%" PRIu64 "\n", name, c->n,
           runs, seed);
    (void)fflush(stdout);
    for (uint64_t i = 0; i < runs; i++) {
        struct rng r = { seed * UINT64_C(1000003) + i };

        input = *c->inputs[rng_below(&r, c->n)];
        for (uint64_t k = rng_below(&r, 8) + 1; k > 0; k--)
            mutate_once(&r, &input, c);
        run(&input);
    }
}

int main(int argc, char **argv)
{
    OD_ARENA *tmp = arena_new();
    const char *slash = strrchr(argv[0], '/'), *srcdir = getenv("srcdir");
    const char *name = slash != NULL ? slash + 1 : argv[0];
    static struct corpus corpus;

    if (strncmp(name, "lt-", 3) == 0)
        name += 3;
    (void)snprintf(crash_name, sizeof crash_name, "%s.crash", name);
    (void)signal(SIGABRT, write_crash);
    (void)signal(SIGSEGV, write_crash);
    if (argc > 1) {
        static struct input input;

        for (int i = 1; i < argc; i++) {
            if (!read_input(argv[i], &input)) {
                (void)fprintf(stderr, "%s: %s\n", argv[i], strerror(errno));
                return EXIT_FAILURE;
            }
            run(&input);
        }
        return EXIT_SUCCESS;
    }
    assert(strncmp(name, "fuzz_", 5) == 0);
    read_corpus(&corpus, arena_printf(tmp, "%s/tests/fuzz/corpus/%s", srcdir != NULL ? srcdir : ".",
                                      name + 5));
    if (corpus.n == 0) {
        (void)fprintf(stderr, "%s: no corpus; run it from the source folder\n", name);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < corpus.n; i++)
        run(corpus.inputs[i]);
    run_mutations(name, &corpus);
    for (size_t i = 0; i < corpus.n; i++)
        xfree(corpus.inputs[i]);
    return EXIT_SUCCESS;
}
