/*
 * Help, all of it: the keys of every screen, the keys everywhere, the codes, the entry grammar and
 * the words of the query bar.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "tui/app.h"
#include "tui/list_file.h"
#include "tui/screens.h"
#include "tui/textview.h"

#define HELP_MAX_BYTES 32000

struct help {
    struct screen s;
    struct textview view;
};

static const struct screen_ops *const screens[] = { &scr_home,  &scr_browse,   &scr_order_edit,
                                                    &scr_order, &scr_change,   &scr_customer,
                                                    &scr_item,  &scr_prices,   &scr_price,
                                                    &scr_record, &scr_action,   &scr_to_fix,
                                                    &scr_import };

static void add_table(const struct screen *s, struct strbuf *b, const struct command *table)
{
    for (; table != NULL && table->name != NULL; table++) {
        const char *keys = command_keys_text(table, app_key_map(s->app), s->arena);

        strbuf_addf(b, "%-14s %-12s %s\n", keys[0] != '\0' ? keys : "-", _(table->label),
                    _(table->help));
    }
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct help *h = (struct help *)s;
    struct strbuf b;

    (void)arg;
    (void)err;
    strbuf_init(&b, s->arena, HELP_MAX_BYTES);
    strbuf_addf(
        &b, "# %s\n%s\n\n", _("Taking an order"),
        /* xgettext:no-c-format */
        _("F6. Some letters of the customer, Enter. Item, Enter, quantity, Enter; and so on. "
          "Enter on the empty line, Enter to take it. A whole line goes in one field: "
          "4711 12 @3.20 -5% or 4711*12. \"..\" repeats the customer's last order."));
    strbuf_addf(
        &b, "# %s\n%s\n\n", _("Codes"),
        _("F9, or a dot in an empty first field: .db dashboard, .oe new order, .fi find, .od "
          "orders, .cu customers, .pr products, .pl price lists, .cg groups of customers, .xr "
          "exchange rates, .me ship methods, .cr carriers, .dr drafts, .msg messages. A number "
          "and Enter opens that order."));
    strbuf_addf(&b, "# %s\n%s\n\n", _("Finding"),
                _("Words begin words of the record; accents and case do not matter. Fields: "
                  "status: customer: sku: channel: po: number: date:FROM..TO total>N. In front: o: "
                  "orders, c: customers, p: products."));
    strbuf_addf(&b, "# %s\n", _("Keys everywhere"));
    add_table(s, &b, app_commands());
    strbuf_addf(&b, "\n# %s\n", _("Keys of lists"));
    add_table(s, &b, list_commands());
    for (size_t i = 0; i < OD_LEN(screens); i++) {
        strbuf_addf(&b, "\n# %s %s\n", screens[i]->code, _(screens[i]->title));
        add_table(s, &b, screens[i]->commands);
    }
    textview_init(&h->view);
    textview_set(&h->view, b.s);
    s->hint = _("Esc goes back.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    textview_draw(&((const struct help *)s)->view, c);
    canvas_cursor(c, 0, 0);
}

static bool key(struct screen *s, struct key k)
{
    return textview_key(&((struct help *)s)->view, k);
}

static void resize(struct screen *s, int rows, int cols)
{
    textview_resize(&((struct help *)s)->view, rows, cols);
}

static void close_screen(struct screen *s)
{
    textview_close(&((struct help *)s)->view);
}

const struct screen_ops scr_help = {
    .name = "help",
    .code = "",
    .title = N_("Help"),
    .size = sizeof(struct help),
    .enter = enter,
    .draw = draw,
    .key = key,
    .resize = resize,
    .close = close_screen,
};
