/*
 * The record forms for carriers and ship methods. Prices of a method are record_ship_rate.c's.
 */
#include "tui/record_ship.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "tui/app.h"
#include "tui/record_price.h"

/* --- carriers --------------------------------------------------------------------------------- */

static const struct form_field carrier_fields[] = {
    { "code", N_("Code"), FORM_CODE, 12, 0, N_("How the carrier is called; unique."), NULL, NULL },
    { "name", N_("Name"), FORM_TEXT, 40, 0, N_("As on screens and papers."), NULL, NULL },
    { "tracking_url", N_("Page of a parcel"), FORM_TEXT, 50, FORM_OPTIONAL,
      /* xgettext:no-c-format */
      N_("Where a parcel is looked up; %s in it stands for the number. Empty: nowhere."), NULL,
      NULL },
    { "active", N_("In use"), FORM_CHOICE, 4, FORM_OPTIONAL,
      N_("One that is not in use takes no new parcels."), record_yes_no, NULL },
    { 0 },
};

static bool carrier_by_id(struct record *r, int64_t id, struct carrier **out, struct err *err)
{
    struct carriers all;

    if (!carriers_load(r->s.desk, r->s.arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        if (all.v[i].id == id) {
            *out = &all.v[i];
            return true;
        }
    }
    return err_set(err, ERR_NOT_FOUND, _("This carrier is not in the desk any more."));
}

static bool carrier_form(struct record *r, struct err *err)
{
    struct carrier *c = arena_new_of(r->s.arena, struct carrier);

    *c = (struct carrier){ .code = "", .name = "", .tracking_url = "", .is_active = true };
    if (r->id != 0 && !carrier_by_id(r, r->id, &c, err))
        return false;
    r->before = c;
    record_set(r, "code", c->code);
    record_set(r, "name", c->name);
    record_set(r, "tracking_url", c->tracking_url);
    record_choose(r, "active", c->is_active);
    return true;
}

static bool carrier_store(struct record *r, int64_t *id, struct err *err)
{
    struct carrier c = *(struct carrier *)r->before, *saved = NULL;

    c.code = record_text(r, "code");
    c.name = record_text(r, "name");
    c.tracking_url = record_text(r, "tracking_url");
    c.is_active = record_is_yes(r, "active");
    if (!carrier_save(r->s.desk, &c, err) ||
        !carrier_find(r->s.desk, c.code, r->s.arena, &saved, err))
        return false;
    *id = saved != NULL ? saved->id : r->id;
    return true;
}

static bool carrier_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const struct carrier *was = r->before;
    struct carrier *is = NULL;

    if (!carrier_by_id(r, r->id, &is, err))
        return false;
    record_diff(r, out, _("Code"), was->code, is->code);
    record_diff(r, out, _("Name"), was->name, is->name);
    record_diff(r, out, _("Page of a parcel"), was->tracking_url, is->tracking_url);
    record_diff(r, out, _("In use"), record_bool(was->is_active), record_bool(is->is_active));
    r->before = is;
    return true;
}

const struct record_kind record_carrier = {
    .name = "carrier",
    .title = N_("Carrier"),
    .title_new = N_("New carrier"),
    .fields = carrier_fields,
    .load = carrier_form,
    .save = carrier_store,
    .compare = carrier_differs,
};

/* --- methods ---------------------------------------------------------------------------------- */

/* What begins with the text goes into the list; false where that is full. */
static bool offer(const char *text, const struct lookup_row *row, struct arena *arena,
                  struct lookup_rows *out)
{
    size_t len = strlen(text);

    if (strncasecmp(row->value, text, len) != 0 && strncasecmp(row->detail, text, len) != 0)
        return true;
    out->is_more = out->n == LOOKUP_ROWS;
    if (!out->is_more)
        *(struct lookup_row *)vec_push(arena, out) = *row;
    return !out->is_more;
}

static bool find_carrier(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                         struct err *err)
{
    const struct record *r = ctx;
    struct carriers all;

    if (!carriers_load(r->s.desk, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        const struct lookup_row row = { .id = all.v[i].id, .value = all.v[i].code,
                                        .detail = all.v[i].name };

        if (all.v[i].is_active && !offer(text, &row, arena, out))
            return true;
    }
    return true;
}

bool record_find_method(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                        struct err *err)
{
    const struct record *r = ctx;
    struct ship_methods all;

    if (!ship_methods_load(r->s.desk, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        const struct lookup_row row = { .id = all.v[i].id, .value = all.v[i].code,
                                        .detail = all.v[i].name };

        if (all.v[i].is_active && !offer(text, &row, arena, out))
            return true;
    }
    return true;
}

static const struct form_field method_fields[] = {
    { "code", N_("Code"), FORM_CODE, 12, 0, N_("What is typed on an order; unique."), NULL, NULL },
    { "name", N_("Name"), FORM_TEXT, 40, 0, N_("As on screens and papers."), NULL, NULL },
    { "carrier", N_("Carrier"), FORM_LOOKUP, 12, 0,
      N_("Who takes it; F4 lists them. Empty: nobody, as with the own van."), NULL, find_carrier },
    { "service", N_("Service"), FORM_TEXT, 24, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("The carrier's word for it."), NULL, NULL },
    { "cutoff", N_("Cut-off"), FORM_TEXT, 6, 0,
      N_("Packed later it leaves the next day: 15:00. Empty: as the site says."), NULL, NULL },
    { "transit", N_("Days"), FORM_TEXT, 8, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Working days on its way: 2, or 1-3. Empty: nobody says."), NULL, NULL },
    { "max_weight", N_("Up to kg"), FORM_NUMBER, 10, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("The heaviest order it takes; empty: any."), NULL, NULL },
    { "places", N_("Places"), FORM_CODE, 50, FORM_OPTIONAL,
      N_("Where it goes: countries, also with a region or the beginning of a post code: GB, FR:75. "
         "Empty: anywhere."),
      NULL, NULL },
    { "sites", N_("Sites"), FORM_CODE, 24, FORM_OPTIONAL,
      N_("Codes of the sites it leaves from: MAIN, HULL. Empty: any."), NULL, NULL },
    { "charge", N_("Charge"), FORM_CODE, 16, FORM_OPTIONAL,
      N_("SKU of the charge its price is put on orders as. Empty: its price is put on none."), NULL,
      NULL },
    { "free_from", N_("Free from"), FORM_MONEY, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Goods worth that are sent free; empty: never."), NULL, NULL },
    { "active", N_("In use"), FORM_CHOICE, 4, FORM_OPTIONAL,
      N_("One that is not in use is offered to no order any more."), record_yes_no, NULL },
    { 0 },
};

bool record_method_load(struct desk *desk, int64_t id, struct arena *arena,
                        struct ship_method **out, struct err *err)
{
    struct ship_methods all;

    if (!ship_methods_load(desk, arena, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        if (all.v[i].id == id) {
            *out = &all.v[i];
            return true;
        }
    }
    return err_set(err, ERR_NOT_FOUND, _("This ship method is not in the desk any more."));
}

static const char *weight_text(struct record *r, const struct ship_method *m)
{
    struct qty kg = { m->max_weight_g };

    return m->max_weight_g > 0 ? text_qty(r->s.desk, r->s.arena, kg) : "";
}

static const char *free_text(struct record *r, const struct ship_method *m)
{
    return m->free_from_minor > 0 ? text_money(r->s.desk, r->s.arena, m->free_from_minor,
                                               desk_company(r->s.desk)->currency)
                                  : "";
}

static bool method_form(struct record *r, struct err *err)
{
    struct ship_method *m = arena_new_of(r->s.arena, struct ship_method);

    *m = (struct ship_method){ .code = "", .name = "", .carrier = "", .service = "", .places = "",
                               .charge = "", .sites = "", .cutoff_minute = -1, .is_active = true };
    if (r->id != 0 && !record_method_load(r->s.desk, r->id, r->s.arena, &m, err))
        return false;
    r->before = m;
    record_set(r, "code", m->code);
    record_set(r, "name", m->name);
    record_set(r, "carrier", m->carrier);
    record_set(r, "service", m->service);
    record_set(r, "cutoff", ship_cutoff_text(m, r->s.arena));
    record_set(r, "transit", ship_transit_text(m, r->s.arena));
    record_set(r, "max_weight", weight_text(r, m));
    record_set(r, "places", m->places);
    record_set(r, "sites", m->sites);
    record_set(r, "charge", m->charge);
    record_set(r, "free_from", free_text(r, m));
    record_choose(r, "active", m->is_active);
    return true;
}

static bool method_numbers(struct record *r, struct ship_method *m, struct err *err)
{
    struct money free_from = { 0 };
    struct qty kg = { 0 };

    if (record_text(r, "max_weight")[0] != '\0' &&
        !form_get_qty(&r->form, form_index(&r->form, "max_weight"), 3, &kg, err))
        return err_at(err, "max_weight");
    if (record_text(r, "free_from")[0] != '\0' &&
        !form_get_money(&r->form, form_index(&r->form, "free_from"),
                        desk_company(r->s.desk)->currency, &free_from, err))
        return err_at(err, "free_from");
    m->max_weight_g = kg.milli;
    m->free_from_minor = free_from.minor;
    return ship_cutoff_parse(record_text(r, "cutoff"), m, err) &&
           ship_transit_parse(record_text(r, "transit"), m, err);
}

static bool method_store(struct record *r, int64_t *id, struct err *err)
{
    struct ship_method m = *(struct ship_method *)r->before, *saved = NULL;

    m.code = record_text(r, "code");
    m.name = record_text(r, "name");
    m.carrier = record_text(r, "carrier");
    m.service = record_text(r, "service");
    m.places = record_text(r, "places");
    m.sites = record_text(r, "sites");
    m.charge = record_text(r, "charge");
    m.is_active = record_is_yes(r, "active");
    if (!method_numbers(r, &m, err) || !ship_method_save(r->s.desk, &m, err) ||
        !ship_method_find(r->s.desk, m.code, r->s.arena, &saved, err))
        return false;
    *id = saved != NULL ? saved->id : r->id;
    return true;
}

static bool method_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const struct ship_method *was = r->before;
    struct arena *a = r->s.arena;
    struct ship_method *is = NULL;

    if (!record_method_load(r->s.desk, r->id, a, &is, err))
        return false;
    record_diff(r, out, _("Code"), was->code, is->code);
    record_diff(r, out, _("Name"), was->name, is->name);
    record_diff(r, out, _("Carrier"), was->carrier, is->carrier);
    record_diff(r, out, _("Service"), was->service, is->service);
    record_diff(r, out, _("Cut-off"), ship_cutoff_text(was, a), ship_cutoff_text(is, a));
    record_diff(r, out, _("Days"), ship_transit_text(was, a), ship_transit_text(is, a));
    record_diff(r, out, _("Up to kg"), weight_text(r, was), weight_text(r, is));
    record_diff(r, out, _("Places"), was->places, is->places);
    record_diff(r, out, _("Sites"), was->sites, is->sites);
    record_diff(r, out, _("Charge"), was->charge, is->charge);
    record_diff(r, out, _("Free from"), free_text(r, was), free_text(r, is));
    record_diff(r, out, _("In use"), record_bool(was->is_active), record_bool(is->is_active));
    r->before = is;
    return true;
}

const struct record_kind record_ship_method = {
    .name = "ship_method",
    .title = N_("Ship method"),
    .title_new = N_("New ship method"),
    .fields = method_fields,
    .load = method_form,
    .save = method_store,
    .compare = method_differs,
};
