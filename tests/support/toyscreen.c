/*
 * See toyscreen.h.
 */
#include "support/toyscreen.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "support/term_mem.h"

static struct toy *toy_of(const struct screen *s)
{
    return app_ctx(s->app);
}

static const struct form_field fields[] = {
    { "one", "One", FORM_TEXT, 10, FORM_CODE_LINE, "Help of field one.", NULL, NULL },
    { "two", "Two", FORM_TEXT, 10, 0, NULL, NULL, NULL },
    { 0 },
};

static bool left(void *ctx, struct form *f, int field, struct err *err)
{
    (void)ctx;
    if (strcmp(form_text(f, field), "bad") == 0)
        return err_set(err, ERR_INVALID, "That is bad.");
    return true;
}

static const struct form_ops form_rules = { .left = left };

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct toy_view *v = (struct toy_view *)s;

    (void)err;
    toy_of(s)->counts.enters++;
    form_init(&v->form, s->app, s->arena, fields, &form_rules, v);
    if (arg != NULL)
        form_set(&v->form, 0, arg);
    return true;
}

static bool refresh(struct screen *s, struct err *err)
{
    toy_of(s)->counts.refreshes++;
    if (toy_of(s)->fails_refresh)
        return err_set(err, ERR_BUSY, "The desk is busy.");
    s->context = arena_printf(s->data, "read %d", toy_of(s)->counts.refreshes);
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    form_draw(&((const struct toy_view *)s)->form, c, true);
}

static void draw_plain(const struct screen *s, struct canvas *c)
{
    (void)s;
    (void)canvas_text(c, 0, 0, -1, STYLE_TEXT, "plain body");
}

static bool key(struct screen *s, struct key k)
{
    struct toy_view *v = (struct toy_view *)s;
    struct err err = ERR_INIT;

    switch (form_key(&v->form, k)) {
    case FORM_UNUSED:
        return false;
    case FORM_RUN_CODE:
        if (!app_run_code(s->app, form_text(&v->form, 0), &err))
            app_error_drop(s->app, &err);
        return true;
    case FORM_USED:
    case FORM_CHANGED:
    case FORM_DONE:
    case FORM_BACK:
        break;
    }
    return true;
}

static bool paste(struct screen *s, const char *text)
{
    struct toy *toy = toy_of(s);

    if (!toy->takes_paste)
        return false;
    (void)snprintf(toy->pasted, sizeof toy->pasted, "%s", text);
    return true;
}

static void settle(struct screen *s)
{
    toy_of(s)->counts.settles++;
}

static void rest(struct screen *s)
{
    toy_of(s)->counts.rests++;
}

static void tick(struct screen *s)
{
    toy_of(s)->counts.ticks++;
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)rows;
    (void)form_layout(&((struct toy_view *)s)->form, cols);
}

static bool leave(struct screen *s, struct err *err)
{
    toy_of(s)->counts.leaves++;
    if (toy_of(s)->refuses_leave)
        return err_set(err, ERR_BUSY, "Not saved yet.");
    return true;
}

static void hangup(struct screen *s)
{
    toy_of(s)->counts.hangups++;
    (void)snprintf(toy_of(s)->kept, sizeof toy_of(s)->kept, "%s",
                   form_text(&((struct toy_view *)s)->form, 0));
}

static void close_view(struct screen *s)
{
    toy_of(s)->counts.closes++;
    form_close(&((struct toy_view *)s)->form);
}

static bool step(struct screen *s, int by, int64_t *out_id, struct err *err)
{
    (void)s;
    (void)by;
    (void)err;
    *out_id = 77;
    return true;
}

static const char *help(const struct screen *s)
{
    return form_help(&((const struct toy_view *)s)->form);
}

static bool is_on(const struct screen *s, struct err *why)
{
    return !toy_of(s)->is_off || err_set(why, ERR_STATE, "The toy is off.");
}

static bool run_go(struct screen *s, struct err *err)
{
    toy_of(s)->counts.runs++;
    if (toy_of(s)->fails_run)
        return err_set(err, ERR_STATE, "It does not go.");
    return true;
}

/* A screen that leaves itself while its own command runs. */
static bool run_pop(struct screen *s, struct err *err)
{
    if (!app_pop(s->app, err))
        return false;
    s->context = "still here";
    return true;
}

static const struct command commands[] = {
    { "toy.go", "F6 C-n n", "Go", "Makes the toy go.", is_on, run_go },
    { "toy.pop", "F10 C-o", "Pop", "Leaves the toy.", NULL, run_pop },
    { 0 },
};

const struct screen_ops toy_screen = {
    .name = "toy", .code = "TY", .title = "Toy", .size = sizeof(struct toy_view),
    .commands = commands, .enter = enter, .refresh = refresh, .draw = draw, .key = key,
    .settle = settle, .rest = rest, .tick = tick, .resize = resize, .leave = leave,
    .hangup = hangup, .help = help, .close = close_view,
};

const struct screen_ops toy_list = {
    .name = "list", .code = "TL", .title = "Toys", .size = sizeof(struct toy_view),
    .commands = commands, .enter = enter, .refresh = refresh, .draw = draw_plain, .tick = tick,
    .hangup = hangup, .step = step, .close = close_view,
    .paste = paste,
};

static struct stamp now(void *ctx)
{
    /* Tuesday, 2026-11-24 14:03 UTC. */
    return (struct stamp){ INT64_C(1795528980000) + ((struct toy *)ctx)->minute * 60000 };
}

static bool changed(void *ctx)
{
    struct toy *toy = ctx;
    bool yes = toy->has_changed;

    toy->has_changed = false;
    return yes;
}

static bool find(struct app *app, const char *text, struct arena *arena, struct palette_rows *out,
                 struct err *err)
{
    struct palette_row *row;

    (void)app;
    (void)err;
    if (strncmp(text, "ac", 2) != 0)
        return true;
    row = vec_push(arena, out);
    *row = (struct palette_row){ "customer", 42, "1042  ACME Tools", "ok" };
    return true;
}

static bool open_row(struct app *app, const struct palette_row *row, struct err *err)
{
    (void)err;
    ((struct toy *)app_ctx(app))->counts.last_opened = row->id;
    return true;
}

static bool number(struct app *app, const char *digits, struct err *err)
{
    struct toy *toy = app_ctx(app);

    (void)snprintf(toy->counts.last_number, sizeof toy->counts.last_number, "%s", digits);
    if (strcmp(digits, "404") == 0)
        return err_set(err, ERR_NOT_FOUND, "There is no order %s.", digits);
    return true;
}

static bool go_toy(struct app *app, const char *rest_text, struct err *err)
{
    return app_push(app, &toy_screen, rest_text[0] != '\0' ? rest_text : NULL, err);
}

static bool go_list(struct app *app, const char *rest_text, struct err *err)
{
    (void)rest_text;
    return app_push(app, &toy_list, NULL, err);
}

static const struct app_code codes[] = {
    { "TY", "Toy box", go_toy },
    { "TL", "Toy list", go_list },
    { 0 },
};

static const struct app_hooks hooks = { now, changed, find, open_row, number };

static struct app *make_app(struct toy *toy, const struct screen_ops *home, struct term *term)
{
    struct app_config config = { 0 };

    *toy = (struct toy){ .term = term };
    config.term = term;
    config.ctx = toy;
    config.hooks = &hooks;
    config.codes = codes;
    config.home = home != NULL ? home : &toy_screen;
    config.find = &toy_list;
    config.user = "anna (clerk)";
    config.place = "Leeds";
    config.form.point = '.';
    toy->app = app_new(&config);
    return toy->app;
}

void toy_open(struct toy *toy, const struct screen_ops *home, int rows, int cols)
{
    struct err err = ERR_INIT;
    bool ok;

    (void)make_app(toy, home, term_mem_new(rows, cols, false));
    ok = app_start(toy->app, NULL, &err);
    assert(ok);
}

bool toy_run(struct toy *toy, struct term *term, struct err *err)
{
    bool ok = app_run(make_app(toy, NULL, term), NULL, err);

    app_free(toy->app);
    return ok;
}

void toy_close(struct toy *toy)
{
    app_free(toy->app);
}

void toy_press(struct toy *toy, const char *names)
{
    term_mem_press(toy->term, names);
    (void)app_pass(toy->app);
}

void toy_type(struct toy *toy, const char *text)
{
    term_mem_type(toy->term, text);
    (void)app_pass(toy->app);
}

const char *toy_field(struct toy *toy, int field)
{
    return form_text(&((struct toy_view *)app_screen(toy->app))->form, field);
}
