/*
 * Reading command tables.
 */
#include "tui/command.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define TABLE_ROWS 100

int command_keys(const struct command *cmd, const struct key_map *map,
                 struct key out[KEYS_PER_COMMAND])
{
    const struct key_binding *own = key_map_find(map, cmd->name);
    int n = 0;

    if (own != NULL) {
        memcpy(out, own->keys, sizeof own->keys);
        return own->n;
    }
    if (!key_parse_list(cmd->keys, out, KEYS_PER_COMMAND, &n, NULL))
        return 0;
    return n;
}

static const struct command *find_exact(const struct command *table, const struct key_map *map,
                                        struct key k)
{
    for (const struct command *cmd = table; cmd->name != NULL; cmd++) {
        struct key keys[KEYS_PER_COMMAND];
        int n = command_keys(cmd, map, keys);

        for (int i = 0; i < n; i++) {
            if (key_equal(keys[i], k))
                return cmd;
        }
    }
    return NULL;
}

const struct command *command_find(const struct command *table, const struct key_map *map,
                                   struct key k)
{
    const struct command *cmd;

    if (table == NULL || k.mods & KEY_PASTED)
        return NULL;
    cmd = find_exact(table, map, k);
    if (cmd == NULL && key_function(k) != 0)
        cmd = find_exact(table, map, key_make((uint32_t)(K_F1 + key_function(k) - 1), 0));
    return cmd;
}

const struct command *command_by_name(const struct command *table, const char *name)
{
    for (; table != NULL && table->name != NULL; table++) {
        if (strcmp(table->name, name) == 0)
            return table;
    }
    return NULL;
}

bool command_bar_key(const struct command *cmd, const struct key_map *map, bool prefer_ctrl,
                     struct key *out)
{
    struct key keys[KEYS_PER_COMMAND];
    int n = command_keys(cmd, map, keys);

    /* A letter is no key while text is typed; Ctrl always is. */
    for (int i = 0; i < n && prefer_ctrl; i++) {
        if (keys[i].mods & KEY_CTRL) {
            *out = keys[i];
            return true;
        }
    }
    for (int i = 0; i < n; i++) {
        if ((key_function(keys[i]) != 0) != prefer_ctrl) {
            *out = keys[i];
            return true;
        }
    }
    if (n > 0)
        *out = keys[0];
    return n > 0;
}

char *command_keys_text(const struct command *cmd, const struct key_map *map, struct arena *arena)
{
    struct key keys[KEYS_PER_COMMAND];
    int n = command_keys(cmd, map, keys);
    struct strbuf b;

    strbuf_init(&b, arena, KEYS_PER_COMMAND * KEY_NAME_SIZE);
    for (int i = 0; i < n; i++) {
        char name[KEY_NAME_SIZE];

        strbuf_add(&b, i > 0 ? " " : "");
        strbuf_add(&b, key_label(keys[i], name));
    }
    return b.s;
}

static bool check_row(const struct command *cmd, const struct key_map *map, struct err *err)
{
    struct key keys[KEYS_PER_COMMAND];
    int n;

    if (cmd->run == NULL || cmd->help == NULL || cmd->help[0] == '\0')
        return err_set(err, ERR_INVALID, "Command %s has no help or does nothing.", cmd->name);
    if (cmd->label == NULL || utf8_cols(_(cmd->label)) > COMMAND_LABEL_COLS)
        return err_set(err, ERR_INVALID, "The label of command %s is missing or too long.",
                       cmd->name);
    if (key_map_find(map, cmd->name) != NULL)
        return true;
    return key_parse_list(cmd->keys, keys, KEYS_PER_COMMAND, &n, err);
}

/* The first row after cmd that shares a key with it. */
static const struct command *clash(const struct command *cmd, const struct key_map *map,
                                   struct key *at)
{
    struct key keys[KEYS_PER_COMMAND];
    int n = command_keys(cmd, map, keys);

    for (int i = 0; i < n; i++) {
        const struct command *other = find_exact(cmd + 1, map, keys[i]);

        *at = keys[i];
        if (other != NULL)
            return other;
    }
    return NULL;
}

static bool refuse_clash(struct key at, const char *one, const char *other, struct err *err)
{
    char name[KEY_NAME_SIZE];

    return err_set(err, ERR_INVALID,
                   _("Key %s does two things: %s and %s. Change one in section [keys]."),
                   key_text(at, name), one, other);
}

bool command_check_over(const struct command *table, const struct command *below,
                        const struct key_map *map, struct err *err)
{
    for (const struct command *cmd = table; cmd->name != NULL; cmd++) {
        struct key keys[KEYS_PER_COMMAND];
        int n = command_keys(cmd, map, keys);

        for (int i = 0; i < n; i++) {
            const struct command *other = find_exact(below, map, keys[i]);

            if (other != NULL && (key_map_find(map, cmd->name) != NULL ||
                                  key_map_find(map, other->name) != NULL))
                return refuse_clash(keys[i], cmd->name, other->name, err);
        }
    }
    return true;
}

bool command_check(const struct command *table, const struct key_map *map, struct err *err)
{
    for (const struct command *cmd = table; cmd->name != NULL; cmd++) {
        struct key at = { K_NONE, 0 };
        const struct command *other;

        assert(cmd - table < TABLE_ROWS);
        if (!check_row(cmd, map, err))
            return false;
        if (command_by_name(cmd + 1, cmd->name) != NULL)
            return err_set(err, ERR_INVALID, "Command %s stands twice.", cmd->name);
        other = clash(cmd, map, &at);
        if (other != NULL)
            return refuse_clash(at, cmd->name, other->name, err);
    }
    return true;
}
