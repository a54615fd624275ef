/*
 * Exchange with a partner (a warehouse of somebody else, an old system) by files in a folder. What
 * happens here is put into files for it; what it says in files is taken down: that it accepts or
 * refuses, what it shipped, what goods are on their way. The formats: doc/folder-exchange.md. Files
 * themselves are written and moved by the worker.
 */
#ifndef OD_DOMAIN_OUTSIDE_FOLDER_H
#define OD_DOMAIN_OUTSIDE_FOLDER_H

#include "domain/desk/desk.h"
#include "domain/outside/topic.h"

#define FOLDER_PROVIDER "folder"
#define TOPIC_FILE      "file.write"
/* Of a file that is read: bytes, and rows. Longer ones are refused whole. */
#define FOLDER_BYTES ((size_t)8 * 1024 * 1024)
#define FOLDER_ROWS  5000

/* --- out -------------------------------------------------------------------------------------- */

/* For the table of routes: a job TOPIC_FILE where the settings folder.* want it. */
OD_MUST_USE bool folder_route(struct tx *tx, struct desk *desk, const struct queue_row *event,
                              struct arena *arena, struct err *err);
/* For the table of topics: the job's one file, named EVENT_NUMBER_ID.csv. */
OD_MUST_USE bool folder_compose(struct desk *desk, const struct queue_row *row,
                                struct arena *arena, struct topic_task *out, struct err *err);
/* The id of a job there: its file, and which try wrote it, for a try that slept past its lease must
 * not be taken for a later one. *attempt 0: it does not say. */
const char *folder_try_id(const char *file, int64_t attempt, struct arena *arena);
const char *folder_try_file(const char *id, int64_t *attempt, struct arena *arena);
OD_MUST_USE bool folder_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                              struct arena *arena, struct err *err);

/* --- in --------------------------------------------------------------------------------------- */

struct folder_in {
    const char *name; /* says what it is: ack..., tracking..., asn...; .json or CSV */
    const char *bytes;
    size_t len;
    const char *why_not; /* it cannot be read: why; NULL */
    bool is_by_hand;     /* by somebody with the right for what it says, else by the worker */
    bool is_dry;         /* only told what would be */
};
struct folder_report {
    const char *kind;         /* "" where it is none */
    int taken, same, refused; /* rows; same: nothing new in them */
    const char *text;         /* a line for each refused row: where, and why; "" */
    bool is_known;            /* read before: nothing was done now */
};
/*
 * Takes a file down in one transaction: each row, or rows that belong together, as a whole or not
 * at all; what is refused is in the report. A file that was read to the last row is known again by
 * its name and content, and so is one that is still to leave the folder.
 * err  ERR_BUSY, ERR_IO, ERR_DENIED: nothing was taken down
 */
OD_MUST_USE bool folder_take(struct desk *desk, const struct folder_in *in, struct arena *arena,
                             struct folder_report *out, struct err *err);

struct folder_file {
    int64_t id;
    const char *name, *kind, *report, *by;
    int taken, same, refused;
    struct stamp read;
    bool is_waiting; /* it still is to leave the folder */
};
struct folder_files {
    struct folder_file *v;
    int n;
};
/* Newest first, below before_id (0: from the newest). */
OD_MUST_USE bool folder_files_load(struct desk *desk, int64_t before_id, int max,
                                   struct arena *arena, struct folder_files *out, struct err *err);
OD_MUST_USE bool folder_waiting_load(struct desk *desk, struct arena *arena,
                                     struct folder_files *out, struct err *err);
/* The file of this name has left the folder. */
OD_MUST_USE bool folder_left(struct desk *desk, const char *name, struct err *err);

#endif
