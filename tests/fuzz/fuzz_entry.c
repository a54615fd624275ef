/*
 * The one-line entry: whatever is typed, it is refused with a field and a sentence, or its parts
 * are within their bounds.
 */
#include <string.h>

#include "base/limits.h"
#include "domain/order/entry.h"
#include "fuzz/fuzz.h"

static const char *const fields[] = { "item", "qty",  "price", "disc", "site",
                                      "date", "over", "under", "whole" };

static bool is_known(const char *field)
{
    for (size_t i = 0; i < OD_LEN(fields); i++)
        if (strcmp(fields[i], field) == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct decimal_form forms[] = { { '.', ',' }, { ',', '.' }, { ',', ' ' } };
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct entry_spot bad = { -1, -1 };
    struct entry_form form = { .currency = "EUR", .today = { 2026, 11, 22 }, .bad = &bad };
    const char *text;
    struct entry e;

    if (size < 1)
        return 0;
    form.decimals = &forms[data[0] % OD_LEN(forms)];
    text = fuzz_text(tmp, data + 1, size - 1);
    if (!entry_parse(text, &form, tmp, &e, &err)) {
        assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        assert(err.text[0] != '\0');
        assert(is_known(err.field));
        assert(bad.at >= 0 && bad.len >= 0);
        assert((size_t)bad.at + (size_t)bad.len <= strlen(text));
        return 0;
    }
    if (e.comment) {
        assert(e.comment[0] != '\0' && !e.code.text);
        return 0;
    }
    assert(e.code.text && e.code.text[0] != '\0');
    assert(!strpbrk(e.code.text, " \t*"));
    assert(e.has_qty == (e.qty.text != NULL || e.star.text != NULL));
    assert(!e.unit.text || (e.qty.text && e.unit.text[0] != '\0'));
    assert(e.word_count >= 0 && e.word_count <= ENTRY_WORDS);
    assert(!e.site.text || e.site.text[0] != '\0');
    assert(!e.date.text || e.date.text[0] != '\0');
    assert(e.price.v >= 0 && e.price.v <= LIMIT_PRICE_V);
    assert(e.disc.ppm >= 0 && e.disc.ppm <= PPM);
    return 0;
}
