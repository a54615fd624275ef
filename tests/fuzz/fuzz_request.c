/*
 * A request of HTTP from anybody: what is taken lies within what came, and forms decode whole.
 */
#include "base/limits.h"
#include "fuzz/fuzz.h"
#include "sync/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    const struct wire_header *fields;
    struct request r;
    int status, n;

    status = request_read((const char *)data, size, tmp, &r);
    assert(status == 200 || status == 400 || status == 413 || status == 501);
    if (status != 200)
        return 0;
    assert(r.body_len <= size && r.body_len <= LIMIT_REQUEST_BYTES);
    assert(r.body[r.body_len] == '\0');
    assert(r.n_headers <= LIMIT_WIRE_HEADERS);
    for (int i = 0; i < r.n_headers; i++)
        assert(request_header(&r, r.headers[i].name)[0] == '\0' || r.headers[i].name[0] != '\0');
    if (!request_form(&r, tmp, &fields, &n))
        return 0;
    assert(n <= LIMIT_REQUEST_FIELDS);
    for (int i = 0; i < n; i++)
        assert(strlen(fields[i].name) + strlen(fields[i].value) <= r.body_len);
    return 0;
}
