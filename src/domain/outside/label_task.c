/*
 * What is asked of the provider for a label: addresses, the parcel, what is in it for customs. It
 * is put together when it is sent, from what the desk knows then.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/flow/package.h"
#include "domain/outside/label_parts.h"
#include "domain/outside/shipping_task.h"

#define TASK_BYTES ((size_t)256 * 1024)

struct making {
    struct desk *desk;
    struct arena *arena;
    const struct label *l;
    const struct fulfillment *f;
    const struct package *p;
    struct label_sender sender;
    struct json_out w;
};

/* A line of a parcel with its share of the order's value. */
struct content {
    const struct fulfillment_line *line;
    struct item *item;
    struct qty qty;
    int64_t value_minor, weight_g;
};

const struct package *label_package(const struct fulfillment *f, const char *number)
{
    for (int i = 0; i < f->packages.n; i++)
        if (strcmp(f->packages.v[i].number, number) == 0)
            return &f->packages.v[i];
    return NULL;
}

bool label_job(struct tx *tx, struct desk *desk, const struct label *l, const char *topic,
               struct err *err)
{
    const struct outbox_job job = { .topic = topic,
                                    .record_kind = "label",
                                    .record_id = l->id,
                                    .order = l->order,
                                    .provider = l->provider };

    return outbox_add(tx, desk, &job, err);
}

/* --- addresses -------------------------------------------------------------------------------- */

static bool put_from(struct making *m, struct err *err)
{
    const struct company *c = desk_company(m->desk);
    const char *phone;

    if (!setting_get(m->desk, "label.phone", m->arena, &phone, err))
        return false;
    json_begin_object(&m->w, "from");
    json_put_text(&m->w, "company", c->name);
    json_put_text(&m->w, "street1", m->sender.line1);
    json_put_text(&m->w, "city", m->sender.city);
    json_put_text(&m->w, "state", m->sender.region);
    json_put_text(&m->w, "zip", m->sender.postcode);
    json_put_text(&m->w, "country", m->sender.country);
    json_put_text(&m->w, "phone", phone);
    json_end_object(&m->w);
    return true;
}

static bool put_to(struct making *m, struct err *err)
{
    const struct order *o = m->f->order;
    const char *phone, *email;

    if (!label_contact(m->desk, o->id, m->arena, &phone, &email, err))
        return false;
    json_begin_object(&m->w, "to");
    json_put_text(&m->w, "name", o->ship_name[0] != '\0' ? o->ship_name : o->customer_name);
    json_put_text(&m->w, "street1", o->ship_line1);
    json_put_text(&m->w, "street2", o->ship_line2);
    json_put_text(&m->w, "city", o->ship_city);
    json_put_text(&m->w, "state", o->ship_region);
    json_put_text(&m->w, "zip", o->ship_postcode);
    json_put_text(&m->w, "country", o->ship_country);
    json_put_text(&m->w, "phone", phone);
    json_put_text(&m->w, "email", email);
    json_end_object(&m->w);
    return true;
}

static void put_parcel(struct making *m)
{
    json_begin_object(&m->w, "parcel");
    json_put_i64(&m->w, "weight_g", m->p->weight_g);
    json_put_i64(&m->w, "length_mm", m->p->length);
    json_put_i64(&m->w, "width_mm", m->p->width);
    json_put_i64(&m->w, "height_mm", m->p->height);
    json_end_object(&m->w);
}

/* --- what is in it ---------------------------------------------------------------------------- */

static const struct order_line *line_of(const struct order *o, struct line_id id)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].id.v == id.v)
            return &o->lines[i];
    return NULL;
}

/* How many components of a line the fulfillment has: they share its value evenly. */
static int parts_of(const struct fulfillment *f, struct line_id id)
{
    int n = 0;

    for (int i = 0; i < f->line_count; i++)
        n += f->lines[i].line.v == id.v;
    return n;
}

static int64_t value_of(const struct fulfillment *f, const struct fulfillment_line *l, struct qty q)
{
    const struct order_line *line = line_of(f->order, l->line);
    __int128 num, den;

    if (line == NULL || line->ordered.milli <= 0)
        return 0;
    num = (__int128)line->net_minor * q.milli;
    den = (__int128)line->ordered.milli;
    if (l->per_kit.milli > 0) {
        num *= QTY_PER_UNIT;
        den *= (__int128)l->per_kit.milli * parts_of(f, l->line);
    }
    return round_div(num, den, ROUND_HALF_UP);
}

static bool is_unknown(const struct making *m, struct err *err)
{
    return err_set(err, ERR_STATE, _("Nobody said what is in parcel %s: pack it by its contents."),
                   m->l->package);
}

/* A parcel whose contents nobody said has all of the fulfillment, where it is the only one. */
static bool contents_of(struct making *m, struct content **out, int *n, struct err *err)
{
    const struct fulfillment *f = m->f;
    bool is_all = f->packages.n == 1;

    *out = arena_array(m->arena, f->line_count + 1, struct content);
    *n = 0;
    for (int i = 0; i < f->line_count; i++) {
        struct content *c = &(*out)[*n];
        struct qty q = is_all ? f->lines[i].picked : m->p->in[i];

        if (q.milli <= 0)
            continue;
        c->line = &f->lines[i];
        c->qty = q;
        c->value_minor = value_of(f, c->line, q);
        if (!item_load(m->desk, c->line->item, m->arena, &c->item, err))
            return false;
        c->weight_g = round_div((__int128)c->item->weight_g * q.milli, QTY_PER_UNIT, ROUND_UP);
        ++*n;
    }
    return true;
}

/* --- customs ---------------------------------------------------------------------------------- */

/* Within the customs union of the European Union (Union Customs Code, article 4; Monaco belongs to
 * it), no declaration is made. */
static bool is_in_union(const char *country)
{
    static const char *const members[] = { "AT", "BE", "BG", "CY", "CZ", "DE", "DK",
                                           "EE", "ES", "FI", "FR", "GR", "HR", "HU",
                                           "IE", "IT", "LT", "LU", "LV", "MC", "MT",
                                           "NL", "PL", "PT", "RO", "SE", "SI", "SK" };

    for (size_t i = 0; i < OD_LEN(members); i++)
        if (strcmp(members[i], country) == 0)
            return true;
    return false;
}

static bool needs_customs(const char *from, const char *to)
{
    return strcmp(from, to) != 0 && !(is_in_union(from) && is_in_union(to));
}

static const char *amount_text(int64_t minor, const char *currency, struct arena *arena)
{
    char text[DECIMAL_TEXT_SIZE];
    int digits = currency_find(currency) != NULL ? currency_find(currency)->digits : 2;

    return arena_strdup(arena, decimal_format(minor, digits, digits, NULL, text));
}

/* Customs takes nothing for nothing and nothing of no weight. */
static bool put_item(struct making *m, const struct content *c, int n, struct err *err)
{
    int64_t share = m->p->weight_g / n > 0 ? m->p->weight_g / n : 1;

    if (c->item->hs_code[0] == '\0' || c->item->origin[0] == '\0')
        return err_set(err, ERR_STATE,
                       _("%s goes abroad and has no tariff number or country it was made in:"
                         " orderdesk item set %s --hs-code NUMBER --origin COUNTRY"),
                       c->item->sku, c->item->sku);
    json_begin_object(&m->w, NULL);
    json_put_text(&m->w, "sku", c->item->sku);
    json_put_text(&m->w, "description", c->item->description);
    json_put_i64(&m->w, "quantity", round_div(c->qty.milli, QTY_PER_UNIT, ROUND_UP));
    json_put_text(
        &m->w, "value",
        amount_text(c->value_minor > 0 ? c->value_minor : 1, m->f->order->currency, m->arena));
    json_put_text(&m->w, "currency", m->f->order->currency);
    json_put_i64(&m->w, "weight_g", c->weight_g > 0 ? c->weight_g : share);
    json_put_text(&m->w, "hs_code", c->item->hs_code);
    json_put_text(&m->w, "origin", c->item->origin);
    json_end_object(&m->w);
    return true;
}

static bool put_customs(struct making *m, const struct content *c, int n, struct err *err)
{
    if (!needs_customs(m->sender.country, m->f->order->ship_country))
        return true;
    if (n == 0)
        return is_unknown(m, err);
    json_begin_object(&m->w, "customs");
    json_put_text(&m->w, "signer", desk_company(m->desk)->name);
    json_begin_array(&m->w, "items");
    for (int i = 0; i < n; i++)
        if (!put_item(m, &c[i], n, err))
            return false;
    json_end_array(&m->w);
    json_end_object(&m->w);
    return true;
}

/* Insured for what is in it, from the value of the setting on; that is in the firm's currency. */
static bool put_insure(struct making *m, const struct content *c, int n, struct err *err)
{
    const struct company *firm = desk_company(m->desk);
    const struct order *o = m->f->order;
    int64_t from, value = 0, base;

    if (!setting_get_int(m->desk, "label.insure_from", &from, err))
        return false;
    for (int i = 0; i < n; i++)
        value += c[i].value_minor;
    base = strcmp(o->currency, firm->currency) == 0 || o->fx.e9 <= 0
               ? value
               : money_to_base(value, o->currency, o->fx, firm->currency);
    for (int i = 0; i < currency_find(firm->currency)->digits; i++)
        from *= 10;
    if (from == 0)
        return true;
    if (n == 0)
        return is_unknown(m, err);
    if (base < from)
        return true;
    json_begin_object(&m->w, "insure");
    json_put_text(&m->w, "amount", amount_text(value, o->currency, m->arena));
    json_put_text(&m->w, "currency", o->currency);
    json_end_object(&m->w);
    return true;
}

/* --- the tasks -------------------------------------------------------------------------------- */

static const char *text_of(const struct json *v, const char *name)
{
    const char *text = json_text(json_get(v, name));

    return text != NULL ? text : "";
}

static bool put_rate(struct making *m, struct err *err)
{
    static const char *const fields[] = { "id", "carrier", "service", "account" };
    const struct json *rate;

    if (!json_parse(m->l->rate, strlen(m->l->rate), m->arena, &rate, err))
        return false;
    json_begin_object(&m->w, "rate");
    for (size_t i = 0; i < OD_LEN(fields); i++)
        json_put_text(&m->w, fields[i], text_of(rate, fields[i]));
    json_end_object(&m->w);
    return true;
}

static bool put_shipment(struct making *m, bool is_buy, struct err *err)
{
    struct content *c;
    int n;

    json_put_text(&m->w, "mark", m->l->package);
    put_parcel(m);
    return put_from(m, err) && put_to(m, err) && contents_of(m, &c, &n, err) &&
           put_customs(m, c, n, err) && put_insure(m, c, n, err) && (!is_buy || put_rate(m, err));
}

static const char *not_needed(const char *topic, const struct label *l)
{
    enum label_state wanted = strcmp(topic, TOPIC_RATES_GET) == 0    ? LABEL_WANTED
                              : strcmp(topic, TOPIC_LABEL_BUY) == 0  ? LABEL_BUYING
                              : strcmp(topic, TOPIC_LABEL_FILE) == 0 ? LABEL_BOUGHT
                              : strcmp(topic, TOPIC_LABEL_REFUND) == 0 ? LABEL_VOIDED
                                                                     : LABEL_TO_VOID;

    return l->state == wanted ? NULL : _("It is not wanted any more.");
}

/* Of a purchase and of rates: all that goes with the parcel. */
static bool put_whole(struct making *m, bool is_buy, struct err *err)
{
    struct fulfillment *f;

    if (!fulfillment_load(m->desk, m->l->fulfillment, m->arena, &f, err) ||
        !label_sender_load(m->desk, f->site, m->arena, &m->sender, err))
        return false;
    m->f = f;
    m->p = label_package(f, m->l->package);
    if (m->p == NULL)
        return err_set(err, ERR_STATE, _("There is no parcel %s any more."), m->l->package);
    return put_shipment(m, is_buy, err);
}

bool label_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                   struct topic_task *out, struct err *err)
{
    bool is_buy = strcmp(row->topic, TOPIC_LABEL_BUY) == 0;
    bool is_whole = is_buy || strcmp(row->topic, TOPIC_RATES_GET) == 0;
    struct making m = { .desk = desk, .arena = arena };
    struct topic_task task = { 0 };
    struct label *l;
    struct strbuf b;

    if (!label_load(desk, row->record_id, arena, &l, err))
        return false;
    task.not_needed = not_needed(row->topic, l);
    m.l = l;
    strbuf_init(&b, arena, TASK_BYTES);
    json_out_init(&m.w, &b);
    json_begin_object(&m.w, NULL);
    json_put_text(&m.w, "shipment", l->remote_id);
    json_put_text(&m.w, "format", l->format);
    if (is_whole && task.not_needed == NULL && row->state != QUEUE_UNKNOWN &&
        !put_whole(&m, is_buy, err))
        return false;
    json_end_object(&m.w);
    if (b.is_cut)
        return err_set(err, ERR_LIMIT, _("Parcel %s has too many lines for a label."), l->package);
    task.json = b.s;
    *out = task;
    return true;
}
