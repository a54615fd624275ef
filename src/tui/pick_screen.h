/*
 * What the files of the screen PK share: its state, and what scans and keys both do.
 */
#ifndef OD_TUI_PICK_SCREEN_H
#define OD_TUI_PICK_SCREEN_H

#include "base/limits.h"
#include "domain/flow/fulfillment.h"
#include "domain/outside/label.h"
#include "tui/app.h"
#include "tui/field.h"
#include "tui/list.h"

#define PK_UNDO 50

/* What the next scan is. */
enum pk_asks { PK_SCAN, PK_QTY, PK_TOTE, PK_WEIGHT };

struct pk {
    struct screen s;
    int64_t id;
    struct fulfillment *f; /* in s.data */
    struct labels labels;  /* in s.data; of the packages, the newest first */
    struct list list;
    struct field scan;
    enum pk_asks asks;
    struct qty count;    /* of the item that is scanned next into a package; 0: not said */
    bool is_opened;      /* was read once */
    bool verifies_place; /* setting pick.verify_place */
    int64_t focus;       /* the line that is worked at; 0: the first */
    int64_t at_place;    /* the line whose place was scanned; 0: none */
    char wrong[480];     /* what was wrong with the last scan; "" where it was right */
    char carrier[LIMIT_TEXT_BYTES + 1]; /* said of what leaves, while a manager is asked */
    char tracking[LIMIT_TEXT_BYTES + 1];
    char slip[64];       /* another order's slip that was scanned once */
    struct {
        char sku[LIMIT_CODE_BYTES + 1];
        struct qty qty;
    } undo[PK_UNDO];
    int undo_n;
};

extern const struct command pk_commands[];

bool pk_is_open(const struct fulfillment *f);
/* Lines of which something is still to be picked. */
int pk_count_left(const struct fulfillment *f);
/* The line the screen asks for (ahead 0), and those after it; NULL past the last. */
const struct fulfillment_line *pk_expected(const struct pk *pk, int ahead);

/* pick_action.c: books so much of an item, to be undone by pk_undo. */
bool pk_pick(struct pk *pk, const char *sku, struct qty qty, struct err *err);
bool pk_undo(struct screen *s, struct err *err);
bool pk_skip(struct screen *s, struct err *err);
bool pk_done(struct screen *s, struct err *err);
/* The scan that pk->asks for: how many, or which tote. */
bool pk_answer(struct pk *pk, const char *text, struct err *err);
/* A command that was scanned; *is_one false where it is none of this screen's. */
bool pk_command(struct pk *pk, const char *code, bool *is_one, struct err *err);

/* Runs an action of the fulfillment by its name; shows it again only where it is refused. */
bool pk_act(struct pk *pk, const char *action, const struct action_value *given, int n,
            struct err *err);
/* As pk_act, and shows it again. */
bool pk_book(struct pk *pk, const char *action, const struct action_value *given, int n,
             struct err *err);

/* Is something left to be picked? */
bool pk_has_line(const struct screen *s, struct err *why);
/* What is picked to its end needs no word for it. Where it may not be finished (a hold), it stays
 * as it is and .DONE says why. */
void pk_finish_picked(struct pk *pk);

/* pick_short.c: asks for the reason, and how much is missing. */
bool pk_short(struct screen *s, struct err *err);
/* All that is left of the line; reason is a code, "" the usual one. */
bool pk_short_scanned(struct pk *pk, const char *reason, struct err *err);

/* pick_pack.c: is a package begun that is not closed? */
bool pk_is_packing(const struct pk *pk);
bool pk_box(struct screen *s, struct err *err);
bool pk_put_in(struct pk *pk, const char *code, struct err *err);
/* How many of the item that is scanned next go into the package. */
bool pk_count(struct pk *pk, const char *text, struct err *err);
bool pk_take_out(struct pk *pk, struct err *err);
/* What the scales say, in kg, with or without the unit. */
bool pk_weigh(struct pk *pk, const char *text, struct err *err);
/* A weight, a size, the label of a packed one; *is_one false where it is none of these. */
bool pk_scan_measure(struct pk *pk, const char *code, bool *is_one, struct err *err);
void pk_draw_packages(const struct pk *pk, struct canvas *c);

/* pick_scan.c: what a scanner or a person sent, with Enter behind it. */
void pk_scanned(struct pk *pk);

/* pick_draw.c */
void pk_draw(const struct screen *s, struct canvas *c);
/* On 20 columns and 8 rows, without the rows of the shell. */
void pk_draw_small(const struct screen *s, struct canvas *c, const char *message);
#define PK_HEAD_ROWS 5

#endif
