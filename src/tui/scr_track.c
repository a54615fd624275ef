/*
 * What the carrier of one parcel said, newest first. F6 writes down what it said some other way.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct said {
    struct listing l;
    int64_t id;
    struct track *track;         /* these two in s.data */
    struct track_events events;
    enum track_status asked;     /* that was chosen, while its words are asked for */
};

static struct said *self(struct screen *s)
{
    return (struct said *)s;
}

static const struct list_column columns[] = {
    { N_("When"), 16, 12, 0, false, false },
    { N_("Parcel"), 21, 12, 0, false, false },
    { N_("Message"), 24, 10, 0, false, true },
    { N_("Where"), 20, 8, 1, false, false },
    { N_("From"), 10, 8, 2, false, false },
    { N_("Came"), 16, 12, 3, false, false },
    { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct track_event *e = &self(s)->events.v[at];

    cells[0] = text_stamp(s->desk, s->data, e->at);
    cells[1] = e->status == TRACK_UNKNOWN && e->raw[0] != '\0' ? e->raw
                                                               : track_status_words(e->status);
    cells[2] = e->message;
    cells[3] = track_place(e, s->data);
    cells[4] = e->provider[0] != '\0' ? e->provider : e->by;
    cells[5] = text_stamp(s->desk, s->data, e->came);
    row->id = e->id;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct said *said = self(s);
    struct track_events events;
    struct track *t;

    if (!track_load(s->desk, said->id, s->data, &t, err) ||
        !track_events_load(s->desk, said->id, listing_max(s, LIMIT_PAGE_ROWS), s->data, &events,
                           err))
        return false;
    said->track = t;
    said->events = events;
    s->title = arena_printf(s->data, _("Parcel %s"),
                            t->tracking[0] != '\0' ? t->tracking : t->fulfillment_number);
    listing_show(s, events.n, put_row);
    return true;
}

/* Behind an event is the order. */
static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_order, &self(s)->track->order, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct said *said = self(s);

    (void)err;
    said->id = *(const int64_t *)arg;
    said->l.head_rows = 2;
    listing_begin(s, columns, open_row);
    said->l.list.empty = _("The carrier said nothing yet.");
    s->hint = _("F6 writes down what the carrier said, F10 has it asked, Enter opens the order.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    const struct said *said = (const struct said *)s;
    const struct track *t = said->track;
    const char *next =
        t->next_ms > 0 ? arena_printf(tmp, _("   Asked again %s"),
                                      text_stamp(s->desk, tmp, (struct stamp){ t->next_ms }))
        : t->next_ms < 0 ? _("   Is being asked")
                         : "";
    const char *by = t->signed_by[0] != '\0' ? arena_printf(tmp, _("   Signed by %s"), t->signed_by)
                                             : "";

    const char *due =
        date_is_set(t->due) && t->is_open
            ? arena_printf(tmp, _("   There on %s"), text_date(s->desk, tmp, t->due))
            : "";

    canvas_printf(c, 0, 1, STYLE_TEXT, _("%s   Order %s   %s   Left %s%s%s%s"),
                  track_status_words(t->status), t->order_number, t->customer_name,
                  text_stamp(s->desk, tmp, t->shipped), due, by, next);
    listing_draw_rows(&said->l, c);
}

/* --- writing down ----------------------------------------------------------------------------- */

static bool may_write(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "shipment.track", why);
}

/* By the number, or where it has none by the fulfillment. */
static const char *number_of(const struct track *t)
{
    return t->tracking[0] != '\0' ? t->tracking : t->fulfillment_number;
}

static bool words_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct said *said = self(s);
    const struct track_new in = { .number = number_of(said->track),
                                  .status = said->asked,
                                  .message = r->text };

    return track_add(s->desk, &in, err) && screen_refresh(s, err);
}

static bool status_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct dialog dialog = { .title = track_status_words((enum track_status)r->id),
                             .label = _("What the carrier said") };

    (void)err;
    self(s)->asked = (enum track_status)r->id;
    dialog_ask(s, &dialog, words_given);
    return true;
}

static bool run_add(struct screen *s, struct err *err)
{
    struct dialog_choice choices[TRACK_CANCELED];
    struct dialog dialog = { .title = _("What does the carrier say?"), .choices = choices };

    (void)err;
    for (int status = TRACK_LABEL_CREATED; status <= TRACK_CANCELED; status++)
        choices[dialog.n++] = (struct dialog_choice){
            .label = track_status_words((enum track_status)status), .id = status
        };
    dialog_choose(s, &dialog, status_chosen);
    return true;
}

static bool run_ask(struct screen *s, struct err *err)
{
    const char *number = number_of(self(s)->track);

    if (!track_poll(s->desk, number, err))
        return false;
    app_say(s->app, _("The worker asks after %s."), number);
    return screen_refresh(s, err);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Every event as its carrier told it, by its own time. Events come late and out of "
             "order; the newest one says where the parcel is.");
}

static const struct command commands[] = {
    { "track.add", "F6 C-n n", N_("Event"), N_("Write down what the carrier said some other way."),
      may_write, run_add },
    { "track.ask", "F10 C-o a", N_("Ask"), N_("Have the carrier asked after it now."), may_write,
      run_ask },
    { 0 },
};

const struct screen_ops scr_track = {
    .name = "track",
    .code = "",
    .title = N_("Parcel"),
    .size = sizeof(struct said),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
