/*
 * JSON over json-c: numbers keep their text, integers past 64 bits, NaN and \u0000 are refused,
 * depth and size are bounded. The writer is a small builder with its own escaping.
 */
#ifndef OD_BASE_JSON_H
#define OD_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/strbuf.h"

struct arena;
struct json; /* a value, owned by the document */

/* Reads a whole document into the arena. ERR_INVALID with the place, ERR_LIMIT. */
OD_MUST_USE bool json_parse(const char *text, size_t len, struct arena *arena,
                            const struct json **out, struct err *err);

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };
enum json_kind json_kind(const struct json *v); /* NULL counts as JSON_NULL */
/* Member of an object, element of an array; NULL where there is none. */
const struct json *json_get(const struct json *v, const char *name);
const struct json *json_at(const struct json *v, int index);
int json_len(const struct json *v);
/* Name of the member at index, of an object. */
const char *json_name(const struct json *v, int index);
/* Text of a string, or of a number as it stood in the document; NULL for others. */
const char *json_text(const struct json *v);
bool json_bool(const struct json *v);
bool json_i64(const struct json *v, int64_t *out);

/* Writer: begins and ends are counted and asserted; commas come by themselves. */
struct json_out {
    struct strbuf *b;
    int depth;
    bool has_item[LIMIT_JSON_DEPTH];
};
void json_out_init(struct json_out *w, struct strbuf *b);
void json_begin_object(struct json_out *w, const char *name); /* name NULL inside an array */
void json_end_object(struct json_out *w);
void json_begin_array(struct json_out *w, const char *name);
void json_end_array(struct json_out *w);
void json_put_text(struct json_out *w, const char *name, const char *text); /* NULL -> null */
void json_put_i64(struct json_out *w, const char *name, int64_t v);
void json_put_bool(struct json_out *w, const char *name, bool v);
/* A number given as its decimal text (checked), so that no float is needed. */
void json_put_number(struct json_out *w, const char *name, const char *decimal);

#endif
