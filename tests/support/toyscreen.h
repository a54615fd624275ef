/*
 * A screen and an app around it for tests of the shell: it counts what happens to it.
 */
#ifndef OD_TESTS_TOYSCREEN_H
#define OD_TESTS_TOYSCREEN_H

#include "tui/app.h"
#include "tui/form.h"
#include "tui/nav.h"
#include "tui/term.h"

struct toy_counts {
    int enters, refreshes, leaves, hangups, ticks, settles, rests, closes, runs;
    char last_number[32];
    int64_t last_opened;
};

/* What the toys of a test share; the app's ctx. */
struct toy {
    struct toy_counts counts;
    bool has_changed;      /* the next `changed` says yes */
    bool refuses_leave, fails_refresh, fails_run, is_off;
    bool takes_paste; /* toy_list wants pastes whole; the last one is in pasted */
    char pasted[64];
    int64_t minute;
    char kept[512]; /* first field at the hang-up */
    struct term *term;
    struct app *app;
};

/* A form with the fields "one" (code line) and "two" and the commands toy.go (F6 C-n n), toy.off. */
extern const struct screen_ops toy_screen;
/* A screen without a form, for keys that are no text; its step gives 77. */
extern const struct screen_ops toy_list;

struct toy_view {
    struct screen s;
    struct form form;
};

/* An app of rows x cols with home (NULL: toy_screen) on it. */
void toy_open(struct toy *toy, const struct screen_ops *home, int rows, int cols);
/* The loop on a terminal of its own; gives when it ended. */
bool toy_run(struct toy *toy, struct term *term, struct err *err);
void toy_close(struct toy *toy);
/* Keys by name, then one pass. */
void toy_press(struct toy *toy, const char *names);
void toy_type(struct toy *toy, const char *text);
const char *toy_field(struct toy *toy, int field);

#endif
