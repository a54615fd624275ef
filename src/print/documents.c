/*
 * What stands on a pick list and on a packing slip.
 */
#include "print/documents.h"

#include <string.h>

#include "base/i18n.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/country.h"
#include "domain/desk/money_text.h"
#include "domain/flow/fulfillment.h"
#include "domain/order/note.h"
#include "domain/party/address_form.h"
#include "domain/party/customer.h"
#include "print/documents_parts.h"

/* Countries whose offices use US letter (Unicode CLDR, paperSize). */
static bool is_letter_country(const char *country)
{
    static const char letter[] = "BZ CA CL CO CR GT MX NI PA PH PR SV US VE";

    return country != NULL && strlen(country) == 2 && strstr(letter, country) != NULL;
}

bool document_is_letter(const struct desk *desk)
{
    return is_letter_country(desk_company(desk)->country);
}

void document_add_lines(struct paper *p, enum paper_kind kind, const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");

        paper_add_text(p, kind, arena_strndup(p->arena, text, len));
        text += len + (text[len] == '\n');
    }
}

bool document_add_notes(const struct making *m, enum note_kind kind, const char *head,
                        struct err *err)
{
    struct order_notes notes;
    bool is_first = true;

    if (!order_notes_load(m->desk, m->f->order->id, LIMIT_PAGE_ROWS, m->arena, &notes, err))
        return false;
    /* The newest stands first in the list; on paper they read in order. */
    for (int i = notes.n - 1; i >= 0; i--) {
        if (notes.v[i].kind != kind)
            continue;
        if (is_first) {
            paper_add_text(m->paper, PAPER_TEXT, "");
            paper_add_text(m->paper, PAPER_HEAD, head);
        }
        is_first = false;
        document_add_lines(m->paper, PAPER_TEXT, notes.v[i].text);
    }
    return true;
}

void document_add_columns(struct paper *p, const struct paper_column *columns, int n)
{
    const char *texts[PAPER_CELLS];

    for (int i = 0; i < n; i++) {
        struct paper_column c = columns[i];

        c.title = _(c.title);
        texts[i] = paper_column_text(p->arena, c);
    }
    paper_add_text(p, PAPER_TEXT, "");
    paper_add(p, PAPER_COLUMNS, texts, n);
}

static const char *day(const struct making *m, struct date d)
{
    char text[DATE_TEXT_SIZE];

    return arena_strdup(m->arena, date_format(d, text));
}

/* --- pick list -------------------------------------------------------------------------------- */

static bool may_be_picked(const struct fulfillment *f, struct err *err)
{
    if (f->status > FULFILLMENT_PICKED)
        return err_set(err, ERR_STATE, _("%s is %s: there is nothing to be picked any more."),
                       f->number, fulfillment_status_words(f->status));
    if ((f->order->hold_blocks & BLOCK_PICK) != 0)
        return err_set(err, ERR_STATE,
                       _("Order %s is on hold, so nothing is picked for it. Release the hold "
                         "first."),
                       f->order->number);
    return true;
}

static void add_pick_line(const struct making *m, const struct fulfillment_line *l)
{
    struct qty left = fulfillment_left(l);
    const char *cells[6] = { l->bin,         l->sku,
                             l->description, text_qty(m->desk, m->arena, l->qty),
                             l->uom,         left.milli == 0 ? "x" : "" };

    if (left.milli > 0 && l->picked.milli > 0)
        cells[2] = arena_printf(m->arena, _("%s (%s taken already)"), l->description,
                                text_qty(m->desk, m->arena, l->picked));
    paper_add(m->paper, PAPER_ROW, cells, 6);
}

static bool make_pick_list(const struct making *m, struct err *err)
{
    static const struct paper_column columns[] = {
        { PAPER_LEFT, 10, N_("Place") },       { PAPER_LEFT, 16, N_("Item") },
        { PAPER_LEFT, 26, N_("Description") }, { PAPER_RIGHT, 9, N_("Quantity") },
        { PAPER_LEFT, 6, N_("Unit") },         { PAPER_BOX, 3, "" },
    };
    const struct fulfillment *f = m->f;
    const struct order *o = f->order;

    if (!may_be_picked(f, err))
        return false;
    paper_add_text(m->paper, PAPER_CODE, f->number);
    template_begin(&m->words, &m->fields, arena_printf(m->arena, _("Pick list %s"), f->number),
                   m->paper);
    paper_add_text(m->paper, PAPER_TEXT, "");
    paper_add_pair(m->paper, _("Customer"),
                   arena_printf(m->arena, "%s  %s", o->customer_code, o->customer_name));
    paper_add_pair(m->paper, _("Due"), day(m, f->due));
    paper_add_pair(m->paper, _("Site"), f->site_code);
    paper_add_pair(m->paper, _("Ship method"), o->ship_method);
    paper_add_pair(m->paper, _("Picked by"), f->assigned_to);
    document_add_columns(m->paper, columns, OD_LEN(columns));
    for (int i = 0; i < f->line_count; i++)
        add_pick_line(m, &f->lines[i]);
    if (!document_add_notes(m, NOTE_WAREHOUSE, _("Notes for the warehouse"), err))
        return false;
    template_end(&m->words, &m->fields, m->paper);
    return true;
}

/* --- packing slip ----------------------------------------------------------------------------- */

/* What of an order's line goes with this fulfillment; of a bundle kits. */
static struct qty in_this(const struct fulfillment *f, const struct order_line *line)
{
    struct qty sum = { 0 };

    for (int i = 0; i < f->line_count; i++) {
        const struct fulfillment_line *l = &f->lines[i];

        if (l->line.v != line->id.v)
            continue;
        if (l->per_kit.milli > 0) /* every component makes as many kits */
            return (struct qty){ l->picked.milli / l->per_kit.milli * QTY_PER_UNIT };
        sum.milli += l->picked.milli;
    }
    return sum;
}

static bool is_goods(const struct order_line *line)
{
    return line->kind == LINE_STOCK || line->kind == LINE_BUNDLE;
}

/* What is still to come after this shipment; other shipments that have left count as gone. */
static struct qty to_follow(const struct fulfillment *f, const struct order_line *line)
{
    int64_t gone = line->shipped.milli;

    if (f->status != FULFILLMENT_SHIPPED && f->status != FULFILLMENT_COLLECTED)
        gone += in_this(f, line).milli;
    gone = line->ordered.milli - line->canceled.milli - gone;
    return (struct qty){ gone > 0 ? gone : 0 };
}

static void add_parts(const struct making *m, const struct order_line *line)
{
    for (int i = 0; i < m->f->line_count; i++) {
        const struct fulfillment_line *l = &m->f->lines[i];
        const char *cells[5] = { arena_printf(m->arena, "- %s", l->sku),
                                 fulfillment_line_for_customer(l), "",
                                 text_qty(m->desk, m->arena, l->picked), l->uom };

        if (l->line.v == line->id.v && l->per_kit.milli > 0)
            paper_add(m->paper, PAPER_ROW, cells, 5);
    }
}

static void add_shipped(const struct making *m)
{
    static const struct paper_column columns[] = {
        { PAPER_LEFT, 18, N_("Item") },    { PAPER_LEFT, 30, N_("Description") },
        { PAPER_RIGHT, 9, N_("Ordered") }, { PAPER_RIGHT, 9, N_("Shipped") },
        { PAPER_LEFT, 6, N_("Unit") },
    };
    const struct order *o = m->f->order;

    document_add_columns(m->paper, columns, OD_LEN(columns));
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];
        struct qty shipped = in_this(m->f, l);
        const char *cells[5] = { l->sku, order_line_for_customer(l),
                                 text_qty(m->desk, m->arena, l->ordered),
                                 text_qty(m->desk, m->arena, shipped), l->uom };

        if (!is_goods(l) || shipped.milli == 0)
            continue;
        paper_add(m->paper, PAPER_ROW, cells, 5);
        if (l->kind == LINE_BUNDLE)
            add_parts(m, l);
    }
}

static void add_to_follow(const struct making *m)
{
    static const struct paper_column columns[] = {
        { PAPER_LEFT, 18, N_("Item") },
        { PAPER_LEFT, 41, N_("Description") },
        { PAPER_RIGHT, 9, N_("To follow") },
        { PAPER_LEFT, 6, N_("Unit") },
    };
    const struct order *o = m->f->order;
    bool is_first = true;

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];
        struct qty rest = to_follow(m->f, l);
        const char *cells[4] = { l->sku, order_line_for_customer(l),
                                 text_qty(m->desk, m->arena, rest), l->uom };

        if (!is_goods(l) || rest.milli == 0)
            continue;
        if (is_first)
            document_add_columns(m->paper, columns, OD_LEN(columns));
        is_first = false;
        paper_add(m->paper, PAPER_ROW, cells, 4);
    }
}

void document_add_address(const struct making *m)
{
    const struct order *o = m->f->order;
    struct address to = { .line1 = o->ship_line1,
                          .line2 = o->ship_line2,
                          .city = o->ship_city,
                          .region = o->ship_region,
                          .postcode = o->ship_postcode,
                          .country = o->ship_country };

    paper_add_text(m->paper, PAPER_TEXT, "");
    paper_add_text(m->paper, PAPER_HEAD, _("Ship to"));
    document_add_lines(m->paper, PAPER_TEXT,
                       address_label(&to, o->ship_name[0] != '\0' ? o->ship_name : o->customer_name,
                                     desk_company(m->desk)->country, m->arena));
    paper_add_text(m->paper, PAPER_TEXT, "");
}

static bool make_packing_slip(const struct making *m, struct err *err)
{
    const struct fulfillment *f = m->f;

    if (f->status < FULFILLMENT_PICKED)
        return err_set(err, ERR_STATE,
                       _("%s is not picked to its end, so what goes into the packages is not known "
                         "yet."),
                       f->number);
    if (f->status == FULFILLMENT_CANCELED)
        return err_set(err, ERR_STATE, _("%s is canceled: nothing is sent."), f->number);
    paper_add_text(m->paper, PAPER_CODE, f->number);
    template_begin(&m->words, &m->fields, arena_printf(m->arena, _("Packing slip %s"), f->number),
                   m->paper);
    paper_add_text(m->paper, PAPER_TEXT, desk_company(m->desk)->name);
    document_add_address(m);
    paper_add_pair(m->paper, _("Order"), f->order->number);
    paper_add_pair(m->paper, _("Your order"), f->order->customer_po);
    paper_add_pair(m->paper, _("Ship method"), f->order->ship_method);
    if (f->package_count > 0)
        paper_add_pair(m->paper, _("Packages"), arena_printf(m->arena, "%d", f->package_count));
    add_shipped(m);
    add_to_follow(m);
    if (!document_add_notes(m, NOTE_CUSTOMER, _("Notes"), err))
        return false;
    template_end(&m->words, &m->fields, m->paper);
    return true;
}

/* --- both ------------------------------------------------------------------------------------- */

static bool make(struct making *m, enum document_kind kind, struct err *err)
{
    const struct order *o = m->f->order;
    enum paper_label size;

    if (!template_load(kind, m->arena, &m->words, err))
        return false;
    m->fields = (struct template_fields){ .number = m->f->number,
                                          .company = desk_company(m->desk)->name,
                                          .order = o->number,
                                          .customer = o->customer_name,
                                          .po = o->customer_po,
                                          .date = day(m, desk_today(m->desk)),
                                          .site = m->f->site_code };
    paper_init(m->paper, m->arena, m->f->number, document_is_letter(m->desk));
    switch (kind) {
    case DOCUMENT_PICK_LIST:
        return make_pick_list(m, err);
    case DOCUMENT_PACKING_SLIP:
        return make_packing_slip(m, err);
    case DOCUMENT_LABEL:
        if (!label_size(m->desk, &size, err))
            return false;
        paper_init_label(m->paper, m->arena, m->f->number, size);
        return document_add_labels(m, err);
    case DOCUMENT_MANIFEST: /* these are of no fulfillment */
    case DOCUMENT_WAVE:
    case DOCUMENT_CONFIRMATION:
        break;
    }
    return err_set(err, ERR_BUG, "no document %d", (int)kind);
}

bool document_make(struct desk *desk, enum document_kind kind, int64_t fulfillment,
                   struct arena *arena, struct paper *out, struct err *err)
{
    struct fulfillment *f;
    struct customer *customer;
    struct making making = { .desk = desk, .paper = out, .arena = arena };
    struct language_kept kept;
    bool ok;

    if (!fulfillment_load(desk, fulfillment, arena, &f, err) ||
        !customer_load(desk, f->order->customer, arena, &customer, err))
        return false;
    making.f = f;
    if (kind != DOCUMENT_PACKING_SLIP)
        return make(&making, kind, err);
    language_switch(customer->lang, &kept);
    ok = make(&making, kind, err);
    out->lang = customer->lang;
    language_switch_back(&kept);
    return ok;
}
