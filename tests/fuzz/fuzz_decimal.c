/*
 * Numbers: what is read is written and read again as the same.
 */
#include "base/decimal.h"
#include "base/money.h"
#include "fuzz/fuzz.h"

static const struct decimal_form forms[] = {
    { '.', '\0' }, { ',', '.' }, { '.', ',' }, { '.', '\'' }, { ',', ' ' }, { ',', '\0' },
};

static void check_money(const char *text, const struct decimal_form *form)
{
    char out[MONEY_TEXT_SIZE];
    struct money m, again;
    struct price p, p_again;
    struct qty q, q_again;
    struct rate r, r_again;

    if (money_parse(text, "EUR", form, &m, NULL)) {
        assert(money_parse(money_format(m, form, out), "EUR", form, &again, NULL));
        assert(again.minor == m.minor);
    }
    if (price_parse(text, "KWD", form, &p, NULL)) {
        assert(price_parse(price_format(p, "KWD", form, out), "KWD", form, &p_again, NULL));
        assert(p_again.v == p.v);
    }
    if (qty_parse(text, 3, form, &q, NULL)) {
        assert(q.milli >= 0);
        assert(qty_parse(qty_format(q, form, out), 3, form, &q_again, NULL));
        assert(q_again.milli == q.milli);
    }
    if (rate_parse(text, form, &r, NULL)) {
        assert(rate_parse(rate_format(r, form, out), form, &r_again, NULL));
        assert(r_again.ppm == r.ppm);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    const struct decimal_form *form;
    char out[DECIMAL_TEXT_SIZE];
    struct err err = ERR_INIT;
    int64_t v, again;
    const char *text;
    int scale;

    if (size < 2)
        return 0;
    form = &forms[data[0] % (sizeof forms / sizeof forms[0])];
    scale = data[1] % 19;
    text = fuzz_text(tmp, data + 2, size - 2);
    if (decimal_parse(text, scale, INT64_MAX, form, &v, &err)) {
        assert(decimal_parse(decimal_format(v, scale, scale / 2, form, out), scale, INT64_MAX, form,
                             &again, NULL));
        assert(again == v);
    } else {
        assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        assert(err.text[0] != '\0');
    }
    check_money(text, form);
    return 0;
}
