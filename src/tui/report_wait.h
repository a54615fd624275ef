/*
 * Waiting for a report that is read on a screen: at once where that is quick, else in the pauses
 * between keys, with progress in row 1.
 */
#ifndef OD_TUI_REPORT_WAIT_H
#define OD_TUI_REPORT_WAIT_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/insight/report.h"
#include "tui/key.h"

struct app;
struct screen;

struct report_wait {
    struct app *app;
    bool (*use)(struct screen *s, struct key k); /* keys that do not end it: see app_work_on */
    int64_t since_ms, said_s;
    char busy[2][48];
    bool is_short; /* gives up after 150 ms, else where a key waits */
};

/* Counts from now. */
void report_wait_begin(struct report_wait *wait, struct app *app,
                       bool (*use)(struct screen *s, struct key k));
/* The progress of one reading; wait must live as long. */
struct report_progress report_wait_progress(struct report_wait *wait, bool is_short);

#endif
