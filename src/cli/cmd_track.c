/*
 * Commands of tracking: where parcels are, what their carriers said, asking again, and writing
 * down what was told some other way.
 */
#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "domain/flow/shipment.h"
#include "domain/outside/track.h"

static const struct verb_option list_options[] = {
    { "show", "open|quiet|trouble|lost", VERB_OPTIONAL,
      N_("Which: those under way (open), without news for the days of the setting"
         " track.quiet_days (quiet), with an exception (trouble), lost by the carrier (lost).") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option add_options[] = {
    { "status", "STATUS", VERB_REQUIRED,
      N_("none, label_created, in_transit, out_for_delivery, pickup_ready, delivered, exception,"
         " returned, lost or canceled.") },
    { "at", "TIME", VERB_OPTIONAL, N_("When it was, like 2026-11-24T14:30Z; else now.") },
    { "message", "TEXT", VERB_OPTIONAL, N_("What the carrier said.") },
    { "place", "TEXT", VERB_OPTIONAL, N_("Where it was.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static const struct out_column track_columns[] = {
    { "tracking", N_("Tracking number"), OUT_TEXT },
    { "status", N_("Parcel"), OUT_TEXT },
    { "moved", N_("Last news"), OUT_TEXT },
    { "order", N_("Order"), OUT_TEXT },
    { "customer", N_("Customer"), OUT_TEXT },
    { "fulfillment", N_("Fulfillment"), OUT_TEXT },
    { "carrier", N_("Carrier"), OUT_TEXT },
    { "shipment", N_("Shipment"), OUT_TEXT },
    { "signed_by", N_("Signed by"), OUT_TEXT },
    { "asked", N_("Asked at"), OUT_TEXT },
    { "next", N_("Asked again"), OUT_TEXT },
    { "due", N_("There on"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};
static const struct out_column event_columns[] = {
    { "at", N_("When"), OUT_TEXT },
    { "status", N_("Parcel"), OUT_TEXT },
    { "word", N_("Their word"), OUT_TEXT },
    { "message", N_("Message"), OUT_TEXT },
    { "place", N_("Where"), OUT_TEXT },
    { "tracking", N_("Tracking number"), OUT_TEXT },
    { "source", N_("From"), OUT_TEXT },
    { "by", N_("By"), OUT_TEXT },
    { "came", N_("Came"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static const char *status_text(const struct cli *c, enum track_status status)
{
    return out_form(c->out) == OUT_TABLE ? track_status_words(status)
                                         : track_status_name((int)status);
}

static void put_tracks(struct cli *c, const struct tracks *all)
{
    out_list_begin(c->out, NULL, track_columns);
    for (int i = 0; i < all->n; i++) {
        const struct track *t = &all->v[i];
        enum shipment_status shipment = (enum shipment_status)t->shipment_status;

        out_cell(c->out, t->tracking);
        out_cell(c->out, status_text(c, t->status));
        out_cell_stamp(c->out, t->moved);
        out_cell(c->out, t->order_number);
        out_cell(c->out, t->customer_name);
        out_cell(c->out, t->fulfillment_number);
        out_cell(c->out, t->shipper);
        out_cell(c->out, out_form(c->out) == OUT_TABLE ? shipment_status_words(shipment)
                                                       : shipment_status_name((int)shipment));
        out_cell(c->out, t->signed_by);
        out_cell(c->out, t->provider);
        out_cell_stamp(c->out, (struct stamp){ t->next_ms > 0 ? t->next_ms : 0 });
        out_cell_date(c->out, t->due);
    }
    out_list_end(c->out);
}

static bool run_list(struct cli *c, struct err *err)
{
    static const char *const names[] = { "open", "quiet", "trouble", "lost" };
    const char *show = verb_opt(c, "show");
    struct tracks all;
    struct order *order;
    int found = show == NULL ? TRACKS_OPEN : -1;

    for (size_t i = 0; show != NULL && i < OD_LEN(names); i++)
        if (strcmp(show, names[i]) == 0)
            found = (int)i;
    if (found < 0)
        return err_field(err, ERR_INVALID, "show",
                         _("--show is open, quiet, trouble or lost."));
    if (verb_arg(c, 0) != NULL) {
        if (!find_order(c, verb_arg(c, 0), &order, err) ||
            !tracks_of_order(c->desk, order->id, c->arena, &all, err))
            return false;
    } else if (!tracks_load(c->desk, (enum track_show)found, INT_MAX, c->arena, &all, err)) {
        return false;
    }
    put_tracks(c, &all);
    return true;
}

static bool put_events(struct cli *c, const char *number, struct err *err)
{
    struct tracks all;

    if (!tracks_of_number(c->desk, number, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, event_columns);
    for (int i = 0; i < all.n; i++) {
        struct track_events events;

        if (!track_events_load(c->desk, all.v[i].id, INT_MAX, c->arena, &events, err))
            return false;
        for (int k = 0; k < events.n; k++) {
            const struct track_event *e = &events.v[k];

            out_cell_stamp(c->out, e->at);
            out_cell(c->out, status_text(c, e->status));
            out_cell(c->out, e->raw);
            out_cell(c->out, e->message);
            out_cell(c->out, track_place(e, c->arena));
            out_cell(c->out, all.v[i].tracking);
            out_cell(c->out, e->provider);
            out_cell(c->out, e->by);
            out_cell_stamp(c->out, e->came);
        }
    }
    out_list_end(c->out);
    return true;
}

static bool run_show(struct cli *c, struct err *err)
{
    return put_events(c, verb_arg(c, 0), err);
}

static bool run_poll(struct cli *c, struct err *err)
{
    if (!track_poll(c->desk, verb_arg(c, 0), err))
        return false;
    cli_note(c, arena_printf(c->arena, _("The worker asks after %s."), verb_arg(c, 0)));
    return true;
}

static bool run_add(struct cli *c, struct err *err)
{
    const char *at = verb_opt(c, "at");
    struct track_new in = { .number = verb_arg(c, 0),
                            .message = verb_opt(c, "message"),
                            .place = verb_opt(c, "place") };

    if (!track_status_find(verb_opt(c, "status"), &in.status, err))
        return false;
    if (at != NULL && !stamp_parse(at, &in.at, err))
        return err_at(err, "at");
    return track_add(c->desk, &in, err) && put_events(c, in.number, err);
}

const struct verb verbs_track[] = {
    { "track", "list", "[N]", list_options, VERB_DESK, run_list,
      N_("List the parcels that carriers are asked after, or those of an order."), NULL },
    { "track", "show", "NUMBER", NULL, VERB_DESK, run_show,
      N_("List what the carrier said of a parcel, by its number or that of its fulfillment."),
      NULL },
    { "track", "poll", "NUMBER", NULL, VERB_DESK, run_poll,
      N_("Have the carrier asked after a parcel at the worker's next turn."), NULL },
    { "track", "add", "NUMBER", add_options, VERB_DESK, run_add,
      N_("Write down what the carrier of a parcel said some other way."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
