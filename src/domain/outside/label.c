/*
 * Asking for labels, choosing a rate, giving a label back: each one transaction, whose work for the
 * outside goes into the outbox with it.
 */
#include "domain/outside/label.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/package.h"
#include "domain/flow/shipment.h"
#include "domain/outside/label_parts.h"
#include "domain/outside/shipping_task.h"
#include "store/tx.h"

#define RATE_BYTES ((size_t)8 * 1024)

static const struct {
    const char *name, *words;
} states[] = {
    { "wanted", N_("wanted") },           { "to_choose", N_("to be chosen") },
    { "buying", N_("being bought") },     { "bought", N_("bought") },
    { "failed", N_("failed") },           { "to_void", N_("to be given back") },
    { "voided", N_("given back") },       { "dropped", N_("not wanted any more") },
    { "kept", N_("was not taken back") },
};

const char *label_state_name(int state)
{
    return state >= LABEL_WANTED && state <= LABEL_KEPT ? states[state - 1].name : "?";
}

const char *label_state_words(enum label_state state)
{
    return _(states[state - 1].words);
}

const char *label_words(const struct label *l)
{
    if (l->state == LABEL_VOIDED && l->refund == REFUND_ASKED)
        return _("given back, unpaid");
    if (l->state == LABEL_VOIDED && l->refund == REFUND_PAID)
        return _("given back, paid");
    return label_state_words(l->state);
}

const char *label_refund_name(int refund)
{
    static const char *const names[] = { "", "asked", "paid", "refused" };

    return refund >= REFUND_UNSAID && refund <= REFUND_REFUSED ? names[refund] : "?";
}

const struct label *label_counting(const struct labels *all, const char *package)
{
    const struct label *last = NULL;

    for (int i = 0; i < all->n; i++) {
        if (strcmp(all->v[i].package, package) != 0)
            continue;
        if (all->v[i].state <= LABEL_BOUGHT)
            return &all->v[i];
        if (last == NULL)
            last = &all->v[i];
    }
    return last;
}

bool label_needs_person(enum label_state state)
{
    return state == LABEL_TO_CHOOSE || state == LABEL_FAILED || state == LABEL_KEPT;
}

const struct label *label_most_pressing(const struct labels *all, int64_t fulfillment)
{
    const struct label *worst = NULL;

    for (int i = 0; i < all->n; i++) {
        const struct label *l = &all->v[i];

        if (l->fulfillment != fulfillment || l != label_counting(all, l->package))
            continue;
        if (worst == NULL || (label_needs_person(l->state) && !label_needs_person(worst->state)) ||
            (label_needs_person(l->state) == label_needs_person(worst->state) &&
             l->state < worst->state))
            worst = l;
    }
    return worst;
}

bool label_note(struct tx *tx, struct desk *desk, const struct label *l, const char *kind,
                struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *said = l->error[0] != '\0'      ? l->error
                       : l->tracking[0] != '\0' ? l->tracking
                                                : l->package;
    struct event_note note = { .kind = kind, .fields = "label" };

    note.after_json = event_json(tmp, "label", said);
    return event_add_order(tx, desk, l->order, &note, err);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* What is the same for all parcels of one asking. */
struct asking {
    struct desk *desk;
    struct arena *arena;
    struct tx *tx;
    struct fulfillment *f;
    struct label made; /* provider, format, wish */
    struct labels there;
};

static bool take_settings(struct asking *a, struct err *err)
{
    const char *format, *rule, *prints;
    int64_t days;

    if (!setting_get(a->desk, "label.provider", a->arena, &a->made.provider, err) ||
        !setting_get(a->desk, "label.format", a->arena, &format, err) ||
        !setting_get(a->desk, "label.rule", a->arena, &rule, err) ||
        !setting_get(a->desk, "label.print", a->arena, &prints, err) ||
        !setting_get_int(a->desk, "label.days", &days, err))
        return false;
    if (strcmp(a->made.provider, "none") == 0)
        return err_set(err, ERR_STATE,
                       _("Nobody makes carriers' labels for this desk: type the number, or say"
                         " who does (setting label.provider)."));
    a->made.prints_itself = strcmp(prints, "yes") == 0;
    a->made.format = strcmp(format, "zpl") == 0   ? "ZPL"
                     : strcmp(format, "png") == 0 ? "PNG"
                                                  : "PDF";
    a->made.wish = (struct label_wish){ .rule = strcmp(rule, "choose") == 0    ? LABEL_CHOOSE
                                                : strcmp(rule, "fastest") == 0 ? LABEL_FASTEST
                                                                               : LABEL_CHEAPEST,
                                        .max_days = (int)days,
                                        .carrier = "",
                                        .service = "" };
    return true;
}

/* The order's method says carrier and service where it names a service. */
static bool take_method(struct asking *a, struct err *err)
{
    struct ship_method *m = NULL;

    if (a->f->order->ship_method[0] == '\0')
        return true;
    if (!ship_method_find(a->desk, a->f->order->ship_method, a->arena, &m, err))
        return false;
    if (m != NULL && m->service[0] != '\0') {
        a->made.wish.carrier = m->carrier;
        a->made.wish.service = m->service;
    }
    return true;
}

static bool may_ask(struct asking *a, struct err *err)
{
    const struct fulfillment *f = a->f;

    if (f->kind == FULFILLMENT_PICKUP)
        return err_set(err, ERR_STATE, _("%s is collected: it needs no label."), f->number);
    if (f->status != FULFILLMENT_PACKED && f->status != FULFILLMENT_SHIPPED)
        return err_set(err, ERR_STATE, _("%s is not packed: pack it first."), f->number);
    if (f->packages.n == 0)
        return err_set(err, ERR_STATE, _("%s has no package."), f->number);
    if (f->order->ship_country[0] == '\0')
        return err_set(err, ERR_STATE, _("The address of order %s has no country."),
                       f->order->number);
    return f->status == FULFILLMENT_PACKED || shipment_is_here(a->desk, f->id, err);
}

static bool is_named(const struct package *p, const char *typed)
{
    char seq[16];

    (void)snprintf(seq, sizeof seq, "P%d", p->seq);
    return typed == NULL || strcmp(typed, p->number) == 0 || strcmp(typed, seq) == 0 ||
           strcmp(typed, seq + 1) == 0;
}

static const struct label *living(const struct asking *a, const struct package *p)
{
    for (int i = 0; i < a->there.n; i++)
        if (a->there.v[i].state <= LABEL_BOUGHT && strcmp(a->there.v[i].package, p->number) == 0)
            return &a->there.v[i];
    return NULL;
}

static bool ask_one(struct asking *a, const struct package *p, struct err *err)
{
    struct label l = a->made;

    if (p->weight_g <= 0)
        return err_field(err, ERR_INVALID, "weight", _("Weigh parcel %s first."), p->number);
    l.fulfillment = a->f->id;
    l.order = a->f->order->id;
    l.package = p->number;
    l.state = LABEL_WANTED;
    l.error = l.tracking = "";
    return label_insert(a->tx, a->desk, &l, err) &&
           label_job(a->tx, a->desk, &l, TOPIC_RATES_GET, err) &&
           label_note(a->tx, a->desk, &l, "label.ask", err);
}

static bool ask_all(struct asking *a, const char *package, int *n, struct err *err)
{
    const struct label *there = NULL;
    bool is_known = false;

    *n = 0;
    for (int i = 0; i < a->f->packages.n; i++) {
        const struct package *p = &a->f->packages.v[i];

        if (!is_named(p, package))
            continue;
        is_known = true;
        there = living(a, p);
        if (there != NULL)
            continue;
        if (!ask_one(a, p, err))
            return false;
        ++*n;
    }
    if (!is_known)
        return err_field(err, ERR_NOT_FOUND, "package", _("%s has no package %.40s."), a->f->number,
                         package);
    return *n > 0 || err_set(err, ERR_STATE, _("The label of %s is %s already."), there->package,
                             label_state_words(there->state));
}

bool label_ask(struct desk *desk, int64_t fulfillment, const char *package,
               const struct label_wish *wish, int *n, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_TX tx = { 0 };
    struct asking a = { .desk = desk, .arena = arena, .tx = &tx };

    if (!desk_begin(desk, "fulfillment.label", &tx, err) ||
        !fulfillment_load(desk, fulfillment, arena, &a.f, err) || !take_settings(&a, err) ||
        !may_ask(&a, err) || !take_method(&a, err) ||
        !labels_of(desk, fulfillment, arena, &a.there, err))
        return false;
    if (wish != NULL)
        a.made.wish = *wish;
    return ask_all(&a, package, n, err) && tx_commit(&tx, err);
}

/* --- choosing --------------------------------------------------------------------------------- */

static bool load_as_seen(struct desk *desk, struct record_at at, struct arena *arena,
                         struct label **out, struct err *err)
{
    if (!label_load(desk, at.id, arena, out, err))
        return false;
    if (at.version != 0 && (*out)->version != at.version)
        return err_set(err, ERR_CONFLICT,
                       _("The label of %s changed meanwhile. Look at it again first."),
                       (*out)->package);
    return true;
}

static const char *rate_json(const struct label_rate *r, struct arena *arena)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, RATE_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "id", r->id);
    json_put_text(&w, "carrier", r->carrier);
    json_put_text(&w, "service", r->service);
    json_put_text(&w, "account", r->account);
    json_end_object(&w);
    return b.is_cut ? "{}" : b.s;
}

bool label_take_rate(struct tx *tx, struct desk *desk, struct label *l, const struct label_rate *r,
                     struct arena *arena, struct err *err)
{
    l->rate = rate_json(r, arena);
    l->carrier = r->carrier;
    l->service = r->service;
    l->cost = r->cost;
    l->error = "";
    l->state = LABEL_BUYING;
    return label_write(tx, l, err) && label_job(tx, desk, l, TOPIC_LABEL_BUY, err);
}

bool label_choose(struct desk *desk, struct record_at at, const char *rate_id, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_TX tx = { 0 };
    struct label_rates rates;
    struct label *l;

    if (!desk_begin(desk, "fulfillment.label", &tx, err) || !load_as_seen(desk, at, arena, &l, err))
        return false;
    if (l->state != LABEL_TO_CHOOSE)
        return err_set(err, ERR_STATE, _("The label of %s is %s: nothing is to be chosen."),
                       l->package, label_state_words(l->state));
    label_rates_read(l->rates, arena, &rates);
    for (int i = 0; i < rates.n; i++)
        if (strcmp(rates.v[i].id, rate_id) == 0)
            return label_take_rate(&tx, desk, l, &rates.v[i], arena, err) && tx_commit(&tx, err);
    return err_field(err, ERR_NOT_FOUND, "rate", _("There is no rate %.60s."), rate_id);
}

/* --- giving back ------------------------------------------------------------------------------ */

static bool give_back(struct tx *tx, struct desk *desk, struct label *l, struct err *err)
{
    switch (l->state) {
    case LABEL_WANTED:
    case LABEL_TO_CHOOSE:
        l->state = LABEL_DROPPED;
        l->ended = desk_now(desk);
        return label_write(tx, l, err);
    case LABEL_BUYING:
        /* It may be bought this moment: then what became of it says so, and it goes back. */
        l->state = LABEL_TO_VOID;
        return label_write(tx, l, err);
    case LABEL_BOUGHT:
    case LABEL_KEPT:
        l->state = LABEL_TO_VOID;
        l->error = "";
        return label_write(tx, l, err) && label_job(tx, desk, l, TOPIC_LABEL_VOID, err);
    case LABEL_FAILED:
    case LABEL_TO_VOID:
    case LABEL_VOIDED:
    case LABEL_DROPPED:
        break;
    }
    return err_set(err, ERR_STATE, _("The label of %s is %s."), l->package,
                   label_state_words(l->state));
}

bool label_void(struct desk *desk, struct record_at at, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_TX tx = { 0 };
    struct label *l;

    return desk_begin(desk, "fulfillment.label", &tx, err) &&
           load_as_seen(desk, at, arena, &l, err) && give_back(&tx, desk, l, err) &&
           label_note(&tx, desk, l, "label.void", err) && tx_commit(&tx, err);
}

/* --- printing by itself ----------------------------------------------------------------------- */

bool label_take_print(struct desk *desk, struct arena *arena, struct label **out, struct err *err)
{
    OD_TX tx = { 0 };
    struct label *l = NULL;
    bool is_mine = false;

    /* Asked at every change of the desk: only what is there costs a write. */
    if (!label_find_print(desk, arena, &l, err))
        return false;
    if (l != NULL && (!desk_begin(desk, "fulfillment.label", &tx, err) ||
                      !label_mark_printed(&tx, l->id, &is_mine, err) || !tx_commit(&tx, err)))
        return false;
    *out = is_mine ? l : NULL;
    return true;
}
