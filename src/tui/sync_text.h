/*
 * The work for the outside in words, for the screen SY and the status row.
 */
#ifndef OD_TUI_SYNC_TEXT_H
#define OD_TUI_SYNC_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct arena;
struct desk;
struct provider_health;
struct queue_row;

/* When a job is tried next: "now" where that is past; "" where it is not. In the arena. */
const char *sync_next_text(const struct queue_row *job, struct desk *desk, struct arena *arena);
/* "well", "paused", "stopped", "away". */
const char *sync_health_words(const struct provider_health *h);
/* "easypost: paused: by Anna", "" where nothing keeps it. In the arena. */
const char *sync_trouble_line(const struct provider_health *h, struct desk *desk,
                              struct arena *arena);
/* All about a provider, as lines; of a folder also what was read from it lately. In the arena. */
OD_MUST_USE bool sync_provider_text(const struct provider_health *h, struct desk *desk,
                                    struct arena *arena, const char **out, struct err *err);
/*
 * All about a job and what was said about it, as lines for a text view; h, its provider, may be
 * NULL. In the arena.
 */
OD_MUST_USE bool sync_job_text(const struct queue_row *job, const struct provider_health *h,
                               struct desk *desk, struct arena *arena, const char **out,
                               struct err *err);
/*
 * The whole for row 1, at most size bytes: "sync 12", "sync 3!" where a person is needed, the
 * provider that is in trouble; "" where nothing waits and all is well.
 */
OD_MUST_USE bool sync_depth_text(struct desk *desk, char *out, size_t size, struct err *err);

#endif
