/*
 * Waves: many picks of one site in one walk. What is to be taken stands in the order of the
 * places, and each piece goes into the tote of its fulfillment. A wave only groups: what is
 * booked is booked on the fulfillments, by their own actions, so that several may pick one,
 * leave and come back. It is finished when none of them is left to be picked.
 */
#ifndef OD_DOMAIN_FLOW_PICK_WAVE_H
#define OD_DOMAIN_FLOW_PICK_WAVE_H

#include "domain/flow/fulfillment.h"

struct item;

/* As many as one may have, and as many as are chosen where nobody says how many. */
#define PICK_WAVE_MOST  200
#define PICK_WAVE_USUAL 20

struct pick_wave {
    int64_t id;
    const char *number; /* "W12" */
    struct site_id site;
    const char *site_code, *picker; /* login, "" for nobody */
    struct user_id picker_id;
    struct stamp made;
    int64_t version;
    int picks, open;        /* fulfillments in it that are not canceled; not picked to the end */
    struct qty qty, picked; /* sums over them */
};
struct pick_waves {
    struct pick_wave *v;
    int n;
};

/* What is to be taken for one fulfillment. */
struct pick_wave_line {
    int64_t id; /* of the fulfillment's line */
    int64_t fulfillment;
    const char *number, *customer_name; /* of the fulfillment, of its order */
    enum fulfillment_status status;
    bool is_held; /* a hold blocks picking */
    struct item_id item;
    const char *sku, *description, *uom, *bin;
    const char *tote; /* that its fulfillment fills now, "" for none */
    struct qty qty, picked, shorted;
};
struct pick_wave_lines {
    struct pick_wave_line *v; /* by place, item, number: the walk */
    int n;
};

/* Those named by ids, or n = 0: of a site, the soonest that nobody has begun or is to pick. */
struct pick_wave_ask {
    const int64_t *ids;
    int n;
    struct site_id site;   /* of n = 0 */
    int max;               /* of n = 0; 0: PICK_WAVE_USUAL */
    struct user_id picker; /* 0: nobody yet */
    const char *key;       /* of idempotency; NULL: none */
};

/*
 * Makes one, and assigns what is in it to its picker. One transaction. Right "fulfillment.wave".
 * err  ERR_STATE: one of them is picked, held or in another wave, or there is none; ERR_LIMIT: more
 *      than PICK_WAVE_MOST; ERR_INVALID: of several sites, or the picker may not pick
 */
OD_MUST_USE bool pick_wave_new(struct desk *desk, const struct pick_wave_ask *in, int64_t *out,
                               struct err *err);
/* Who picks it, and all that is open in it.
 * err  ERR_CONFLICT where version (0: any) is not its own */
OD_MUST_USE bool pick_wave_assign(struct desk *desk, int64_t id, int64_t version,
                                  struct user_id picker, struct err *err);
/* Takes a fulfillment out again; what is picked of it stays picked. err  ERR_STATE: not in it, or
 * picked already */
OD_MUST_USE bool pick_wave_drop(struct desk *desk, int64_t id, int64_t fulfillment,
                                struct err *err);

/* err  ERR_NOT_FOUND */
OD_MUST_USE bool pick_wave_load(struct desk *desk, int64_t id, struct arena *arena,
                                struct pick_wave **out, struct err *err);
/* "W12"; *out 0 where the text is no number of a wave that exists. */
OD_MUST_USE bool pick_wave_find(struct desk *desk, const char *number, int64_t *out,
                                struct err *err);
/* Newest first; of all those that are not finished, or everything, at most max. */
OD_MUST_USE bool pick_wave_list(struct desk *desk, bool is_open, int max, struct arena *arena,
                                struct pick_waves *out, struct err *err);
OD_MUST_USE bool pick_wave_lines(struct desk *desk, int64_t id, struct arena *arena,
                                 struct pick_wave_lines *out, struct err *err);

/* Is it still to be taken, and may it be? */
bool pick_wave_wants(const struct pick_wave_line *line);
/* How many pieces of the line's item its fulfillment still wants, over all its lines. */
struct qty pick_wave_left(const struct pick_wave_lines *lines, const struct pick_wave_line *line);
/* A scan or SKU: the item, *pack what one scan counts. err  ERR_NOT_FOUND: no such item; ERR_STATE:
 * not wanted in the wave, or complete */
OD_MUST_USE bool pick_wave_item(struct desk *desk, const struct pick_wave_lines *lines,
                                const char *code, struct arena *arena, struct item **out,
                                struct qty *pack, struct err *err);

#endif
