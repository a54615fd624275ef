/*
 * What the files of a change set share among themselves.
 */
#ifndef OD_DOMAIN_FLOW_CHANGE_PARTS_H
#define OD_DOMAIN_FLOW_CHANGE_PARTS_H

#include "domain/flow/change.h"

struct action_run;

enum change_status { CHANGE_OPEN = 1, CHANGE_APPLIED = 2, CHANGE_DROPPED = 3 };

/* change_sql.c */
OD_MUST_USE bool change_insert(struct tx *tx, struct desk *desk, struct order_change *change,
                               enum change_status status, struct err *err);
/* Its rows anew, its base and reason. */
OD_MUST_USE bool change_write(struct tx *tx, const struct order_change *change, struct err *err);
/* changed: was it still open? */
OD_MUST_USE bool change_end(struct tx *tx, struct desk *desk, const struct order_change *change,
                            enum change_status status, bool *changed, struct err *err);

/* change_channel.c: fields of the header that channels propose, by their place in the table; NULL
 * past the last, and the text NULL where the field stays. */
const char *change_channel_field(int i);
const char *change_channel_text(const struct change_channel *c, int i, struct arena *arena);
/* Other fields are left alone. */
void change_set_channel(struct change_channel *c, const char *field, const char *value);

/* A change at work on a loaded order. */
struct change_work {
    struct action_run *run;
    const struct order_change *change;
    const struct order *before;
    struct order *order;
    int line_no; /* being worked on, for the refusal */
};
/* change_apply.c: its steps, for proposals too. */
OD_MUST_USE bool change_cut_line(struct order_line *l, struct err *err);
OD_MUST_USE bool change_something_is_left(const struct order *o, struct err *err);
OD_MUST_USE bool change_release_excess(struct change_work *w, struct err *err);
OD_MUST_USE bool change_note(struct change_work *w, struct err *err);

/*
 * change_apply.c: does it to a loaded order inside the caller's transaction and saves it.
 * refused_line (may be NULL) becomes the line at fault.
 */
OD_MUST_USE bool change_run(struct action_run *run, const struct order_change *change,
                            const struct order *before, struct order *order, int *refused_line,
                            struct err *err);

/* change.c: applies a change that was never saved, inside the caller's transaction; err as
 * change_apply. For use cases that change one thing of a placed order. */
OD_MUST_USE bool change_apply_in(struct action_run *run, struct order_change *change,
                                 struct err *err);

/* change_proposed.c: the same for what a channel proposes. */
bool change_may_be_proposed(const struct order *order, struct err *err);
OD_MUST_USE bool change_run_proposed(struct change_work *w, struct err *err);

#endif
