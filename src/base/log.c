/*
 * The log. A line is one write() to a descriptor opened for appending, so lines of several
 * processes do not mix.
 */
#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/utf8.h"

#define LOG_RING_LINES 200
#define LOG_LINE_BYTES 2000

struct log {
    int fd; /* -1: the ring only */
    enum log_level level;
    char *ring[LOG_RING_LINES];
    int first, count;
};

struct log *log_open(const char *path, enum log_level level)
{
    struct log *log = xcalloc(1, sizeof *log);

    log->level = level;
    log->fd = -1;
    if (path != NULL)
        log->fd = os_open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NOCTTY, 0600);
    return log;
}

void log_close(struct log *log)
{
    if (log == NULL)
        return;
    if (log->fd >= 0)
        (void)close(log->fd);
    for (int i = 0; i < LOG_RING_LINES; i++)
        xfree(log->ring[i]);
    xfree(log);
}

static const char *level_name(enum log_level level)
{
    switch (level) {
    case LOG_LEVEL_DEBUG:
        return "debug";
    case LOG_LEVEL_INFO:
        return "info";
    case LOG_LEVEL_WARN:
        return "warn";
    case LOG_LEVEL_ERROR:
        return "error";
    }
    return "error";
}

static void keep_in_ring(struct log *log, const char *line)
{
    int at = (log->first + log->count) % LOG_RING_LINES;

    if (log->count == LOG_RING_LINES)
        log->first = (log->first + 1) % LOG_RING_LINES;
    else
        log->count++;
    xfree(log->ring[at]);
    log->ring[at] = xstrdup(line);
}

void log_line(struct log *log, enum log_level level, const char *fmt, ...)
{
    struct clock clock = clock_system();
    char text[LOG_LINE_BYTES], when[STAMP_TEXT_SIZE];
    const char *line;
    va_list args;
    int n;

    if (log == NULL || level < log->level)
        return;
    OD_ARENA *tmp = arena_new();
    va_start(args, fmt);
    n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (n < 0)
        return;
    line = arena_printf(tmp, "%s level=%s pid=%ld %s%s", stamp_format(clock_now(&clock), when),
                        level_name(level), (long)getpid(), utf8_safe(tmp, text),
                        (size_t)n >= sizeof text ? "..." : "");
    keep_in_ring(log, line);
    if (log->fd >= 0) {
        const char *whole = arena_printf(tmp, "%s\n", line);

        /* A log that cannot be written is silent. */
        if (write(log->fd, whole, strlen(whole)) < 0)
            return;
    }
}

void log_err(struct log *log, const struct err *err, const char *where)
{
    log_line(log,
             err->code == ERR_BUG || err->code == ERR_CORRUPT || err->code == ERR_IO
                 ? LOG_LEVEL_ERROR
                 : LOG_LEVEL_WARN,
             "where=%s code=%s field=%s text=\"%s\" cause=\"%s\"", where, err_code_name(err->code),
             err->field, err->text, err->cause);
}

int log_ring(const struct log *log, const char **out, int max)
{
    int n, skip;

    if (log == NULL || max <= 0)
        return 0;
    n = log->count < max ? log->count : max;
    skip = log->count - n;
    for (int i = 0; i < n; i++)
        out[i] = log->ring[(log->first + skip + i) % LOG_RING_LINES];
    return n;
}
