/*
 * Statements of a use case, recorded below the store (text and bound values) and run again by the
 * bare library: the floor that the use case is measured against writes exactly the same rows.
 */
#ifndef OD_TESTS_BENCH_RECORDER_H
#define OD_TESTS_BENCH_RECORDER_H

#include <stdbool.h>

struct db;
struct recorder;
struct replay;

/* From now on what db runs is recorded; one recorder a process. */
struct recorder *recorder_start(struct db *db);
/* What follows belongs to the next use case. */
void recorder_next(struct recorder *r);
/* Statements of the use case at (from 0), all of them or those that write. */
int recorder_count(const struct recorder *r, int at, bool writes_only);
/* Prints each statement of a use case, once a line, with how often it ran. */
void recorder_print(const struct recorder *r, int at);

/* A bare connection with the settings that the store has: WAL, full sync, foreign keys, checkpoint
 * at as many pages. All statements are prepared before the first run. */
struct replay *replay_open(const char *path, const struct recorder *r);
enum replay_what {
    REPLAY_ALL,    /* what the use case ran */
    REPLAY_WRITES, /* without its reads */
    REPLAY_ROWS    /* nor a second write to an order or line that it inserted itself */
};
/* One transaction: begin, the statements with their values, commit. */
void replay_run(struct replay *p, int at, enum replay_what what);
void replay_close(struct replay *p);

#endif
