/*
 * Text: nothing that drives a terminal comes through, and columns are what they are said to be.
 */
#include "base/err.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"

/* All code points are harmless, but for newlines where they may be. */
static void check_harmless(const char *text, bool may_break)
{
    assert(utf8_is_valid(text, strlen(text)));
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);

        assert(!utf8_is_unsafe(cp) || (may_break && cp == '\n'));
    }
}

static void check_clean(struct arena *tmp, const uint8_t *data, size_t size, enum utf8_kind kind)
{
    struct err err = ERR_INIT;
    const char *once, *twice;

    if (!utf8_clean((const char *)data, size, kind, 1000, tmp, &once, &err)) {
        assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        assert((err.code == ERR_INVALID) == !utf8_is_valid((const char *)data, size));
        return;
    }
    check_harmless(once, kind == UTF8_TEXT);
    assert(strlen(once) <= 1000);
    assert(utf8_clean(once, strlen(once), kind, 1000, tmp, &twice, NULL));
    assert(strcmp(once, twice) == 0);
}

static void check_columns(struct arena *tmp, const char *text, int cols)
{
    size_t fit = utf8_fit(text, cols);

    assert(fit <= strlen(text));
    assert(utf8_cols(arena_strndup(tmp, text, fit)) <= cols);
    assert(utf8_cols(utf8_cut(tmp, text, cols)) <= cols);
    assert(utf8_cols(utf8_pad(tmp, text, cols)) == cols);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    const char *text, *fold;

    if (size == 0 || size > 8192)
        return 0;
    check_clean(tmp, data + 1, size - 1, UTF8_LINE);
    check_clean(tmp, data + 1, size - 1, UTF8_TEXT);
    text = fuzz_text(tmp, data + 1, size - 1);
    check_harmless(utf8_safe(tmp, text), false);
    check_columns(tmp, text, data[0] % 100);
    fold = utf8_fold(tmp, text);
    assert(utf8_is_valid(fold, strlen(fold)));
    assert(fold[0] != ' ');
    assert(fold[0] == '\0' || fold[strlen(fold) - 1] != ' ');
    assert(strstr(fold, "  ") == NULL);
    assert(strcmp(utf8_fold(tmp, fold), fold) == 0);
    assert(utf8_nfc(text, tmp) != NULL);
    return 0;
}
