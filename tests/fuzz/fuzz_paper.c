/*
 * A paper as lines, which the program that makes PDF reads: refused with a sentence, or the same
 * lines again; and whatever stands on a label is no command of ZPL.
 */
#include <string.h>

#include "base/limits.h"
#include "fuzz/fuzz.h"
#include "print/paper.h"

/* Within ^FD and ^FS there is no ^, no ~ and no control character; labels begin and end in turn. */
static void check_zpl(const char *zpl)
{
    const char *field = zpl;
    int open = 0;

    while ((field = strstr(field, "^FD")) != NULL) {
        const char *end = strchr(field + 3, '^');

        assert(end != NULL && strncmp(end, "^FS\n", 4) == 0);
        for (const char *c = field + 3; c < end; c++)
            assert((unsigned char)*c >= ' ' && *c != '~' && *c != 0x7F);
        field = end;
    }
    for (const char *c = zpl; *c != '\0'; c++) {
        open += strncmp(c, "^XA\n", 4) == 0;
        open -= strncmp(c, "^XZ\n", 4) == 0;
        assert(open == 0 || open == 1);
    }
    assert(open == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct paper paper, again;
    struct strbuf first, second;
    const char *zpl;

    if (!paper_read(fuzz_text(tmp, data, size), tmp, &paper, &err)) {
        assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        assert(err.text[0] != '\0');
        return 0;
    }
    strbuf_init(&first, tmp, LIMIT_PAPER_BYTES);
    strbuf_init(&second, tmp, LIMIT_PAPER_BYTES);
    paper_write(&paper, &first);
    err_clear(&err);
    assert(paper_read(first.s, tmp, &again, &err));
    paper_write(&again, &second);
    assert(strcmp(first.s, second.s) == 0);
    assert(paper_as_text(&paper, tmp) != NULL);
    if (paper_as_zpl(&paper, 203 + (int)(size % 2) * 97, tmp, &zpl, &err))
        check_zpl(zpl);
    return 0;
}
