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
#define TERM_INPUT_ANSWER 40

enum term_ground { TERM_GROUND_UNKNOWN, TERM_GROUND_DARK, TERM_GROUND_LIGHT };

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
    bool has_mouse;  /* it was told to send what the mouse does */
    int awaits_ground; /* keys until the answer to TERM_INPUT_GROUND_ASK is given up */
    enum term_ground ground; /* what it answered */
    char answer[TERM_INPUT_ANSWER]; /* the beginning of one that came too late to be whole */
    int answer_n;
};

/* Asks a terminal for the color of its ground (OSC 11). */
#define TERM_INPUT_GROUND_ASK "\033]11;?\033\\"
/* For awaits_ground: who has not answered until so many keys were pressed never will. */
#define TERM_INPUT_GROUND_KEYS 20

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
