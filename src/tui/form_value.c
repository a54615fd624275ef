/*
 * What stands in the fields of a form, as text and as values.
 */
#include "tui/form.h"

#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/app.h"

const char *form_text(const struct form *f, int field)
{
    return f->slots[field].field.text;
}

void form_set(struct form *f, int field, const char *text)
{
    struct form_slot *slot = &f->slots[field];

    field_set(&slot->field, text);
    if (field == f->focus)
        field_focus(&slot->field);
    slot->id = 0;
    slot->was_typed = slot->has_error = false;
    lookup_close(&slot->lookup);
}

void form_type(struct form *f, int field, const char *text, int64_t id)
{
    form_set(f, field, text);
    form_set_id(f, field, id);
    f->slots[field].is_changed = true;
}

void form_set_id(struct form *f, int field, int64_t id)
{
    f->slots[field].id = id;
}

int64_t form_id(const struct form *f, int field)
{
    return f->slots[field].id;
}

static const struct decimal_form *numbers(const struct form *f)
{
    return f->app != NULL ? app_form(f->app) : NULL;
}

/* Refuses an empty field. */
static bool needs_text(const struct form *f, int field, struct err *err)
{
    if (!field_is_empty(&f->slots[field].field))
        return true;
    return err_field(err, ERR_INVALID, f->fields[field].name, _("%s is needed here."),
                     _(f->fields[field].label));
}

bool form_get_int(const struct form *f, int field, int64_t min, int64_t max, int64_t *out,
                  struct err *err)
{
    int64_t value;

    if (!needs_text(f, field, err))
        return false;
    if (!decimal_parse(form_text(f, field), 0, INT64_MAX, numbers(f), &value, err))
        return err_at(err, f->fields[field].name);
    if (value < min || value > max)
        return err_field(err, ERR_LIMIT, f->fields[field].name,
                         _("%s must be between %lld and %lld."), _(f->fields[field].label),
                         (long long)min, (long long)max);
    *out = value;
    return true;
}

bool form_get_qty(const struct form *f, int field, int decimals, struct qty *out, struct err *err)
{
    if (!needs_text(f, field, err))
        return false;
    return qty_parse(form_text(f, field), decimals, numbers(f), out, err) ||
           err_at(err, f->fields[field].name);
}

bool form_get_money(const struct form *f, int field, const char *cur, struct money *out,
                    struct err *err)
{
    if (!needs_text(f, field, err))
        return false;
    return money_parse(form_text(f, field), cur, numbers(f), out, err) ||
           err_at(err, f->fields[field].name);
}

bool form_get_date(const struct form *f, int field, struct date *out, struct err *err)
{
    struct date today = { 0, 0, 0 };

    if (field_is_empty(&f->slots[field].field)) {
        *out = today;
        return true;
    }
    if (f->app != NULL)
        today = stamp_to_date(app_now(f->app));
    return date_parse_typed(form_text(f, field), today, out, err) ||
           err_at(err, f->fields[field].name);
}

void form_set_label(struct form *f, int field, const char *label)
{
    if (f->slots[field].label != NULL && strcmp(f->slots[field].label, label) == 0)
        return;
    f->slots[field].label = arena_strdup(f->arena, label);
    if (f->cols > 0)
        (void)form_layout(f, f->cols);
}

void form_set_date(struct form *f, int field, struct date d)
{
    char text[DATE_TEXT_SIZE];

    form_set(f, field, date_format(d, text));
}

const char *form_choice(const struct form *f, int field)
{
    const char *text = form_text(f, field);

    return text[0] != '\0' ? text : NULL;
}

void form_set_choice(struct form *f, int field, const char *value)
{
    form_set(f, field, value);
}
