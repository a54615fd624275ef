/*
 * The dashboard as it is drawn: figures of the day, the work that waits with its age and value, my
 * drafts and views, the hours, what just happened.
 */
#include "tui/home_screen.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"

/* Hours shown beside the queues: from the first with an order, at least these. */
#define HOME_FIRST_HOUR 8
#define HOME_LAST_HOUR  17
/* From so many columns on amounts are written out. */
#define WIDE_COLS 60
/* From so many columns on who is here and what just happened stand beside the hours; from so many
 * rows on who is here is shown at all. */
#define THREE_COLS  150
#define PEOPLE_ROWS 30

int home_first_draft(const struct home *h)
{
    return h->queues.n + (h->pairs > 0);
}

int home_views_shown(const struct home *h)
{
    int above = home_top(h) + 1 + home_first_draft(h) + 2 + (h->drafts.n > 0 ? h->drafts.n : 1) + 2;
    int room = h->s.rows - above;

    return room < 0 ? 0 : room < h->views.n ? room : h->views.n;
}

static void draw_figures(const struct home *h, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    struct desk *desk = h->s.desk;
    const char *cur = desk_company(desk)->currency;
    const struct day_figures *d = &h->day;
    int64_t average = d->orders > 0 ? round_div(d->base_total_minor, d->orders, ROUND_HALF_UP) : 0;
    int col = canvas_printf(c, 0, 1, STYLE_STRONG, _("Today  orders %d   value %s %s   avg %s"),
                            d->orders, text_money(desk, tmp, d->base_total_minor, cur), cur,
                            text_money(desk, tmp, average, cur));

    col += 4;
    if (h->queues.late > 0)
        col += canvas_printf(c, 0, col, STYLE_WARN, _("late %d!"), h->queues.late) + 2;
    if (h->queues.on_hold > 0)
        col += canvas_printf(c, 0, col, STYLE_WARN, _("hold %d!"), h->queues.on_hold) + 2;
    if (h->queues.backordered > 0)
        canvas_printf(c, 0, col, STYLE_WARN, _("short %d!"), h->queues.backordered);
}

/* A row of the left side. */
struct home_row {
    const char *text, *count, *age, *value;
    bool is_alarm;
};

/* Where the columns behind the text begin; they end four before the edge, for the alarm. */
struct home_columns {
    int count, age, value, value_width;
};
#define COUNT_WIDTH 5
#define AGE_WIDTH   6

static struct home_columns columns_of(const struct canvas *c)
{
    struct home_columns at = { .value_width = c->cols < WIDE_COLS ? 6 : 14 };

    at.value = c->cols - 3 - at.value_width;
    at.age = at.value - AGE_WIDTH - 1;
    at.count = at.age - COUNT_WIDTH - 1;
    return at;
}

/* The cursor stands on the selected one. What has no count has the room for its text. */
static void draw_row(const struct home *h, struct canvas *c, int row, int index,
                     const struct home_row *r)
{
    const struct home_columns at = columns_of(c);
    bool is_selected = h->selected == index;
    enum style style = is_selected ? STYLE_SELECT : r->is_alarm ? STYLE_WARN : STYLE_TEXT;
    int end = r->count[0] != '\0' ? at.count + COUNT_WIDTH - (int)strlen(r->count)
                                  : c->cols - 3 - (int)strlen(r->value);

    canvas_hit_row(c, row, index - h->selected);
    if (is_selected) {
        canvas_fill(c, row, 0, c->cols, ' ', style);
        canvas_text(c, row, 1, 1, style, ">");
    }
    canvas_text(c, row, 2, end - 3, style, r->text);
    canvas_text_right(c, row, at.count, COUNT_WIDTH, style, r->count);
    canvas_text_right(c, row, at.age, AGE_WIDTH, style, r->age);
    canvas_text_right(c, row, at.value - 8, at.value_width + 8, style, r->value);
    if (r->is_alarm)
        canvas_text(c, row, c->cols - 2, 1, style, "!");
    if (is_selected)
        canvas_cursor(c, row, 1);
}

/* How many, since when the oldest waits, what they are worth. */
static void draw_queue(const struct home *h, struct canvas *c, int row, int index)
{
    OD_ARENA *tmp = arena_new();
    const struct queue *q = &h->queues.v[index];
    const char *cur = desk_company(h->s.desk)->currency;
    struct home_row r = { .is_alarm = q->is_alarm && q->count > 0, .age = "", .value = "" };

    r.text = arena_printf(tmp, "%d %s", index + 1, _(q->label));
    r.count = arena_printf(tmp, "%d", q->count);
    if (q->count > 0)
        r.age = text_age(h->s.desk, tmp, q->since);
    if (q->count > 0 && q->base_total_minor > 0)
        r.value = c->cols < WIDE_COLS ? text_money_short(tmp, q->base_total_minor, cur)
                                      : text_money(h->s.desk, tmp, q->base_total_minor, cur);
    draw_row(h, c, row, index, &r);
}

static void draw_queues(const struct home *h, struct canvas *c)
{
    const struct home_columns at = columns_of(c);

    canvas_text(c, 0, 1, at.age - 1, STYLE_HEAD, _("Work waiting"));
    canvas_text_right(c, 0, at.age, AGE_WIDTH, STYLE_HEAD, _("oldest"));
    canvas_text_right(c, 0, at.value, at.value_width, STYLE_HEAD,
                      desk_company(h->s.desk)->currency);
    for (int i = 0; i < h->queues.n; i++)
        draw_queue(h, c, i + 1, i);
}

static int draw_drafts(const struct home *h, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    struct desk *desk = h->s.desk;

    canvas_text(c, row++, 1, -1, STYLE_HEAD, _("My drafts"));
    if (h->drafts.n == 0)
        canvas_text(c, row++, 2, -1, STYLE_DIM, _("none"));
    for (int i = 0; i < h->drafts.n; i++) {
        const struct draft *d = &h->drafts.v[i];
        const char *name = d->customer_name[0] != '\0' ? d->customer_name : _("(no customer)");
        struct home_row r = { .count = "", .age = "" };

        r.text = arena_printf(tmp, "%c %-6s D%lld %s", 'a' + i, text_when(desk, tmp, d->updated),
                              (long long)d->id.v, name);
        r.value = text_money(desk, tmp, d->total.minor, d->total.cur);
        draw_row(h, c, row++, home_first_draft(h) + i, &r);
    }
    return row;
}

/* Their numbers go on where those of the queues end. */
static void draw_views(const struct home *h, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    int n = home_views_shown(h);

    if (n > 0)
        canvas_text(c, row++, 1, -1, STYLE_HEAD, _("My views"));
    for (int i = 0; i < n; i++) {
        const struct home_view *v = &h->views.v[i];
        struct home_row r = { .count = home_view_count(v, tmp), .age = "", .value = "" };

        r.text = arena_printf(tmp, "%d %s", home_first_draft(h) + 1 + i, v->name);
        draw_row(h, c, row++, home_first_draft(h) + h->drafts.n + i, &r);
    }
}

/* Gives the first row that is free. */
static int draw_work(const struct home *h, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    int row = home_first_draft(h) + 2;

    draw_queues(h, c);
    if (h->pairs > 0) {
        struct home_row r = { .count = arena_printf(tmp, "%d", h->pairs), .age = "", .value = "" };

        r.text = arena_printf(tmp, "%d %s", h->queues.n + 1, _("Double customers?"));
        draw_row(h, c, h->queues.n + 1, h->queues.n, &r);
    }
    row = draw_drafts(h, c, row) + 1;
    draw_views(h, c, row);
    return row + (home_views_shown(h) > 0 ? home_views_shown(h) + 2 : 0);
}

static int draw_hours(const struct home *h, struct canvas *c)
{
    int most = 1, first = HOME_FIRST_HOUR, last = HOME_LAST_HOUR, row = 0;
    int room = c->cols - 12, rows = c->rows / 2 - 1, busy = HOME_FIRST_HOUR;

    for (int i = 0; i < 24; i++) {
        if (h->day.hours[i].orders == 0)
            continue;
        if (i < first)
            first = i;
        if (i > last)
            last = i;
        busy = i;
        if (h->day.hours[i].orders > most)
            most = h->day.hours[i].orders;
    }
    canvas_text(c, row++, 1, -1, STYLE_HEAD, _("Orders per hour"));
    if (last > first + rows - 1) /* the latest with orders is seen, then the earliest */
        last = busy > first + rows - 1 ? busy : first + rows - 1;
    if (first < last - rows + 1)
        first = last - rows + 1;
    for (int i = first; i <= last; i++) {
        int orders = h->day.hours[i].orders;
        int bar = room > 0 ? orders * room / most : 0;

        canvas_printf(c, row, 1, STYLE_TEXT, "%02d", i);
        canvas_fill(c, row, 4, bar, '#', STYLE_TEXT);
        if (orders > 0)
            canvas_printf(c, row, 5 + bar, STYLE_TEXT, "%d", orders);
        row++;
    }
    return row;
}

static void draw_recent(const struct home *h, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();

    canvas_text(c, 0, 1, -1, STYLE_HEAD, _("Just now"));
    if (h->recents.n == 0)
        canvas_text(c, 1, 2, -1, STYLE_DIM, _("nothing yet"));
    for (int i = 0; i < h->recents.n && i + 1 < c->rows; i++) {
        const struct recent *r = &h->recents.v[i];

        canvas_text(c, i + 1, 2, 6, STYLE_TEXT, text_when(h->s.desk, tmp, r->at));
        canvas_text(c, i + 1, 9, 6, STYLE_TEXT, r->number);
        canvas_text(c, i + 1, 16, 10, STYLE_TEXT, event_words(r->kind));
        canvas_text(c, i + 1, 27, -1, STYLE_TEXT, r->customer_name);
    }
}

int home_top(const struct home *h)
{
    return (app_a11y(h->s.app) ? 3 : 2) + h->backups.is_late;
}

/* Where there is something to say: a desk without copies is one disk away from nothing. */
static void draw_backups(const struct home *h, struct canvas *c, int row)
{
    int days = h->backups.days;

    if (!h->backups.is_late)
        return;
    canvas_printf(c, row, 1, STYLE_WARN,
                  ngettext("! no backup for %d day: orderdesk backup --rotate FOLDER makes one",
                           "! no backup for %d days: orderdesk backup --rotate FOLDER makes one",
                           (unsigned long)days),
                  days);
}

/* For a screen reader one below the other, without bars and without a pane beside it. */
static void draw_stacked(const struct home *h, struct canvas *c)
{
    struct canvas below;
    int row = home_top(h);

    home_draw_month(h, c, row - h->backups.is_late - 1);
    below = canvas_view(c, row, 0, -1, -1);
    row = draw_work(h, &below);
    row += home_draw_people(h, &below, row);
    below = canvas_view(&below, row, 0, -1, -1);
    draw_recent(h, &below);
}

/* The part of c from a column on, behind a line. */
static struct canvas behind_line(struct canvas *c, int top, int col, int cols)
{
    struct canvas part = canvas_view(c, top, col, -1, cols);

    canvas_vline(&part, 0, STYLE_DIM);
    return canvas_view(&part, 0, 1, -1, -1);
}

/* Beside the queues: hours and days, and below them or, where there is room, beside them who is
 * here and what just happened. */
static void draw_beside(const struct home *h, struct canvas *c, int top, int col)
{
    bool is_third = c->cols >= THREE_COLS;
    int width = is_third ? (c->cols - col) / 2 : c->cols - col;
    struct canvas days = behind_line(c, top, col, width), happened;
    int row = draw_hours(h, &days);

    row += home_draw_month(h, &days, row);
    if (is_third) {
        happened = behind_line(c, top, col + width, -1);
        row = 0;
    } else {
        happened = days;
    }
    if (c->rows >= PEOPLE_ROWS)
        row += home_draw_people(h, &happened, row);
    happened = canvas_view(&happened, row, 0, -1, -1);
    draw_recent(h, &happened);
}

void home_draw(const struct screen *s, struct canvas *c)
{
    const struct home *h = (const struct home *)s;
    int wider = c->cols < 100 ? 4 : 0; /* the queues need it more than the hours */
    int top = home_top(h), queues = c->cols;
    struct canvas left;

    draw_figures(h, c);
    home_draw_past(h, c, 1);
    draw_backups(h, c, top - 1);
    if (app_a11y(s->app)) {
        draw_stacked(h, c);
        return;
    }
    if (c->cols >= THREE_COLS)
        queues = c->cols * 2 / 5;
    else if (c->cols >= 72)
        queues = c->cols / 2 + wider;
    left = canvas_view(c, top, 0, -1, queues);
    draw_work(h, &left);
    if (queues < c->cols)
        draw_beside(h, c, top, queues);
}
