/*
 * A chart as lines, which the program that draws reads: refused with a sentence, or the same lines
 * again, with values that fit on a sheet.
 */
#include <string.h>

#include "base/limits.h"
#include "fuzz/fuzz.h"
#include "print/chart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct chart chart = { 0 }, again = { 0 };
    struct strbuf first, second;
    int64_t most, below;

    if (!chart_read(fuzz_text(tmp, data, size), tmp, &chart, &err)) {
        assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        assert(err.text[0] != '\0');
        return 0;
    }
    assert(chart.n >= 0 && chart.n <= CHART_POINTS);
    assert(chart.kind != CHART_BARS || chart.n <= CHART_BARS_MOST);
    most = chart_most(&chart);
    below = chart_below(&chart);
    assert(most >= 1 && below >= 0 && (chart.kind == CHART_BARS || below == 0));
    for (int i = 0; i < chart.n; i++) {
        const struct chart_point *p = &chart.v[i];

        assert(p->value <= most && p->before <= most);
        assert(chart.kind != CHART_BARS || (p->value >= -below && p->before >= -below));
        assert(p->at >= 0 && p->at < 7 * 24);
    }
    strbuf_init(&first, tmp, LIMIT_PAPER_BYTES);
    strbuf_init(&second, tmp, LIMIT_PAPER_BYTES);
    chart_write(&chart, &first);
    err_clear(&err);
    assert(chart_is(first.s));
    assert(chart_read(first.s, tmp, &again, &err));
    chart_write(&again, &second);
    assert(strcmp(first.s, second.s) == 0);
    return 0;
}
