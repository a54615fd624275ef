/*
 * Plain questions at a terminal. Secrets are read with echo off; signals that would leave it off
 * are held back meanwhile.
 */
#include "cli/prompt.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

/* One line of standard input without its newline, cleaned. */
static bool read_line(struct arena *arena, const char **out, struct err *err)
{
    char line[LIMIT_TEXT_BYTES + 2];
    size_t len;

    if (fgets(line, sizeof line, stdin) == NULL)
        return err_set(err, ERR_INVALID, _("The input ended before the question was answered."));
    len = strcspn(line, "\n");
    if (line[len] != '\n' && !feof(stdin))
        return err_set(err, ERR_LIMIT, _("The answer is too long."));
    return utf8_clean(line, len, UTF8_LINE, LIMIT_TEXT_BYTES, arena, out, err);
}

bool prompt_line(const char *question, const char *fallback, struct arena *arena, const char **out,
                 struct err *err)
{
    const char *answer;

    if (fallback != NULL && fallback[0] != '\0')
        (void)fprintf(stderr, "%s [%s]: ", question, utf8_safe(arena, fallback));
    else
        (void)fprintf(stderr, "%s: ", question);
    (void)fflush(stderr);
    if (!read_line(arena, &answer, err))
        return false;
    *out = answer[0] == '\0' && fallback != NULL ? fallback : answer;
    return true;
}

bool prompt_secret(const char *question, struct arena *arena, const char **out, struct err *err)
{
    struct termios shown, hidden;
    bool is_terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0;
    sigset_t held, before;
    bool is_read;

    if (!is_terminal)
        return read_line(arena, out, err);
    (void)sigemptyset(&held);
    (void)sigaddset(&held, SIGINT);
    (void)sigaddset(&held, SIGQUIT);
    (void)sigaddset(&held, SIGTSTP);
    (void)sigprocmask(SIG_BLOCK, &held, &before);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    (void)fprintf(stderr, "%s: ", question);
    (void)fflush(stderr);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    is_read = read_line(arena, out, err);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    (void)fputc('\n', stderr);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return is_read;
}
