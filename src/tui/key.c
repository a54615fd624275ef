/*
 * Names of keys, and the user's key map.
 */
#include "tui/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"

static const struct {
    const char *name;
    uint32_t sym;
} names[] = {
    { "Enter", K_ENTER },   { "Tab", K_TAB },         { "Esc", K_ESC },
    { "Backspace", K_BACKSPACE }, { "Delete", K_DELETE }, { "Insert", K_INSERT },
    { "Up", K_UP },         { "Down", K_DOWN },       { "Left", K_LEFT },
    { "Right", K_RIGHT },   { "Home", K_HOME },       { "End", K_END },
    { "PageUp", K_PAGE_UP }, { "PageDown", K_PAGE_DOWN }, { "Space", ' ' },
    { "PasteBegin", K_PASTE_BEGIN }, { "PasteEnd", K_PASTE_END },
};

struct key key_make(uint32_t sym, int mods)
{
    return (struct key){ sym, (uint8_t)mods };
}

/* Far behind the named keys: 10 bits each for row and column, and what it was. */
#define MOUSE_SYM 0x40000000u
#define MOUSE_MAX 1023

struct key key_make_mouse(enum key_mouse what, int row, int col)
{
    uint32_t at_row = (uint32_t)(row < 0 ? 0 : row > MOUSE_MAX ? MOUSE_MAX : row);
    uint32_t at_col = (uint32_t)(col < 0 ? 0 : col > MOUSE_MAX ? MOUSE_MAX : col);

    return key_make(MOUSE_SYM | (uint32_t)what << 20 | at_row << 10 | at_col, 0);
}

bool key_mouse(struct key k, enum key_mouse *what, int *row, int *col)
{
    if (!(k.sym & MOUSE_SYM))
        return false;
    *what = (enum key_mouse)(k.sym >> 20 & 3);
    *row = (int)(k.sym >> 10 & MOUSE_MAX);
    *col = (int)(k.sym & MOUSE_MAX);
    return true;
}

bool key_equal(struct key a, struct key b)
{
    return a.sym == b.sym && a.mods == b.mods;
}

bool key_is_text(struct key k)
{
    return k.sym >= 0x20 && k.sym < K_ENTER && k.sym != 0x7F &&
           (k.mods & (KEY_CTRL | KEY_ALT)) == 0;
}

bool key_is(struct key k, uint32_t sym)
{
    return k.sym == sym && k.mods == 0;
}

bool key_is_ctrl(struct key k, char letter)
{
    return k.sym == (uint32_t)letter && k.mods == KEY_CTRL;
}

int key_function(struct key k)
{
    if (k.mods == 0 && k.sym >= K_F1 && k.sym <= K_F12)
        return (int)(k.sym - K_F1) + 1;
    if (k.mods == KEY_ALT && k.sym >= '1' && k.sym <= '9')
        return (int)(k.sym - '0');
    return k.mods == KEY_ALT && k.sym == '0' ? 10 : 0;
}

static const char *base_name(uint32_t sym, char out[KEY_NAME_SIZE])
{
    static const char *const mouse[] = { "Click", "WheelUp", "WheelDown" };
    enum key_mouse what;
    char bytes[5];
    int row, col;

    if (key_mouse(key_make(sym, 0), &what, &row, &col)) {
        (void)snprintf(out, KEY_NAME_SIZE, "%s:%d:%d", mouse[what], row, col);
        return out;
    }
    for (size_t i = 0; i < OD_LEN(names); i++) {
        if (names[i].sym == sym)
            return names[i].name;
    }
    if (sym >= K_F1 && sym <= K_F12) {
        (void)snprintf(out, KEY_NAME_SIZE, "F%d", (int)(sym - K_F1) + 1);
        return out;
    }
    (void)utf8_put(sym, bytes);
    (void)snprintf(out, KEY_NAME_SIZE, "%s", bytes);
    return out;
}

const char *key_text(struct key k, char out[KEY_NAME_SIZE])
{
    char base[KEY_NAME_SIZE];

    (void)snprintf(out, KEY_NAME_SIZE, "%s%s%s%.16s", k.mods & KEY_CTRL ? "C-" : "",
                   k.mods & KEY_ALT ? "M-" : "", k.mods & KEY_SHIFT ? "S-" : "",
                   base_name(k.sym, base));
    return out;
}

const char *key_label(struct key k, char out[KEY_NAME_SIZE])
{
    if (k.mods == KEY_CTRL && k.sym >= 'a' && k.sym <= 'z') {
        (void)snprintf(out, KEY_NAME_SIZE, "^%c", (char)(k.sym - 'a' + 'A'));
        return out;
    }
    return key_text(k, out);
}

/* The name behind the modifiers; K_NONE for none. */
static uint32_t base_parse(const char *text)
{
    const char *rest = text;
    uint32_t cp;

    /* Most keys are letters and F-keys, and tables are read with every key: names come last. */
    if (text[0] > ' ' && text[0] < 0x7F && text[1] == '\0')
        return (uint32_t)text[0];
    if ((text[0] == 'F' || text[0] == 'f') && text[1] >= '1' && text[1] <= '9') {
        char *end;
        long n = strtol(text + 1, &end, 10);

        return *end == '\0' && n <= 12 ? (uint32_t)(K_F1 + n - 1) : K_NONE;
    }
    for (size_t i = 0; i < OD_LEN(names); i++) {
        if (strcasecmp(names[i].name, text) == 0)
            return names[i].sym;
    }
    cp = utf8_next(&rest);
    return cp > 0x20 && *rest == '\0' && !utf8_is_unsafe(cp) ? cp : K_NONE;
}

bool key_parse(const char *name, struct key *out, struct err *err)
{
    const char *at = name;
    int mods = 0;
    uint32_t sym;

    while (at[0] != '\0' && at[1] == '-' && at[2] != '\0' && strchr("CcMmSs", at[0]) != NULL) {
        mods |= at[0] == 'C' || at[0] == 'c'   ? KEY_CTRL
                : at[0] == 'M' || at[0] == 'm' ? KEY_ALT
                                               : KEY_SHIFT;
        at += 2;
    }
    sym = base_parse(at);
    if (mods & KEY_CTRL && sym >= 'A' && sym <= 'Z')
        sym += 'a' - 'A';
    if (sym == K_NONE || (mods & KEY_SHIFT && sym < K_ENTER))
        return err_set(err, ERR_INVALID,
                       _("\"%s\" is not the name of a key. Names are like F4, C-n, M-2, Enter, x."),
                       name);
    *out = key_make(sym, mods);
    return true;
}

bool key_parse_list(const char *list, struct key *out, int max, int *n, struct err *err)
{
    const char *at = list;
    int count = 0;

    while (*(at += strspn(at, " ")) != '\0') {
        size_t len = strcspn(at, " ");
        char name[KEY_NAME_SIZE];

        if (len >= sizeof name || count == max)
            return err_set(err, ERR_INVALID,
                           _("\"%s\" is no list of keys: at most %d names, parted by blanks."),
                           list, max);
        memcpy(name, at, len);
        name[len] = '\0';
        if (!key_parse(name, &out[count], err))
            return false;
        count++;
        at += len;
    }
    *n = count;
    return true;
}

static struct key_binding *binding_of(struct key_map *map, const char *command)
{
    for (int i = 0; i < map->n; i++) {
        if (strcmp(map->v[i].command, command) == 0)
            return &map->v[i];
    }
    return NULL;
}

bool key_map_set(struct key_map *map, struct arena *arena, const char *command, const char *list,
                 struct err *err)
{
    struct key_binding fresh = { .command = command };
    struct key_binding *old = binding_of(map, command);

    if (!key_parse_list(list, fresh.keys, KEYS_PER_COMMAND, &fresh.n, err))
        return err_wrap(err, _("Keys of %s:"), command);
    fresh.command = arena_strdup(arena, command);
    if (old == NULL)
        old = vec_push(arena, map);
    *old = fresh;
    return true;
}

const struct key_binding *key_map_find(const struct key_map *map, const char *command)
{
    for (int i = 0; map != NULL && i < map->n; i++) {
        if (strcmp(map->v[i].command, command) == 0)
            return &map->v[i];
    }
    return NULL;
}
