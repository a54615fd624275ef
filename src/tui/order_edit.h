/*
 * The parts of order entry (OE) that its files share: what the screen holds, and the steps between
 * header, lines and total. Nothing outside scr_order_edit.c and order_edit_*.c includes this.
 */
#ifndef OD_TUI_ORDER_EDIT_H
#define OD_TUI_ORDER_EDIT_H

#include "domain/order/order.h"
#include "domain/order/ship_check.h"
#include "domain/party/customer.h"
#include "domain/stock/stock.h"
#include "tui/app.h"
#include "tui/form.h"
#include "tui/grid.h"
#include "tui/nav.h"

enum oe_focus { OE_HEAD, OE_LINES, OE_TOTAL };

enum oe_column {
    OE_LN,
    OE_ITEM,
    OE_DESC,
    OE_QTY,
    OE_UOM,
    OE_FREE,
    OE_PRICE,
    OE_AMOUNT,
    OE_COLUMNS
};
enum oe_entry { OE_ENTRY_ITEM, OE_ENTRY_QTY };

struct oe {
    struct screen s;
    struct form head;
    struct grid grid;
    enum oe_focus focus;

    struct arena *arena; /* of order, rows, warning: replaced whole by each edit */
    struct order *order; /* NULL: nothing saved yet */
    struct record_at at;
    struct list_row *rows;
    struct line_frees frees;  /* of a long order, in arena */
    const struct qty *covered; /* of each line, by the sites that may serve it; in arena */
    struct arena *rows_arena; /* of the rows that the grid shows: arena, or the one before it */
    const char *warning;      /* about a short line; "" for none */
    int short_line;           /* the line it is about; 0 for none */
    const char *saved_at;     /* for the title */

    struct arena *customer_arena; /* of customer, history, verdict */
    struct address_verdict *verdict; /* what carriers know of the address; NULL: nothing */
    struct customer *customer;    /* NULL: none chosen */
    struct order_rows history;
    struct credit credit; /* without this order */

    struct arena *entry_arena; /* of the item that is entered, info */
    const char *info;          /* what is known of the item being entered; "" for none */
    struct line_input input;   /* of the line being entered */
    struct qty scan_pack;      /* what one scan of it counts; 0: it was not scanned */
    struct arena *removed_arena;
    struct line_input removed; /* the line that ^Z puts back; item 0: none */
    struct arena *mend_arena;
    const char *mend; /* rows to mend, a line each, the first stands in the entry; "" none */
    bool is_unsaved; /* a save of typing could not have its turn; the tick tries again */
};

/* The screen of a widget's ctx. */
static inline struct oe *oe_of(void *ctx)
{
    return ctx;
}

/* --- scr_order_edit.c ----------------------------------------------------------------------------
 */

/* Makes the draft where there is none yet. */
OD_MUST_USE bool oe_need_draft(struct oe *oe, struct err *err);
/*
 * Takes over what an edit gave: ok, and *order in the arena fresh, which it owns from then on. (The
 * address, because the edit itself stands in the same call.)
 * On a conflict it shows the differing fields, takes over what is stored, and keeps what was typed,
 * so that the same key tries again. Returns ok.
 */
OD_MUST_USE bool oe_edited(struct oe *oe, bool ok, struct arena *fresh, struct order *const *order,
                           struct err *err);
void oe_focus(struct oe *oe, enum oe_focus focus);
/* What the customer may still owe beyond this order; below 0 it will be held. 0 without a limit. */
int64_t oe_credit_room(const struct oe *oe);
/* The draft's customer, credit and history anew. */
OD_MUST_USE bool oe_load_customer(struct oe *oe, struct err *err);

/* --- order_edit_draw.c ---------------------------------------------------------------------------
 */

/* Total, and the row below it. */
#define OE_FOOT_ROWS 2
void oe_draw(const struct screen *s, struct canvas *c);
/* Rows that the header takes of so many. */
int oe_head_rows(const struct oe *oe, int rows);

/* --- order_edit_head.c ---------------------------------------------------------------------------
 */

void oe_head_init(struct oe *oe);
/* Fields as the order has them. */
void oe_head_show(struct oe *oe);
/* Sets the customer of the draft as if typed. */
OD_MUST_USE bool oe_set_customer(struct oe *oe, struct customer_id id, struct err *err);
OD_MUST_USE bool oe_set_ship_to(struct oe *oe, struct address_id id, struct err *err);

/* --- order_edit_lines.c --------------------------------------------------------------------------
 */

void oe_lines_init(struct oe *oe);
/* Rows of the grid from the order, with what is free for each. */
OD_MUST_USE bool oe_lines_show(struct oe *oe, struct err *err);
/* The line of that number, NULL where there is none. */
const struct order_line *oe_line(const struct oe *oe, int64_t line_no);
/* Saves a line; line_no 0 adds one. */
OD_MUST_USE bool oe_put_line(struct oe *oe, int line_no, const struct line_input *in,
                             struct err *err);

/* --- order_edit_offer.c --- */

/* Says below the lines that this one (0: the last) is short, and the ways out. */
OD_MUST_USE bool oe_warn_if_short(struct oe *oe, int line_no, struct err *err);
/* A line as it would be typed again. */
struct line_input oe_input_of(const struct order_line *l);
/* Applies one of the offers for a short line by its key. */
OD_MUST_USE bool oe_offer(struct oe *oe, int line_no, char key, struct err *err);
/* Puts the line back that was taken out last. */
OD_MUST_USE bool oe_undo(struct oe *oe, struct err *err);
/* `.b` `.s` `.o` `.a` in the empty item field; false: not one of these. */
bool oe_line_code(struct oe *oe, const char *text, struct err *err, bool *ok);

/* --- order_edit_bulk.c ---------------------------------------------------------------------------
 */

/* Adds the good rows of a text as lines; the others wait to be mended. All of them on failure. */
OD_MUST_USE bool oe_add_rows(struct oe *oe, const char *text, struct err *err);
/* The first row to mend into the entry, where that is empty. */
void oe_mend_show(struct oe *oe);
/* The row in the entry is done with: the next one. False: there was none to mend. */
bool oe_mend_next(struct oe *oe);
/* What is typed and not accepted, rows to mend with it; and back from a draft. */
const char *oe_mend_text(const struct oe *oe, struct arena *arena);
void oe_mend_load(struct oe *oe, const char *text);
/* A paste of several rows into the entry of the new line; false: one row, or it goes elsewhere. */
bool oe_paste(struct screen *s, const char *text);
bool oe_run_read(struct screen *s, struct err *err);

/* --- order_edit_take.c ---------------------------------------------------------------------------
 */

/* The cursor to the field that err names, wherever it is. */
void oe_go_to_field(struct oe *oe, const struct err *err);
/* From the lines to the total; a PO that is demanded stops here. */
void oe_finish_lines(struct oe *oe);
/* Keys at the total; true when used. */
bool oe_total_key(struct oe *oe, struct key k);
extern const struct command oe_commands[];

/* order_edit_free.c: what the sites would send for the lines, and of a long order what is free for
 * each; before the two below. */
OD_MUST_USE bool oe_frees_load(struct oe *oe, struct err *err);
/* Would no site that may serve the line send all it wants? */
bool oe_is_short(const struct oe *oe, int index);
/* What is free for a line, less what earlier lines of the same item and site take; is_known false:
 * of a bundle in a long order. */
OD_MUST_USE bool oe_free_for_line(struct oe *oe, int index, struct qty *out, bool *is_known,
                                  struct err *err);

#endif
