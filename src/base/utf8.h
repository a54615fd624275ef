/*
 * UTF-8 over utf8proc: what enters is checked and cleaned once, columns are counted one way, and
 * search folding is one function.
 */
#ifndef OD_BASE_UTF8_H
#define OD_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/* Is it valid UTF-8 (no surrogates, no overlong forms, nothing past U+10FFFF)? */
bool utf8_is_valid(const char *text, size_t len);

/*
 * Takes the next code point of a valid string and moves on. Of invalid bytes U+FFFD is given and
 * one byte skipped, so a loop always ends. At the end 0.
 */
uint32_t utf8_next(const char **text);

/* Writes a code point as UTF-8 into out (room for 5) and terminates; returns the byte count. */
int utf8_put(uint32_t cp, char out[5]);

/* Is it a letter, a digit or another number, or for private use? */
bool utf8_is_of_word(uint32_t cp);

/* Does the code point drive a terminal, reorder a line or hide in it? */
bool utf8_is_unsafe(uint32_t cp);

/* Canonical composition: what a person types mark by mark becomes one character. */
char *utf8_nfc(const char *text, struct arena *arena);

/* Compatibility decomposition: what some sign their secrets in. */
char *utf8_nfkd(const char *text, struct arena *arena);

/* Columns of one code point: 0 combining and neutralised ones, 1, or 2 for wide ones. */
int utf8_cp_cols(uint32_t cp);

/* Columns of a string. */
int utf8_cols(const char *text);

/* The longest start of text that fits cols columns, in bytes; never parts a base from its marks. */
size_t utf8_fit(const char *text, int cols);

/* Cut to cols columns; where something is cut the last column is `~`. */
char *utf8_cut(struct arena *arena, const char *text, int cols);

/* Cut and padded with blanks to exactly cols columns. */
char *utf8_pad(struct arena *arena, const char *text, int cols);

/*
 * Folds for search and sorting: NFKD, marks removed, lower case, sharp s to ss, runs of white space
 * to one blank, ends trimmed. "Müller  STRASSE" and "muller strasse" fold alike.
 */
char *utf8_fold(struct arena *arena, const char *text);
/* In capitals, character by character; the accents stay. */
char *utf8_upper(struct arena *arena, const char *text);

enum utf8_kind {
    UTF8_LINE, /* one line: newline and tab become a blank */
    UTF8_TEXT, /* several lines: newline stays, CRLF and CR become it */
};

/*
 * The door for text from outside: refuses invalid UTF-8, brings it to NFC, removes C0, C1, DEL,
 * bidi controls, zero-width and tag characters and what Unicode says is none, trims blanks at both
 * ends.
 *
 * max_bytes  refuses what is longer after cleaning
 * out        in the arena, "" for NULL
 * err        ERR_INVALID (not UTF-8) or ERR_LIMIT, without a field: callers add it with err_at
 */
OD_MUST_USE bool utf8_clean(const char *text, size_t len, enum utf8_kind kind, size_t max_bytes,
                            struct arena *arena, const char **out, struct err *err);

/* For output to a terminal or log: control, bidi and invalid bytes, and what Unicode says is no
 * character, become "?"; newline too. */
char *utf8_safe(struct arena *arena, const char *text);

#endif
