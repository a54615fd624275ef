/*
 * Dates and instants: what is read is a date, and is written and read again as the same.
 */
#include "base/date.h"
#include "fuzz/fuzz.h"

static void check_date(struct date d)
{
    char out[DATE_TEXT_SIZE], brief[32];
    struct date again;

    assert(date_is_valid(d));
    assert(date_cmp(date_from_days(date_to_days(d)), d) == 0);
    assert(date_parse(date_format(d, out), &again, NULL));
    assert(date_cmp(again, d) == 0);
    assert(date_short(d, (struct date){ 2026, 11, 22 }, brief, sizeof brief)[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const forms[] = { "DD/MM/YYYY", "M/D/YY", "YYYYMMDD", "D.M.YYYY" };
    const struct date today = { 2026, 11, 22 };
    OD_ARENA *tmp = arena_new();
    char out[STAMP_TEXT_SIZE];
    struct stamp s, again;
    const char *text, *end;
    struct date d;

    if (size > 4096)
        return 0;
    text = fuzz_text(tmp, data, size);
    if (date_parse(text, &d, NULL))
        check_date(d);
    if (date_parse_typed(text, today, &d, NULL))
        check_date(d);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (date_parse_form(text, forms[i], &d, NULL))
            check_date(d);
    }
    end = strchr(text, '|'); /* "text|form" */
    if (end != NULL &&
        date_parse_form(arena_strndup(tmp, text, (size_t)(end - text)), end + 1, &d, NULL))
        check_date(d);
    if (stamp_parse(text, &s, NULL) && stamp_format(s, out)[0] != '\0') {
        assert(stamp_parse(out, &again, NULL));
        assert(again.ms == s.ms);
    }
    return 0;
}
