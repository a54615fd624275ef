/*
 * See pty.h.
 */
#include "support/pty.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <vterm.h>

#include "base/mem.h"
#include "base/utf8.h"

#define OUTPUT_MAX (4 * 1024 * 1024)

struct pty {
    int fd;
    pid_t pid;
    bool is_over;
    int status;
    VTerm *vterm;
    VTermScreen *screen;
    char *output;
    size_t n;
    VTermScreenCell *before; /* the screen at the last pty_forget */
};

long long pty_now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void run_child(const struct pty_start *start)
{
    char term[100], lang[100];

    (void)clearenv();
    (void)snprintf(term, sizeof term, "%s", start->term != NULL ? start->term : "xterm-256color");
    (void)snprintf(lang, sizeof lang, "%s", start->lang != NULL ? start->lang : "C.UTF-8");
    (void)setenv("TERM", term, 1);
    (void)setenv("LC_ALL", lang, 1);
    (void)setenv("PATH", "/usr/bin:/bin", 1);
    (void)setenv("HOME", "/nonexistent", 1);
    (void)setenv("TZ", "UTC", 1);
    /* Leaks are the unit tests' matter; ncurses keeps memory of a terminal it does not know. */
    (void)setenv("ASAN_OPTIONS", "detect_leaks=0:handle_segv=0", 1);
    for (int i = 0; start->env != NULL && start->env[i] != NULL; i++)
        (void)putenv((char *)start->env[i]);
    if (start->ignores_hangup)
        (void)signal(SIGHUP, SIG_IGN);
    (void)execv(start->argv[0], (char *const *)start->argv);
    perror(start->argv[0]);
    _exit(127);
}

struct pty *pty_open(const struct pty_start *start)
{
    struct pty *p = xcalloc(1, sizeof *p);
    struct winsize size = { 0 };

    size.ws_row = (unsigned short)(start->rows > 0 ? start->rows : 24);
    size.ws_col = (unsigned short)(start->cols > 0 ? start->cols : 80);
    p->output = xmalloc(OUTPUT_MAX);
    p->vterm = vterm_new(size.ws_row, size.ws_col);
    vterm_set_utf8(p->vterm, 1);
    p->screen = vterm_obtain_screen(p->vterm);
    vterm_screen_enable_altscreen(p->screen, 1);
    vterm_screen_reset(p->screen, 1);
    p->pid = forkpty(&p->fd, NULL, NULL, &size);
    assert(p->pid >= 0);
    if (p->pid == 0)
        run_child(start);
    return p;
}

void pty_close(struct pty *p)
{
    if (!p->is_over) {
        (void)kill(p->pid, SIGKILL);
        (void)waitpid(p->pid, NULL, 0);
    }
    if (p->fd >= 0)
        (void)close(p->fd);
    vterm_free(p->vterm);
    xfree(p->output);
    xfree(p->before);
    xfree(p);
}

pid_t pty_pid(const struct pty *p)
{
    return p->pid;
}

/* Reads once, waiting at most ms; false when nothing came or the other side is gone. */
static bool take(struct pty *p, int ms)
{
    struct pollfd fd = { p->fd, POLLIN, 0 };
    char bytes[4096];
    ssize_t n;

    if (p->fd < 0 || poll(&fd, 1, ms) <= 0)
        return false;
    n = read(p->fd, bytes, sizeof bytes);
    if (n <= 0)
        return false;
    (void)vterm_input_write(p->vterm, bytes, (size_t)n);
    if (p->n + (size_t)n <= OUTPUT_MAX) {
        memcpy(p->output + p->n, bytes, (size_t)n);
        p->n += (size_t)n;
    }
    /* What the terminal answers to questions. */
    n = (ssize_t)vterm_output_read(p->vterm, bytes, sizeof bytes);
    if (n > 0)
        pty_send_bytes(p, bytes, (size_t)n);
    return true;
}

void pty_send_bytes(struct pty *p, const void *bytes, size_t n)
{
    const char *at = bytes;

    while (n > 0) {
        struct pollfd fd = { p->fd, POLLOUT, 0 };
        ssize_t done;

        if (poll(&fd, 1, PTY_LIMIT_MS) <= 0)
            return;
        done = write(p->fd, at, n > 256 ? 256 : n);
        if (done <= 0)
            return;
        at += done;
        n -= (size_t)done;
    }
}

void pty_send(struct pty *p, const char *text)
{
    pty_send_bytes(p, text, strlen(text));
}

void pty_signal(struct pty *p, int signal_number)
{
    (void)kill(p->pid, signal_number);
}

void pty_hang_up(struct pty *p)
{
    (void)close(p->fd);
    p->fd = -1;
}

void pty_resize(struct pty *p, int rows, int cols)
{
    struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

    pty_drain(p);
    vterm_set_size(p->vterm, rows, cols);
    (void)ioctl(p->fd, TIOCSWINSZ, &size);
}

static bool wait_for(struct pty *p, const char *text, bool wanted)
{
    long long end = pty_now_ms() + PTY_LIMIT_MS;

    while (pty_shows(p, text) != wanted) {
        long long left = end - pty_now_ms();

        if (left <= 0)
            return false;
        if (!take(p, (int)left))
            return pty_shows(p, text) == wanted;
    }
    return true;
}

bool pty_wait(struct pty *p, const char *text)
{
    return wait_for(p, text, true);
}

bool pty_wait_gone(struct pty *p, const char *text)
{
    return wait_for(p, text, false);
}

void pty_wait_quiet(struct pty *p, int quiet_ms)
{
    long long end = pty_now_ms() + PTY_LIMIT_MS;

    while (pty_now_ms() < end && take(p, quiet_ms))
        continue;
}

void pty_drain(struct pty *p)
{
    while (take(p, 0))
        continue;
}

int pty_wait_exit(struct pty *p)
{
    long long end = pty_now_ms() + PTY_LIMIT_MS;

    while (!p->is_over && pty_now_ms() < end) {
        /* The end of the output is the end of the program, or near it. */
        (void)take(p, 10);
        if (waitpid(p->pid, &p->status, WNOHANG) == p->pid)
            p->is_over = true;
    }
    if (p->is_over)
        pty_drain(p);
    return p->is_over && WIFEXITED(p->status) ? WEXITSTATUS(p->status) : -1;
}

char *pty_screen(const struct pty *p, struct arena *arena)
{
    int rows, cols;
    char *out, *at;

    vterm_get_size(p->vterm, &rows, &cols);
    at = out = arena_alloc(arena, (size_t)rows * ((size_t)cols * 24 + 1) + 1);
    for (int row = 0; row < rows; row++) {
        char *end = at;

        for (int col = 0; col < cols; col++) {
            VTermPos pos = { row, col };
            VTermScreenCell cell;

            (void)vterm_screen_get_cell(p->screen, pos, &cell);
            if (cell.chars[0] == (uint32_t)-1)
                continue;
            if (cell.chars[0] == 0) {
                *at++ = ' ';
                continue;
            }
            for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++) {
                char bytes[5];
                int n = utf8_put(cell.chars[i], bytes);

                memcpy(at, bytes, (size_t)n);
                at += n;
            }
            if (at[-1] != ' ')
                end = at;
        }
        at = end;
        *at++ = '\n';
    }
    *at = '\0';
    return out;
}

bool pty_shows(const struct pty *p, const char *text)
{
    OD_ARENA *tmp = arena_new();

    return strstr(pty_screen(p, tmp), text) != NULL;
}

void pty_cursor(const struct pty *p, int *row, int *col)
{
    VTermPos pos;

    vterm_state_get_cursorpos(vterm_obtain_state(p->vterm), &pos);
    *row = pos.row;
    *col = pos.col;
}

const char *pty_output(const struct pty *p, size_t *n)
{
    *n = p->n;
    return p->output;
}

static int look_at_cells(const struct pty *p, VTermScreenCell **out)
{
    int rows, cols;

    vterm_get_size(p->vterm, &rows, &cols);
    *out = xcalloc((size_t)rows * (size_t)cols, sizeof **out);
    for (int i = 0; i < rows * cols; i++)
        (void)vterm_screen_get_cell(p->screen, (VTermPos){ i / cols, i % cols }, &(*out)[i]);
    return rows * cols;
}

void pty_forget(struct pty *p)
{
    p->n = 0;
    xfree(p->before);
    (void)look_at_cells(p, &p->before);
}

static bool looks_the_same(const VTermScreenCell *a, const VTermScreenCell *b)
{
    return memcmp(a->chars, b->chars, sizeof a->chars) == 0 && a->attrs.bold == b->attrs.bold &&
           a->attrs.underline == b->attrs.underline && a->attrs.reverse == b->attrs.reverse;
}

int pty_count_changed(const struct pty *p)
{
    VTermScreenCell *now;
    int n = look_at_cells(p, &now), changed = 0;

    for (int i = 0; p->before != NULL && i < n; i++)
        changed += looks_the_same(&p->before[i], &now[i]) ? 0 : 1;
    xfree(now);
    return changed;
}

int pty_count_painted(const struct pty *p)
{
    int painted = 0;

    for (size_t i = 0; i < p->n; i++) {
        unsigned char c = (unsigned char)p->output[i];

        if (c == 0x1B && i + 1 < p->n && p->output[i + 1] == '[') {
            for (i += 2; i < p->n && (p->output[i] < 0x40 || p->output[i] > 0x7E); i++)
                continue;
        } else if (c == 0x1B) {
            i += i + 1 < p->n && p->output[i + 1] == '(' ? 2 : 1;
        } else if (c >= 0x20 && (c & 0xC0) != 0x80) {
            painted++;
        }
    }
    return painted;
}

int pty_find(const struct pty *p, const char *text)
{
    OD_ARENA *tmp = arena_new();
    const char *line = pty_screen(p, tmp);
    const char *at = strstr(line, text), *start = at;
    int row = 0, cells = 0, rows, cols, col = 0;

    if (at == NULL)
        return -1;
    for (const char *c = line; c < at; c++)
        row += *c == '\n' ? 1 : 0;
    while (start > line && start[-1] != '\n')
        start--;
    for (; start < at; (void)utf8_next(&start))
        cells++;
    /* A cell is a base and its marks; the right half of a wide one gives no text. */
    vterm_get_size(p->vterm, &rows, &cols);
    for (col = 0; col < cols && cells > 0; col++) {
        VTermScreenCell cell = { .width = 0 }; /* of an empty one only the first char is set */

        (void)vterm_screen_get_cell(p->screen, (VTermPos){ row, col }, &cell);
        if (cell.chars[0] == (uint32_t)-1)
            continue;
        cells--;
        for (int i = 1; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++)
            cells--;
    }
    while (col < cols) {
        VTermScreenCell cell;

        (void)vterm_screen_get_cell(p->screen, (VTermPos){ row, col }, &cell);
        if (cell.chars[0] != (uint32_t)-1)
            break;
        col++;
    }
    return col;
}

/* Walks over the CSI sequences of the output; counts those with this final byte that pass. */
static int count_csi(const struct pty *p, char final, bool (*passes)(const char *args, size_t n))
{
    int count = 0;

    for (size_t i = 0; i + 1 < p->n; i++) {
        size_t from = i + 2, end = from;

        if (p->output[i] != '\033' || p->output[i + 1] != '[')
            continue;
        while (end < p->n && (p->output[end] < 0x40 || p->output[end] > 0x7E))
            end++;
        if (end < p->n && p->output[end] == final && passes(p->output + from, end - from))
            count++;
        i = end;
    }
    return count;
}

static bool is_clear(const char *args, size_t n)
{
    return n == 0 || (n == 1 && (args[0] == '2' || args[0] == '0'));
}

/* 30-37, 40-47, 38, 48, 90-97, 100-107; 39 and 49 (the terminal's own) too. */
static bool is_color(const char *args, size_t n)
{
    int value = 0;

    for (size_t i = 0; i <= n; i++) {
        if (i < n && args[i] >= '0' && args[i] <= '9') {
            value = value * 10 + args[i] - '0';
            continue;
        }
        if ((value >= 30 && value <= 49) || (value >= 90 && value <= 107))
            return true;
        value = 0;
    }
    return false;
}

int pty_count_clears(const struct pty *p)
{
    return count_csi(p, 'J', is_clear);
}

int pty_count_colors(const struct pty *p)
{
    return count_csi(p, 'm', is_color);
}
