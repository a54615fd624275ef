/*
 * Bytes from a terminal through the decoder into the real screens over a shop in memory: no byte
 * may end the program, put a control character into a cell or take the cursor off the screen; and
 * what a session leaves behind adds up. The desk serves many inputs, as a desk does; the first
 * byte gives the size of the screen, the second how many bytes come at once.
 */
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "domain/insight/audit.h"
#include "fuzz/fuzz.h"
#include "support/term_mem.h"
#include "support/testscreen.h"
#include "tui/term_input.h"

/* Inputs until the desk is looked through and replaced. */
#define DESK_INPUTS 32

/* What fills the shop is Check's, which wants a runner; here an assertion is an assertion. */
void _mark_point(const char *file, int line)
{
    (void)file;
    (void)line;
}

void _ck_assert_failed(const char *file, int line, const char *expr, const char *msg, ...)
{
    va_list args;

    (void)fprintf(stderr, "%s:%d: %s: ", file, line, expr);
    va_start(args, msg);
    if (msg != NULL)
        (void)vfprintf(stderr, msg, args);
    va_end(args);
    abort();
}

static void check_frame(struct testscreen *ts)
{
    const struct cells *cells = term_mem_cells(ts->term);

    assert(cells->cursor_row < cells->rows && cells->cursor_col < cells->cols);
    for (int i = 0; i < cells->rows * cells->cols; i++) {
        const char *at = cells->v[i].text;

        while (cells->v[i].cols > 0 && *at != '\0') {
            uint32_t cp = utf8_next(&at);

            assert(cp >= 0x20 && (cp < 0x7f || cp > 0x9f));
        }
    }
}

static void check_desk(struct testscreen *ts)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct audit audit;

    if (!audit_run(ts->desk, AUDIT_LOOK, arena, &audit, &err))
        abort();
    for (int i = 0; i < audit.n; i++)
        (void)fprintf(stderr, "%s, %s: %s\n", audit.v[i].check, audit.v[i].record,
                      audit.v[i].words);
    assert(audit.n == 0);
}

static void open_screens(struct testscreen *ts)
{
    static bool is_open;
    static int inputs;

    if (!is_open || ++inputs % DESK_INPUTS == 0) {
        if (is_open) {
            check_desk(ts);
            testscreen_close(ts);
        }
        testscreen_open(ts, 24, 80);
        is_open = true;
    } else {
        testscreen_restart(ts);
    }
}

/* False when the keys made the program end. */
static bool feed(struct testscreen *ts, struct term_input *in, const uint8_t *data, size_t size)
{
    struct key k;
    size_t took = term_input_feed(in, data, size);

    assert(took == size);
    while (term_input_next(in, false, &k) || term_input_next(in, true, &k))
        term_mem_key(ts->term, k);
    if (!app_pass(ts->app))
        return false;
    check_frame(ts);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct testscreen ts;
    struct term_input *in;
    size_t step, at = 2;

    if (size < 3 || size > 400)
        return 0;
    (void)setlocale(LC_ALL, "C.UTF-8");
    open_screens(&ts);
    testscreen_resize(&ts, data[0] % 32 + 10, data[0] % 8 * 20 + 40);
    step = data[1] % 32 + 1u;
    in = xcalloc(1, sizeof *in);
    in->has_mouse = data[0] & 1;
    in->awaits_ground = data[1] & 1 ? TERM_INPUT_GROUND_KEYS : 0;
    while (at < size) {
        size_t n = size - at < step ? size - at : step;

        if (!feed(&ts, in, data + at, n))
            break;
        at += n;
    }
    xfree(in);
    return 0;
}
