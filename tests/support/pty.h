/*
 * A program under a pseudo-terminal, with libvterm as the terminal: start it, send bytes, wait for
 * text, look at the screen. Waiting always means polling the output against a limit; nothing
 * sleeps.
 */
#ifndef OD_TESTS_PTY_H
#define OD_TESTS_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;
struct pty;

/* How long anything may take on a slow machine. */
#define PTY_LIMIT_MS 20000

struct pty_start {
    const char *const *argv; /* argv[0] is the path */
    const char *const *env;  /* "NAME=value" beside TERM, LANG, PATH, HOME; NULL: none */
    const char *term;        /* NULL: xterm-256color */
    const char *lang;        /* NULL: C.UTF-8 */
    int rows, cols;          /* 0: 24 x 80 */
    bool ignores_hangup;     /* as under nohup */
};

struct pty *pty_open(const struct pty_start *start);
/* Kills what still runs. */
void pty_close(struct pty *p);
pid_t pty_pid(const struct pty *p);

void pty_send(struct pty *p, const char *text);
void pty_send_bytes(struct pty *p, const void *bytes, size_t n);
void pty_signal(struct pty *p, int signal_number);
/* As when the terminal's window is closed. */
void pty_hang_up(struct pty *p);
void pty_resize(struct pty *p, int rows, int cols);

/* Reads output until the screen holds the text, or does not any more; false when time is up. */
bool pty_wait(struct pty *p, const char *text);
bool pty_wait_gone(struct pty *p, const char *text);
/* Until nothing came for quiet_ms. */
void pty_wait_quiet(struct pty *p, int quiet_ms);
/* Until it ended: its exit status, or -1 for a signal or when time is up. */
int pty_wait_exit(struct pty *p);
/* Reads what is there now. */
void pty_drain(struct pty *p);

/* The screen as lines without trailing blanks. */
char *pty_screen(const struct pty *p, struct arena *arena);
bool pty_shows(const struct pty *p, const char *text);
void pty_cursor(const struct pty *p, int *row, int *col);

/* All bytes it wrote since the start or pty_forget. */
const char *pty_output(const struct pty *p, size_t *n);
void pty_forget(struct pty *p);
/* Sequences that clear the whole screen, and that set a color, in those bytes. */
int pty_count_clears(const struct pty *p);
int pty_count_colors(const struct pty *p);
/* Characters written since pty_forget, and cells that look other than then. */
int pty_count_painted(const struct pty *p);
int pty_count_changed(const struct pty *p);
/* The column in which the text begins, in cells, of the first row that has it; -1. */
int pty_find(const struct pty *p, const char *text);
long long pty_now_ms(void);

#endif
