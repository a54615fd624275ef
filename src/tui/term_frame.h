/*
 * One frame, one write. Curses writes what it has at every move of the cursor, some thirty times a
 * picture: each may be a packet of its own, and terminals paint half pictures in between. From the
 * first frame on the descriptor that curses has leads into memory, and at the end of a frame the
 * whole goes to the terminal; while curses changes modes of the terminal it leads there.
 */
#ifndef OD_TUI_TERM_FRAME_H
#define OD_TUI_TERM_FRAME_H

#include <stdbool.h>
#include <stdio.h>

/* A terminal that says so paints what stands between these at once. */
#define FRAME_SYNC_BEGIN "\033[?2026h"
#define FRAME_SYNC_END   "\033[?2026l"
#define FRAME_SYNC_ASK   "\033[?2026$p"

struct term_frame {
    FILE *out;     /* for curses; leads to the terminal between frames */
    int fd;        /* of out */
    int memory;    /* -1: frames go out as curses writes them */
    char *bytes;   /* the first of memory, NULL where they are read instead */
    bool is_held;  /* fd leads into memory */
    bool has_sync; /* larger frames go out as a synchronized pair */
};

/* Over standard output. False where descriptors are gone. */
bool term_frame_open(struct term_frame *f);
void term_frame_close(struct term_frame *f);
void term_frame_begin(struct term_frame *f);
/* What curses wrote since the last frame goes out, and its descriptor leads to the terminal again:
 * before anything that asks or sets the terminal's modes. */
void term_frame_leave(struct term_frame *f);
/* The last frame goes out; a terminal that takes nothing any more is noticed by who waits for its
 * keys. */
void term_frame_end(struct term_frame *f);
/* May a terminal of that type be asked (FRAME_SYNC_ASK and the like)? It swallows what it does not
 * know. The answer comes as input, where it comes, and nobody waits for it. */
bool term_frame_may_ask(const char *name);
/* Writes text to the terminal, past curses. */
void term_frame_say(const char *text);

#endif
