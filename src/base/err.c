/*
 * struct err. Everything is formatted beside the error first, because the arguments may be parts
 * of the very error that is being set.
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_SIZE  (sizeof((struct err *)0)->text)
#define FIELD_SIZE (sizeof((struct err *)0)->field)
#define CAUSE_SIZE (sizeof((struct err *)0)->cause)

/* Ends a text that was cut by its buffer with "...", at the start of a character. */
static void mark_cut(char *text, size_t size)
{
    size_t at = size - sizeof "...";

    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    memcpy(text + at, "...", sizeof "...");
}

/* How many bytes the character that begins with this one has; 0: none begins with it. */
static int length_of(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* "%.40s" counts bytes: what it left of a character is taken out, so that a sentence stays text. */
static void drop_torn(char *text)
{
    char *to = text;

    while (*text != '\0') {
        int want = length_of((unsigned char)*text), n = 1;

        while (n < want && ((unsigned char)text[n] & 0xC0) == 0x80)
            n++;
        if (n == want) {
            memmove(to, text, (size_t)n);
            to += n;
        }
        text += n;
    }
    *to = '\0';
}

static void put(char *out, size_t size, const char *fmt, va_list args) OD_PRINTF(3, 0);
static void put(char *out, size_t size, const char *fmt, va_list args)
{
    int n = vsnprintf(out, size, fmt, args);

    if (n < 0)
        out[0] = '\0';
    else if ((size_t)n >= size)
        mark_cut(out, size);
    drop_torn(out);
}

static void copy(char *out, size_t size, const char *text)
{
    size_t len = strlen(text);

    if (len < size) {
        memmove(out, text, len + 1);
        return;
    }
    memmove(out, text, size - 1);
    out[size - 1] = '\0';
    mark_cut(out, size);
}

bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
    char text[TEXT_SIZE];
    va_list args;

    if (err == NULL)
        return false;
    va_start(args, fmt);
    put(text, sizeof text, fmt, args);
    va_end(args);
    err_clear(err);
    err->code = code;
    copy(err->text, sizeof err->text, text);
    return false;
}

bool err_field(struct err *err, enum err_code code, const char *field, const char *fmt, ...)
{
    char text[TEXT_SIZE], name[FIELD_SIZE];
    va_list args;

    if (err == NULL)
        return false;
    va_start(args, fmt);
    put(text, sizeof text, fmt, args);
    va_end(args);
    copy(name, sizeof name, field);
    err_clear(err);
    err->code = code;
    copy(err->text, sizeof err->text, text);
    copy(err->field, sizeof err->field, name);
    return false;
}

bool err_cause(struct err *err, const char *fmt, ...)
{
    char cause[CAUSE_SIZE];
    va_list args;

    if (err == NULL)
        return false;
    va_start(args, fmt);
    put(cause, sizeof cause, fmt, args);
    va_end(args);
    copy(err->cause, sizeof err->cause, cause);
    return false;
}

bool err_wrap(struct err *err, const char *fmt, ...)
{
    char context[TEXT_SIZE], whole[2 * TEXT_SIZE];
    va_list args;

    if (err == NULL)
        return false;
    va_start(args, fmt);
    put(context, sizeof context, fmt, args);
    va_end(args);
    (void)snprintf(whole, sizeof whole, "%s %s", context, err->text);
    copy(err->text, sizeof err->text, whole);
    return false;
}

bool err_at(struct err *err, const char *field)
{
    if (err != NULL && err->field[0] == '\0')
        copy(err->field, sizeof err->field, field);
    return false;
}

void err_clear(struct err *err)
{
    if (err == NULL)
        return;
    err->code = ERR_NONE;
    err->text[0] = '\0';
    err->field[0] = '\0';
    err->cause[0] = '\0';
}

const char *err_code_name(enum err_code code)
{
    switch (code) {
    case ERR_NONE:
        return "none";
    case ERR_INVALID:
        return "invalid";
    case ERR_LIMIT:
        return "limit";
    case ERR_NOT_FOUND:
        return "not_found";
    case ERR_STATE:
        return "state";
    case ERR_DENIED:
        return "denied";
    case ERR_CONFLICT:
        return "conflict";
    case ERR_BUSY:
        return "busy";
    case ERR_REMOTE:
        return "remote";
    case ERR_IO:
        return "io";
    case ERR_CORRUPT:
        return "corrupt";
    case ERR_BUG:
        return "bug";
    }
    return "bug";
}
