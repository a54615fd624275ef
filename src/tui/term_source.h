/*
 * The keys that come in on standard input, for a terminal in raw mode.
 */
#ifndef OD_TUI_TERM_SOURCE_H
#define OD_TUI_TERM_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/key.h"
#include "tui/term_input.h"

/* Begins zeroed, with is_drained true. */
struct term_source {
    struct term_input input;
    int64_t partial_ms; /* when nothing more was there behind the last bytes */
    int esc_ms;         /* how long Esc waits for more */
    bool is_readable;   /* the last wait saw bytes */
    bool is_dry;        /* the last read took all there was */
    bool is_fresh;      /* bytes came since */
    bool is_burst;      /* they were more than one */
    bool is_drained;
    bool is_gone; /* the terminal */
};

/*
 * Waits at most timeout_ms for keys or a signal, which shows on signal_fd (< 0: there is none, and
 * *has_signal is always set). Gives TERM_KEYS, TERM_HANGUP or 0.
 */
int term_source_wait(struct term_source *t, int timeout_ms, int signal_fd, bool *has_signal);
/* The next key that is there; false where none is. */
bool term_source_read(struct term_source *t, struct key *out);
/* Is input there, read or not? */
bool term_source_has_input(const struct term_source *t);
/* Drops all of it. */
void term_source_drop(struct term_source *t);
/* How long Esc is waited for: what ESCDELAY says, more where Esc and a digit are one key, else what
 * is wanted, 0: 25. */
int term_source_esc_ms(bool esc_digit, int wanted_ms);

#endif
