/*
 * Bytes from a terminal through the decoder into the shell with a form, a palette and dialogs: no
 * byte may end the program, and the cursor is always on the screen. The first byte says where the
 * stream is split, the second gives the size of the screen.
 */
#include <locale.h>

#include "fuzz/fuzz.h"
#include "support/term_mem.h"
#include "support/toyscreen.h"
#include "tui/term_input.h"

static void check_frame(const struct toy *toy)
{
    const struct cells *cells = term_mem_cells(toy->term);

    assert(cells->cursor_row >= 0 && cells->cursor_row < cells->rows);
    assert(cells->cursor_col >= 0 && cells->cursor_col < cells->cols);
}

/* False when the keys made the program end. */
static bool feed(struct toy *toy, struct term_input *in, const uint8_t *data, size_t size)
{
    struct key k;

    while (size > 0) {
        size_t took = term_input_feed(in, data, size);

        while (term_input_next(in, took == 0, &k))
            term_mem_key(toy->term, k);
        data += took;
        size -= took;
        if (!app_pass(toy->app))
            return false;
        check_frame(toy);
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct term_input *in;
    struct toy toy;
    size_t split;

    if (size < 3 || size > 2048)
        return 0;
    (void)setlocale(LC_ALL, "C.UTF-8");
    split = data[0] % size;
    in = xcalloc(1, sizeof *in);
    in->has_mouse = data[0] & 1;
    in->awaits_ground = data[1] & 1 ? TERM_INPUT_GROUND_KEYS : 0;
    toy_open(&toy, NULL, data[1] % 60 + 1, data[1] % 16 * 10 + 1);
    if (split < 2)
        split = 2;
    if (feed(&toy, in, data + 2, split - 2) && feed(&toy, in, data + split, size - split)) {
        term_mem_resize(toy.term, data[1] / 4 + 1, data[0] + 1);
        if (app_pass(toy.app))
            check_frame(&toy);
    }
    toy_close(&toy);
    xfree(in);
    return 0;
}
