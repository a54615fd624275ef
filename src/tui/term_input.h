/*
 * Bytes from a terminal to keys, without a terminal: multi-byte characters, escape sequences of
 * the usual families, Alt, bracketed paste. What is not known is swallowed whole, never typed.
 */
#ifndef OD_TUI_TERM_INPUT_H
#define OD_TUI_TERM_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "tui/key.h"

#define TERM_INPUT_BYTES 4096
#define TERM_INPUT_OWN 48
#define TERM_INPUT_SEQUENCE 16

struct term_input {
    unsigned char bytes[TERM_INPUT_BYTES];
    size_t at, end;
    /* Sequences of this terminal, over the common ones. */
    struct {
        char text[TERM_INPUT_SEQUENCE];
        uint32_t sym;
    } own[TERM_INPUT_OWN];
    int own_n;
    bool is_pasting, was_return;
    bool says_sync; /* it answered that it knows synchronized frames (mode 2026) */
    bool was_escape; /* the last key was an ESC that nothing followed in time */
};

/* A sequence that this terminal sends; NULL and odd ones are left out. */
void term_input_define(struct term_input *in, const char *sequence, uint32_t sym);
/* All the keys of terminfo that matter here; get gives a capability by its name ("kcuu1"). */
void term_input_define_all(struct term_input *in, const char *(*get)(const char *name));
/* Takes bytes; gives how many there was room for. */
size_t term_input_feed(struct term_input *in, const void *bytes, size_t n);
/*
 * The next key. False: none, or the rest of one is still to come (term_input_is_partial).
 * is_final  nothing more will come soon: an ESC alone is the key Esc, half a sequence is dropped
 */
bool term_input_next(struct term_input *in, bool is_final, struct key *out);
/* Gives the end of a paste that the terminal never sent; false where there is none open. */
bool term_input_end_paste(struct term_input *in, struct key *out);
bool term_input_is_partial(const struct term_input *in);
/* Is what waits the beginning of a sequence, so more than an ESC? */
bool term_input_is_sequence(const struct term_input *in);
void term_input_clear(struct term_input *in);

#endif
