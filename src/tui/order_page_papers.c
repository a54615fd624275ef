/*
 * OD, papers: those that went out, and printing them again or as things are now. And the way to
 * what carriers say of its parcels.
 */
#include "tui/order_page.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/flow/fulfillment.h"
#include "print/documents.h"
#include "tui/dialog.h"
#include "tui/screens.h"

/* The id of a choice: a fulfillment (of a confirmation the order) and a kind, or below 0 a paper
 * that is kept. */
#define KINDS 8

struct choices OD_VEC(struct dialog_choice);

const struct list_column order_paper_columns[] = {
    { N_("When"), 16, 12, 0, false, false },
    { N_("Who"), 14, 8, 0, false, false },
    { N_("Paper"), 18, 12, 0, false, true },
    { N_("Of"), 14, 10, 0, false, false },
    { N_("Revision"), 8, 8, 0, true, false },
    { N_("Language"), 8, 8, 2, false, false },
    { 0 },
};

void order_paper_row(struct desk *desk, const struct kept_paper *p, struct arena *a,
                     struct list_row *row)
{
    const char **cells = arena_array(a, OD_LEN(order_paper_columns) - 1, const char *);

    cells[0] = text_stamp(desk, a, p->made);
    cells[1] = p->by;
    cells[2] = document_kind_words(p->kind);
    cells[3] = p->subject;
    cells[4] = arena_printf(a, "%d", p->revision);
    cells[5] = p->lang;
    row->id = p->id;
    row->cells = cells;
}

static bool print_again(struct od *od, int64_t id, const struct printing *how, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct kept_paper *kept;
    struct paper paper;

    for (int i = 0; i < od->papers.n; i++) {
        const struct kept_paper *p = &od->papers.v[i];

        if (p->id != id)
            continue;
        if (!kept_paper_load(od->s.desk, p->kind, p->subject, p->revision, tmp, &kept, err) ||
            !document_of_kept(kept, tmp, &paper, err) || !paper_print(&paper, how, err))
            return false;
        app_say(od->s.app, _("%s went to the printer."), paper.name);
        return true;
    }
    return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
}

static bool paper_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct printing *how = app_printing(s->app);
    const struct document_ask ask = { .kind = (enum document_kind)(r->id % KINDS),
                                      .fulfillment = r->id / KINDS,
                                      .order = { r->id / KINDS } };
    OD_ARENA *tmp = arena_new();
    const char *name;

    if (how == NULL)
        return err_set(err, ERR_STATE,
                       _("This station prints nothing. Set print_command in its configuration."));
    app_busy(s->app, _("printing"));
    if (r->id < 0)
        return print_again((struct od *)s, -r->id, how, err);
    if (!document_print(s->desk, &ask, how, tmp, &name, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("%s went to the printer."), name);
    return true;
}

static void add_choice(struct choices *list, struct arena *arena, int64_t id, const char *number,
                       enum document_kind kind)
{
    *vec_push(arena, list) = (struct dialog_choice){
        .label = arena_printf(arena, "%s %s", document_kind_words(kind), number),
        .note = "",
        .id = id * KINDS + (int64_t)kind,
    };
}

/* What the state of its work lets be printed. */
static void add_papers_of(struct choices *list, struct arena *arena,
                          const struct fulfillment_row *f)
{
    if (f->status == FULFILLMENT_CANCELED)
        return;
    if (f->status <= FULFILLMENT_PICKED)
        add_choice(list, arena, f->id, f->number, DOCUMENT_PICK_LIST);
    if (f->status >= FULFILLMENT_PICKED)
        add_choice(list, arena, f->id, f->number, DOCUMENT_PACKING_SLIP);
    if (f->status >= FULFILLMENT_PACKED)
        add_choice(list, arena, f->id, f->number, DOCUMENT_LABEL);
}

/* On the tab of the papers the one under the cursor comes first. */
static void add_again(const struct od *od, struct choices *list, struct arena *arena)
{
    for (int i = 0; od->tab == OD_PAPERS_TAB && i < od->papers.n; i++) {
        const struct kept_paper *p = &od->papers.v[i];

        if (p->id != list_selected(&od->list))
            continue;
        *vec_push(arena, list) = (struct dialog_choice){
            .label = arena_printf(arena, _("Again: %s %s, revision %d"),
                                  document_kind_words(p->kind), p->subject, p->revision),
            .note = "",
            .id = -p->id,
        };
    }
}

bool order_page_print(struct screen *s, struct err *err)
{
    struct od *od = (struct od *)s;
    OD_ARENA *tmp = arena_new();
    struct fulfillment_rows rows;
    struct choices list = { 0 };
    struct dialog dialog = { .title = _("Print") };

    if (!fulfillments_of_order(s->desk, od->id, tmp, &rows, err))
        return false;
    add_again(od, &list, tmp);
    for (int i = 0; i < rows.n; i++)
        add_papers_of(&list, tmp, &rows.v[i]);
    if (od->order->number[0] != '\0' && od->order->status != ORDER_CANCELED)
        add_choice(&list, tmp, od->id.v, od->order->number, DOCUMENT_CONFIRMATION);
    if (list.n == 0)
        return err_set(err, ERR_STATE, _("There is no paper of a draft, or of what was canceled."));
    dialog.choices = list.v;
    dialog.n = list.n;
    dialog_choose(s, &dialog, paper_chosen);
    return true;
}

bool order_page_tracks(struct screen *s, struct err *err)
{
    const struct tracks_arg arg = { .order = ((struct od *)s)->id };

    return app_push(s->app, &scr_tracks, &arg, err);
}
