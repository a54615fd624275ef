/*
 * What the files of the screen PK share: its state, and what scans and keys both do.
 */
#ifndef OD_TUI_PICK_SCREEN_H
#define OD_TUI_PICK_SCREEN_H

#include "base/limits.h"
#include "domain/flow/fulfillment.h"
#include "tui/app.h"
#include "tui/field.h"
#include "tui/list.h"

#define PK_UNDO 50

struct pk {
    struct screen s;
    int64_t id;
    struct fulfillment *f; /* in s.data */
    struct list list;
    struct field scan;
    int skipped;     /* of the lines that are left so many stand behind the others */
    char wrong[480]; /* what was wrong with the last scan; "" where it was right */
    char slip[64];   /* another order's slip that was scanned once */
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
bool pk_short(struct screen *s, struct err *err);
bool pk_done(struct screen *s, struct err *err);
/* Runs an action of the fulfillment by its name and shows it again. */
bool pk_book(struct pk *pk, const char *action, const struct action_value *given, int n,
             struct err *err);
/* Hands it over; NULL where the carrier or its number is not known. */
bool pk_ship(struct pk *pk, const char *carrier, const char *tracking, struct err *err);

/* pick_pack.c: is a package begun that is not closed? */
bool pk_is_packing(const struct pk *pk);
bool pk_box(struct screen *s, struct err *err);
bool pk_put_in(struct pk *pk, const char *code, struct err *err);
bool pk_take_out(struct pk *pk, struct err *err);
/* A weight, a size, the label of a packed one; *is_one false where it is none of these. */
bool pk_scan_measure(struct pk *pk, const char *code, bool *is_one, struct err *err);
void pk_draw_packages(const struct pk *pk, struct canvas *c);

#endif
