/*
 * Messages that providers send by themselves: what one says, taken down. Whoever receives them has
 * checked their signature and kept them in the inbox; here one is read, once or again.
 */
#ifndef OD_SYNC_HOOK_H
#define OD_SYNC_HOOK_H

#include "base/err.h"

struct arena;
struct desk;
struct json;
struct tx;

struct hook_message {
    const char *provider;     /* as in outbox.provider: "easypost" */
    const struct json *body;  /* as it came */
};

struct hook {
    const char *provider;
    /* Is it a message that take knows? Others of the provider are nobody's. */
    bool (*is_mine)(const struct hook_message *m);
    /*
     * Takes it down in the caller's transaction; a second time changes nothing.
     * err  ERR_NOT_FOUND: what it is about is not here (yet): keep it, try later; ERR_INVALID: it
     *      says nothing that can be taken down
     */
    bool (*take)(struct tx *tx, struct desk *desk, const struct hook_message *m,
                 struct arena *arena, struct err *err);
};

/* A provider may have several rows; provider NULL behind the last. */
extern const struct hook hooks[];
/* The row whose message it is; NULL. */
const struct hook *hook_of(const struct hook_message *m);

#endif
