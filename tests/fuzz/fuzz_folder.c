/*
 * A file of a partner: the first byte says which kind it claims to be. It is refused whole, or each
 * of its rows is clean text, or says why it is none.
 */
#include "base/compiler.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "domain/outside/folder_parts.h"
#include "fuzz/fuzz.h"

static void check_row(const struct folder_row *row)
{
    assert(row->line > 0);
    assert(row->wrong == NULL || row->wrong[0] != '\0');
    for (int i = 0; i < FIELD_COUNT; i++) {
        const char *text = row->v[i];

        assert(text != NULL && utf8_is_valid(text, strlen(text)));
        assert(text[strcspn(text, "\r\n")] == '\0');
        assert(strlen(text) <= LIMIT_TEXT_BYTES);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = { "ack.csv", "tracking.csv", "asn.csv",
                                         "ack.json", "Tracking.JSON", "asn-7.json" };
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct folder_rows rows;
    const char *bytes;

    if (size == 0)
        return 0;
    bytes = size > 1 ? arena_memdup(tmp, data + 1, size - 1) : "";
    if (!folder_rows_read(names[data[0] % OD_LEN(names)], bytes, size - 1, tmp, &rows, &err)) {
        assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        assert(err.text[0] != '\0');
        return 0;
    }
    assert(rows.n > 0 && rows.n <= FOLDER_ROWS);
    for (int i = 0; i < rows.n; i++) {
        int64_t milli;

        check_row(&rows.v[i]);
        err_clear(&err);
        if (folder_milli(rows.v[i].v[FIELD_QTY], FIELD_QTY, &milli, &err))
            assert(milli > 0 && milli <= LIMIT_QTY_MILLI);
        else
            assert(err.field[0] != '\0');
    }
    return 0;
}
