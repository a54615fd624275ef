/*
 * Booking a receipt, count or transfer from its screen, and whatever else can be done with it.
 */
#include "tui/goods_doc.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/handheld.h"

static struct gd *gd_self(struct screen *s)
{
    return (struct gd *)s;
}

enum gd_do {
    DO_BOOK = 1,
    DO_UNDO,
    DO_POST,
    DO_SEND,
    DO_UNSEND,
    DO_ALL,
    DO_PART,
    DO_CLOSE,
    DO_DROP,
    DO_DUE
};

static struct record_at at_of(const struct gd *gd)
{
    return (struct record_at){ gd->doc->id, gd->doc->version };
}

/* What became free goes to who waits, where the site does that by itself. What went wrong is said
 * last, so that nothing takes its place. */
static bool settled(struct screen *s, struct err *err)
{
    struct backorder_filled filled;

    if (!backorders_fill_auto(s->desk, &filled, err))
        return false;
    if (filled.lines > 0)
        app_say(s->app,
                ngettext("Done. %d line that waited has its stock.",
                         "Done. %d lines that waited have their stock.",
                         (unsigned long)filled.lines),
                filled.lines);
    else
        app_say(s->app, _("Done."));
    screen_reread(s);
    return true;
}

static bool reason_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct gd *gd = gd_self(s);
    const struct reason_id reason = { r->id };

    return (r->tag == DO_POST ? count_post(s->desk, at_of(gd), reason, err)
                              : transfer_close(s->desk, at_of(gd), reason, err)) &&
           settled(s, err);
}

static bool part_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct gd *gd = gd_self(s);
    const struct stock_doc_line *l = goods_doc_selected(gd);
    struct transfer_got got = { .item = { r->tag } };

    return l != NULL && qty_parse(r->text, l->qty_decimals, app_form(s->app), &got.qty, err) &&
           transfer_receive(s->desk, at_of(gd), &got, 1, err) && settled(s, err);
}

static bool ask_part(struct screen *s, struct err *err)
{
    const struct stock_doc_line *l = goods_doc_selected(gd_self(s));
    struct dialog dialog = { .label = _("How many came?"), .needs_text = true };

    if (l == NULL)
        return err_set(err, ERR_STATE, _("Nothing is selected."));
    dialog.title = l->sku;
    dialog.tag = l->item.v;
    dialog_ask(s, &dialog, part_given);
    return true;
}

static bool ask_reason(struct screen *s, enum gd_do what, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Why?"), .tag = what };

    if (!dialog_reasons(s, "stock", tmp, &dialog, err))
        return false;
    dialog_choose(s, &dialog, reason_chosen);
    return true;
}

static bool due_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct gd *gd = gd_self(s);
    struct date due = { 0 };

    return (r->text[0] == '\0' || date_parse_typed(r->text, desk_today(s->desk), &due, err)) &&
           stock_doc_set_due(s->desk, at_of(gd), due, err) && settled(s, err);
}

bool goods_doc_run_due(struct screen *s, struct err *err)
{
    const struct stock_doc *doc = gd_self(s)->doc;
    struct dialog dialog = { .title = doc->number,
                             .text = _("Orders that wait for it are promised anew. Empty: nobody "
                                       "knows."),
                             .label = _("When should it be there?") };

    if (doc->kind == DOC_COUNT || doc->status > DOC_SENT)
        return err_set(err, ERR_STATE, _("Only what is still to come has a day."));
    dialog.preset = date_is_set(doc->due) ? text_date(s->desk, s->data, doc->due) : "";
    dialog_ask(s, &dialog, due_given);
    return true;
}

static bool chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct gd *gd = gd_self(s);

    switch ((enum gd_do)r->id) {
    case DO_BOOK:
        return receipt_book(s->desk, at_of(gd), err) && settled(s, err);
    case DO_UNDO:
        return receipt_undo(s->desk, at_of(gd), err) && settled(s, err);
    case DO_SEND:
        return transfer_send(s->desk, at_of(gd), err) && settled(s, err);
    case DO_UNSEND:
        return transfer_unsend(s->desk, at_of(gd), err) && settled(s, err);
    case DO_ALL:
        return transfer_receive(s->desk, at_of(gd), NULL, 0, err) && settled(s, err);
    case DO_DROP:
        return stock_doc_drop(s->desk, at_of(gd), err) && settled(s, err);
    case DO_PART:
        return ask_part(s, err);
    case DO_DUE:
        return goods_doc_run_due(s, err);
    case DO_POST:
    case DO_CLOSE:
        return ask_reason(s, (enum gd_do)r->id, err);
    }
    return true;
}

/* What can be done with it as it stands. */
static int choices_of(const struct stock_doc *doc, struct dialog_choice *out)
{
    const struct {
        enum stock_doc_kind kind;
        enum stock_doc_status status;
        enum gd_do what;
        const char *key, *label;
    } all[] = {
        { DOC_RECEIPT, DOC_OPEN, DO_BOOK, "b", _("Book it: the goods are in stock") },
        { DOC_RECEIPT, DOC_DONE, DO_UNDO, "u", _("Take it back") },
        { DOC_COUNT, DOC_OPEN, DO_POST, "b", _("Post it: correct the stock") },
        { DOC_TRANSFER, DOC_OPEN, DO_SEND, "b", _("Send it: the goods leave") },
        { DOC_TRANSFER, DOC_SENT, DO_ALL, "b", _("All of the rest came") },
        { DOC_TRANSFER, DOC_SENT, DO_PART, "p", _("Some of this line came") },
        { DOC_TRANSFER, DOC_SENT, DO_CLOSE, "c", _("The rest never comes: write it off") },
        { DOC_TRANSFER, DOC_SENT, DO_UNSEND, "u", _("It never left: take the sending back") },
    };
    int n = 0;

    for (size_t i = 0; i < OD_LEN(all); i++)
        if (all[i].kind == doc->kind && all[i].status == doc->status)
            out[n++] = (struct dialog_choice){ .key = all[i].key,
                                               .label = all[i].label,
                                               .id = all[i].what };
    if (doc->kind != DOC_COUNT && doc->status <= DOC_SENT)
        out[n++] = (struct dialog_choice){
            .key = "d", .label = _("Say when it should be there"), .id = DO_DUE
        };
    if (doc->status == DOC_OPEN)
        out[n++] = (struct dialog_choice){ .key = "x", .label = _("Give it up"), .id = DO_DROP };
    return n;
}

bool goods_doc_run_book(struct screen *s, struct err *err)
{
    struct gd *gd = gd_self(s);
    struct dialog_choice choices[6];
    struct dialog dialog = { .title = gd->doc->number, .choices = choices };

    dialog.n = choices_of(gd->doc, choices);
    if (dialog.n == 0)
        return err_set(err, ERR_STATE, _("%s is over; nothing more can be done with it."),
                       gd->doc->number);
    dialog_choose(s, &dialog, chosen);
    return true;
}

void goods_doc_draw_small(const struct screen *s, struct canvas *c, const char *message)
{
    const struct gd *gd = (const struct gd *)s;
    bool is_open = gd->doc->status == DOC_OPEN;
    OD_ARENA *tmp = arena_new();
    const struct handheld h = { .head = arena_printf(tmp, "%s %s", gd->doc->number,
                                                     stock_doc_status_words(gd->doc->status)),
                                .list = &gd->list,
                                .columns = { 1, 0, 3 },
                                .prompt = is_open ? _("SCAN>") : NULL,
                                .bar = &gd->bar,
                                .message = message != s->hint ? message : "",
                                .keys = is_open ? ".QTY .BIN .DONE" : ".DONE .BACK" };

    handheld_draw(&h, c);
}
