/*
 * JSON over json-c. That library takes more than RFC 8259 (comments, NaN, single quotes) and
 * saturates large integers, so a scan over the text comes first and lets only what is right and
 * within bounds through. The values are then copied into the arena, where the caller owns them.
 */
#include "base/json.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* json-c has a type of this name. */
#define json_bool json_c_bool
#include <json-c/json.h>
#undef json_bool

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

struct json {
    enum json_kind kind;
    bool is_true;
    const char *text; /* string or number */
    int len;          /* elements or members */
    const char **names;
    struct json *items;
};

static int place_line(const char *text, size_t at, int *column)
{
    int line = 1;
    size_t begin = 0;

    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            line++;
            begin = i + 1;
        }
    }
    *column = (int)(at - begin) + 1;
    return line;
}

static bool refuse(const char *text, size_t at, const char *why, struct err *err)
{
    int column, line = place_line(text, at, &column);

    return err_set(err, ERR_INVALID, _("Line %d, column %d: %s"), line, column, why);
}

static bool is_digit(const char *s, size_t at, size_t len)
{
    return at < len && s[at] >= '0' && s[at] <= '9';
}

static size_t skip_digits(const char *s, size_t at, size_t len)
{
    while (is_digit(s, at, len))
        at++;
    return at;
}

/* The end of the number that begins at `at` (RFC 8259 section 6); `at` itself where none does. */
static size_t number_end(const char *s, size_t at, size_t len, bool *is_integer)
{
    size_t i = at, digits;

    *is_integer = true;
    if (i < len && s[i] == '-')
        i++;
    digits = i;
    i = skip_digits(s, i, len);
    if (i == digits || (s[digits] == '0' && i > digits + 1))
        return at;
    if (i < len && s[i] == '.') {
        if (!is_digit(s, i + 1, len))
            return at;
        *is_integer = false;
        i = skip_digits(s, i + 1, len);
    }
    if (i < len && (s[i] == 'e' || s[i] == 'E')) {
        i++;
        if (i < len && (s[i] == '+' || s[i] == '-'))
            i++;
        if (!is_digit(s, i, len))
            return at;
        *is_integer = false;
        i = skip_digits(s, i, len);
    }
    return i;
}

/* Does the integer fit an int64, or without a sign a uint64? */
static bool fits_64_bits(const char *s, size_t len)
{
    bool is_negative = len > 0 && s[0] == '-';
    const char *most = is_negative ? "9223372036854775808" : "18446744073709551615";

    if (is_negative) {
        s++;
        len--;
    }
    if (len != strlen(most))
        return len < strlen(most);
    return memcmp(s, most, len) <= 0;
}

/* From behind the opening quotation mark to behind the closing one; *at is moved. */
static bool scan_string(const char *s, size_t len, size_t *at, struct err *err)
{
    size_t i = *at;

    for (; i < len && s[i] != '"'; i++) {
        if ((unsigned char)s[i] < 0x20)
            return refuse(s, i, _("a control character stands in a string."), err);
        if (s[i] != '\\')
            continue;
        if (len - i > 5 && memcmp(s + i + 1, "u0000", 5) == 0)
            return refuse(s, i, _("the character \\u0000 is not accepted."), err);
        i++;
    }
    if (i >= len)
        return refuse(s, len, _("a string is not closed."), err);
    *at = i + 1;
    return true;
}

static size_t word_len(const char *s, size_t at, size_t len)
{
    static const char *const words[] = { "true", "false", "null" };

    for (size_t i = 0; i < OD_LEN(words); i++) {
        size_t n = strlen(words[i]);

        if (len - at >= n && memcmp(s + at, words[i], n) == 0)
            return n;
    }
    return 0;
}

static bool scan_number(const char *s, size_t len, size_t *at, struct err *err)
{
    bool is_integer;
    size_t end = number_end(s, *at, len, &is_integer);

    if (end == *at)
        return refuse(s, *at, _("this is not a JSON number."), err);
    if (is_integer && !fits_64_bits(s + *at, end - *at))
        return refuse(s, *at, _("this integer does not fit 64 bits."), err);
    *at = end;
    return true;
}

/* Passes the text token by token. What tokens may follow each other json-c says. */
static bool scan(const char *s, size_t len, struct err *err)
{
    int depth = 0;

    for (size_t i = 0; i < len;) {
        size_t word = word_len(s, i, len);

        if (word > 0) {
            i += word;
        } else if (s[i] == '"') {
            i++;
            if (!scan_string(s, len, &i, err))
                return false;
        } else if (s[i] == '-' || is_digit(s, i, len)) {
            if (!scan_number(s, len, &i, err))
                return false;
        } else if (s[i] != '\0' && strchr("{}[]:, \t\r\n", s[i]) != NULL) {
            depth += s[i] == '{' || s[i] == '[' ? 1 : s[i] == '}' || s[i] == ']' ? -1 : 0;
            if (depth > LIMIT_JSON_DEPTH)
                return err_set(err, ERR_LIMIT, _("The JSON text is nested more than %d deep."),
                               LIMIT_JSON_DEPTH);
            i++;
        } else {
            return refuse(s, i, _("this is not JSON."), err);
        }
    }
    return true;
}

static struct json_object *read_tree(const char *s, size_t len, struct err *err)
{
    struct json_tokener *tokener = json_tokener_new_ex(LIMIT_JSON_DEPTH + 1);
    struct json_object *tree;
    enum json_tokener_error status;
    size_t end;

    if (tokener == NULL)
        abort();
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    tree = json_tokener_parse_ex(tokener, s, (int)len);
    status = json_tokener_get_error(tokener);
    end = json_tokener_get_parse_end(tokener);
    if (status == json_tokener_continue) {
        /* A number at the top ends with the text; only an end mark tells json-c so. */
        tree = json_tokener_parse_ex(tokener, "", 1);
        status = json_tokener_get_error(tokener);
        end = len;
    }
    json_tokener_free(tokener);
    if (status == json_tokener_success)
        return tree;
    if (status == json_tokener_continue || status == json_tokener_error_parse_eof)
        refuse(s, len, _("the JSON text ends too early."), err);
    else
        refuse(s, end < len ? end : len, _("this is not JSON."), err);
    err_cause(err, "json-c: %s", json_tokener_error_desc(status));
    json_object_put(tree);
    return NULL;
}

/* Copies one value; of arrays and objects the room for what is in them. */
static void copy_value(struct json_object *from, struct json *to, struct arena *arena)
{
    *to = (struct json){ .kind = JSON_NULL };
    switch (json_object_get_type(from)) {
    case json_type_null:
        break;
    case json_type_boolean:
        to->kind = JSON_BOOL;
        to->is_true = json_object_get_boolean(from) != 0;
        break;
    case json_type_double:
    case json_type_int:
        to->kind = JSON_NUMBER;
        to->text = arena_strdup(arena, json_object_get_string(from));
        break;
    case json_type_string:
        to->kind = JSON_STRING;
        to->text = arena_strdup(arena, json_object_get_string(from));
        break;
    case json_type_array:
        to->kind = JSON_ARRAY;
        to->len = (int)json_object_array_length(from);
        to->items = arena_array(arena, to->len, struct json);
        break;
    case json_type_object:
        to->kind = JSON_OBJECT;
        to->len = json_object_object_length(from);
        to->items = arena_array(arena, to->len, struct json);
        to->names = arena_array(arena, to->len, const char *);
        break;
    }
}

/* A value whose elements are being copied. */
struct level {
    struct json_object *from;
    struct json *to;
    int next;
    struct json_object_iterator member;
};

static struct level level_of(struct json_object *from, struct json *to)
{
    struct level level = { .from = from, .to = to };

    if (to->kind == JSON_OBJECT)
        level.member = json_object_iter_begin(from);
    return level;
}

/* The next element of a level, its name copied. */
static struct json_object *next_child(struct level *level, struct arena *arena)
{
    struct json_object *child;

    if (level->to->kind == JSON_ARRAY)
        return json_object_array_get_idx(level->from, (size_t)level->next);
    child = json_object_iter_peek_value(&level->member);
    level->to->names[level->next] = arena_strdup(arena, json_object_iter_peek_name(&level->member));
    json_object_iter_next(&level->member);
    return child;
}

static struct json *copy_tree(struct json_object *from, struct arena *arena)
{
    struct level stack[LIMIT_JSON_DEPTH + 1];
    struct json *root = arena_new_of(arena, struct json);
    int depth = 0;

    copy_value(from, root, arena);
    stack[0] = level_of(from, root);
    while (depth >= 0) {
        struct level *top = &stack[depth];
        struct json_object *child;
        struct json *copy;

        if (top->next == top->to->len) {
            depth--;
            continue;
        }
        child = next_child(top, arena);
        copy = &top->to->items[top->next++];
        copy_value(child, copy, arena);
        if (copy->len > 0) {
            assert(depth < LIMIT_JSON_DEPTH);
            stack[++depth] = level_of(child, copy);
        }
    }
    return root;
}

bool json_parse(const char *text, size_t len, struct arena *arena, const struct json **out,
                struct err *err)
{
    struct err why = ERR_INIT;
    struct json_object *tree;

    if (len > LIMIT_JSON_BYTES)
        return err_set(err, ERR_LIMIT, _("The JSON text is longer than %d bytes."),
                       LIMIT_JSON_BYTES);
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        len -= 3;
    }
    if (!utf8_is_valid(text, len))
        return err_set(err, ERR_INVALID, _("The JSON text is not valid UTF-8."));
    if (!scan(text, len, err))
        return false;
    tree = read_tree(text, len, &why);
    if (why.code != ERR_NONE) {
        if (err != NULL)
            *err = why;
        return false;
    }
    *out = copy_tree(tree, arena);
    json_object_put(tree);
    return true;
}

enum json_kind json_kind(const struct json *v)
{
    return v != NULL ? v->kind : JSON_NULL;
}

const struct json *json_get(const struct json *v, const char *name)
{
    if (json_kind(v) != JSON_OBJECT)
        return NULL;
    for (int i = 0; i < v->len; i++) {
        if (strcmp(v->names[i], name) == 0)
            return &v->items[i];
    }
    return NULL;
}

const struct json *json_at(const struct json *v, int index)
{
    return v != NULL && index >= 0 && index < v->len ? &v->items[index] : NULL;
}

int json_len(const struct json *v)
{
    return v != NULL ? v->len : 0;
}

const char *json_name(const struct json *v, int index)
{
    if (json_kind(v) != JSON_OBJECT || index < 0 || index >= v->len)
        return NULL;
    return v->names[index];
}

const char *json_text(const struct json *v)
{
    return v != NULL ? v->text : NULL;
}

bool json_bool(const struct json *v)
{
    return v != NULL && v->is_true;
}

bool json_i64(const struct json *v, int64_t *out)
{
    long long value;
    char *end;

    if (json_kind(v) != JSON_NUMBER)
        return false;
    errno = 0;
    value = strtoll(v->text, &end, 10);
    if (errno != 0 || *end != '\0')
        return false;
    *out = value;
    return true;
}
