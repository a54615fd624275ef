/*
 * Playing a file of commands in one process, with the times and people the file names.
 */
#include "cli/play.h"

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/vec.h"
#include "cli/find.h"
#include "cli/session.h"
#include "domain/desk/desk.h"
#include "domain/insight/search.h"

#define PLAY_BYTES 1000000
/* Each look at the clock takes this long in a played past. */
#define PLAY_STEP_MS 700

struct words OD_VEC(char *);

struct play {
    struct cli *c;
    const char *dir, *caller;
    struct clock now;
    bool is_shown;
    FILE *nowhere;
};

/* --- words ------------------------------------------------------------------------------------ */

/* Takes the next word off the line; quotes group, there are no escapes. NULL at the end. */
static char *next_word(struct arena *arena, const char **line)
{
    const char *at = *line + strspn(*line, " \t");
    char *word = arena_strdup(arena, at);
    size_t n = 0;
    char quote = '\0';

    if (*at == '\0')
        return NULL;
    for (; *at != '\0' && (quote != '\0' || (*at != ' ' && *at != '\t')); at++) {
        if (quote == '\0' && (*at == '\'' || *at == '"'))
            quote = *at;
        else if (quote != '\0' && *at == quote)
            quote = '\0';
        else
            word[n++] = *at;
    }
    word[n] = '\0';
    *line = at;
    return word;
}

static bool newest_order(struct play *p, const char **out, struct err *err)
{
    const struct query *q;
    struct order_rows rows;

    if (!query_parse("", FIND_ORDER, p->c->desk, p->c->arena, &q, err) ||
        !find_orders(p->c->desk, q, NULL, 1, p->c->arena, &rows, err))
        return false;
    *out = rows.n == 0 ? "" : order_ref(p->c, rows.v[0].id, rows.v[0].number);
    return true;
}

static bool split(struct play *p, const char *line, struct words *out, struct err *err)
{
    char *word;

    while ((word = next_word(p->c->arena, &line)) != NULL) {
        const char *newest;

        if (strcmp(word, "$N") == 0) {
            if (!newest_order(p, &newest, err))
                return false;
            word = arena_strdup(p->c->arena, newest);
        } else if (strncmp(word, "$D/", 3) == 0) {
            word = arena_printf(p->c->arena, "%s/%s", p->dir, word + 3);
        }
        *vec_push(p->c->arena, out) = word;
    }
    return true;
}

/* --- time and people -------------------------------------------------------------------------- */

static bool open_as(struct play *p, struct clock clock, const char *login, struct err *err)
{
    desk_close(p->c->desk);
    p->c->desk = NULL;
    p->c->clock = clock;
    p->c->login = login;
    return session_open_desk(p->c, NULL, err);
}

/* "09:12" to minutes of the day. */
static bool read_time(const char *text, int64_t *minutes, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    size_t len = strcspn(text, ":");
    int64_t hour, minute;

    if (text[len] != ':' || !find_int("time", arena_strndup(tmp, text, len), 0, 23, &hour, err) ||
        !find_int("time", text + len + 1, 0, 59, &minute, err))
        return err_set(err, ERR_INVALID, _("\"%s\" is no time of day."), text);
    *minutes = hour * 60 + minute;
    return true;
}

static bool set_time(struct play *p, const char *line, struct err *err)
{
    char *when = next_word(p->c->arena, &line);
    char *rest = next_word(p->c->arena, &line);
    char *who = next_word(p->c->arena, &line);
    struct stamp now = clock_now(&p->now), at;
    int64_t back, minutes = 0;
    size_t len;

    if (when == NULL)
        return err_set(err, ERR_INVALID, _("A time is missing after @."));
    if (strcmp(when, "now") == 0)
        return open_as(p, p->now, rest == NULL ? p->caller : rest, err);
    len = strlen(when);
    if (when[0] == '-' && when[len - 1] == 'm') {
        when[len - 1] = '\0';
        if (!find_int("time", when + 1, 0, 100000, &back, err))
            return false;
        who = rest;
        at.ms = now.ms - back * 60000;
    } else {
        struct date day;

        if (rest == NULL || !find_int("day", when + 1, 0, 3650, &back, err) ||
            !read_time(rest, &minutes, err))
            return err_set(err, ERR_INVALID, _("\"%s\" is no time; write @-3 09:15 NAME."), when);
        day = date_add_days(stamp_to_date(now), (int)-back);
        at.ms = date_begin(day).ms + minutes * 60000;
    }
    return open_as(p, clock_stepping(at, PLAY_STEP_MS), who == NULL ? p->caller : who, err);
}

/* --- playing ---------------------------------------------------------------------------------- */

static bool run_line(struct play *p, const char *line, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct cli call = *p->c;
    struct words words = { 0 };
    bool is_done;

    if (!split(p, line, &words, err))
        return false;
    call.arena = arena;
    call.verb = NULL;
    call.arg_count = call.value_count = 0;
    call.key = NULL;
    call.out = NULL;
    call.file = p->is_shown ? p->c->file : p->nowhere;
    if (p->is_shown) {
        (void)fprintf(call.file, "$ orderdesk");
        for (int i = 0; i < words.n; i++)
            (void)fprintf(call.file, strchr(words.v[i], ' ') == NULL ? " %s" : " '%s'", words.v[i]);
        (void)fprintf(call.file, "\n");
    }
    if (!verb_parse(&call, words.n, words.v, err))
        return false;
    if (call.verb == NULL || (call.verb->need != VERB_DESK && call.desk != NULL))
        return err_set(err, ERR_INVALID, _("This command cannot be played: %s"), line);
    is_done = session_run(&call, err);
    if (p->is_shown)
        (void)fprintf(call.file, "\n");
    return is_done;
}

static bool play_line(struct play *p, const char *line, struct err *err)
{
    line += strspn(line, " \t");
    if (line[0] == '\0')
        return true;
    if (line[0] == '#') {
        if (p->is_shown)
            (void)fprintf(p->c->file, "%s\n", line + strspn(line, "# "));
        return true;
    }
    if (line[0] == '@')
        return set_time(p, line + 1, err);
    return run_line(p, line, err);
}

/* Does a signal wait that the caller holds back? */
static bool is_interrupted(void)
{
    sigset_t waiting;

    return sigpending(&waiting) == 0 &&
           (sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGHUP) == 1 ||
            sigismember(&waiting, SIGTERM) == 1);
}

bool play_file(struct cli *c, const char *path, const char *dir, bool is_shown, struct err *err)
{
    struct play p = {
        .c = c, .dir = dir, .caller = c->login, .now = c->clock, .is_shown = is_shown
    };
    OD_ARENA *text_arena = arena_new();
    enum out_form form = c->form;
    bool is_done = true;
    char *text, *end;

    if (!os_read_file(path, PLAY_BYTES, text_arena, &text, NULL, err))
        return false;
    p.nowhere = fopen("/dev/null", "we");
    if (p.nowhere == NULL)
        return err_set(err, ERR_IO, _("/dev/null cannot be opened."));
    c->form = OUT_TABLE;
    for (int number = 1; is_done && text != NULL && *text != '\0'; number++) {
        end = strchr(text, '\n');
        if (end != NULL)
            *end = '\0';
        is_done = play_line(&p, text, err) || err_wrap(err, "%s:%d:", path, number);
        if (is_done && is_interrupted())
            is_done = err_set(err, ERR_BUSY, _("This was interrupted."));
        text = end == NULL ? NULL : end + 1;
    }
    (void)fclose(p.nowhere);
    c->form = form;
    return is_done;
}
