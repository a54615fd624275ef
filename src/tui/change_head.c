/*
 * The change of a placed order, the header: ship-to, PO, wished date, method, and why.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/order/ship_policy.h"
#include "domain/catalog/item.h"
#include "tui/change_screen.h"
#include "tui/ship_way.h"
#include "tui/pickup_lookup.h"
#include "tui/terms_lookup.h"

static bool find_address(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                         struct err *err)
{
    struct ch *ch = ch_of(ctx);

    for (int i = 0; i < ch->customer->address_count && out->n < LOOKUP_ROWS; i++) {
        const struct address *a = &ch->customer->addresses[i];
        const char *number = arena_printf(arena, "%02d", a->number);
        struct lookup_row *to;

        if (text[0] != '\0' && strcmp(text, number) != 0 && strcmp(text, number + 1) != 0)
            continue;
        to = vec_push(arena, out);
        to->id = a->id.v;
        to->value = number;
        to->detail = address_line(a, arena);
    }
    return pickup_lookup(ch->s.desk, text, arena, out, err);
}

static bool find_reason(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                        struct err *err)
{
    struct ch *ch = ch_of(ctx);
    size_t len = strlen(text);

    (void)err;
    for (int i = 0; i < ch->reasons.n && out->n < LOOKUP_ROWS; i++) {
        const struct reason *r = &ch->reasons.v[i];
        struct lookup_row *to;

        if (strncmp(r->code, text, len) != 0)
            continue;
        to = vec_push(arena, out);
        to->id = r->id.v;
        to->value = arena_strdup(arena, r->code);
        to->detail = arena_strdup(arena, r->label);
    }
    return true;
}

static bool find_way(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                     struct err *err)
{
    struct ch *ch = ch_of(ctx);

    return ship_way_rows(ch->s.desk, ch->order, text, arena, out, err);
}

static bool find_terms(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                       struct err *err)
{
    return terms_rows(ch_of(ctx)->s.desk, text, arena, out, err);
}

static const struct form_field ch_fields[] = {
    { "ship_to", N_("Ship to"), FORM_LOOKUP, 4, FORM_OPTIONAL,
      N_("Number of the customer's address, or @SITE: it is collected there. F4 lists both."), NULL,
      find_address },
    { "customer_po", N_("PO"), FORM_TEXT, 16, FORM_OPTIONAL, N_("The customer's own order number."),
      NULL, NULL },
    { "requested", N_("Wanted"), FORM_DATE, 10, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Day the customer wants it: 24.11., +3, fri, 2026-11-24."), NULL, NULL },
    { "ship_method", N_("By"), FORM_LOOKUP, 14, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("How it is sent; F4 lists the ways, what each costs and when it arrives."), NULL,
      find_way },
    { "disc", N_("Disc %"), FORM_NUMBER, 5, FORM_OPTIONAL,
      N_("Discount of the whole order; spread anew over what is left of it."), NULL, NULL },
    { "ship_policy", N_("Ship"), FORM_TEXT, 1, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("a: as available, c: complete, all together, s: single, then the rest is canceled."), NULL,
      NULL },
    { "latest_ship", N_("Latest"), FORM_DATE, 10, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Last day on which it may leave; a later promise is said, and shows up on the dashboard."),
      NULL, NULL },
    { "priority", N_("Prio"), FORM_NUMBER, 1, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Who is served first where stock is short: 0 to 9, 9 is first."), NULL, NULL },
    { "terms", N_("Terms"), FORM_LOOKUP, 8, FORM_OPTIONAL,
      N_("How this order is paid; empty: as its customer does. F4 lists the terms."), NULL,
      find_terms },
    { "reason", N_("Why"), FORM_LOOKUP, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Why it is changed; F4 lists the reasons."), NULL, find_reason },
    { 0 },
};

static bool is_same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* What is as it stands in the order is no change. */
static bool set_text(struct ch *ch, const char *text, const char *was, const char **field)
{
    *field = is_same(text, was) ? NULL : arena_strdup(ch->s.data, text);
    return true;
}

static bool left_ship_to(struct ch *ch, struct form *f, int field, struct err *err)
{
    struct change_header *h = &ch->change->header;
    int64_t id = form_id(f, field);

    if (id == 0)
        return err_field(err, ERR_NOT_FOUND, "ship_to",
                         _("There is no address \"%s\". F4 lists them."), form_text(f, field));
    h->pickup = pickup_of_row(id);
    h->has_pickup = h->pickup.v != ch->order->pickup.v;
    h->has_ship_address = h->pickup.v == 0 && id != ch->order->ship_address.v;
    h->ship_address.v = h->pickup.v == 0 ? id : 0;
    return true;
}

static bool left_requested(struct ch *ch, struct form *f, int field, struct err *err)
{
    struct change_header *h = &ch->change->header;

    if (!form_get_date(f, field, &h->requested, err))
        return false;
    h->has_requested =
        date_is_set(h->requested) != date_is_set(ch->order->requested) ||
        (date_is_set(h->requested) && date_cmp(h->requested, ch->order->requested) != 0);
    return true;
}

static bool left_latest(struct ch *ch, struct form *f, int field, struct err *err)
{
    struct change_header *h = &ch->change->header;

    if (!form_get_date(f, field, &h->latest_ship, err))
        return false;
    h->has_latest_ship = date_cmp(h->latest_ship, ch->order->latest_ship) != 0;
    return true;
}

static bool left_disc(struct ch *ch, struct form *f, int field, struct err *err)
{
    struct change_header *h = &ch->change->header;
    struct rate disc = { 0 };

    if (form_text(f, field)[0] != '\0' &&
        !rate_parse(form_text(f, field), app_form(ch->s.app), &disc, err))
        return err_at(err, "disc");
    h->disc = disc;
    h->has_disc = disc.ppm != ch->order->disc.ppm;
    return true;
}

static bool left_policy(struct ch *ch, struct form *f, int field, struct err *err)
{
    int policy;

    if (!ship_policy_parse(form_text(f, field), &policy, err))
        return false;
    ch->change->header.ship_policy = policy != ch->order->ship_policy ? policy : 0;
    return true;
}

static bool left_priority(struct ch *ch, struct form *f, int field, struct err *err)
{
    struct change_header *h = &ch->change->header;
    int64_t priority = 0;

    if (form_text(f, field)[0] != '\0' && !form_get_int(f, field, 0, 9, &priority, err))
        return err_at(err, "priority");
    h->priority = (int)priority;
    h->has_priority = h->priority != ch->order->priority;
    return true;
}

static bool left_reason(struct ch *ch, struct form *f, int field, struct err *err)
{
    if (form_id(f, field) == 0)
        return err_field(err, ERR_INVALID, "reason", _("There is no reason \"%s\". F4 lists them."),
                         form_text(f, field));
    ch->change->reason.v = form_id(f, field);
    return true;
}

static bool take_field(struct ch *ch, struct form *f, int field, struct err *err)
{
    struct change_header *h = &ch->change->header;
    const char *name = f->fields[field].name, *text = form_text(f, field);

    if (strcmp(name, "ship_to") == 0)
        return left_ship_to(ch, f, field, err);
    if (strcmp(name, "requested") == 0)
        return left_requested(ch, f, field, err);
    if (strcmp(name, "latest_ship") == 0)
        return left_latest(ch, f, field, err);
    if (strcmp(name, "disc") == 0)
        return left_disc(ch, f, field, err);
    if (strcmp(name, "reason") == 0)
        return left_reason(ch, f, field, err);
    if (strcmp(name, "ship_policy") == 0)
        return left_policy(ch, f, field, err);
    if (strcmp(name, "priority") == 0)
        return left_priority(ch, f, field, err);
    if (strcmp(name, "customer_po") == 0)
        return set_text(ch, text, ch->order->customer_po, &h->customer_po);
    if (strcmp(name, "terms") == 0)
        return set_text(ch, text, ch->order->terms_code, &h->terms);
    return set_text(ch, text, ch->order->ship_method, &h->ship_method);
}

/* A header that cannot be so is refused in its field. */
static bool try_header(struct ch *ch, const char *name, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct change_preview p;

    if (!change_preview(ch->s.desk, ch->change, tmp, &p, err))
        return false;
    if (strcmp(name, "ship_to") == 0 && strcmp(p.field, "pickup") == 0)
        return err_field(err, p.code, name, "%s", p.refusal);
    return strcmp(p.field, name) != 0 || err_field(err, p.code, name, "%s", p.refusal);
}

static bool head_left(void *ctx, struct form *f, int field, struct err *err)
{
    struct ch *ch = ch_of(ctx);
    struct change_header before = ch->change->header;

    if (!form_field_changed(f, field))
        return true;
    if (take_field(ch, f, field, err) && try_header(ch, f->fields[field].name, err) &&
        ch_save(ch, err))
        return true;
    ch->change->header = before;
    return false;
}

static const struct form_ops head_ops = { .left = head_left };

void ch_head_init(struct ch *ch)
{
    form_init(&ch->head, ch->s.app, ch->s.arena, ch_fields, &head_ops, ch);
    form_focus_first(&ch->head);
}

/* The address with its number; of a changed one with the number of the one it was. */
static void show_address(struct ch *ch, int64_t id)
{
    OD_ARENA *tmp = arena_new();
    int field = form_index(&ch->head, "ship_to");
    const char *was = "";

    for (int i = 0; i < ch->customer->address_count; i++)
        if (id != ch->order->ship_address.v &&
            ch->customer->addresses[i].id.v == ch->order->ship_address.v)
            was = arena_printf(tmp, _(", was %02d"), ch->customer->addresses[i].number);

    for (int i = 0; i < ch->customer->address_count; i++) {
        const struct address *a = &ch->customer->addresses[i];

        if (a->id.v != id)
            continue;
        form_set(&ch->head, field, arena_printf(tmp, "%02d", a->number));
        form_set_id(&ch->head, field, id);
        form_set_note(&ch->head, field, was[0] != '\0' ? STYLE_STRONG : STYLE_TEXT,
                      arena_printf(tmp, "%s%s", address_line(a, tmp), was));
    }
}

static void show_reason(struct ch *ch, int64_t id)
{
    int field = form_index(&ch->head, "reason");

    for (int i = 0; i < ch->reasons.n; i++) {
        const struct reason *r = &ch->reasons.v[i];

        if (r->id.v != id && !(id == 0 && strcmp(r->code, "customer") == 0))
            continue;
        form_set(&ch->head, field, r->code);
        form_set_id(&ch->head, field, r->id.v);
        form_set_note(&ch->head, field, STYLE_TEXT, r->label);
    }
}

/* "was X" behind a field that is to change. */
static void show_was(struct ch *ch, const char *name, bool is_changed, const char *was)
{
    OD_ARENA *tmp = arena_new();

    if (is_changed)
        form_set_note(&ch->head, form_index(&ch->head, name), STYLE_STRONG,
                      arena_printf(tmp, _("was %s"), was[0] != '\0' ? was : "-"));
    else
        form_set_note(&ch->head, form_index(&ch->head, name), STYLE_TEXT, NULL);
}

void ch_head_mark(struct ch *ch)
{
    OD_ARENA *tmp = arena_new();
    const struct change_header *h = &ch->change->header;
    const struct order *o = ch->order;

    show_was(ch, "customer_po", h->customer_po != NULL, o->customer_po);
    show_was(ch, "terms", h->terms != NULL, o->terms_code);
    show_was(ch, "ship_method", h->ship_method != NULL, o->ship_method);
    show_was(ch, "requested", h->has_requested,
             date_is_set(o->requested) ? text_date(ch->s.desk, tmp, o->requested) : "");
    show_was(ch, "latest_ship", h->has_latest_ship,
             date_is_set(o->latest_ship) ? text_date(ch->s.desk, tmp, o->latest_ship) : "");
    show_was(ch, "disc", h->has_disc, text_rate(ch->s.desk, tmp, o->disc));
    show_was(ch, "ship_policy", h->ship_policy != 0,
             arena_printf(tmp, "%.1s", ship_policy_name(o->ship_policy)));
    show_was(ch, "priority", h->has_priority, arena_printf(tmp, "%d", o->priority));
}

/* Where it is collected, as it stands or as it is to be. */
static void show_counter(struct ch *ch)
{
    const struct change_header *h = &ch->change->header;
    struct site_id site = h->has_pickup ? h->pickup : ch->order->pickup;
    struct err ignored = ERR_INIT; /* then it is not shown by its code */
    struct site_list sites = { 0 };
    const char *code;
    OD_ARENA *tmp = arena_new();

    if (h->has_ship_address || site.v == 0 ||
        !site_list_load(ch->s.desk, tmp, &sites, &ignored))
        return;
    code = site_code_of(&sites, site);
    if (code[0] != '\0')
        pickup_show(&ch->head, form_index(&ch->head, "ship_to"), site, code);
}

void ch_head_show(struct ch *ch)
{
    OD_ARENA *tmp = arena_new();
    const struct change_header *h = &ch->change->header;
    const struct order *o = ch->order;
    struct form *f = &ch->head;
    struct rate disc = h->has_disc ? h->disc : o->disc;
    int level = h->has_priority ? h->priority : o->priority;

    show_address(ch, h->has_ship_address ? h->ship_address.v : o->ship_address.v);
    show_counter(ch);
    form_set(f, form_index(f, "customer_po"), h->customer_po ? h->customer_po : o->customer_po);
    form_set(f, form_index(f, "ship_method"), h->ship_method ? h->ship_method : o->ship_method);
    form_set(f, form_index(f, "terms"), h->terms ? h->terms : o->terms_code);
    form_set_date(f, form_index(f, "requested"), h->has_requested ? h->requested : o->requested);
    form_set_date(f, form_index(f, "latest_ship"),
                  h->has_latest_ship ? h->latest_ship : o->latest_ship);
    form_set(f, form_index(f, "disc"), disc.ppm == 0 ? "" : text_rate(ch->s.desk, tmp, disc));
    form_set(f, form_index(f, "ship_policy"),
             arena_printf(tmp, "%.1s",
                          ship_policy_name(h->ship_policy ? h->ship_policy : o->ship_policy)));
    form_set(f, form_index(f, "priority"),
             level == 0 ? "" : arena_printf(tmp, "%d", level));
    show_reason(ch, ch->change->reason.v);
    ch_head_mark(ch);
    form_accept(f);
}
