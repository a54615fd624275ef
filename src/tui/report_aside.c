/*
 * What is set aside: good after all, or written off. A part of the screen of its report.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/stock/stock.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/report_screen.h"

enum aside_do { ASIDE_GOOD = 1, ASIDE_SCRAP };

bool rp_is_aside(const struct screen *s, struct err *why)
{
    return rp_selected(s) != NULL || err_set(why, ERR_STATE, _("Nothing is selected."));
}

static bool judged(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct rp *rp = rp_self(s);
    struct stock_aside in = { rp->item, rp->site, rp->qty, { r->id } };

    if (r->text[0] != '\0' && !qty_parse(r->text, 3, app_form(s->app), &in.qty, err))
        return err_at(err, "qty");
    if (!(r->tag == ASIDE_GOOD ? stock_aside_good(s->desk, &in, err)
                               : stock_aside_scrap(s->desk, &in, err)))
        return false;
    app_say(s->app,
            r->tag == ASIDE_GOOD ? _("%s of it is for sale again.") : _("%s of it is written off."),
            text_qty(s->desk, s->data, in.qty));
    return screen_refresh(s, err);
}

static struct qty aside_of(const struct rp *rp, const struct report_line *line)
{
    for (int c = 0; c < rp->table.column_n; c++)
        if (strcmp(rp->table.columns[c].name, "aside") == 0)
            return (struct qty){ line->v[c].n };
    return (struct qty){ 0 };
}

static bool ask_aside(struct screen *s, enum aside_do what, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct rp *rp = rp_self(s);
    const struct report_line *line = rp_selected(s);
    struct dialog dialog = { .label = _("How many (empty: all of it)"), .tag = what };

    dialog.title = arena_printf(
        tmp, what == ASIDE_GOOD ? _("%s is good after all: why?") : _("%s is written off: why?"),
        line->v[0].text);
    if (!desk_may(s->desk, "stock.aside", err) || !dialog_reasons(s, "stock", tmp, &dialog, err))
        return false;
    rp->item = line->item;
    rp->site = line->site;
    rp->qty = aside_of(rp, line);
    dialog_reason(s, &dialog, judged);
    return true;
}

bool rp_good(struct screen *s, struct err *err)
{
    return ask_aside(s, ASIDE_GOOD, err);
}

bool rp_scrap(struct screen *s, struct err *err)
{
    return ask_aside(s, ASIDE_SCRAP, err);
}
