/*
 * struct err: why something could not be done, in words for the person. Lives in the caller's
 * frame, never allocates. The lowest level that knows the meaning sets it; others pass it up.
 */
#ifndef OD_BASE_ERR_H
#define OD_BASE_ERR_H

#include <stdbool.h>

#include "base/compiler.h"

enum err_code {
    ERR_NONE = 0,
    ERR_INVALID,   /* input is wrong; err.field says which */
    ERR_LIMIT,     /* input is larger than a bound of limits.h */
    ERR_NOT_FOUND, /* no such record */
    ERR_STATE,     /* a rule says no in this state */
    ERR_DENIED,    /* the user may not */
    ERR_CONFLICT,  /* someone saved first, or a key is taken */
    ERR_BUSY,      /* no turn in time; try again */
    ERR_REMOTE,    /* another machine did not answer; try again */
    ERR_IO,        /* file, disk, descriptor */
    ERR_CORRUPT,   /* what is stored contradicts itself */
    ERR_BUG        /* must not happen */
};

struct err {
    enum err_code code;
    char text[480];  /* whole sentence(s) for the person, translated, UTF-8 */
    char field[48];  /* name of the input field at fault, "" where none */
    char cause[240]; /* the engine's words, for the log and for F1 */
};

/* A cleared error: struct err err = ERR_INIT; */
#define ERR_INIT { ERR_NONE, "", "", "" }

/*
 * Sets code and sentence, clears field and cause. Text too long is cut at a character, with "...".
 * err may be NULL: then only false is returned.
 * returns  false, always, so that a refusal is one line: return err_set(...)
 */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...) OD_PRINTF(3, 4);

/* As err_set, and names the input field at fault. */
bool err_field(struct err *err, enum err_code code, const char *field, const char *fmt, ...)
    OD_PRINTF(4, 5);

/* Puts the engine's words beside the sentence set before. Returns false. */
bool err_cause(struct err *err, const char *fmt, ...) OD_PRINTF(2, 3);

/* Puts a context sentence in front of the text that is there ("Line 3: ..."). Returns false. */
bool err_wrap(struct err *err, const char *fmt, ...) OD_PRINTF(2, 3);

/* Names the field of an error that was set without one; keeps a name already there. */
bool err_at(struct err *err, const char *field);

/* Back to ERR_NONE. */
void err_clear(struct err *err);

/* The word for a code in JSON and logs: "invalid", "not_found" ... Stable. */
const char *err_code_name(enum err_code code);

#endif
