/*
 * What a scanner sends: whatever it is, there is a code to look for within what came, and a count
 * only where it has the form of one.
 */
#include <string.h>

#include "domain/catalog/scan.h"
#include "domain/flow/scan_command.h"
#include "fuzz/fuzz.h"

/* Each part stands in what was scanned, as it is; brackets that people read go out of it. */
static void check_part(const char *text, const char *part)
{
    assert(part == NULL || strpbrk(text, "()") != NULL || strstr(text, part) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    const char *text = fuzz_text(tmp, data, size);
    struct scan scan;

    scan_read(text, tmp, &scan);
    assert(scan.code != NULL);
    check_part(text, scan.code);
    check_part(text, scan.sscc);
    check_part(text, scan.lot);
    check_part(text, scan.serial);
    assert(scan.count >= 0 && scan.count <= 99999999);
    /* What is no string of elements is one code, without what a scanner puts around it. */
    if (scan.sscc == NULL && scan.lot == NULL && scan.serial == NULL && scan.count == 0) {
        size_t len = strlen(scan.code);

        assert(len == 0 || (scan.code[0] != '\x02' && scan.code[len - 1] != '\x03'));
    }
    if (scan_command_of(scan.code) != 0)
        assert(scan.code[0] == '.');
    return 0;
}
