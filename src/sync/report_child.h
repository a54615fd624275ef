/*
 * A scheduled report is made by a program of its own beside the worker, for it may read for seconds
 * while labels and notices wait: one at a time, ended with the worker, tried again where it was
 * killed, given up where it takes too long.
 */
#ifndef OD_SYNC_REPORT_CHILD_H
#define OD_SYNC_REPORT_CHILD_H

#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"

struct desk;
struct log;
struct slot;
struct worker;

struct report_child {
    int64_t pid;       /* 0: none runs */
    int64_t until_ms;  /* of the monotonic clock: then it is ended */
    int status;        /* its exit status once it has ended; below 0: something ended it */
    struct slot *slot; /* whose report it makes, until that goes on; NULL: none */
};

/* Starts it for the mail of a slot; is_making is set. The last one must be done with.
 * err  ERR_NOT_FOUND, ERR_IO: it could not be started */
OD_MUST_USE bool report_child_start(struct worker *w, struct slot *slot, struct err *err);
/* Where it has ended, or took too long, the try of its slot goes on. */
void report_child_look(struct worker *w);
/* Ends it, with its slot left as it is. */
void report_child_stop(struct worker *w);

/* In the program that it is: makes the report of a mail; its exit status. */
int report_child_run(struct desk *desk, struct log *log, int64_t mail);

#endif
