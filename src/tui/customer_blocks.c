/*
 * CU, blocked: what is shown of a block, and lifting it.
 */
#include "tui/customer_blocks.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/dialog.h"

const struct list_column customer_block_columns[] = {
    { N_("Since"), 16, 11, 1, false, false },
    { N_("By"), 12, 12, 2, false, false },
    { N_("Address"), 30, 20, 0, false, true },
    { N_("Why"), 50, 30, 0, false, false },
    { N_("Who"), 10, 6, 3, false, false },
    { 0 },
};

/* "what was sent there came back (550 no such user)" */
static const char *why_of(const struct notice_block *b, struct arena *arena)
{
    const char *words = notice_block_words(b->reason);

    return b->note[0] != '\0' ? arena_printf(arena, "%s (%s)", words, b->note) : words;
}

void customer_blocks_show(struct desk *desk, const struct notice_blocks *blocks,
                          struct arena *arena, struct list_row *rows)
{
    for (int i = 0; i < blocks->n; i++) {
        const struct notice_block *b = &blocks->v[i];
        const char **cells = arena_array(arena, OD_LEN(customer_block_columns) - 1, const char *);

        cells[0] = text_stamp(desk, arena, b->at);
        cells[1] = notice_channel_words(b->channel);
        cells[2] = b->recipient;
        cells[3] = why_of(b, arena);
        cells[4] = b->user;
        rows[i] = (struct list_row){ .id = b->id, .cells = cells };
    }
}

/* The tag is the id of the block that was asked about. */
static bool unblock_answered(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct notice_blocks all;

    if (!r->yes)
        return true;
    if (!notice_blocks_load(s->desk, r->tag + 1, tmp, &all, err))
        return false;
    if (all.n == 0 || all.v[0].id != r->tag)
        return err_set(err, ERR_NOT_FOUND, _("It is not blocked any more."));
    if (!notice_block_lift(s->desk, all.v[0].channel, all.v[0].recipient, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("%s is told of orders again."), all.v[0].recipient);
    return true;
}

bool customer_unblock_ask(struct screen *s, const struct notice_blocks *blocks, int64_t id,
                          struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Blocked"), .yes_label = _("unblock it"), .tag = id };

    if (!desk_may(s->desk, "notice.block", err))
        return false;
    for (int i = 0; i < blocks->n; i++)
        if (blocks->v[i].id == id)
            dialog.text = arena_printf(tmp, _("%s is told nothing: %s. Tell it of orders again?"),
                                       blocks->v[i].recipient, why_of(&blocks->v[i], tmp));
    if (dialog.text == NULL)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    dialog_confirm(s, &dialog, unblock_answered);
    return true;
}
