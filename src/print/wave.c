/*
 * The pick list of a wave: place by place what is to be taken in all, and below it how much of it
 * goes into which tote.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/pick_wave.h"
#include "print/documents_parts.h"

static bool is_on_paper(const struct pick_wave_line *l)
{
    return l->status <= FULFILLMENT_PICKING && l->qty.milli > 0;
}

static bool is_same_stop(const struct pick_wave_line *a, const struct pick_wave_line *b)
{
    return a->item.v == b->item.v && strcmp(a->bin, b->bin) == 0;
}

/* What of one order goes into its tote; ticked where it was taken. */
static void add_split(struct desk *desk, struct paper *p, const struct pick_wave_line *l)
{
    bool is_done = l->qty.milli == l->picked.milli;
    const char *cells[6] = { "",
                             arena_printf(p->arena, "- %s", l->tote[0] != '\0' ? l->tote : "____"),
                             arena_printf(p->arena, "%s  %s", l->number, l->customer_name),
                             text_qty(desk, p->arena, l->qty),
                             "",
                             is_done ? "x" : "" };

    if (!is_done && l->picked.milli > 0)
        cells[2] = arena_printf(p->arena, _("%s (%s taken already)"), l->number,
                                text_qty(desk, p->arena, l->picked));
    if (l->is_held)
        cells[2] = arena_printf(p->arena, _("%s (on hold)"), l->number);
    paper_add(p, PAPER_ROW, cells, OD_LEN(cells));
}

/* One item at one place from v on; how many lines they are. */
static int add_stop(struct desk *desk, struct paper *p, const struct pick_wave_line *v, int n)
{
    struct qty sum = { 0 };
    int len = 0;

    for (; len < n && is_same_stop(&v[len], &v[0]); len++)
        if (is_on_paper(&v[len]))
            sum.milli += v[len].qty.milli;
    if (sum.milli > 0) {
        const char *cells[6] = { v[0].bin,
                                 v[0].sku,
                                 v[0].description,
                                 text_qty(desk, p->arena, sum),
                                 v[0].uom,
                                 "" };

        paper_add(p, PAPER_ROW, cells, OD_LEN(cells));
    }
    for (int i = 0; i < len; i++)
        if (is_on_paper(&v[i]))
            add_split(desk, p, &v[i]);
    return len;
}

bool wave_paper_make(struct desk *desk, int64_t wave, struct arena *arena, struct paper *out,
                     struct err *err)
{
    static const struct paper_column columns[] = {
        { PAPER_LEFT, 10, N_("Place") },       { PAPER_LEFT, 16, N_("Item, tote") },
        { PAPER_LEFT, 26, N_("Description") }, { PAPER_RIGHT, 9, N_("Quantity") },
        { PAPER_LEFT, 6, N_("Unit") },         { PAPER_BOX, 3, "" },
    };
    char day[DATE_TEXT_SIZE];
    struct template_fields fields = { .company = desk_company(desk)->name };
    struct template words;
    struct pick_wave *w;
    struct pick_wave_lines lines;

    if (!pick_wave_load(desk, wave, arena, &w, err) ||
        !pick_wave_lines(desk, wave, arena, &lines, err) ||
        !template_load(DOCUMENT_WAVE, arena, &words, err))
        return false;
    if (w->open == 0)
        return err_set(err, ERR_STATE, _("All of wave %s is picked."), w->number);
    paper_init(out, arena, w->number, document_is_letter(desk));
    fields.number = w->number;
    fields.date = arena_strdup(arena, date_format(desk_today(desk), day));
    fields.site = w->site_code;
    paper_add_text(out, PAPER_CODE, w->number);
    template_begin(&words, &fields, arena_printf(arena, _("Pick list of wave %s"), w->number), out);
    paper_add_text(out, PAPER_TEXT, "");
    paper_add_pair(out, _("Site"), w->site_code);
    paper_add_pair(out, _("Orders"), arena_printf(arena, "%d", w->open));
    paper_add_pair(out, _("Picked by"), w->picker);
    document_add_columns(out, columns, OD_LEN(columns));
    for (int i = 0; i < lines.n;)
        i += add_stop(desk, out, &lines.v[i], lines.n - i);
    template_end(&words, &fields, out);
    return true;
}
