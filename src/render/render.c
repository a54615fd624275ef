/*
 * orderdesk-render: a paper or a chart as lines on standard input, PDF (of a chart also
 * SVG) on standard output. It knows no desk
 * and has no rights; font and drawing code stays out of the front end's memory and its reach.
 * Status 65 where the input is neither, 74 where it cannot be written.
 */
#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "print/chart.h"
#include "print/paper.h"
#include "render/render_chart.h"
#include "render/render_pdf.h"

#define STATUS_INPUT 65
#define STATUS_IO    74
#define PIECE        4096

static int refuse(const struct err *err, int status)
{
    (void)fprintf(stderr, "%s\n", err->text);
    return status;
}

static int run_chart(const char *text, struct arena *arena)
{
    struct err err = ERR_INIT;
    struct chart chart;

    if (!chart_read(text, arena, &chart, &err))
        return refuse(&err, STATUS_INPUT);
    return render_chart(&chart, stdout, &err) ? 0 : refuse(&err, STATUS_IO);
}

int main(void)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct strbuf text;
    struct paper paper;
    char piece[PIECE];
    size_t n;

    os_harden();
    strbuf_init(&text, arena, LIMIT_PAPER_BYTES);
    while ((n = fread(piece, 1, sizeof piece, stdin)) > 0)
        strbuf_addn(&text, piece, n);
    if (chart_is(text.s))
        return run_chart(text.s, arena);
    if (!paper_read(text.s, arena, &paper, &err))
        return refuse(&err, STATUS_INPUT);
    if (!render_pdf(&paper, stdout, &err))
        return refuse(&err, STATUS_IO);
    return 0;
}
