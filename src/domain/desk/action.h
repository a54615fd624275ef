/*
 * Documents and their actions: one table row gives the TUI command, the CLI verb, the permission,
 * the event kind and the reason why not.
 */
#ifndef OD_DOMAIN_DESK_ACTION_H
#define OD_DOMAIN_DESK_ACTION_H

#include "domain/desk/desk.h"

#define ACTION_KEEPS_STATE (-1)

struct event_note;

struct action_run {
    struct desk *desk;
    struct tx *tx;
    struct arena *arena; /* of this run */
    const struct action *action;
    struct reason_id reason;
    bool is_sent; /* the order went to the warehouse by it: said behind what it did */
};

/* One input an action takes; forms and CLI options are made of it. */
struct action_input {
    const char *name;  /* "reason", "note", "qty": --name on the command line */
    const char *label; /* N_() */
    enum {
        ACTION_IN_TEXT,
        ACTION_IN_REASON,
        ACTION_IN_QTY,
        ACTION_IN_FLAG,
        ACTION_IN_DATE,
        ACTION_IN_LINES, /* as often as one likes; in the value a line each */
    } kind;
    bool is_required;
    const char *reason_kind; /* ACTION_IN_REASON: kind of its codes */
    const char *help;        /* N_(), a sentence for the form; NULL: the label says it */
};

/* Given values, by the names of the action's inputs; text as typed. */
struct action_value {
    const char *name, *value;
};
struct action_values {
    const struct action_value *v;
    int n;
};

struct action {
    const char *name; /* "confirm": CLI verb; with the document's name: permission, event kind */
    const char *label, *help; /* N_() */
    const char *key;          /* suggested key on the document's screen */
    uint32_t from;            /* bit set of states (1 << state) in which it can be offered */
    int to;                   /* state afterwards, or ACTION_KEEPS_STATE */
    uint32_t blocked_by;      /* hold bits that forbid it */
    const struct action_input *inputs;                  /* ends with name NULL; NULL for none */
    bool (*guard)(const void *record, struct err *err); /* pure: everything was loaded before */
    bool (*apply)(struct action_run *run, void *record, const struct action_values *values,
                  struct err *err);
    /* Beyond the permission: may the acting user do it to this record? NULL: yes.
     * ERR_DENIED. */
    bool (*may)(struct desk *desk, const void *record, struct err *err);
    bool is_quick; /* a slip is soon mended: screens take the first reason by Enter alone */
};

/* What action.c needs to know of a kind of document. */
struct document {
    const char *name;             /* "order" */
    const struct action *actions; /* ends with name NULL */
    /* Loads for reading, or inside the action's transaction. ERR_NOT_FOUND. */
    bool (*load)(struct desk *desk, int64_t id, struct arena *arena, void **record,
                 struct err *err);
    int (*state)(const void *record);
    int64_t (*version)(const void *record);
    uint32_t (*holds)(const void *record); /* blocked steps: bits of enum hold_block */
    const char *(*hold_words)(const void *record, uint32_t bits, struct arena *arena);
    const char *(*state_name)(int state);
    void (*set_state)(void *record, int state);
    bool (*save)(struct action_run *run, void *record, struct err *err);
    bool (*event)(struct action_run *run, const void *record, const struct event_note *note,
                  struct err *err);
    const char *(*title)(const void *record, struct arena *arena); /* "Order 10482" */
};
/* A record as the user saw it. version 0: whatever is there (scripts). */
struct record_at {
    int64_t id, version;
};

/*
 * Runs one action: begin with its permission, load, version, state, holds, guard, inputs, apply,
 * state, save, event, commit.
 * err  ERR_DENIED, ERR_NOT_FOUND, ERR_CONFLICT, ERR_STATE (why not), ERR_INVALID (an input; field)
 */
OD_MUST_USE bool act(struct desk *desk, const struct document *doc, struct record_at at,
                     const char *action, const struct action_values *values, struct err *err);

/* The same in the caller's transaction, begun with the action's permission; what it did before it
 * was refused is the caller's to take back. */
OD_MUST_USE bool act_in(struct tx *tx, struct desk *desk, const struct document *doc,
                        struct record_at at, const char *action,
                        const struct action_values *values, struct err *err);

/* Each action with "allowed" or the reason why not, in table order; states that never offer it are
 * left out. */
struct action_offer {
    const struct action *action;
    bool is_allowed;
    const char *why_not; /* sentence; "" where allowed */
};
struct action_offers {
    struct action_offer *v;
    int n;
};
void actions_of(struct desk *desk, const struct document *doc, const void *record,
                struct arena *arena, struct action_offers *out);
/* Could the acting user do it to this record now? False with the reason why not. */
bool action_allows(struct desk *desk, const struct document *doc, const struct action *action,
                   const void *record, struct arena *arena, struct err *err);
const struct action *action_find(const struct document *doc, const char *name);
/* Value of an input, NULL where not given or empty. */
const char *action_value(const struct action_values *values, const char *name);

#endif
