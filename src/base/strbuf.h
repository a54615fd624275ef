/*
 * A string builder in an arena, with a maximum set at the start. What goes beyond is left out, with
 * all that is added later, and remembered in `is_cut`, so that the writer can refuse. The text is
 * always terminated and never ends in the middle of a UTF-8 character that was added whole.
 */
#ifndef OD_BASE_STRBUF_H
#define OD_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

struct arena;

struct strbuf {
    struct arena *arena;
    char *s;
    size_t len, cap, max;
    bool is_cut;
};

/* Starts an empty builder that may grow to max bytes of text. */
void strbuf_init(struct strbuf *b, struct arena *arena, size_t max);
void strbuf_clear(struct strbuf *b);
void strbuf_add(struct strbuf *b, const char *text);
void strbuf_addn(struct strbuf *b, const char *text, size_t len);
void strbuf_addc(struct strbuf *b, char c);
void strbuf_addf(struct strbuf *b, const char *fmt, ...) OD_PRINTF(2, 3);
/* n times the character c. */
void strbuf_fill(struct strbuf *b, char c, int n);

#endif
