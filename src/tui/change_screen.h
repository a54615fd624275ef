/*
 * CH, the change of a placed order: what its files share. Nothing outside scr_change.c and
 * change_*.c includes this.
 */
#ifndef OD_TUI_CHANGE_SCREEN_H
#define OD_TUI_CHANGE_SCREEN_H

#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/party/customer.h"
#include "tui/app.h"
#include "tui/form.h"
#include "tui/grid.h"
#include "tui/nav.h"

enum ch_focus { CH_HEAD, CH_LINES };

enum ch_column {
    CH_LN,
    CH_ITEM,
    CH_DESC,
    CH_WAS,
    CH_QTY,
    CH_UOM,
    CH_PRICE,
    CH_AMOUNT,
    CH_STOCK,
    CH_COLUMNS
};
enum ch_entry { CH_ENTRY_ITEM, CH_ENTRY_QTY };

struct ch {
    struct screen s;
    struct form head;
    struct grid grid;
    enum ch_focus focus;
    struct order_id id;
    int first_line;  /* the cursor begins on it; 0: on the new line */
    bool is_started; /* the first refresh is done */
    bool is_done;    /* applied or dropped: nothing to keep */
    int rows;        /* of the screen */
    struct arena *kept_arena;
    const char *kept; /* half-typed text as it was written down, in kept_arena */
    int ticks;        /* since then */

    /* in s.data, by refresh */
    struct order *order;         /* as it stands */
    struct order_change *change; /* open, or one that is not saved yet */
    struct change_preview preview;
    struct customer *customer; /* its addresses */
    struct reason_list reasons;

    struct arena *entry_arena; /* of the line being entered */
    struct change_line typed;  /* what it should become */
};

static inline struct ch *ch_of(void *ctx)
{
    return ctx;
}

/* --- scr_change.c --- */

/* Saves the change as it is in memory and shows what it would do; on a refusal all is as before. */
OD_MUST_USE bool ch_save(struct ch *ch, struct err *err);

/* --- change_head.c --- */

void ch_head_init(struct ch *ch);
void ch_head_show(struct ch *ch);
/* Behind each changed field what it was; what is being typed stays. */
void ch_head_mark(struct ch *ch);

/* --- change_lines.c --- */

void ch_lines_init(struct ch *ch);
/* Rows from the preview, in s.data. */
OD_MUST_USE bool ch_lines_show(struct ch *ch, struct err *err);
void ch_forget_entry(struct ch *ch);

/* --- change_typing.c --- */

void ch_typing_init(struct ch *ch);
/* Puts back what was half typed when the terminal died. */
void ch_typing_show(struct ch *ch);
/* Writes it down, where it is not yet; without making anyone wait. */
void ch_typing_keep(struct ch *ch);
/* At a tick: the same, now and then. */
void ch_typing_tick(struct ch *ch);

/* --- change_action.c --- */

extern const struct command ch_commands[];

#endif
