/*
 * Putting together what files and preferences say, and finding keys that would do two things.
 */
#include "tui/list_file.h"
#include "tui/taste.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/preference.h"
#include "tui/dialog.h"
#include "tui/run.h"

#define KEY_PREFIX "key."

const struct taste_name taste_names[] = {
    { "theme", "auto|light|dark|contrast|mono|colour8", N_("The colors of the screens.") },
    { "keys", "auto|f|ctrl", N_("Which keys the footer shows.") },
    { "a11y", "on|off", N_("Screens for screen readers and braille.") },
    { "mouse", "on|off", N_("Clicks and the wheel; while it is on, the terminal copies nothing.") },
    { NULL, NULL, NULL },
};

/* ---- keys ------------------------------------------------------------------------------------ */

static const struct command *find_command(const char *name)
{
    const struct command *cmd = command_by_name(app_commands(), name);

    if (cmd == NULL)
        cmd = command_by_name(list_commands(), name);
    for (int i = 0; cmd == NULL && tui_screens[i] != NULL; i++)
        cmd = command_by_name(tui_screens[i]->commands, name);
    return cmd;
}

/* These are the shell's own before any command is asked. */
static bool is_reserved(struct key k)
{
    return key_is_ctrl(k, 'c') || key_is_ctrl(k, '\\');
}

static bool check_reserved(const struct key_map *keys, struct err *err)
{
    for (int i = 0; i < keys->n; i++) {
        for (int k = 0; k < keys->v[i].n; k++) {
            char name[KEY_NAME_SIZE];

            if (is_reserved(keys->v[i].keys[k]))
                return err_set(err, ERR_INVALID,
                               _("Key %s always goes back; %s needs another one."),
                               key_text(keys->v[i].keys[k], name), keys->v[i].command);
        }
    }
    return true;
}

/* Two commands on one key would leave one of them dead. Where nobody has keys of their own there
 * is nothing to look for: that the tables themselves hold together is a test's matter. */
static bool check_keys(const struct key_map *keys, struct err *err)
{
    if (keys->n == 0)
        return true;
    if (!check_reserved(keys, err) || !command_check(app_commands(), keys, err) ||
        !command_check_over(list_commands(), app_commands(), keys, err))
        return false;
    for (int i = 0; tui_screens[i] != NULL; i++) {
        const struct command *table = tui_screens[i]->commands;

        if (table != NULL && (!command_check(table, keys, err) ||
                              !command_check_over(table, app_commands(), keys, err)))
            return false;
        if (table != NULL && tui_screens[i]->list != NULL &&
            !command_check_over(table, list_commands(), keys, err))
            return false;
    }
    return true;
}

/* The files' keys, later files over earlier ones. A name that no command has does no harm, as it
 * may belong to a newer program, but it is told. */
static bool keys_of_files(const struct conf_stack *conf, struct arena *arena, struct taste *out,
                          struct err *err)
{
    for (int file = 0; file < conf->n; file++) {
        const char *name, *path = conf_path(conf->file[file]);

        for (int i = 0; (name = conf_key(conf->file[file], "keys", i)) != NULL; i++) {
            if (!key_map_set(&out->keys, arena, name, conf_get(conf->file[file], "keys", name),
                             err))
                return err_wrap(err, "%s:", path);
            if (find_command(name) == NULL)
                out->warning = arena_printf(arena, _("%s: there is no command %s."), path, name);
        }
    }
    return check_keys(&out->keys, err);
}

/* A copy with the preferences over it. */
static bool keys_of_user(const struct preferences *p, const struct key_map *below,
                         struct arena *arena, struct key_map *out, struct err *err)
{
    bool has_own = false;

    *out = (struct key_map){ 0 };
    for (int i = 0; i < below->n; i++) {
        struct key_binding *own = vec_push(arena, out);

        *own = below->v[i];
    }
    for (int i = 0; i < p->n; i++) {
        const char *name = p->v[i].name + strlen(KEY_PREFIX);

        if (strncmp(p->v[i].name, KEY_PREFIX, strlen(KEY_PREFIX)) != 0)
            continue;
        if (!key_map_set(out, arena, name, p->v[i].value, err))
            return false;
        has_own = true;
    }
    return !has_own || check_keys(out, err);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static enum theme theme_of(const char *name)
{
    enum theme theme = THEME_DEFAULT;

    /* "auto" is no theme's name: the terminal's own colors. */
    (void)theme_find(name, &theme);
    return theme;
}

static enum app_keys key_bar_of(const char *name)
{
    return strcmp(name, "f") == 0      ? APP_KEYS_F
           : strcmp(name, "ctrl") == 0 ? APP_KEYS_CTRL
                                       : APP_KEYS_AUTO;
}

bool taste_load(struct desk *desk, const struct conf_stack *conf, struct arena *arena,
                struct taste *out, struct err *err)
{
    struct preferences p = { 0 };
    struct key_map own;
    struct err odd = ERR_INIT;
    const char *theme, *bar, *a11y, *mouse;

    *out = (struct taste){ 0 };
    if (!keys_of_files(conf, arena, out, err) || !preferences_load(desk, arena, &p, err))
        return false;
    if (keys_of_user(&p, &out->keys, arena, &own, &odd))
        out->keys = own;
    else
        out->warning = arena_printf(arena, _("Your own keys are left out: %s"), odd.text);
    theme = preference_get(&p, "theme");
    bar = preference_get(&p, "keys");
    a11y = preference_get(&p, "a11y");
    mouse = preference_get(&p, "mouse");
    out->theme = theme_of(theme != NULL ? theme : conf_text(conf, "orderdesk.theme"));
    out->key_bar = key_bar_of(bar != NULL ? bar : conf_text(conf, "orderdesk.keys"));
    out->a11y = a11y != NULL ? strcmp(a11y, "on") == 0 : conf_bool(conf, "orderdesk.a11y");
    out->mouse = mouse != NULL ? strcmp(mouse, "on") == 0 : conf_bool(conf, "orderdesk.mouse");
    return true;
}

static bool is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);

    for (const char *at = choices;; at++) {
        size_t n = strcspn(at, "|");

        if (n == len && memcmp(at, value, n) == 0)
            return true;
        at += n;
        if (*at == '\0')
            return false;
    }
}

static bool check_choice(const struct taste_name *known, const char *value, struct err *err)
{
    if (value[0] == '\0' || is_choice(known->choices, value))
        return true;
    return err_field(err, ERR_INVALID, "value",
                     _("\"%.40s\" does not fit here. Choose of: %s."), value, known->choices);
}

/* Would the user's keys hold together with this one? The station's files are another matter. */
static bool check_key(struct desk *desk, const char *name, const char *value, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct preferences p, with = { 0 };
    const struct key_map none = { 0 };
    struct key_map keys;

    if (find_command(name + strlen(KEY_PREFIX)) == NULL)
        return err_field(err, ERR_NOT_FOUND, "name",
                         _("There is no command %.60s. F1 pressed three times shows all of them, "
                           "and orderdesk(1)."),
                         name + strlen(KEY_PREFIX));
    if (!preferences_load(desk, tmp, &p, err))
        return false;
    with.v = arena_array(tmp, p.n + 1, struct preference);
    for (int i = 0; i < p.n; i++)
        if (strcmp(p.v[i].name, name) != 0)
            with.v[with.n++] = p.v[i];
    if (value[0] != '\0')
        with.v[with.n++] = (struct preference){ name, value };
    return keys_of_user(&with, &none, tmp, &keys, err) || err_at(err, "value");
}

bool taste_set(struct desk *desk, const char *name, const char *value, struct err *err)
{
    const struct taste_name *known = taste_names;

    if (strncmp(name, KEY_PREFIX, strlen(KEY_PREFIX)) == 0)
        return check_key(desk, name, value, err) && preference_set(desk, name, value, err);
    while (known->name != NULL && strcmp(known->name, name) != 0)
        known++;
    if (known->name == NULL)
        return err_field(err, ERR_NOT_FOUND, "name",
                         _("There is no preference %.60s. There are theme, keys, a11y, "
                           "mouse, and key.COMMAND for each command."),
                         name);
    return check_choice(known, value, err) && preference_set(desk, name, value, err);
}

/* ---- choosing ------------------------------------------------------------------------------- */

static bool use_theme(struct app *app, const char *name, struct err *err)
{
    if (!taste_set(app_desk(app), "theme", strcmp(name, "auto") == 0 ? "" : name, err))
        return false;
    app_set_theme(app, theme_of(name));
    app_say(app, _("Colors: %s. They go with you to every station."), name);
    return true;
}

static const struct {
    const char *name, *label;
} theme_rows[] = {
    { "auto", N_("auto - the terminal's own colors") },
    { "light", N_("light - for a light ground") },
    { "dark", N_("dark - for a dark ground") },
    { "contrast", N_("contrast - black, white and yellow, bold") },
    { "mono", N_("mono - no colors") },
    { "colour8", N_("colour8 - for terminals with eight colors") },
};

static bool theme_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return use_theme(s->app, theme_rows[r->id].name, err);
}

bool taste_ask_theme(struct app *app, const char *rest, struct err *err)
{
    struct dialog_choice choices[OD_LEN(theme_rows)] = { 0 };
    struct dialog d = { .title = _("Colors"), .choices = choices, .n = OD_LEN(theme_rows) };

    if (rest[0] != '\0')
        return use_theme(app, rest, err);
    for (size_t i = 0; i < OD_LEN(theme_rows); i++) {
        choices[i].label = _(theme_rows[i].label);
        choices[i].id = (int64_t)i;
    }
    dialog_choose(app_screen(app), &d, theme_chosen);
    return true;
}

bool taste_switch_mouse(struct app *app, const char *rest, struct err *err)
{
    bool is_on = rest[0] != '\0' ? strcmp(rest, "on") == 0 : !app_has_mouse(app);

    if (!taste_set(app_desk(app), "mouse", rest[0] != '\0' ? rest : is_on ? "on" : "off", err))
        return false;
    app_set_mouse(app, is_on);
    app_say(app, "%s", is_on ? _("The mouse is on: click a row, a key or a tab. To copy text, hold "
                                 "Shift or type .mouse again.")
                             : _("The mouse is off: the terminal marks and copies text."));
    return true;
}
