/*
 * Signals of a terminal program: remembered for the loop, and a crash that still gives the
 * terminal back.
 */
#ifndef OD_TUI_TERM_SIGNAL_H
#define OD_TUI_TERM_SIGNAL_H

#include <termios.h>

enum term_signal { TERM_SIGNAL_HANGUP = 1, TERM_SIGNAL_STOP = 2, TERM_SIGNAL_SIZE = 4 };

/*
 * Takes the signals over. The terminal of descriptor 0 and 1 is given back by a crash with
 * `modes` and by writing `restore`.
 */
void term_signal_open(const struct termios *modes, const char *restore);
/* Gives them back. */
void term_signal_close(void);
/* Becomes readable when a signal came. */
int term_signal_fd(void);
/* The signals since the last call, a set of enum term_signal. */
int term_signal_take(void);
/* Stops this process as the terminal's stop key would, and comes back when it is continued. */
void term_signal_stop(void);

#endif
