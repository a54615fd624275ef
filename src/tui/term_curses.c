/*
 * The terminal by ncurses. Signals only set a flag and write to a pipe; the loop does the work.
 */
#include "tui/term.h"

#include <langinfo.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "tui/term_cell.h"
#include "tui/term_frame.h"
#include "tui/term_signal.h"
#include "tui/term_source.h"

#define RESTORE_BYTES 256
/* Pastes in brackets. */
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Presses and the wheel, with the place in decimal digits. Who knows neither ignores it. */
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

struct term_curses {
    struct term term;
    SCREEN *screen;
    struct term_frame frame;
    struct cell *shown; /* what the terminal shows, NULL before the first frame */
    int rows, cols;     /* of it */
    enum theme theme;
    enum term_ground ground; /* that the colors are for */
    struct term_source source;
    chtype looks[STYLE_COUNT];
    bool was_stopped;
};

static struct term_curses *of(struct term *term)
{
    return (struct term_curses *)term;
}

static void forget_shown(struct term_curses *t)
{
    xfree(t->shown);
    t->shown = NULL;
}

static void take_size(struct term_curses *t)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        (void)resizeterm(size.ws_row, size.ws_col);
    forget_shown(t);
    (void)clearok(stdscr, TRUE);
}

static void enter_modes(const struct term_curses *t)
{
    term_frame_say(t->source.input.has_mouse ? PASTE_ON MOUSE_ON : PASTE_ON);
}

static void leave_modes(struct term_curses *t)
{
    term_frame_leave(&t->frame);
    term_frame_say(t->source.input.has_mouse ? MOUSE_OFF PASTE_OFF : PASTE_OFF);
    (void)endwin();
}

static void stop_here(struct term_curses *t)
{
    leave_modes(t);
    term_signal_stop();
    t->source.is_readable = false; /* the shell may have read it */
    (void)refresh();
    enter_modes(t);
    forget_shown(t);
    (void)clearok(stdscr, TRUE);
}

/* Signals that came since the last look, as events. */
static int take_signals(struct term_curses *t)
{
    int seen = term_signal_take(), events = 0;

    if (seen & TERM_SIGNAL_HANGUP)
        events |= TERM_HANGUP;
    if (seen & TERM_SIGNAL_STOP) {
        stop_here(t);
        events |= TERM_CONTINUED;
    }
    if (seen & TERM_SIGNAL_SIZE) {
        take_size(t);
        events |= TERM_RESIZED;
    }
    return events;
}

static int curses_wait(struct term *term, int timeout_ms)
{
    struct term_curses *t = of(term);
    int events = t->was_stopped ? TERM_CONTINUED : 0;
    bool has_signal;

    t->was_stopped = false;
    events |= term_source_wait(&t->source, events == 0 ? timeout_ms : 0, term_signal_fd(),
                               &has_signal);
    return has_signal ? events | take_signals(t) : events;
}

static bool curses_has_input(struct term *term)
{
    return term_source_has_input(&of(term)->source);
}

static void curses_drop_input(struct term *term)
{
    term_source_drop(&of(term)->source);
}

static void curses_size(struct term *term, int *rows, int *cols)
{
    (void)term;
    getmaxyx(stdscr, *rows, *cols);
}

/* How a style is shown, as curses has it. */
static chtype look_of(const struct term_curses *t, enum theme theme, enum style style)
{
    struct style_look look = style_look(theme, style);
    bool has_color = !t->term.mono && (look.fg >= 0 || look.bg >= 0);
    chtype attrs = has_color ? COLOR_PAIR(style + 1) : 0;

    attrs |= look.attrs & ATTR_BOLD ? A_BOLD : 0;
    attrs |= look.attrs & ATTR_REVERSE ? A_REVERSE : 0;
    attrs |= look.attrs & ATTR_UNDERLINE ? A_UNDERLINE : 0;
    attrs |= look.attrs & ATTR_DIM ? A_DIM : 0;
    return attrs;
}

/* The theme that is shown: "auto" is that of the ground, where the terminal said which it has. */
static enum theme theme_shown(const struct term_curses *t)
{
    if (t->term.mono)
        return THEME_MONO;
    if (t->theme != THEME_DEFAULT || t->source.input.ground == TERM_GROUND_UNKNOWN)
        return t->theme;
    return t->source.input.ground == TERM_GROUND_LIGHT ? THEME_LIGHT : THEME_DARK;
}

static void learn_looks(struct term_curses *t)
{
    enum theme theme = theme_shown(t);

    for (int style = 0; style < STYLE_COUNT; style++)
        t->looks[style] = look_of(t, theme, (enum style)style);
}

static bool is_ascii_run(const struct cell *line, const struct cell *old, int from, int end)
{
    for (int col = from; col < end; col++)
        if (line[col].len != 1 || (old != NULL && old[col].len != 1))
            return false;
    return true;
}

/* The same for a run of ASCII over nothing wide, as nearly all are: curses copies finished cells in
 * a fraction of the time that it takes to put characters one by one. */
static void paint_ascii(const struct term_curses *t, int row, const struct cell *line, int from,
                        int end)
{
    chtype text[LIMIT_SCREEN_COLS];
    int n = 0;

    for (int col = from; col < end; col++)
        text[n++] = t->looks[line[col].style] | (unsigned char)line[col].text[0];
    (void)mvaddchnstr(row, from, text, n);
}

/* Cells from..end of a row that have changed. */
static void paint_run(const struct term_curses *t, int row, const struct cell *line, int from,
                      int end)
{
    wchar_t text[LIMIT_SCREEN_COLS * 2 + sizeof line->text];
    int col = from;

    (void)move(row, from);
    while (col < end) {
        int n = 0, style = line[col].style;

        for (; col < end && line[col].style == style && n < LIMIT_SCREEN_COLS * 2; col++) {
            if (line[col].cols > 0)
                n += term_cell_text(&line[col], text + n);
        }
        (void)attrset((NCURSES_ATTR_T)t->looks[style]);
        (void)addnwstr(text, n);
    }
}

static bool same_cells(const struct cell *a, const struct cell *b, int n)
{
    return memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

static void paint_row(const struct term_curses *t, int row, const struct cell *line,
                      const struct cell *old)
{
    int from = 0, end = t->cols;

    if (old != NULL) {
        while (from < end && same_cells(&line[from], &old[from], 1))
            from++;
        while (end > from && same_cells(&line[end - 1], &old[end - 1], 1))
            end--;
        /* Never begin in the right half of a wide character, old or new. */
        while (from > 0 && from < end && (line[from].cols == 0 || old[from].cols == 0))
            from--;
        while (end < t->cols && (line[end].cols == 0 || old[end].cols == 0))
            end++;
    }
    if (from >= end)
        return;
    if (is_ascii_run(line, old, from, end))
        paint_ascii(t, row, line, from, end);
    else
        paint_run(t, row, line, from, end);
}

static void send_frame(struct term_curses *t)
{
    (void)wnoutrefresh(stdscr);
    t->frame.has_sync = t->source.input.says_sync;
    term_frame_begin(&t->frame);
    (void)doupdate();
    term_frame_end(&t->frame);
}

static void curses_show(struct term *term, const struct cells *cells)
{
    struct term_curses *t = of(term);
    size_t row_bytes = (size_t)cells->cols * sizeof *cells->v;
    bool is_first;

    if (t->rows != cells->rows || t->cols != cells->cols)
        forget_shown(t);
    t->rows = cells->rows, t->cols = cells->cols;
    is_first = t->shown == NULL;
    if (is_first)
        t->shown = xmalloc((size_t)cells->rows * row_bytes);
    for (int row = 0; row < cells->rows; row++) {
        const struct cell *line = cells->v + row * cells->cols;
        struct cell *old = t->shown + row * cells->cols;

        if (!is_first && same_cells(line, old, cells->cols))
            continue;
        paint_row(t, row, line, is_first ? NULL : old);
        memcpy(old, line, row_bytes);
    }
    if (cells->cursor_row >= 0)
        (void)move(cells->cursor_row, cells->cursor_col);
    send_frame(t);
}

static void curses_repaint(struct term *term)
{
    forget_shown(of(term));
    (void)clearok(curscr, TRUE);
}

static void curses_bell(struct term *term)
{
    (void)beep();
    term_frame_end(&of(term)->frame);
}

static void make_pairs(const struct term_curses *t)
{
    enum theme theme = theme_shown(t);

    for (int style = 0; style < STYLE_COUNT; style++) {
        struct style_look look = style_look(theme, (enum style)style);

        (void)init_pair((short)(style + 1), look.fg, look.bg);
    }
}

static bool has_colors_here(void)
{
    if (os_env("NO_COLOR") != NULL || !has_colors())
        return false;
    return start_color() == OK && use_default_colors() == OK && COLORS >= 8 &&
           COLOR_PAIRS > STYLE_COUNT;
}

static void curses_set_theme(struct term *term, enum theme theme)
{
    struct term_curses *t = of(term);

    t->theme = theme;
    t->term.mono = theme == THEME_MONO || !has_colors_here();
    if (!t->term.mono)
        make_pairs(t);
    learn_looks(t);
    curses_repaint(term);
}

static void curses_set_mouse(struct term *term, bool is_on)
{
    of(term)->source.input.has_mouse = is_on;
    term_frame_say(is_on ? MOUSE_ON : MOUSE_OFF);
}

static void curses_suspend(struct term *term)
{
    stop_here(of(term));
    of(term)->was_stopped = true;
}

/* The terminal said which ground it has: the picture that it shows in the colors for that. */
static void recolor(struct term_curses *t)
{
    int row, col;

    t->ground = t->source.input.ground;
    if (t->term.mono || t->theme != THEME_DEFAULT)
        return;
    make_pairs(t);
    learn_looks(t);
    if (t->shown == NULL)
        return;
    getyx(stdscr, row, col);
    for (int i = 0; i < t->rows; i++)
        paint_row(t, i, t->shown + i * t->cols, NULL);
    (void)move(row, col);
    send_frame(t);
}

static bool curses_read(struct term *term, struct key *out)
{
    struct term_curses *t = of(term);
    bool is_key = term_source_read(&t->source, out);

    if (t->source.input.ground != t->ground)
        recolor(t);
    return is_key;
}

static void curses_close(struct term *term)
{
    struct term_curses *t = of(term);

    leave_modes(t);
    term_signal_close();
    delscreen(t->screen);
    term_frame_close(&t->frame);
    forget_shown(t);
    xfree(t);
}

static const struct term_ops curses_ops = {
    .wait = curses_wait,
    .read = curses_read,
    .has_input = curses_has_input,
    .drop_input = curses_drop_input,
    .size = curses_size,
    .show = curses_show,
    .repaint = curses_repaint,
    .bell = curses_bell,
    .set_theme = curses_set_theme,
    .set_mouse = curses_set_mouse,
    .suspend = curses_suspend,
    .close = curses_close,
};

/* Is there a terminal that can do what is needed? Asked before curses writes a byte. */
static bool is_usable(struct err *err)
{
    const char *name = os_env("TERM");

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_set(err, ERR_STATE,
                       _("The screens of orderdesk need a terminal. In scripts use its commands; "
                         "orderdesk --help lists them."));
    if (name == NULL || strcmp(name, "dumb") == 0 || strcmp(name, "unknown") == 0)
        return err_set(err, ERR_STATE,
                       _("A terminal of type \"%s\" cannot move its cursor. Set TERM to what it "
                         "is, for example vt100, or use the commands (orderdesk --help)."),
                       name == NULL ? "" : name);
    return true;
}

/* The keypad is never switched to send letters: without that mode its digits are digits, and the
 * decoder knows the cursor keys of both modes. */
static void set_modes(void)
{
    (void)raw();
    (void)noecho();
    (void)nonl();
    (void)intrflush(stdscr, FALSE);
    (void)idlok(stdscr, TRUE);
    (void)leaveok(stdscr, FALSE);
    /* A frame is written whole; keys are drained before the next one. */
    (void)typeahead(-1);
}

/* A string of terminfo; NULL where the terminal has none. */
static const char *capability(const char *name)
{
    const char *text = tigetstr(name);

    return text == (const char *)-1 ? NULL : text;
}

static void add_cap(char *out, const char *cap)
{
    const char *text = capability(cap);
    size_t len = strlen(out), more;

    if (text == NULL)
        return;
    more = strlen(text);
    if (len + more < RESTORE_BYTES)
        memcpy(out + len, text, more + 1);
}

/* What brings the terminal back when the program cannot ask curses any more. */
static void watch_signals(const struct termios *modes)
{
    char restore[RESTORE_BYTES] = MOUSE_OFF PASTE_OFF;

    add_cap(restore, "sgr0");
    add_cap(restore, "cnorm");
    add_cap(restore, "rmcup");
    term_signal_open(modes, restore);
}

static void set_up(struct term_curses *t, const struct term_config *config)
{
    t->theme = config->theme;
    t->source.is_drained = true;
    t->source.esc_ms = term_source_esc_ms(config->esc_digit, config->esc_ms);
    t->term.ops = &curses_ops;
    t->term.ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    t->term.mono = config->theme == THEME_MONO || !has_colors_here();
    set_modes();
    term_input_define_all(&t->source.input, capability);
    if (!t->term.mono)
        make_pairs(t);
    learn_looks(t);
    t->source.input.has_mouse = config->mouse;
    enter_modes(t);
    if (config->sync && term_frame_may_ask(os_env("TERM")))
        term_frame_say(FRAME_SYNC_ASK);
    if (!t->term.mono && config->theme == THEME_DEFAULT && term_frame_may_ask(os_env("TERM"))) {
        term_frame_say(TERM_INPUT_GROUND_ASK);
        t->source.input.awaits_ground = TERM_INPUT_GROUND_KEYS;
    }
}

bool term_curses_open(struct term **out, const struct term_config *config, struct err *err)
{
    struct term_frame frame;
    struct term_curses *t;
    struct termios modes;
    SCREEN *screen;

    if (!is_usable(err) || tcgetattr(STDIN_FILENO, &modes) != 0)
        return false;
    if (!term_frame_open(&frame))
        return err_set(err, ERR_IO, _("Too many files are open. Close some programs."));
    screen = newterm(NULL, frame.out, stdin);
    if (screen == NULL) {
        term_frame_close(&frame);
        return err_set(err, ERR_STATE,
                       _("The terminal type \"%s\" is not known on this machine. Set TERM to one "
                         "that is, for example xterm or vt100."),
                       os_env("TERM"));
    }
    t = xcalloc(1, sizeof *t);
    t->screen = screen;
    t->frame = frame;
    set_up(t, config);
    watch_signals(&modes);
    take_size(t); /* it may have changed before anybody watched */
    *out = &t->term;
    return true;
}
