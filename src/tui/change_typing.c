/*
 * The change of a placed order: the line that is half typed is kept aside, now and then, and stands
 * there again after a lost terminal. What was accepted is in the change itself.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/desk.h"
#include "tui/change_screen.h"

/* Half-seconds between two writes while a person types on. */
#define KEEP_TICKS 4

void ch_typing_init(struct ch *ch)
{
    ch->kept_arena = arena_new();
    ch->kept = "";
}

/* A line of words has no text in some of its cells. */
static bool is_other(const struct grid *g, int entry, int column)
{
    const char *cell = g->rows[g->editing].cells[column];

    return strcmp(grid_text(g, entry), cell != NULL ? cell : "") != 0;
}

/* Is something else typed than what stands in the row that is edited? */
static bool is_typed(const struct grid *g)
{
    if (g->editing < 0 || g->editing >= g->n)
        return grid_has_text(g);
    return is_other(g, CH_ENTRY_ITEM, CH_ITEM) || is_other(g, CH_ENTRY_QTY, CH_QTY);
}

/* "LINE|item|quantity"; "" where nothing is typed. LINE 0 is a new one. */
static const char *typed(const struct ch *ch, struct arena *arena)
{
    const struct grid *g = &ch->grid;

    if (!is_typed(g))
        return "";
    return arena_printf(arena, "%lld|%s|%s", (long long)grid_row_id(g),
                        grid_text(g, CH_ENTRY_ITEM), grid_text(g, CH_ENTRY_QTY));
}

void ch_typing_keep(struct ch *ch)
{
    OD_ARENA *tmp = arena_new();
    const char *now = typed(ch, tmp);
    struct err err = ERR_INIT;
    bool is_done;

    ch->ticks = 0;
    if (strcmp(now, ch->kept) == 0 || ch->is_done || desk_read_only(ch->s.desk)[0] != '\0')
        return;
    desk_set_wait(ch->s.desk, LIMIT_DRAFT_WAIT_MS);
    is_done = change_keep_typing(ch->s.desk, ch->id, now, &err);
    desk_set_wait(ch->s.desk, LIMIT_WRITE_WAIT_MS);
    /* What finds no turn is tried again at a tick. */
    if (!is_done)
        return;
    arena_reset(ch->kept_arena);
    ch->kept = arena_strdup(ch->kept_arena, now);
}

void ch_typing_tick(struct ch *ch)
{
    if (++ch->ticks >= KEEP_TICKS)
        ch_typing_keep(ch);
}

void ch_typing_show(struct ch *ch)
{
    OD_ARENA *tmp = arena_new();
    const char *text = "", *item, *qty;
    struct err err = ERR_INIT;
    int64_t line;

    if (!change_typing(ch->s.desk, ch->id, tmp, &text, &err) || text[0] == '\0')
        return;
    ch->kept = arena_strdup(ch->kept_arena, text);
    item = strchr(text, '|');
    qty = strrchr(text, '|');
    if (item == NULL || qty == item)
        return;
    line = strtoll(text, NULL, 10);
    grid_go(&ch->grid, line);
    /* A line that is gone since: what was typed of it stands on the new one. */
    if (line != 0 && grid_row_id(&ch->grid) == line)
        grid_edit(&ch->grid, CH_ENTRY_QTY);
    else
        grid_set_text(&ch->grid, CH_ENTRY_ITEM,
                      arena_strndup(tmp, item + 1, (size_t)(qty - item - 1)));
    grid_set_text(&ch->grid, CH_ENTRY_QTY, qty + 1);
    app_say(ch->s.app, _("Here is the change as you left it, with what was half typed."));
}
