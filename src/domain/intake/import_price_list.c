/*
 * Price lists and groups of customers from files. A row says how things are; what it does not say
 * stays.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/price_list.h"
#include "domain/intake/import_parts.h"

/* --- groups ---------------------------------------------------------------------------------- */

enum { G_CODE, G_NAME, G_COUNT };

static const struct import_field group_fields[G_COUNT] = {
    [G_CODE] = { "code", true, false, FIELD_TEXT },
    [G_NAME] = { "name", true, false, FIELD_TEXT },
};

static bool apply_group(struct import_job *job, struct tx *tx, struct import_record *r,
                        struct err *err)
{
    struct customer_group group = { .code = r->id }, *before = NULL;
    int64_t id;

    if (!customer_group_find(job->desk, r->id, job->work, &before, err))
        return false;
    group.name = map_text(&job->map, r->rows, G_NAME, job->work);
    r->outcome = before == NULL ? IMPORT_FRESH : IMPORT_CHANGED;
    if (before != NULL) {
        group.id = before->id;
        group.code = before->code;
        if (strcmp(before->name, group.name) == 0) {
            r->outcome = IMPORT_SAME;
            return true;
        }
    }
    r->is_writing = true;
    return customer_group_save_in(tx, job->desk, &group, &id, err);
}

const struct import_ops import_groups = { "groups", group_fields, G_COUNT, false, apply_group };

/* --- lists ----------------------------------------------------------------------------------- */

enum {
    L_CODE,
    L_NAME,
    L_CURRENCY,
    L_TAX_INCLUDED,
    L_PARENT,
    L_ADJUST,
    L_VALID_FROM,
    L_VALID_TO,
    L_ACTIVE,
    L_COUNT
};

static const struct import_field list_fields[L_COUNT] = {
    [L_CODE] = { "code", true, false, FIELD_TEXT },
    [L_NAME] = { "name", true, false, FIELD_TEXT },
    [L_CURRENCY] = { "currency", false, false, FIELD_TEXT },
    [L_TAX_INCLUDED] = { "tax_included", false, false, FIELD_TEXT },
    [L_PARENT] = { "parent", false, false, FIELD_TEXT },
    [L_ADJUST] = { "adjust_percent", false, false, FIELD_TEXT },
    [L_VALID_FROM] = { "valid_from", false, false, FIELD_DATE },
    [L_VALID_TO] = { "valid_to", false, false, FIELD_DATE },
    [L_ACTIVE] = { "active", false, false, FIELD_TEXT },
};

/* Plus or minus; always with a point, as export writes it. */
static bool take_adjust(struct import_job *job, const struct import_record *r,
                        struct price_list *list, struct err *err)
{
    const char *text = map_text(&job->map, r->rows, L_ADJUST, job->work);
    bool is_minus = text[0] == '-';
    struct rate rate = { 0 };

    if (!map_has(&job->map, L_ADJUST))
        return true;
    if (text[0] != '\0' && !rate_parse(text + is_minus, NULL, &rate, err))
        return err_at(err, "adjust_percent");
    list->adjust_ppm = is_minus ? -rate.ppm : rate.ppm;
    return true;
}

static bool take_parent(struct import_job *job, const struct import_record *r,
                        struct price_list *list, struct err *err)
{
    const char *code = map_text(&job->map, r->rows, L_PARENT, job->work);
    struct price_list *parent = NULL;

    if (!map_has(&job->map, L_PARENT))
        return true;
    if (*code && !price_list_find(job->desk, code, job->work, &parent, err))
        return false;
    if (*code && !parent)
        return err_field(err, ERR_NOT_FOUND, "parent",
                         _("There is no price list %s. Give it in a row above."), code);
    list->parent.v = parent ? parent->id.v : 0;
    return true;
}

static bool take_list(struct import_job *job, const struct import_record *r,
                      struct price_list *list, struct err *err)
{
    const struct import_map *m = &job->map;
    const char *currency = map_text(m, r->rows, L_CURRENCY, job->work);

    list->name = map_text(m, r->rows, L_NAME, job->work);
    if (*currency && !currency_find(currency))
        return err_field(err, ERR_INVALID, "currency", _("There is no currency %s."), currency);
    if (*currency)
        memcpy(list->currency, currency, sizeof list->currency);
    if (map_has(m, L_VALID_FROM))
        list->valid_from = (struct date){ 0 };
    if (map_has(m, L_VALID_TO))
        list->valid_to = (struct date){ 0 };
    return map_bool(m, r->rows, L_TAX_INCLUDED, job->work, &list->is_tax_incl, err) &&
           map_bool(m, r->rows, L_ACTIVE, job->work, &list->is_active, err) &&
           map_date(m, r->rows, L_VALID_FROM, job->work, &list->valid_from, err) &&
           map_date(m, r->rows, L_VALID_TO, job->work, &list->valid_to, err) &&
           take_parent(job, r, list, err) && take_adjust(job, r, list, err);
}

static bool is_same_list(const struct price_list *a, const struct price_list *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->currency, b->currency) == 0 &&
           a->is_tax_incl == b->is_tax_incl && a->is_active == b->is_active &&
           a->parent.v == b->parent.v && a->adjust_ppm == b->adjust_ppm &&
           date_cmp(a->valid_from, b->valid_from) == 0 && date_cmp(a->valid_to, b->valid_to) == 0;
}

static bool apply_list(struct import_job *job, struct tx *tx, struct import_record *r,
                       struct err *err)
{
    struct price_list list = { .code = r->id, .is_active = true }, *before = NULL;
    struct price_list_id id;

    if (!price_list_find(job->desk, r->id, job->work, &before, err))
        return false;
    if (before != NULL)
        list = *before;
    else
        memcpy(list.currency, desk_company(job->desk)->currency, sizeof list.currency);
    if (!take_list(job, r, &list, err))
        return false;
    r->outcome = before == NULL                ? IMPORT_FRESH
                 : is_same_list(before, &list) ? IMPORT_SAME
                                               : IMPORT_CHANGED;
    if (r->outcome == IMPORT_SAME)
        return true;
    r->is_writing = true;
    return price_list_save_in(tx, job->desk, &list, &id, err);
}

const struct import_ops import_lists = { "lists", list_fields, L_COUNT, false, apply_list };
