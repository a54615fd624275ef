/*
 * The one-line entry: whatever is typed, it is refused with a field and a sentence, or its parts
 * are within their bounds.
 */
#include "base/limits.h"
#include "domain/order/entry.h"
#include "fuzz/fuzz.h"

static const char *const fields[] = { "item", "qty", "price", "disc" };

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
    const struct decimal_form *form;
    struct entry e;

    if (size < 1)
        return 0;
    form = &forms[data[0] % OD_LEN(forms)];
    if (!entry_parse(fuzz_text(tmp, data + 1, size - 1), "EUR", form, tmp, &e, &err)) {
        assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        assert(err.text[0] != '\0');
        assert(is_known(err.field));
        return 0;
    }
    assert(e.code && e.code[0] != '\0');
    assert(!strpbrk(e.code, " \t*"));
    assert(e.has_qty == (e.qty_text != NULL));
    assert(e.price.v >= 0 && e.price.v <= LIMIT_PRICE_V);
    assert(e.disc.ppm >= 0 && e.disc.ppm <= PPM);
    return 0;
}
