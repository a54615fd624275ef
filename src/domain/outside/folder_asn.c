/*
 * Goods that a supplier or partner announces: an open receipt, as a person would begin it, which
 * the people at the dock then find. A later announcement of the same number changes it as long as
 * nobody else did; where it was given up, one that says something else begins another.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/flow/arrival.h"
#include "domain/outside/folder_parts.h"

struct coming {
    struct folder_run *run;
    const char *number;
    struct stock_doc_new head;
    struct stock_doc_put *lines; /* each item once */
    int n;
};

/* --- reading ---------------------------------------------------------------------------------- */

/* What all rows of it must say alike, or only the first. */
static bool settle(const struct folder_unit *unit, enum folder_field f, const char **out,
                   struct err *err)
{
    *out = "";
    for (int i = 0; i < unit->n; i++) {
        const char *text = unit->rows[i]->v[f];

        if (text[0] == '\0')
            continue;
        if ((*out)[0] != '\0' && strcmp(*out, text) != 0)
            return err_field(err, ERR_INVALID, folder_field_name(f),
                             _("The rows of %s name several: %s %s and %s."),
                             unit->rows[0]->v[FIELD_ASN], folder_field_name(f), *out, text);
        *out = text;
    }
    return true;
}

static bool read_site(struct coming *c, const char *code, struct err *err)
{
    const char *sites = c->run->way.sites;
    struct site *site;

    /* Who works for one site need not name it. */
    if (code[0] == '\0' && sites[0] != '\0' && strchr(sites, ' ') == NULL)
        code = sites;
    if (code[0] == '\0') {
        c->head.site = desk_company(c->run->desk)->site;
        return sites[0] == '\0' || err_field(err, ERR_INVALID, "site",
                                             _("It does not say which site the goods come to."));
    }
    if (!site_find(c->run->desk, code, c->run->arena, &site, err))
        return false;
    if (site == NULL)
        return err_field(err, ERR_NOT_FOUND, "site", _("There is no site %.60s."), code);
    c->head.site = site->id;
    return folder_serves(&c->run->way, site->code) ||
           err_field(err, ERR_STATE, "site", _("%s is no site of the partner."), site->code);
}

static bool read_head(struct coming *c, const struct folder_unit *unit, struct err *err)
{
    const char *site, *supplier, *due;

    c->number = unit->rows[0]->v[FIELD_ASN];
    c->head.kind = DOC_RECEIPT;
    if (!settle(unit, FIELD_SITE, &site, err) || !settle(unit, FIELD_SUPPLIER, &supplier, err) ||
        !settle(unit, FIELD_DUE, &due, err) || !read_site(c, site, err))
        return false;
    if (due[0] != '\0' && !date_parse(due, &c->head.due, NULL))
        return err_field(err, ERR_INVALID, "due",
                         _("\"%.40s\" is no day; a day is like 2026-11-24."), due);
    c->head.ref = supplier[0] != '\0' ? arena_printf(c->run->arena, "%s %s", c->number, supplier)
                                      : c->number;
    return true;
}

static bool read_line(struct coming *c, const struct folder_row *row, struct err *err)
{
    struct item *item;
    int64_t milli;
    int at = 0;

    if (!item_find(c->run->desk, row->v[FIELD_ITEM], (struct channel_id){ 0 }, c->run->arena,
                   &item, err))
        return false;
    if (item == NULL)
        return err_field(err, ERR_NOT_FOUND, "item", _("No item has the code %.40s."),
                         row->v[FIELD_ITEM]);
    if (!folder_milli(row->v[FIELD_QTY], FIELD_QTY, &milli, err))
        return false;
    while (at < c->n && c->lines[at].item.v != item->id.v)
        at++;
    if (at == c->n)
        c->lines[c->n++] = (struct stock_doc_put){ .item = item->id };
    c->lines[at].qty.milli += milli;
    return true;
}

/* --- new, or again ---------------------------------------------------------------------------- */

static bool remember(struct coming *c, int64_t doc, struct err *err)
{
    struct folder_asn asn = { .number = c->number, .doc = doc };
    struct stock_doc *now;

    if (!stock_doc_load(c->run->desk, doc, c->run->arena, &now, err))
        return false;
    asn.version = now->version;
    return folder_asn_put(c->run->tx, &asn, err);
}

static bool add(struct coming *c, struct err *err)
{
    const struct stock_doc_entry entry = {
        .head = c->head, .lines = c->lines, .n = c->n, .is_left_open = true
    };
    int64_t id;
    int line;

    return doc_enter(c->run->tx, c->run->desk, &entry, NULL, &id, &line, err) &&
           arrival_redate(c->run->tx, c->run->desk, id, (struct item_id){ 0 }, c->run->arena,
                          err) &&
           remember(c, id, err);
}

static const struct stock_doc_put *wanted(const struct coming *c, struct item_id item)
{
    for (int i = 0; i < c->n; i++)
        if (c->lines[i].item.v == item.v)
            return &c->lines[i];
    return NULL;
}

static bool says_the_same(const struct coming *c, const struct stock_doc *doc)
{
    if (doc->line_count != c->n || date_cmp(doc->due, c->head.due) != 0 ||
        doc->site.v != c->head.site.v)
        return false;
    for (int i = 0; i < doc->line_count; i++) {
        const struct stock_doc_put *l = wanted(c, doc->lines[i].item);

        if (l == NULL || l->qty.milli != doc->lines[i].qty.milli)
            return false;
    }
    return true;
}

static bool may_change(const struct coming *c, const struct stock_doc *doc,
                       const struct folder_asn *asn, struct err *err)
{
    if (doc->status != DOC_OPEN)
        return err_set(err, ERR_STATE, _("%s is %s already, and says something else than %s."),
                       doc->number, stock_doc_status_words(doc->status), c->number);
    if (doc->version != asn->version)
        return err_set(err, ERR_STATE,
                       _("%s, the receipt of %s, was changed here since. Change it by hand."),
                       doc->number, c->number);
    return doc->site.v == c->head.site.v ||
           err_set(err, ERR_STATE, _("%s, the receipt of %s, is for %s. Give it up first."),
                   doc->number, c->number, doc->site_code);
}

static bool change(struct coming *c, const struct stock_doc *doc, struct err *err)
{
    struct folder_run *run = c->run;

    for (int i = 0; i < doc->line_count; i++) {
        struct item_id item = doc->lines[i].item;

        if (wanted(c, item) == NULL &&
            (!doc_cut_line(run->tx, run->desk, doc->id, item, err) ||
             !arrival_redate(run->tx, run->desk, doc->id, item, run->arena, err)))
            return false;
    }
    for (int i = 0; i < c->n; i++)
        if (!doc_put_line(run->tx, run->desk, doc->id, &c->lines[i], err))
            return false;
    if (date_cmp(doc->due, c->head.due) != 0 &&
        !doc_set_due(run->tx, run->desk, (struct record_at){ .id = doc->id }, c->head.due, err))
        return false;
    return arrival_redate(run->tx, run->desk, doc->id, (struct item_id){ 0 }, run->arena, err) &&
           remember(c, doc->id, err);
}

bool folder_asn_take(struct folder_run *run, struct folder_unit *unit, bool *is_same,
                     struct err *err)
{
    struct coming c = { .run = run };
    struct folder_asn asn;
    struct stock_doc *doc;

    c.lines = arena_array(run->arena, unit->n, struct stock_doc_put);
    if (!read_head(&c, unit, err))
        return false;
    for (unit->at = 0; unit->at < unit->n; unit->at++)
        if (!read_line(&c, unit->rows[unit->at], err))
            return false;
    unit->at = 0;
    if (!folder_asn_load(run->desk, c.number, &asn, err))
        return false;
    if (asn.doc == 0)
        return add(&c, err);
    if (!stock_doc_load(run->desk, asn.doc, run->arena, &doc, err))
        return false;
    *is_same = says_the_same(&c, doc);
    if (!*is_same && doc->status == DOC_DROPPED)
        return add(&c, err);
    return *is_same || (may_change(&c, doc, &asn, err) && change(&c, doc, err));
}
