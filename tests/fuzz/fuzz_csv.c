/*
 * CSV: any file is read to its end, and what was read is written and read again as the same, with
 * no cell that a spreadsheet would run.
 */
#include <stdlib.h>

#include "base/csv.h"
#include "base/vec.h"
#include "fuzz/fuzz.h"

#define COLUMNS 4

struct row {
    const char *cell[COLUMNS];
};
struct rows OD_VEC(struct row);

/* All records but the refused ones; false where the file is no CSV at all. */
static bool read_rows(const char *path, struct csv_form form, struct arena *arena,
                      struct rows *out)
{
    struct err err = ERR_INIT;
    OD_CSV *r = NULL;
    int64_t line = 0;

    if (!csv_open(&r, path, &form, &err)) {
        assert(err.code != ERR_NONE);
        return false;
    }
    for (;;) {
        struct row *row;

        err_clear(&err);
        if (!csv_next(r, &err)) {
            if (err.code == ERR_NONE)
                return true;
            continue;
        }
        assert(csv_line(r) > line);
        line = csv_line(r);
        row = vec_push(arena, out);
        for (int i = 0; i < COLUMNS; i++)
            row->cell[i] = arena_strdup(arena, csv_cell(r, i));
    }
}

static void check_guard(const char *text)
{
    if (text[0] == '"')
        text++;
    /* What may run in a spreadsheet begins with one of these; a number's sign is harmless. */
    assert(text[0] == '\0' || strchr("=@\t\r\n", text[0]) == NULL);
}

static char *write_rows(const struct rows *rows, size_t *len)
{
    char *text;
    FILE *f = open_memstream(&text, len);

    assert(f != NULL);
    (void)fputs("key,a,b,c,d\r\n", f);
    for (int i = 0; i < rows->n; i++) {
        csv_put(f, "row", true);
        for (int k = 0; k < COLUMNS; k++)
            csv_put(f, rows->v[i].cell[k], false);
        csv_end_row(f);
    }
    (void)fclose(f);
    return text;
}

/* One cell alone, to see how it begins. */
static void check_cell(const char *cell)
{
    char *text;
    size_t len;
    FILE *f = open_memstream(&text, &len);

    assert(f != NULL);
    csv_put(f, cell, true);
    (void)fclose(f);
    check_guard(text);
    free(text);
}

static void check_again(const struct rows *rows, struct arena *arena)
{
    struct rows again = { 0 };
    char name[FUZZ_NAME_SIZE];
    size_t len;
    char *text = write_rows(rows, &len);
    int fd = fuzz_file((const uint8_t *)text, len, name);
    OD_CSV *r = NULL;
    struct err err = ERR_INIT;

    assert(csv_open(&r, name, &(struct csv_form){ .delimiter = ',' }, &err));
    for (int i = 0; i < rows->n; i++) {
        assert(csv_next(r, &err));
        for (int k = 0; k < COLUMNS; k++)
            assert(strcmp(csv_unguard(csv_cell(r, k + 1)), rows->v[i].cell[k]) == 0);
    }
    assert(!csv_next(r, &err));
    assert(err.code == ERR_NONE);
    assert(read_rows(name, (struct csv_form){ 0 }, arena, &again));
    assert(again.n == rows->n);
    (void)close(fd);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    struct rows rows = { 0 };
    struct csv_form form = { 0 };
    char name[FUZZ_NAME_SIZE];
    int fd;

    if (size > 65000)
        return 0;
    fd = fuzz_file(data, size, name);
    /* Found out, or told to be any of the encodings, which it may not be. */
    form.encoding = (enum encoding)(size % (ENCODING_CP1252 + 1));
    if (read_rows(name, form, tmp, &rows)) {
        for (int i = 0; i < rows.n; i++) {
            for (int k = 0; k < COLUMNS; k++)
                check_cell(rows.v[i].cell[k]);
        }
        check_again(&rows, tmp);
    }
    (void)close(fd);
    return 0;
}
