/*
 * TF, to fix: the codes of channels that imported orders came with and no item is known for. Enter
 * on one, an item, Enter: every line that waits for the code is mended.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "domain/intake/to_fix.h"
#include "tui/app.h"
#include "tui/form.h"
#include "tui/list.h"
#include "tui/listing.h"
#include "tui/screens.h"

/* The item field and a blank row. */
#define TF_HEAD_ROWS 2

struct tf {
    struct screen s;
    struct form form;
    struct list list;
    bool is_asking;            /* the cursor is in the item field */
    struct unmapped asked;     /* for this code, in s.arena */
    struct unmapped_list open; /* in s.data */
};

static struct tf *tf_self(struct screen *s)
{
    return (struct tf *)s;
}

static const struct list_column columns[] = {
    { N_("Channel"), 10, 6, 0, false, false },
    { N_("Its code"), 18, 10, 0, false, false },
    { N_("Description"), 20, 10, 0, false, true },
    { N_("Lines"), 6, 5, 0, true, false },
    { N_("Orders"), 8, 6, 1, true, false },
    { N_("Newest"), 9, 7, 2, false, false },
    { 0 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };

/* --- the item field --------------------------------------------------------------------------- */

static bool find_item(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                      struct err *err)
{
    struct tf *tf = ctx;
    struct item_rows rows;

    if (text[0] == '\0')
        return true;
    if (!lookup_items(tf->s.desk, text, LOOKUP_ROWS + 1, arena, &rows, err))
        return false;
    out->is_more = rows.n > LOOKUP_ROWS;
    for (int i = 0; i < rows.n && i < LOOKUP_ROWS; i++) {
        struct lookup_row *to = vec_push(arena, out);

        to->id = rows.v[i].id.v;
        to->value = rows.v[i].sku;
        to->detail = rows.v[i].description;
        to->note = arena_printf(arena, _("%s free"), text_qty(tf->s.desk, arena, rows.v[i].free));
    }
    return true;
}

/* A code that was typed whole and is no SKU: a barcode. */
static bool item_left(void *ctx, struct form *f, int field, struct err *err)
{
    struct tf *tf = ctx;
    OD_ARENA *tmp = arena_new();
    struct item *item;

    if (form_id(f, field) != 0)
        return true;
    if (!item_find(tf->s.desk, form_text(f, field), (struct channel_id){ 0 }, tmp, &item, err))
        return false;
    if (item == NULL)
        return err_field(err, ERR_NOT_FOUND, "item",
                         _("There is no such item. Some letters of it "
                           "list what fits."));
    form_set_id(f, field, item->id.v);
    return true;
}

static const struct form_field fields[] = {
    { "item", N_("Item"), FORM_LOOKUP, 24, 0,
      N_("Which item of the desk the channel's code means: its SKU, a barcode, or some letters of "
         "its description. It is remembered for what comes later."),
      NULL, find_item },
    { 0 },
};
static const struct form_ops form_ops = { .left = item_left };

/* --- reading ---------------------------------------------------------------------------------- */

/* A code keeps its row while others come and go. */
static int64_t row_id(const struct unmapped *u)
{
    return listing_id_of(u->channel.v, u->sku);
}

static void show_rows(struct tf *tf)
{
    struct arena *a = tf->s.data;
    struct list_row *rows = arena_array(a, tf->open.n + 1, struct list_row);

    for (int i = 0; i < tf->open.n; i++) {
        const struct unmapped *u = &tf->open.v[i];
        const char **cells = arena_array(a, COLUMNS, const char *);

        cells[0] = u->channel_code;
        cells[1] = u->sku;
        cells[2] = u->description;
        cells[3] = arena_printf(a, "%lld", (long long)u->lines);
        cells[4] = arena_printf(a, "%lld", (long long)u->orders);
        cells[5] = u->newest_number;
        rows[i].id = row_id(u);
        rows[i].cells = cells;
    }
    list_set_rows(&tf->list, rows, tf->open.n);
}

static bool refresh(struct screen *s, struct err *err)
{
    struct tf *tf = tf_self(s);
    struct unmapped_list open;

    if (!unmapped_load(s->desk, listing_max(s, LIMIT_PAGE_ROWS), s->data, &open, err))
        return false;
    tf->open = open;
    show_rows(tf);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct tf *tf = tf_self(s);

    (void)arg;
    (void)err;
    form_init(&tf->form, s->app, s->arena, fields, &form_ops, tf);
    list_init(&tf->list, s->app, columns, NULL, NULL);
    tf->list.empty = _("Every imported line has its item.");
    s->hint = _("Enter says which item a code means; Esc goes back.");
    return true;
}

static const struct unmapped *selected(const struct tf *tf)
{
    int64_t id = list_selected(&tf->list);

    for (int i = 0; i < tf->open.n; i++)
        if (row_id(&tf->open.v[i]) == id)
            return &tf->open.v[i];
    return NULL;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void draw(const struct screen *s, struct canvas *c)
{
    const struct tf *tf = (const struct tf *)s;
    struct canvas body = canvas_view(c, TF_HEAD_ROWS, 0, -1, -1);
    struct canvas head = canvas_view(c, 0, 1, -1, -1);

    list_draw(&tf->list, &body, !tf->is_asking);
    if (tf->is_asking)
        form_draw(&tf->form, &head, true);
    else
        canvas_text(&head, 0, 0, -1, STYLE_TEXT,
                    _("Codes of channels that no item is known for. Their orders are on hold."));
}

static void resize(struct screen *s, int rows, int cols)
{
    struct tf *tf = tf_self(s);

    (void)form_layout(&tf->form, cols - 2);
    list_resize(&tf->list, rows - TF_HEAD_ROWS);
}

/* --- keys ------------------------------------------------------------------------------------- */

static bool run_map(struct screen *s, struct err *err)
{
    struct tf *tf = tf_self(s);
    const struct unmapped *u = selected(tf);

    if (u == NULL)
        return err_set(err, ERR_STATE, _("There is nothing to fix."));
    tf->asked = (struct unmapped){ .channel = u->channel,
                                   .channel_code = arena_strdup(s->arena, u->channel_code),
                                   .sku = arena_strdup(s->arena, u->sku) };
    form_set(&tf->form, 0, "");
    form_set_id(&tf->form, 0, 0);
    form_set_label(
        &tf->form, 0,
        arena_printf(s->data, _("%s at %s is our item"), tf->asked.sku, tf->asked.channel_code));
    form_accept(&tf->form);
    form_focus(&tf->form, 0);
    resize(s, s->rows, s->cols);
    tf->is_asking = true;
    return true;
}

static bool map(struct tf *tf, struct err *err)
{
    struct item_id item = { form_id(&tf->form, 0) };
    struct mapped_counts done;

    if (item.v == 0)
        return err_field(err, ERR_INVALID, "item", _("Choose an item."));
    if (!channel_sku_map(tf->s.desk, tf->asked.channel, tf->asked.sku, item, &done, err))
        return false;
    tf->is_asking = false;
    app_say(tf->s.app,
            ngettext("%s is known now: %d line mended, %d holds ended.",
                     "%s is known now: %d lines mended, %d holds ended.",
                     (unsigned long)done.lines),
            tf->asked.sku, done.lines, done.released);
    return screen_refresh(&tf->s, err);
}

static bool form_takes(struct tf *tf, struct key k)
{
    struct err err = ERR_INIT;

    if (key_is(k, K_ESC) && !tf->form.slots[0].lookup.is_open) {
        tf->is_asking = false;
        return true;
    }
    switch (form_key(&tf->form, k)) {
    case FORM_UNUSED:
        return false;
    case FORM_DONE:
        if (!map(tf, &err)) {
            (void)err_at(&err, "item");
            form_error(&tf->form, &err);
        }
        return true;
    case FORM_BACK:
    case FORM_USED:
    case FORM_CHANGED:
    case FORM_RUN_CODE:
        return true;
    }
    return true;
}

static bool key(struct screen *s, struct key k)
{
    struct tf *tf = tf_self(s);
    struct err err = ERR_INIT;

    if (tf->is_asking)
        return form_takes(tf, k);
    if (key_is(k, K_ENTER)) {
        if (!run_map(s, &err))
            app_error(s->app, &err);
        return true;
    }
    return list_key(&tf->list, k);
}

static void settle(struct screen *s)
{
    struct tf *tf = tf_self(s);

    if (tf->is_asking)
        form_settle(&tf->form);
}

/* The orders that wait, of the selected code's channel. */
static bool run_orders(struct screen *s, struct err *err)
{
    struct tf *tf = tf_self(s);
    const struct unmapped *u = selected(tf);
    struct browse_arg arg = { .browse = &browse_orders, .text = "is:unmapped" };

    if (u != NULL && strpbrk(u->channel_code, " \"") == NULL)
        arg.text = arena_printf(s->data, "is:unmapped channel:%s", u->channel_code);
    return app_push(s->app, &scr_browse, &arg, err);
}

static bool leave(struct screen *s, struct err *err)
{
    (void)err;
    tf_self(s)->is_asking = false;
    return true;
}

static const char *help(const struct screen *s)
{
    const struct tf *tf = (const struct tf *)s;

    if (tf->is_asking)
        return form_help(&tf->form);
    return _("A code that a channel sent and that no item of the desk has. Say once which item it "
             "is: all lines that wait for it are mended, and their orders go on.");
}

static void close_screen(struct screen *s)
{
    struct tf *tf = tf_self(s);

    form_close(&tf->form);
    list_close(&tf->list);
}

static const struct command commands[] = {
    { "to_fix.orders", "F4 C-t", N_("Orders"), N_("The orders that wait for an item."), NULL,
      run_orders },
    { "to_fix.map", "F6 C-n", N_("Item"), N_("Say which item the code means."), NULL, run_map },
    { 0 },
};

static struct list *shown_list(struct screen *s)
{
    return &tf_self(s)->list;
}

const struct screen_ops scr_to_fix = {
    .name = "to_fix",
    .code = "TF",
    .title = N_("To fix"),
    .size = sizeof(struct tf),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .settle = settle,
    .resize = resize,
    .leave = leave,
    .help = help,
    .list = shown_list,
    .close = close_screen,
};
