/*
 * What a file for the partner says, put together when it is written.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/flow/shipment.h"
#include "domain/order/order_rules.h"
#include "domain/outside/folder_parts.h"
#include "domain/outside/label_parts.h"

struct writing {
    struct desk *desk;
    struct arena *arena;
    const struct queue_row *row;
    const char *event, *number; /* of the order, or of the fulfillment */
    struct folder_doc doc;
};

static const char *day(struct writing *w, struct date d)
{
    char text[DATE_TEXT_SIZE];

    return date_is_set(d) ? arena_strdup(w->arena, date_format(d, text)) : "";
}

static const char *qty(struct writing *w, struct qty q)
{
    char text[DECIMAL_TEXT_SIZE];

    return arena_strdup(w->arena, decimal_format(q.milli, 3, 0, NULL, text));
}

static bool put_order(struct writing *w, const struct order *o, struct err *err)
{
    const char **head = w->doc.head;

    head[HEAD_EVENT] = w->event;
    head[HEAD_SEQUENCE] = arena_printf(w->arena, "%lld", (long long)w->row->id);
    head[HEAD_ORDER] = o->number;
    head[HEAD_CUSTOMER_PO] = o->customer_po;
    head[HEAD_STATUS] = order_shown_name(o->shown);
    head[HEAD_SITE] = o->site_code;
    head[HEAD_CUSTOMER] = o->customer_code;
    head[HEAD_CUSTOMER_NAME] = o->customer_name;
    head[HEAD_SHIP_METHOD] = o->ship_method;
    head[HEAD_WANTED] = day(w, o->requested);
    head[HEAD_DUE] = day(w, o->promised);
    head[HEAD_SHIP_NAME] = o->ship_name;
    head[HEAD_SHIP_LINE1] = o->ship_line1;
    head[HEAD_SHIP_LINE2] = o->ship_line2;
    head[HEAD_SHIP_CITY] = o->ship_city;
    head[HEAD_SHIP_REGION] = o->ship_region;
    head[HEAD_SHIP_POSTCODE] = o->ship_postcode;
    head[HEAD_SHIP_COUNTRY] = o->ship_country;
    w->number = o->number;
    return label_contact(w->desk, o->id, w->arena, &head[HEAD_PHONE], &head[HEAD_MAIL], err);
}

/* What it is worth, and what is still ordered. */
static bool order_doc(struct writing *w, struct err *err)
{
    const struct currency *cur;
    char text[DECIMAL_TEXT_SIZE];
    struct order *o;
    int digits;

    if (!order_load(w->desk, (struct order_id){ w->row->record_id }, w->arena, &o, err) ||
        !put_order(w, o, err))
        return false;
    cur = currency_find(o->currency);
    digits = cur != NULL ? cur->digits : 2;
    w->doc.head[HEAD_CURRENCY] = arena_strdup(w->arena, o->currency);
    w->doc.head[HEAD_TOTAL] =
        arena_strdup(w->arena, decimal_format(o->total_minor, digits, digits, NULL, text));
    w->doc.lines = arena_array(w->arena, o->line_count + 1, struct folder_line);
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];
        struct qty left = { l->ordered.milli - l->canceled.milli };
        struct folder_line *out = &w->doc.lines[w->doc.n];

        if (l->kind == LINE_COMMENT || left.milli <= 0)
            continue;
        out->v[COLUMN_LINE] = arena_printf(w->arena, "%d", l->line_no);
        out->v[COLUMN_ITEM] = l->sku;
        out->v[COLUMN_DESCRIPTION] = l->description;
        out->v[COLUMN_QTY] = qty(w, left);
        out->v[COLUMN_UNIT] = l->uom;
        w->doc.n++;
    }
    return true;
}

/* What is to be sent; of what left what was. */
static bool fulfillment_doc(struct writing *w, int64_t id, bool is_gone, struct fulfillment **out,
                            struct err *err)
{
    struct fulfillment *f;

    if (!fulfillment_load(w->desk, id, w->arena, &f, err) || !put_order(w, f->order, err))
        return false;
    w->number = f->number;
    w->doc.head[HEAD_STATUS] = fulfillment_status_name((int)f->status);
    w->doc.head[HEAD_FULFILLMENT] = f->number;
    w->doc.head[HEAD_SITE] = f->site_code;
    w->doc.head[HEAD_DUE] = day(w, f->due);
    w->doc.lines = arena_array(w->arena, f->line_count + 1, struct folder_line);
    for (int i = 0; i < f->line_count; i++) {
        const struct fulfillment_line *l = &f->lines[i];
        struct qty much = is_gone ? l->picked : l->qty;
        struct folder_line *line = &w->doc.lines[w->doc.n];

        if (much.milli <= 0)
            continue;
        line->v[COLUMN_LINE] = arena_printf(w->arena, "%d", l->line_no);
        line->v[COLUMN_ITEM] = l->sku;
        line->v[COLUMN_DESCRIPTION] = l->description;
        line->v[COLUMN_QTY] = qty(w, much);
        line->v[COLUMN_UNIT] = l->uom;
        w->doc.n++;
    }
    *out = f;
    return true;
}

/* Nothing is to be picked of it any more: the partner hears of that by another file. */
static bool is_over(const struct writing *w, const struct fulfillment *f)
{
    return strcmp(w->event, OUTBOX_FULFILLMENT_CANCELED) != 0 &&
           f->status != FULFILLMENT_RELEASED && f->status != FULFILLMENT_PICKING;
}

static bool shipment_doc(struct writing *w, const char **not_needed, struct err *err)
{
    struct fulfillment *f;
    struct shipments list;
    int64_t id;

    if (!folder_shipment_of(w->desk, w->row->record_id, &id, err) ||
        !fulfillment_doc(w, id, true, &f, err) ||
        !shipments_of_order(w->desk, f->order->id, w->arena, &list, err))
        return false;
    for (int i = 0; i < list.n; i++) {
        const struct shipment *s = &list.v[i];

        if (s->id != w->row->record_id)
            continue;
        if (s->status == SHIPMENT_VOIDED)
            *not_needed = _("The shipment was taken back.");
        w->doc.head[HEAD_STATUS] = shipment_status_name((int)s->status);
        w->doc.head[HEAD_CARRIER] = s->carrier;
        w->doc.head[HEAD_SERVICE] = s->service;
        w->doc.head[HEAD_TRACKING] = s->tracking;
    }
    return true;
}

static bool make_doc(struct writing *w, const char **not_needed, struct err *err)
{
    struct fulfillment *f;

    if (strcmp(w->row->record_kind, "order") == 0)
        return order_doc(w, err);
    if (strcmp(w->row->record_kind, "shipment") == 0)
        return shipment_doc(w, not_needed, err);
    if (!fulfillment_doc(w, w->row->record_id, false, &f, err))
        return false;
    if (is_over(w, f))
        *not_needed = _("Nothing of it is to be picked any more.");
    return true;
}

/* Letters, digits and hyphens of a number; the rest could lead out of the folder. */
static const char *plain(const char *text, struct arena *arena)
{
    char *out = arena_strdup(arena, text);

    for (char *c = out; *c != '\0'; c++)
        if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-", *c) == NULL)
            *c = '-';
    return out;
}

bool folder_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                    struct topic_task *out, struct err *err)
{
    struct writing w = { .desk = desk, .arena = arena, .row = row };
    struct job_file *file = arena_new_of(arena, struct job_file);
    const struct json *payload;
    char at[STAMP_TEXT_SIZE];
    struct folder_way way;

    if (!json_parse(row->payload, strlen(row->payload), arena, &payload, err) ||
        !folder_way_load(desk, arena, &way, err))
        return false;
    w.event = json_text(json_get(payload, "event"));
    if (w.event == NULL)
        return err_set(err, ERR_INVALID, _("The job does not say what happened."));
    w.doc.head[HEAD_AT] = arena_strdup(arena, stamp_format(row->created, at));
    if (!make_doc(&w, &out->not_needed, err) ||
        !folder_text(&w.doc, way.is_json, arena, &file->data, &file->len, err))
        return false;
    file->name = arena_printf(arena, "%s_%s_%09lld.%s", plain(w.event, arena),
                              plain(w.number, arena), (long long)row->id,
                              way.is_json ? "json" : "csv");
    file->media_type = way.is_json ? "application/json" : "text/csv";
    out->files = (struct job_files){ file, 1 };
    out->json = "{}";
    return true;
}

const char *folder_try_id(const char *file, int64_t attempt, struct arena *arena)
{
    return arena_printf(arena, "%s.%lld", file, (long long)attempt);
}

/* Names of files end in letters. */
const char *folder_try_file(const char *id, int64_t *attempt, struct arena *arena)
{
    const char *dot = strrchr(id, '.');

    *attempt = 0;
    if (dot == NULL || dot[1] == '\0' || dot[1 + strspn(dot + 1, "0123456789")] != '\0')
        return id;
    *attempt = strtoll(dot + 1, NULL, 10);
    return arena_strndup(arena, id, (size_t)(dot - id));
}

bool folder_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                  struct arena *arena, struct err *err)
{
    struct event_note note = { .kind = "folder.written", .fields = "file" };
    int64_t attempt;

    if (end->state != QUEUE_DONE || end->result->end != JOB_DONE || end->row->order.v == 0 ||
        end->result->remote_id == NULL || end->result->remote_id[0] == '\0')
        return true;
    note.after_json = event_json(
        arena, "file", folder_try_file(end->result->remote_id, &attempt, arena));
    return event_add_order(tx, desk, end->row->order, &note, err);
}
