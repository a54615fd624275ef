/*
 * The palette: the actions of the screen, those of all screens, the screens by code, and records,
 * in one list by how well they fit what was typed.
 */
#include "tui/list_file.h"
#include "tui/palette.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "tui/app_priv.h"
#include "tui/field.h"

#define PALETTE_COLS 76
#define PALETTE_ROWS 14
/* What the store found stands before actions that only share some letters with the text. */
#define SCORE_HELP 120
#define SCORE_RECORD 150
#define SCORE_WORD 180
#define SCORE_PREFIX 200

struct hit {
    int score;
    const char *label, *note;
    const struct command *command;
    const struct app_code *code;
    const struct palette_row *row;
};
struct hits OD_VEC(struct hit);

struct palette {
    struct popup popup;
    struct field field;
    struct arena *found; /* of the hits */
    struct hits hits;
    int selected;
    bool is_stale, was_moved;
};

static bool begins_word(const char *text, const char *label)
{
    for (const char *at = strchr(label, ' '); at != NULL; at = strchr(at + 1, ' ')) {
        if (strncmp(at + 1, text, strlen(text)) == 0)
            return true;
    }
    return false;
}

int palette_score(const char *text, const char *label)
{
    const char *at = label;
    int score = 100;
    bool is_start = true, was_hit = false;

    if (strncmp(label, text, strlen(text)) == 0)
        return SCORE_PREFIX;
    if (begins_word(text, label))
        return SCORE_WORD;
    for (; *text != '\0'; text++) {
        while (*at != '\0' && *at != *text) {
            is_start = *at == ' ' || *at == '.';
            was_hit = false;
            score--;
            at++;
        }
        if (*at == '\0')
            return 0;
        score += is_start ? 20 : was_hit ? 10 : 0;
        is_start = false;
        was_hit = true;
        at++;
    }
    return score > 0 ? score : 1;
}

/* The best of several names of one thing. */
static int best_score(struct arena *arena, const char *text, const char *const *names)
{
    int best = 0;

    for (; *names != NULL; names++) {
        int score = palette_score(text, utf8_fold(arena, *names));

        best = score > best ? score : best;
    }
    return best;
}

static void add_hit(struct palette *p, struct hit hit)
{
    int at;

    if (hit.score == 0)
        return;
    at = p->hits.n;
    *(struct hit *)vec_push(p->found, &p->hits) = hit;
    while (at > 0 && p->hits.v[at - 1].score < hit.score) {
        p->hits.v[at] = p->hits.v[at - 1];
        at--;
    }
    p->hits.v[at] = hit;
}

static void add_commands(struct palette *p, const char *text, const struct command *table)
{
    const struct app *app = p->popup.app;

    for (; table != NULL && table->name != NULL; table++) {
        const char *const names[] = { _(table->label), table->name, NULL };
        const char *const help[] = { _(table->help), NULL };
        struct hit hit = { .command = table };
        int by_help = best_score(p->found, text, help);

        /* Words of a sentence say less than a name. */
        by_help = by_help > SCORE_HELP ? SCORE_HELP : by_help;
        hit.score = best_score(p->found, text, names);
        hit.score = hit.score > by_help ? hit.score : by_help;
        hit.label = arena_printf(p->found, "%s: %s", _(table->label), _(table->help));
        hit.note = command_keys_text(table, app->config.keys, p->found);
        add_hit(p, hit);
    }
}

static void add_codes(struct palette *p, const char *text)
{
    const struct app_code *code = p->popup.app->config.codes;

    for (; code != NULL && code->code != NULL; code++) {
        const char *const names[] = { code->code, _(code->label), NULL };
        struct hit hit = { .code = code, .label = _(code->label) };

        hit.score = best_score(p->found, text, names);
        hit.note = arena_printf(p->found, ".%s", utf8_fold(p->found, code->code));
        add_hit(p, hit);
    }
}

static void add_records(struct palette *p, const char *text)
{
    struct app *app = p->popup.app;
    struct palette_rows rows = { 0 };
    struct err err = ERR_INIT;

    if (app->config.hooks->find == NULL || text[0] == '\0')
        return;
    if (!app->config.hooks->find(app, text, p->found, &rows, &err)) {
        app_error(app, &err);
        return;
    }
    for (int i = 0; i < rows.n && i < PALETTE_RECORDS; i++)
        add_hit(p, (struct hit){ .score = SCORE_RECORD, .label = rows.v[i].label,
                                 .note = rows.v[i].note, .row = &rows.v[i] });
}

static bool is_code_text(const struct palette *p)
{
    const char *text = p->field.text;

    return text[0] == '.' || (text[0] != '\0' && text[strspn(text, "0123456789")] == '\0');
}

static void search(struct palette *p)
{
    const char *text;

    if (!p->is_stale)
        return;
    p->is_stale = false;
    arena_reset(p->found);
    p->hits = (struct hits){ 0 };
    p->selected = 0;
    p->was_moved = false;
    text = utf8_fold(p->found, p->field.text + (p->field.text[0] == '.'));
    add_records(p, p->field.text[0] == '.' ? "" : p->field.text);
    add_codes(p, text);
    if (p->field.text[0] == '.')
        return;
    add_commands(p, text, app_screen(p->popup.app)->ops->commands);
    if (app_screen(p->popup.app)->ops->list != NULL)
        add_commands(p, text, list_commands());
    add_commands(p, text, app_commands());
}

/* Runs the marked row; the palette is gone already, its memory lasts to the end of the pass. */
static bool run_hit(struct app *app, const struct hit *hit, struct err *err)
{
    if (hit->command != NULL) {
        app_run_command(app, hit->command);
        return true;
    }
    if (hit->code != NULL)
        return hit->code->go(app, "", err);
    return app->config.hooks->open == NULL || app->config.hooks->open(app, hit->row, err);
}

/* A paper's number, where no row was chosen; true when the text was one. */
static bool took_paper(struct palette *p)
{
    struct app *app = p->popup.app;
    struct err err = ERR_INIT;
    bool is_one, ok;

    if (app->config.hooks->paper == NULL || p->was_moved || is_code_text(p))
        return false;
    ok = app->config.hooks->paper(app, p->field.text, &is_one, &err);
    if (!ok)
        app_error(app, &err);
    if (ok && !is_one)
        return false;
    if (app_popup(app) == &p->popup)
        popup_close(app);
    return true;
}

static void enter(struct palette *p)
{
    struct app *app = p->popup.app;
    struct err err = ERR_INIT;
    bool ok;

    if (field_is_empty(&p->field) && !p->was_moved) {
        popup_close(app);
        return;
    }
    if (took_paper(p))
        return;
    search(p);
    popup_close(app);
    if (p->hits.n == 0 || (is_code_text(p) && !p->was_moved))
        ok = app_run_code(app, p->field.text, &err);
    else
        ok = run_hit(app, &p->hits.v[p->selected], &err);
    if (!ok)
        app_error(app, &err);
}

/* Some scanners end a code with Tab, which here moves down in what was found for words. */
static void end_scan(struct palette *p)
{
    if (app_popup(p->popup.app) == &p->popup)
        enter(p);
}

static void move_by(struct palette *p, int by)
{
    int to = p->selected + by;

    search(p);
    p->was_moved = true;
    p->selected = to < 0 ? 0 : to >= p->hits.n ? (p->hits.n > 0 ? p->hits.n - 1 : 0) : to;
}

static void palette_key(struct popup *popup, struct key k)
{
    struct palette *p = (struct palette *)popup;

    if (key_is(k, K_ESC) || key_function(k) == 12 || key_function(k) == 9 || key_is_ctrl(k, 'k'))
        popup_close(popup->app);
    else if (key_is(k, K_ENTER))
        enter(p);
    else if (key_is(k, K_TAB) && !p->was_moved && (is_code_text(p) || took_paper(p)))
        end_scan(p);
    else if (key_is(k, K_UP))
        move_by(p, -1);
    else if (key_is(k, K_DOWN) || key_is(k, K_TAB))
        move_by(p, 1);
    else if (key_is(k, K_PAGE_UP))
        move_by(p, -PALETTE_ROWS);
    else if (key_is(k, K_PAGE_DOWN))
        move_by(p, PALETTE_ROWS);
    else if (field_key(&p->field, k) == FIELD_CHANGED)
        p->is_stale = true;
}

static void palette_settle(struct popup *popup)
{
    search((struct palette *)popup);
}

static void draw_hit(const struct palette *p, struct canvas *c, int row, int at)
{
    const struct hit *hit = &p->hits.v[at];
    bool is_here = at == p->selected;
    enum style style = is_here ? STYLE_POPUP_SELECT : STYLE_POPUP;
    int note = hit->note != NULL ? utf8_cols(hit->note) : 0;

    canvas_fill(c, row, 0, c->cols, ' ', style);
    canvas_hit_row(c, row, at - p->selected);
    (void)canvas_text(c, row, 0, 1, style, is_here ? ">" : " ");
    (void)canvas_text(c, row, 2, c->cols - note - 4, style, hit->label);
    if (note > 0)
        (void)canvas_text_right(c, row, c->cols - note - 1, note, style, hit->note);
}

static void palette_draw(const struct popup *popup, struct canvas *c)
{
    const struct palette *p = (const struct palette *)popup;
    int cols = c->cols < PALETTE_COLS ? c->cols : PALETTE_COLS;
    struct canvas box = popup_box(c, PALETTE_ROWS + 2, cols,
                                  _("Type an action, a code like .oe, a number or a name"));
    int shown = box.rows - 1, top = p->selected >= shown ? p->selected - shown + 1 : 0;

    for (int i = 0; i < shown && top + i < p->hits.n; i++)
        draw_hit(p, &box, i + 1, top + i);
    (void)canvas_text(&box, 0, 0, 1, STYLE_POPUP, ":");
    field_draw(&p->field, &box, 0, 2, box.cols - 2, STYLE_FOCUS, true);
}

static void palette_close(struct popup *popup)
{
    arena_free(((struct palette *)popup)->found);
}

void palette_open(struct app *app, const char *text)
{
    struct palette *p = popup_new(app, sizeof *p);

    p->popup.draw = palette_draw;
    p->popup.key = palette_key;
    p->popup.settle = palette_settle;
    p->popup.close = palette_close;
    p->found = arena_new();
    p->is_stale = true;
    field_set(&p->field, text);
    app_set_popup(app, &p->popup);
}
