/*
 * The struct of the screen SH, shared by its files: scr_ship.c (what is shown, and keys) and
 * ship_scan.c (scans, and the terminal of a handheld).
 */
#ifndef OD_TUI_SHIP_SCREEN_H
#define OD_TUI_SHIP_SCREEN_H

#include "base/limits.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/manifest.h"
#include "domain/outside/label.h"
#include "tui/app.h"
#include "tui/field.h"
#include "tui/list.h"

#define SH_BAR_ROWS 2

struct sh {
    struct screen s;
    struct list parcels, manifests;
    struct field bar;
    bool is_handing_over; /* the manifests are shown */
    bool is_past;         /* of what is packed only what should have left */
    struct dispatch rows; /* in s.data, as are the manifests */
    struct manifests open;
    struct labels labels; /* of what is packed, the newest first */
    /* What was scanned last, for .SHIP: a slip, or a manifest as it was seen; 0 none. */
    int64_t slip;
    struct {
        int64_t version;
        char carrier[LIMIT_TEXT_BYTES + 1];
    } forced; /* how the slip was seen, and what was said, while a manager is asked about it */
    struct {
        int64_t id, version, wanted; /* wanted: to be shown when it is read */
    } manifest;
};

/* scr_ship.c */
void sh_name_it(struct sh *sh);
/* Puts what was read into the list, of which is_past leaves out what is not late. */
void sh_show_parcels(struct sh *sh);
/* Of what was read; NULL: it is not here. */
const struct dispatch_row *sh_row(const struct sh *sh, int64_t id);
const struct manifest *sh_manifest(const struct sh *sh, int64_t id);
struct dispatch sh_chosen(const struct sh *sh, const int64_t *ids, int n, struct arena *arena);
OD_MUST_USE bool sh_ship(struct sh *sh, struct dispatch *rows, const char *carrier,
                         struct err *err);
/* ERR_CONFLICT where it is not of this version any more. */
OD_MUST_USE bool sh_hand_over(struct sh *sh, int64_t id, int64_t version, struct err *err);
OD_MUST_USE bool sh_label(struct screen *s, struct err *err);

/* ship_scan.c: Enter on what was scanned or typed. */
OD_MUST_USE bool sh_entered(struct sh *sh, struct err *err);
/* The manifest the screen was opened for, once it is read. */
void sh_show_wanted(struct sh *sh);
void sh_draw_small(const struct screen *s, struct canvas *c, const char *message);

#endif
