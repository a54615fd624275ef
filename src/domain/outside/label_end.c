/*
 * What became of the work for a label, taken down in the transaction that records it. A label that
 * was bought is kept with its id before anything else happens to it.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/package.h"
#include "domain/flow/shipment.h"
#include "domain/outside/label_parts.h"
#include "domain/outside/shipping_task.h"

#define RATES_BYTES ((size_t)256 * 1024)

struct ending {
    struct tx *tx;
    struct desk *desk;
    struct arena *arena;
    const struct topic_end *end;
    bool is_done, is_over; /* over: and not done */
    const struct json *data;
    struct label *l;
};

static const char *text_of(const struct json *v, const char *name)
{
    const char *text = json_text(json_get(v, name));

    return text != NULL ? text : "";
}

static const char *message_of(const struct ending *e)
{
    const char *message = e->end->result->message;

    return message != NULL ? message : "";
}

/* It is tried again, or a person decides: the label says why it takes long. */
static bool say_why(struct ending *e, struct err *err)
{
    if (strcmp(e->l->error, message_of(e)) == 0)
        return true;
    e->l->error = message_of(e);
    return label_write(e->tx, e->l, err);
}

static bool fail_as(struct ending *e, const char *why, struct err *err)
{
    e->l->state = LABEL_FAILED;
    e->l->ended = desk_now(e->desk);
    e->l->error = why;
    return label_write(e->tx, e->l, err) && label_note(e->tx, e->desk, e->l, "label.fail", err);
}

static bool fail(struct ending *e, struct err *err)
{
    return fail_as(e, message_of(e)[0] != '\0' ? message_of(e) : _("It was given up."), err);
}

/* --- rates ------------------------------------------------------------------------------------ */

/* The rates as they came, without what else the answer had. */
static const char *rates_text(struct ending *e)
{
    static const char *const fields[] = { "id",      "carrier", "service", "name",
                                          "account", "amount",  "currency" };
    const struct json *all = json_get(e->data, "rates");
    struct strbuf b;
    struct json_out w;
    int64_t days;

    strbuf_init(&b, e->arena, RATES_BYTES);
    json_out_init(&w, &b);
    json_begin_array(&w, NULL);
    for (int i = 0; i < json_len(all); i++) {
        json_begin_object(&w, NULL);
        for (size_t k = 0; k < OD_LEN(fields); k++)
            json_put_text(&w, fields[k], text_of(json_at(all, i), fields[k]));
        if (json_i64(json_get(json_at(all, i), "days"), &days))
            json_put_i64(&w, "days", days);
        json_end_object(&w);
    }
    json_end_array(&w);
    return b.is_cut ? "[]" : b.s;
}

static bool take_rates(struct ending *e, struct err *err)
{
    struct err why = ERR_INIT;
    struct label_rates rates;
    struct label *l = e->l;
    int best;

    if (l->state != LABEL_WANTED)
        return true;
    if (!e->is_done)
        return e->is_over ? fail(e, err) : say_why(e, err);
    l->rates = rates_text(e);
    l->remote_id = text_of(e->data, "shipment");
    l->error = "";
    label_rates_read(l->rates, e->arena, &rates);
    if (rates.n == 0)
        return fail_as(e, _("No carrier offers to send this parcel."), err);
    if (l->wish.rule != LABEL_CHOOSE && label_rate_choose(&rates, &l->wish, &best, &why))
        return label_take_rate(e->tx, e->desk, l, &rates.v[best], e->arena, err);
    l->state = LABEL_TO_CHOOSE;
    l->error = arena_strdup(e->arena, why.text);
    return label_write(e->tx, l, err);
}

/* --- the purchase ----------------------------------------------------------------------------- */

/* The parcel, and where it left already its shipment, get the carrier's number. What was handed
 * over stays as it is. */
static bool track(struct ending *e, struct err *err)
{
    struct fulfillment *f;
    struct err why = ERR_INIT;

    if (!label_track_package(e->tx, e->l->package, e->l->tracking, err) ||
        !fulfillment_load(e->desk, e->l->fulfillment, e->arena, &f, err))
        return false;
    if (f->status != FULFILLMENT_SHIPPED || f->packages.n == 0 ||
        strcmp(f->packages.v[0].number, e->l->package) != 0 ||
        !shipment_is_here(e->desk, f->id, &why))
        return true;
    return shipment_retrack(e->tx, e->desk, f->id, e->l->tracking, err);
}

static bool keep_bought(struct ending *e, struct err *err)
{
    const char *currency = text_of(e->data, "currency");
    struct label *l = e->l;
    struct money cost;
    bool is_unwanted = l->state == LABEL_TO_VOID;

    l->remote_id = text_of(e->data, "shipment");
    l->tracking = text_of(e->data, "tracking");
    l->tracker = text_of(e->data, "tracker");
    l->carrier = text_of(e->data, "carrier");
    l->service = text_of(e->data, "service");
    l->bought = desk_now(e->desk);
    l->error = "";
    /* A cost that nobody can read leaves that of the rate. */
    if (currency_find(currency) != NULL &&
        money_parse(text_of(e->data, "amount"), currency, NULL, &cost, NULL))
        l->cost = cost;
    l->state = is_unwanted ? LABEL_TO_VOID : LABEL_BOUGHT;
    if (!label_write(e->tx, l, err) || !label_note(e->tx, e->desk, l, "label.buy", err))
        return false;
    if (is_unwanted)
        return label_job(e->tx, e->desk, l, TOPIC_LABEL_VOID, err);
    return track(e, err) && label_job(e->tx, e->desk, l, TOPIC_LABEL_FILE, err);
}

static bool take_buy(struct ending *e, struct err *err)
{
    struct label *l = e->l;

    /* bought is set once: what is told twice is taken down once. */
    if ((l->state != LABEL_BUYING && l->state != LABEL_TO_VOID) || l->bought.ms != 0)
        return true;
    if (e->is_done)
        return keep_bought(e, err);
    if (!e->is_over)
        return say_why(e, err);
    if (l->state == LABEL_BUYING)
        return fail(e, err);
    l->state = LABEL_DROPPED;
    l->ended = desk_now(e->desk);
    return label_write(e->tx, l, err);
}

/* --- its file, giving back -------------------------------------------------------------------- */

static bool take_file(struct ending *e, struct err *err)
{
    const struct job_files *files = &e->end->result->files;

    if (!e->is_done || files->n == 0)
        return e->l->state != LABEL_BOUGHT || say_why(e, err);
    e->l->error = "";
    return label_file_put(e->tx, e->desk, e->l->id, &files->v[0], err) &&
           label_write(e->tx, e->l, err);
}

/* The number of a label that was taken back is nobody's. What was handed over stays as it is. */
static bool untrack(struct ending *e, struct err *err)
{
    struct fulfillment *f;
    struct err why = ERR_INIT;
    bool had, is_shipped;

    if (!fulfillment_load(e->desk, e->l->fulfillment, e->arena, &f, err))
        return false;
    is_shipped = f->status == FULFILLMENT_SHIPPED;
    if (is_shipped && !shipment_is_here(e->desk, f->id, &why))
        return true;
    if (!label_untrack_package(e->tx, e->l, &had, err))
        return false;
    return !had || !is_shipped ||
           (fulfillment_load(e->desk, e->l->fulfillment, e->arena, &f, err) &&
            shipment_retrack(e->tx, e->desk, f->id, packages_tracking(f), err));
}

/* --- its money -------------------------------------------------------------------------------- */

/* What the provider says became of it: asked after again until that is final. */
static void follow_refund(struct ending *e, const char *status)
{
    struct label *l = e->l;
    int64_t wait = label_refund_wait_ms(desk_now(e->desk).ms - l->ended.ms);

    l->refund_ms = 0;
    if (strcmp(status, "refunded") == 0) {
        l->refund = REFUND_PAID;
    } else if (strcmp(status, "submitted") == 0 && wait > 0) {
        l->refund = REFUND_ASKED;
        l->refund_ms = desk_now(e->desk).ms + wait;
    }
}

static bool refuse_refund(struct ending *e, const char *why, struct err *err)
{
    e->l->state = LABEL_KEPT;
    e->l->refund = REFUND_REFUSED;
    e->l->refund_ms = 0;
    e->l->error = why;
    return label_write(e->tx, e->l, err) && label_note(e->tx, e->desk, e->l, "label.kept", err);
}

/* A question that nobody could answer is asked again at its time; one that stays without an answer
 * for too long is for a person, as one that was refused. */
static bool take_refund(struct ending *e, struct err *err)
{
    struct label *l = e->l;
    const char *status = e->is_done ? text_of(e->data, "status") : "submitted";

    if (l->state != LABEL_VOIDED || l->refund != REFUND_ASKED)
        return true;
    if (!e->is_done && !e->is_over)
        return say_why(e, err);
    if (strcmp(status, "rejected") == 0)
        return refuse_refund(e, _("The carrier does not pay it back."), err);
    if (strcmp(status, "refunded") != 0)
        status = "submitted"; /* a word nobody knows is not final */
    if (strcmp(status, "submitted") == 0 &&
        label_refund_wait_ms(desk_now(e->desk).ms - l->ended.ms) == 0)
        return refuse_refund(e, _("The carrier has not paid it back in two months."), err);
    follow_refund(e, status);
    l->error = e->is_done ? "" : message_of(e);
    return label_write(e->tx, l, err) &&
           (l->refund != REFUND_PAID || label_note(e->tx, e->desk, l, "label.refunded", err));
}

static bool take_void(struct ending *e, struct err *err)
{
    if (e->l->state != LABEL_TO_VOID || e->l->bought.ms == 0)
        return true;
    if (!e->is_done && !e->is_over)
        return say_why(e, err);
    e->l->state = e->is_done ? LABEL_VOIDED : LABEL_KEPT;
    e->l->error = e->is_done ? "" : message_of(e);
    e->l->ended = desk_now(e->desk);
    e->l->refund = REFUND_UNSAID;
    e->l->refund_ms = 0;
    if (e->is_done)
        follow_refund(e, text_of(e->data, "status"));
    return label_write(e->tx, e->l, err) && (!e->is_done || untrack(e, err)) &&
           label_note(e->tx, e->desk, e->l, e->is_done ? "label.voided" : "label.kept", err);
}

bool label_apply(struct tx *tx, struct desk *desk, const struct topic_end *end, struct arena *arena,
                 struct err *err)
{
    const char *data = end->result->data, *topic = end->row->topic;
    bool is_ended = end->state == QUEUE_DONE || end->state == QUEUE_DEAD;
    struct ending e = { .tx = tx, .desk = desk, .arena = arena, .end = end };

    /* A person may say that it was done, and then nothing of it is known here. */
    e.is_done = end->state == QUEUE_DONE && end->result->end == JOB_DONE && data != NULL;
    e.is_over = is_ended && !e.is_done;
    if (!label_load(desk, end->row->record_id, arena, &e.l, err))
        return false;
    if (e.is_done && !json_parse(data, strlen(data), arena, &e.data, err))
        return false;
    if (strcmp(topic, TOPIC_RATES_GET) == 0)
        return take_rates(&e, err);
    if (strcmp(topic, TOPIC_LABEL_BUY) == 0)
        return take_buy(&e, err);
    if (strcmp(topic, TOPIC_LABEL_REFUND) == 0)
        return take_refund(&e, err);
    return strcmp(topic, TOPIC_LABEL_FILE) == 0 ? take_file(&e, err) : take_void(&e, err);
}
