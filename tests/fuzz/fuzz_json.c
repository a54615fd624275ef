/*
 * JSON: what is read can be written, and reads again as the same text.
 */
#include "base/json.h"
#include "fuzz/fuzz.h"

/* Writes a value as it stands; depth is bounded by the reader. */
static void write_value(struct json_out *w, const char *name, const struct json *v)
{
    switch (json_kind(v)) {
    case JSON_NULL:
        json_put_text(w, name, NULL);
        break;
    case JSON_BOOL:
        json_put_bool(w, name, json_bool(v));
        break;
    case JSON_STRING:
    case JSON_NUMBER: /* exponents are read, never written: their text does as well */
        json_put_text(w, name, json_text(v));
        break;
    case JSON_ARRAY:
        json_begin_array(w, name);
        for (int i = 0; i < json_len(v); i++)
            write_value(w, NULL, json_at(v, i));
        json_end_array(w);
        break;
    case JSON_OBJECT:
        json_begin_object(w, name);
        for (int i = 0; i < json_len(v); i++)
            write_value(w, json_name(v, i), json_at(v, i));
        json_end_object(w);
        break;
    }
}

static const char *write_text(struct arena *arena, const struct json *v)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    write_value(&w, NULL, v);
    assert(!b.is_cut);
    return b.s;
}

static int depth_of(const uint8_t *data, size_t size)
{
    int depth = 0, most = 0;

    for (size_t i = 0; i < size; i++) {
        depth += data[i] == '[' || data[i] == '{' ? 1 : 0;
        most = depth > most ? depth : most;
    }
    return most;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    const struct json *v, *again;
    const char *once, *twice;
    int64_t n;

    if (size == 0 || size > 65536)
        return 0;
    if (!json_parse((const char *)data, size, tmp, &v, &err)) {
        assert(err.code == ERR_INVALID || err.code == ERR_LIMIT);
        assert(err.text[0] != '\0');
        return 0;
    }
    (void)json_i64(v, &n);
    if (depth_of(data, size) >= LIMIT_JSON_DEPTH)
        return 0; /* the writer keeps one level for the document around it */
    once = write_text(tmp, v);
    assert(json_parse(once, strlen(once), tmp, &again, NULL));
    twice = write_text(tmp, again);
    assert(strcmp(once, twice) == 0);
    return 0;
}
