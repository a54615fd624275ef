/*
 * Order entry, many lines at once: pasted, or read from a file. Good rows become lines in one
 * transaction; the others come back into the entry one after the other, to be mended or dropped,
 * and are kept with the draft until then.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/order/bulk.h"
#include "tui/dialog.h"
#include "tui/order_edit.h"

/* --- rows to mend: the first of them stands in the entry ---------------------------------------
 */

static const char *after_first(const char *rows)
{
    size_t len = strcspn(rows, "\n");

    return rows[len] == '\n' ? rows + len + 1 : rows + len;
}

static int row_count(const char *rows)
{
    int n = rows[0] != '\0';

    for (; *rows != '\0'; rows++)
        n += *rows == '\n';
    return n;
}

static void set_mend(struct oe *oe, const char *rows)
{
    struct arena *fresh = arena_new();

    oe->mend = arena_strdup(fresh, rows);
    arena_free(oe->mend_arena);
    oe->mend_arena = fresh;
}

/* Puts the first row into the empty entry, with what is wrong with it and the cursor there. */
void oe_mend_show(struct oe *oe)
{
    OD_ARENA *tmp = arena_new();
    struct entry_spot bad = { 0 };
    struct entry_form form;
    struct err err = ERR_INIT;
    struct line_input ignored;
    const char *row;

    if (oe->mend[0] == '\0' || oe->order == NULL || grid_row_id(&oe->grid) != 0 ||
        grid_has_text(&oe->grid))
        return;
    row = arena_strndup(tmp, oe->mend, strcspn(oe->mend, "\n"));
    grid_set_text(&oe->grid, OE_ENTRY_ITEM, row);
    form = entry_form_of(oe->s.desk, oe->order, app_form(oe->s.app));
    form.bad = &bad;
    oe->s.hint =
        arena_printf(oe->arena, _("Rows to mend: %d. Enter on an empty entry leaves this row out."),
                     row_count(oe->mend));
    if (!entry_line(oe->s.desk, row, &form, tmp, &ignored, &err)) {
        grid_point(&oe->grid, bad.at);
        app_error(oe->s.app, &err);
    }
}

bool oe_mend_next(struct oe *oe)
{
    if (oe->mend[0] == '\0')
        return false;
    set_mend(oe, after_first(oe->mend));
    if (oe->mend[0] == '\0')
        oe_focus(oe, OE_LINES);
    oe_mend_show(oe);
    return true;
}

const char *oe_mend_text(const struct oe *oe, struct arena *arena)
{
    const char *typed = grid_text(&oe->grid, OE_ENTRY_ITEM), *rest = after_first(oe->mend);

    if (grid_row_id(&oe->grid) != 0 || typed[0] == '\0')
        return oe->mend[0] != '\0' ? oe->mend : typed;
    return rest[0] != '\0' ? arena_printf(arena, "%s\n%s", typed, rest) : typed;
}

void oe_mend_load(struct oe *oe, const char *text)
{
    if (strchr(text, '\n') == NULL) {
        grid_set_text(&oe->grid, OE_ENTRY_ITEM, text);
        return;
    }
    set_mend(oe, text);
    oe_mend_show(oe);
}

/* --- adding ----------------------------------------------------------------------------------- */

/* Behind those that wait already. */
static void keep_rows(struct oe *oe, const char *rows)
{
    OD_ARENA *tmp = arena_new();

    if (rows[0] != '\0')
        set_mend(oe, oe->mend[0] != '\0' ? arena_printf(tmp, "%s\n%s", oe->mend, rows) : rows);
}

static bool put_rows(struct oe *oe, struct bulk *rows, struct err *err)
{
    struct arena *fresh = arena_new();
    struct order *order = NULL;

    if (!order_put_rows(oe->s.desk, &oe->at, rows, fresh, &order, err))
        return oe_edited(oe, false, fresh, NULL, err);
    if (order == NULL) { /* none was good */
        arena_free(fresh);
        return true;
    }
    return oe_edited(oe, true, fresh, &order, err) && oe_lines_show(oe, err);
}

/* Without a place for them nothing of them is lost: all rows wait in the entry. */
static bool refuse_rows(struct oe *oe, const char *text)
{
    keep_rows(oe, text);
    oe_mend_show(oe);
    return false;
}

bool oe_add_rows(struct oe *oe, const char *text, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct entry_form form;
    struct bulk rows;

    if (oe->order == NULL) {
        err_field(err, ERR_INVALID, "customer", _("Choose the customer first."));
        return refuse_rows(oe, text);
    }
    form = entry_form_of(oe->s.desk, oe->order, app_form(oe->s.app));
    if (!bulk_read(oe->s.desk, text, &form, tmp, &rows, err) || !put_rows(oe, &rows, err))
        return refuse_rows(oe, text);
    keep_rows(oe, bulk_rest(&rows, tmp));
    if (rows.bad < rows.n)
        oe->is_unsaved = true; /* what is left to mend is kept at the next tick */
    grid_go(&oe->grid, 0);
    oe_mend_show(oe);
    if (rows.bad > 0)
        app_show_text(oe->s.app, arena_printf(tmp, _("Rows to mend: %d of %d"), rows.bad, rows.n),
                      bulk_report(&rows, tmp));
    else
        app_say(oe->s.app, _("Lines added: %d."), rows.n);
    return true;
}

/* --- a paste ---------------------------------------------------------------------------------- */

bool oe_paste(struct screen *s, const char *text)
{
    OD_ARENA *tmp = arena_new();
    struct oe *oe = oe_of(s);
    const char *end = strchr(text, '\n');
    struct err err = ERR_INIT;
    const char *rows;

    if (oe->focus != OE_LINES || grid_row_id(&oe->grid) != 0 || oe->grid.entry != 0 || !end ||
        end[strspn(end, "\n")] == '\0')
        return false;
    rows = arena_printf(tmp, "%s%s", grid_text(&oe->grid, OE_ENTRY_ITEM), text);
    grid_new(&oe->grid);
    if (!oe_add_rows(oe, rows, &err))
        app_error(s->app, &err);
    return true;
}

/* --- a file ----------------------------------------------------------------------------------- */

static bool file_named(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct err refused = ERR_INIT;
    char *text;

    if (!bulk_read_file(r->text, tmp, &text, err))
        return false;
    /* The question is answered; what is wrong with the rows stands over the entry. */
    if (!oe_add_rows(oe_of(s), text, &refused))
        app_error(s->app, &refused);
    return true;
}

bool oe_run_read(struct screen *s, struct err *err)
{
    struct oe *oe = oe_of(s);
    struct dialog dialog = { 0 };

    if (oe->order == NULL)
        return err_field(err, ERR_INVALID, "customer", _("Choose the customer first."));
    oe_focus(oe, OE_LINES);
    dialog.title = _("Read lines from a file");
    dialog.text = _("A line of the order in each row, as it is typed; or CSV with the columns sku "
                    "and qty.");
    dialog.label = _("File");
    dialog.needs_text = true;
    dialog_ask(s, &dialog, file_named);
    return true;
}
