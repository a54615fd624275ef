/*
 * The shell's three rows. What has no room is left out whole, the least needed first.
 */
#include "tui/status.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/nav.h"

#define STATUS_PARTS 5
#define CLOCK_SIZE   64

static const char *weekday(int day)
{
    static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                         N_("Fri"), N_("Sat"), N_("Sun") };

    return _(names[day]);
}

/* "14:03", with room "Tue 22 Nov 14:03"; "" without a clock. */
static const char *clock_text(struct stamp now, bool is_long, char out[CLOCK_SIZE])
{
    struct date today;
    int minute;
    char day[32];

    out[0] = '\0';
    if (now.ms == 0)
        return out;
    today = stamp_to_date(now);
    minute = stamp_minute_of_day(now);
    if (is_long)
        (void)snprintf(out, CLOCK_SIZE, "%s %s %02d:%02d", weekday(date_weekday(today)),
                       date_short(today, today, day, sizeof day), minute / 60, minute % 60);
    else
        (void)snprintf(out, CLOCK_SIZE, "%02d:%02d", minute / 60, minute % 60);
    return out;
}

static int part_cols(const char *text)
{
    return text == NULL || text[0] == '\0' ? 0 : utf8_cols(text) + 2;
}

/* Writes the parts ending at the right edge as far as there is room behind `from`; gives where
 * they begin. The last part is the most needed one. */
static int draw_right(struct canvas *c, int row, int from, const char *const *parts)
{
    int first = STATUS_PARTS, end = c->cols, at = end;

    for (int i = STATUS_PARTS - 1; i >= 0; i--) {
        if (at - part_cols(parts[i]) < from)
            break;
        at -= part_cols(parts[i]);
        first = i;
    }
    for (int i = first, col = at; i < STATUS_PARTS; i++) {
        if (part_cols(parts[i]) > 0)
            (void)canvas_text(c, row, col + 1, -1, STYLE_TITLE, parts[i]);
        col += part_cols(parts[i]);
    }
    return at;
}

void status_draw_title(struct canvas *c, int row, const struct status_title *t)
{
    char clock[CLOCK_SIZE];
    int col = 1, context = part_cols(t->context), right;
    int wide = part_cols(t->place) + part_cols(t->user) + part_cols(t->queue) + 18;
    const char *parts[STATUS_PARTS] = { t->place, t->user, NULL, t->queue, t->busy };

    canvas_fill(c, row, 0, c->cols, ' ', STYLE_TITLE);
    if (t->code[0] != '\0')
        col += canvas_text(c, row, col, -1, STYLE_TITLE, t->code) + 1;
    col += canvas_text(c, row, col, -1, STYLE_TITLE, t->title);
    parts[2] = clock_text(t->now, col + 2 + context + wide <= c->cols, clock);
    right = draw_right(c, row, col + (context > 0 && context < 24 ? context + 1 : 1), parts);
    if (context > 0)
        (void)canvas_text(c, row, col + 2, right - col - 3, STYLE_TEXT, t->context);
}

/* The bytes of text that fit into cols and end before a blank; 0 where there is none. */
static size_t fitting(const char *text, int cols)
{
    size_t n = utf8_fit(text, cols);

    while (n > 0 && text[n] != ' ')
        n--;
    return n;
}

/*
 * The message, from col on in room columns. One that is too long begins in the row above: nobody
 * should have to guess its end.
 */
static void draw_text(struct canvas *c, int row, int room, enum style style, const char *mark,
                      const char *text)
{
    int col = 1 + utf8_cols(mark);
    size_t bytes = utf8_cols(text) > room - col && row > 1 ? fitting(text, room - col) : 0;
    char first[sizeof((struct status_message *)NULL)->text];

    if (bytes > 0) {
        (void)snprintf(first, sizeof first, "%.*s", (int)bytes, text);
        canvas_fill(c, row - 1, 0, c->cols, ' ', STYLE_TEXT);
        (void)canvas_text(c, row - 1, 1, -1, style, mark);
        (void)canvas_text(c, row - 1, col, -1, style, first);
        mark = "";
        text += bytes + 1;
    }
    (void)canvas_text(c, row, 1, -1, style, mark);
    (void)canvas_text(c, row, col, room - col, style, text);
}

void status_draw_message(struct canvas *c, int row, const struct status_message *m,
                         const char *hint)
{
    static const struct {
        enum style style;
        const char *mark;
    } looks[] = {
        [STATUS_NONE] = { STYLE_DIM, "" },
        [STATUS_SAY] = { STYLE_TEXT, "" },
        [STATUS_WARN] = { STYLE_WARN, "! " },
        [STATUS_ERROR] = { STYLE_ERROR, "x " },
    };
    enum style style = looks[m->level].style;
    int pending = utf8_cols(m->pending), room = c->cols;

    canvas_fill(c, row, 0, c->cols, ' ', STYLE_TEXT);
    if (pending > 0 && m->level != STATUS_ERROR) {
        (void)canvas_text(c, row, c->cols - pending - 1, -1, STYLE_STRONG, m->pending);
        room -= pending + 2;
    }
    if (m->level == STATUS_NONE)
        (void)canvas_text(c, row, 1, room - 1, style, hint);
    else
        draw_text(c, row, room, style, looks[m->level].mark, m->text);
}

/* One key and its label at col; gives the columns used, 0 where there is no room. */
static int draw_key(struct canvas *c, int row, int col, const struct status_bar_key *k,
                    const struct screen *s)
{
    const char *label = _(k->cmd->label);
    bool is_on = k->cmd->when == NULL || k->cmd->when(s, NULL);
    int cols;

    if (col + k->name_cols + utf8_cols(label) > c->cols)
        return 0;
    (void)canvas_text(c, row, col, -1, is_on ? STYLE_KEY : STYLE_DIM, k->name);
    cols = k->name_cols +
           canvas_text(c, row, col + k->name_cols, -1, is_on ? STYLE_BAR : STYLE_DIM, label);
    canvas_hit(c, row, col, cols, k->key);
    return cols + 1;
}

/* Does a table before this one take the key that the row would show? */
static bool is_covered(const struct command *cmd, const struct command *const *tables, int before,
                       const struct key_map *map, bool prefer_ctrl)
{
    struct key key;

    if (!command_bar_key(cmd, map, prefer_ctrl, &key))
        return true;
    for (int i = 0; i < before; i++) {
        if (command_find(tables[i], map, key) != NULL)
            return true;
    }
    return false;
}

/* The number of the row's F-key, 0 where it has none: the order of the bar. */
static int function_of(const struct command *cmd, const struct key_map *map)
{
    struct key keys[KEYS_PER_COMMAND];
    int n = command_keys(cmd, map, keys);

    for (int i = 0; i < n; i++) {
        if (key_function(keys[i]) != 0)
            return key_function(keys[i]);
    }
    return 0;
}

/* Columns that draw_key takes; 0 for a row without a key. */
static int key_width(const struct command *cmd, const struct key_map *map, bool prefer_ctrl)
{
    struct key key;
    char name[KEY_NAME_SIZE];

    if (!command_bar_key(cmd, map, prefer_ctrl, &key))
        return 0;
    return utf8_cols(key_label(key, name)) + utf8_cols(_(cmd->label)) + 1 +
           (key_function(key) == 0 && key.mods == 0 ? 1 : 0);
}

/* The row that an F-key stands for; NULL where it has no key. */
static const struct command *row_of(int number, const struct command *const *tables,
                                    const struct key_map *map, bool prefer_ctrl)
{
    for (int i = 0; tables[i] != NULL; i++) {
        for (const struct command *cmd = tables[i]; cmd->name != NULL; cmd++) {
            if (function_of(cmd, map) == number && !is_covered(cmd, tables, i, map, prefer_ctrl))
                return cmd;
        }
    }
    return NULL;
}

/*
 * The rows that get a place: help, by which who does not know the keys finds them; back, where the
 * screen keeps it; then the screen's own, in the order of its table, those of lists, then the
 * global ones that have an F-key. A long label leaves its place to the next that fits.
 */
static int choose_keys(const struct command *out[STATUS_BAR_KEYS], const struct status_bar *bar)
{
    const struct command *const *tables = bar->tables;
    const struct key_map *map = bar->map;
    bool prefer_ctrl = bar->prefer_ctrl;
    const struct command *first[] = { row_of(1, tables, map, prefer_ctrl),
                                      bar->keeps_back ? row_of(12, tables, map, prefer_ctrl)
                                                      : NULL };
    int n = 0, room = bar->cols - 1;

    for (size_t i = 0; i < OD_LEN(first); i++) {
        if (first[i] == NULL || key_width(first[i], map, prefer_ctrl) > room)
            continue;
        room -= key_width(first[i], map, prefer_ctrl);
        out[n++] = first[i];
    }
    for (int i = 0; tables[i] != NULL; i++) {
        for (const struct command *cmd = tables[i]; cmd->name != NULL && n < STATUS_BAR_KEYS;
             cmd++) {
            int width = key_width(cmd, map, prefer_ctrl);

            if (cmd == first[0] || cmd == first[1] || width == 0 || width > room ||
                (i > 0 && tables[i + 1] == NULL && function_of(cmd, map) == 0) ||
                is_covered(cmd, tables, i, map, prefer_ctrl))
                continue;
            out[n++] = cmd;
            room -= width;
        }
    }
    return n;
}

/* A row as it is drawn; false where it has no key. */
static bool make_key(const struct status_bar *bar, const struct command *cmd,
                     struct status_bar_key *out)
{
    *out = (struct status_bar_key){ .cmd = cmd, .number = function_of(cmd, bar->map) };
    if (!command_bar_key(cmd, bar->map, bar->prefer_ctrl, &out->key))
        return false;
    out->name_cols = utf8_cols(key_label(out->key, out->name));
    /* A letter would run into its label. */
    if (key_function(out->key) == 0 && out->key.mods == 0)
        out->name_cols++;
    return true;
}

/* What the bar shows, in the order of the keyboard; rows without an F-key stand at the end. */
static void choose(struct status_bar *bar)
{
    const struct command *chosen[STATUS_BAR_KEYS];
    int n = choose_keys(chosen, bar);

    bar->n = 0;
    for (int turn = 1; turn <= 13; turn++) {
        for (int i = 0; i < n; i++) {
            struct status_bar_key *k = &bar->v[bar->n];

            if (function_of(chosen[i], bar->map) == turn % 13 && make_key(bar, chosen[i], k))
                bar->n++;
        }
    }
}

void status_draw_keys(struct canvas *c, int row, struct status_bar *bar, const struct screen *s)
{
    int col = 1;

    if (bar->cols != c->cols) {
        bar->cols = c->cols;
        choose(bar);
    }
    canvas_fill(c, row, 0, c->cols, ' ', STYLE_BAR);
    for (int i = 0; i < bar->n; i++)
        col += draw_key(c, row, col, &bar->v[i], s);
}
