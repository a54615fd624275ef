/*
 * The log file: key=value lines, no personal data above debug, and a ring of the last lines for
 * crash notes. main, tui and cli log; libraries below return errors instead.
 */
#ifndef OD_BASE_LOG_H
#define OD_BASE_LOG_H

#include "base/compiler.h"
#include "base/err.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

struct log;
/* Opens path for appending (0600); NULL path logs to the ring only. Never fails: a log that cannot
 * be written is silent. */
struct log *log_open(const char *path, enum log_level level);
void log_close(struct log *log);
/* One line: stamp, level, pid, then the text, cleaned of control characters. log may be NULL. */
void log_line(struct log *log, enum log_level level, const char *fmt, ...) OD_PRINTF(3, 4);
void log_err(struct log *log, const struct err *err, const char *where);
/* The last lines, oldest first, for a crash note or the .log screen; at most max pointers. */
int log_ring(const struct log *log, const char **out, int max);

#endif
