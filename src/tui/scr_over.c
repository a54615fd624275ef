/*
 * Where more is promised than is there: the lines that would lose it, least urgent first. F10 takes
 * it from them.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/backorder.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/screens.h"

struct ov {
    struct screen s;
    struct list list;
    struct holders rows; /* in s.data */
};

static struct ov *ov_self(struct screen *s)
{
    return (struct ov *)s;
}

static const struct list_column columns[] = {
    { N_("Item"), 14, 9, 0, false, false },       { N_("Site"), 8, 6, 0, false, false },
    { N_("Order"), 8, 7, 0, false, false },       { N_("Ln"), 3, 3, 2, true, false },
    { N_("Customer"), 26, 8, 0, false, true },    { N_("Has"), 9, 7, 0, true, false },
    { N_("Would lose"), 10, 10, 0, true, false }, { N_("Promised"), 10, 8, 0, false, false },
    { N_("Pri"), 3, 3, 1, true, false },          { 0 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };

static bool refresh(struct screen *s, struct err *err)
{
    struct ov *ov = ov_self(s);
    struct arena *a = s->data;
    struct holders now;
    struct list_row *rows;

    if (!holders_over(s->desk, a, &now, err))
        return false;
    ov->rows = now;
    rows = arena_array(a, now.n + 1, struct list_row);
    for (int i = 0; i < now.n; i++) {
        const struct holder *h = &now.v[i];
        const char **cells = arena_array(a, COLUMNS, const char *);

        cells[0] = h->sku;
        cells[1] = h->site_code;
        cells[2] = h->number;
        cells[3] = arena_printf(a, "%d", h->line_no);
        cells[4] = h->customer_name;
        cells[5] = text_qty(s->desk, a, h->qty);
        cells[6] = text_qty(s->desk, a, h->over);
        cells[7] = date_is_set(h->promised) ? text_date(s->desk, a, h->promised) : "?";
        cells[8] = h->priority > 0 ? arena_printf(a, "%d", h->priority) : "";
        rows[i] = (struct list_row){ .id = i + 1, .cells = cells };
    }
    list_set_rows(&ov->list, rows, now.n);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct ov *ov = ov_self(s);

    (void)arg;
    (void)err;
    list_init(&ov->list, s->app, columns, NULL, NULL);
    ov->list.empty = _("Nowhere is more promised than is there, but for what is being picked.");
    s->hint = _("Enter opens the order; F10 takes from all of these what is not there.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    list_draw(&((const struct ov *)s)->list, c, true);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&ov_self(s)->list, rows);
}

static const struct holder *selected(const struct ov *ov)
{
    int64_t id = list_selected(&ov->list);

    return id > 0 && id <= ov->rows.n ? &ov->rows.v[id - 1] : NULL;
}

static bool need_row(const struct screen *s, struct err *why)
{
    return selected((const struct ov *)s) != NULL ||
           err_set(why, ERR_STATE, _("Nothing is selected."));
}

static bool run_holders(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_holders, &selected(ov_self(s))->item, err);
}

static bool reason_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    int lines;

    if (!holders_over_solve(s->desk, (struct reason_id){ r->id }, &lines, err))
        return false;
    app_say(s->app,
            ngettext("%d line lost what is not there, and waits for stock.",
                     "%d lines lost what is not there, and wait for stock.", (unsigned long)lines),
            lines);
    return screen_refresh(s, err);
}

static bool run_solve(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Why is it taken from these orders?") };

    if (!desk_may(s->desk, "order.reallocate", err) ||
        !dialog_reasons(s, "reallocate", tmp, &dialog, err))
        return false;
    dialog_choose(s, &dialog, reason_given);
    return true;
}

static bool key(struct screen *s, struct key k)
{
    struct err err = ERR_INIT;

    if (key_is(k, K_ENTER)) {
        if (!need_row(s, &err) || !app_push(s->app, &scr_order, &selected(ov_self(s))->order, &err))
            app_error(s->app, &err);
        return true;
    }
    return list_key(&ov_self(s)->list, k);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _(
        "A count, or goods that were damaged, left less than orders were promised. These lines "
        "would lose it: the lowest priority first, then the latest promise. What is being "
        "picked stays.");
}

static void close_screen(struct screen *s)
{
    list_close(&ov_self(s)->list);
}

static const struct command commands[] = {
    { "over.holders", "F7 w", N_("Who has it"), N_("Which orders have this item's stock."),
      need_row, run_holders },
    { "over.solve", "F10 C-o", N_("Take it"),
      N_("Take from these lines what is not there, with a reason; they wait for stock then."),
      need_row, run_solve },
    { 0 },
};

const struct screen_ops scr_over = {
    .name = "over",
    .code = "OV",
    .title = N_("Promised, not there"),
    .size = sizeof(struct ov),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = resize,
    .help = help,
    .close = close_screen,
};
