/*
 * Packing: which picked goods are in which package, weights and sizes. One scan at a time, all in
 * one, or typed package by package; never more of an item than was picked.
 */
#include "domain/flow/package.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/desk/text.h"
#include "domain/flow/courier.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/shipment.h"

struct qty package_left(const struct fulfillment *f, int line)
{
    struct qty left = f->lines[line].picked;

    for (int i = 0; i < f->packages.n; i++)
        left.milli -= f->packages.v[i].in[line].milli;
    return left;
}

static bool is_empty(const struct fulfillment *f, const struct package *p)
{
    for (int i = 0; i < f->line_count; i++)
        if (p->in[i].milli > 0)
            return false;
    return true;
}

bool packages_have_contents(const struct fulfillment *f)
{
    for (int i = 0; i < f->packages.n; i++)
        if (!is_empty(f, &f->packages.v[i]))
            return true;
    return false;
}

const char *package_contents(struct desk *desk, const struct fulfillment *f,
                             const struct package *p, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_NOTE_BYTES);
    for (int i = 0; i < f->line_count; i++)
        if (p->in[i].milli > 0)
            strbuf_addf(&b, "%s%s %s", b.len > 0 ? ", " : "", f->lines[i].sku,
                        text_qty(desk, arena, p->in[i]));
    return b.s;
}

const char *package_size(const struct package *p, struct arena *arena)
{
    return p->length == 0 ? "" : arena_printf(arena, "%dx%dx%d", p->length, p->width, p->height);
}

void packages_drop(struct fulfillment *f)
{
    f->packages = (struct packages){ .is_changed = true };
    f->package_count = 0;
    f->weight_g = 0;
}

/* The header's count and weight follow. */
static bool changed(struct fulfillment *f)
{
    f->packages.is_changed = true;
    f->package_count = f->packages.n;
    f->weight_g = 0;
    for (int i = 0; i < f->packages.n; i++)
        f->weight_g += f->packages.v[i].weight_g;
    return true;
}

static struct package *begin(struct fulfillment *f, struct arena *arena)
{
    int seq = f->packages.n > 0 ? f->packages.v[f->packages.n - 1].seq + 1 : 1;
    struct package *p = vec_push(arena, &f->packages);

    p->seq = seq;
    p->number = arena_printf(arena, "%s-P%d", f->number, seq);
    p->tracking = "";
    p->in = arena_array(arena, f->line_count + 1, struct qty);
    return p;
}

/* --- values ----------------------------------------------------------------------------------- */

/* Kilograms, with up to three decimals; NULL or "" is unknown. */
static bool read_weight(struct action_run *run, const char *text, int64_t *out, struct err *err)
{
    struct qty kg = { 0 };
    bool is_given = text != NULL && text[0] != '\0';

    if (is_given && !qty_parse(text, 3, desk_form(run->desk), &kg, err))
        return err_at(err, "weight");
    if (kg.milli < 0 || kg.milli > PACKAGE_WEIGHT_G || (is_given && kg.milli == 0))
        return err_field(err, ERR_INVALID, "weight", _("Type the weight in kg, more than zero."));
    *out = kg.milli;
    return true;
}

static bool read_size(const char *text, struct package *p, struct err *err)
{
    int side[3] = { 0 };
    const char *at = text;

    for (int i = 0; i < 3; i++) {
        size_t n = strspn(at, "0123456789");

        side[i] = n > 0 && n < 6 ? (int)strtol(at, NULL, 10) : 0;
        at += n;
        if (side[i] < 1 || side[i] > PACKAGE_SIDE_MM || strchr(i < 2 ? "xX*" : "", *at) == NULL ||
            (i < 2 && *at == '\0'))
            return err_field(err, ERR_INVALID, "size",
                             _("Type the size as length x width x height in mm: 300x200x150."));
        at += i < 2;
    }
    p->length = side[0];
    p->width = side[1];
    p->height = side[2];
    return true;
}

static bool read_tracking(struct action_run *run, const char *text, struct package *p,
                          struct err *err)
{
    const char *line, *carrier = "";

    return text_line(text, "tracking", run->arena, &line, err) &&
           courier_settle(line, "", run->arena, &carrier, &p->tracking, err);
}

static bool read_count(const char *text, int *out, struct err *err)
{
    size_t n = text != NULL ? strspn(text, "0123456789") : 0;

    *out = 1;
    if (text == NULL)
        return true;
    *out = n > 0 && n < 4 && text[n] == '\0' ? (int)strtol(text, NULL, 10) : 0;
    return *out > 0 || err_field(err, ERR_INVALID, "packages",
                                 _("Type the number of packages, 1 to %d."), PACKAGES_MAX);
}

/* --- goods into a package --------------------------------------------------------------------- */

static struct qty left_of(const struct fulfillment *f, struct item_id item)
{
    struct qty sum = { 0 };

    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].item.v == item.v)
            sum.milli += package_left(f, i).milli;
    return sum;
}

static bool nothing_left(const struct item *item, struct err *err)
{
    return err_field(err, ERR_STATE, "item", _("All of %s that was picked is in a package."),
                     item->sku);
}

bool package_match(struct desk *desk, const struct fulfillment *f, const char *code,
                   struct fulfillment_line **out, struct qty *pack, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct item *item;

    if (!fulfillment_item(desk, f, code, tmp, &item, err))
        return false;
    *pack = item->scan_pack.milli > 0 ? item->scan_pack : (struct qty){ QTY_PER_UNIT };
    for (int i = 0; i < f->line_count; i++) {
        *out = &f->lines[i];
        if ((*out)->item.v == item->id.v && package_left(f, i).milli > 0)
            return true;
    }
    return nothing_left(item, err);
}

static void put_qty(struct fulfillment *f, struct package *p, struct item_id item, struct qty qty)
{
    for (int i = 0; i < f->line_count && qty.milli > 0; i++) {
        int64_t some = package_left(f, i).milli;

        if (f->lines[i].item.v != item.v)
            continue;
        some = some < qty.milli ? some : qty.milli;
        p->in[i].milli += some;
        qty.milli -= some;
    }
    assert(qty.milli == 0);
}

static bool put_item(struct action_run *run, struct fulfillment *f, struct package *p,
                     const char *code, const char *qty_text, struct err *err)
{
    struct item *item;
    struct qty qty, most;

    if (!fulfillment_item(run->desk, f, code, run->arena, &item, err))
        return false;
    qty = most = left_of(f, item->id);
    if (most.milli == 0)
        return nothing_left(item, err);
    if (qty_text != NULL &&
        !qty_parse(qty_text, item->qty_decimals, desk_form(run->desk), &qty, err))
        return err_at(err, "qty");
    if (qty.milli <= 0)
        return err_field(err, ERR_INVALID, "qty", _("Type how many, more than zero."));
    if (qty.milli > most.milli)
        return err_field(err, ERR_INVALID, "qty", _("Only %s of %s are still to be packed."),
                         text_qty(run->desk, run->arena, most), item->sku);
    put_qty(f, p, item->id, qty);
    return true;
}

static bool put_rest(struct fulfillment *f, struct package *p, struct err *err)
{
    bool any = false;

    for (int i = 0; i < f->line_count; i++) {
        struct qty left = package_left(f, i);

        p->in[i].milli += left.milli;
        any = any || left.milli > 0;
    }
    return any || err_field(err, ERR_STATE, "item", _("All that was picked is in a package."));
}

/* --- the steps -------------------------------------------------------------------------------- */

static struct package *last(struct fulfillment *f)
{
    return f->packages.n > 0 ? &f->packages.v[f->packages.n - 1] : NULL;
}

bool fulfillment_step_box(struct action_run *run, void *record, const struct action_values *values,
                          struct err *err)
{
    struct fulfillment *f = record;
    int64_t left = 0;

    (void)values;
    for (int i = 0; i < f->line_count; i++)
        left += package_left(f, i).milli;
    if (left == 0)
        return err_set(err, ERR_STATE, _("All that was picked is in a package."));
    if (last(f) != NULL && is_empty(f, last(f)))
        return err_set(err, ERR_STATE, _("%s is still empty."), last(f)->number);
    if (f->packages.n == PACKAGES_MAX)
        return err_set(err, ERR_LIMIT, _("At most %d packages."), PACKAGES_MAX);
    (void)begin(f, run->arena);
    return changed(f);
}

bool fulfillment_step_put_in(struct action_run *run, void *record,
                             const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    const char *code = action_value(values, "item"), *qty = action_value(values, "qty");
    struct package *p = last(f) != NULL ? last(f) : begin(f, run->arena);

    if (code == NULL && qty != NULL)
        return err_field(err, ERR_INVALID, "item", _("Say of which item: its SKU or barcode."));
    return (code == NULL ? put_rest(f, p, err) : put_item(run, f, p, code, qty, err)) && changed(f);
}

bool fulfillment_step_take_out(struct action_run *run, void *record,
                               const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;

    (void)run;
    (void)values;
    if (f->packages.n == 0)
        return err_set(err, ERR_STATE, _("%s has no package yet."), f->number);
    f->packages.n--;
    return changed(f);
}

/* "2", "P2" or the whole number; nothing: the last. */
static bool find_package(struct fulfillment *f, const char *text, struct package **out,
                         struct err *err)
{
    *out = last(f);
    if (text == NULL && *out != NULL)
        return true;
    for (int i = 0; text != NULL && i < f->packages.n; i++) {
        char seq[16];

        *out = &f->packages.v[i];
        (void)snprintf(seq, sizeof seq, "P%d", (*out)->seq);
        if (strcmp(text, (*out)->number) == 0 || strcmp(text, seq) == 0 ||
            strcmp(text, seq + 1) == 0)
            return true;
    }
    if (f->packages.n == 0)
        return err_field(err, ERR_STATE, "package", _("%s has no package yet."), f->number);
    return err_field(err, ERR_NOT_FOUND, "package", _("%s has no package %.40s."), f->number, text);
}

bool fulfillment_step_measure(struct action_run *run, void *record,
                              const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    const char *weight = action_value(values, "weight"), *size = action_value(values, "size");
    const char *tracking = action_value(values, "tracking");
    struct package *p;

    if (weight == NULL && size == NULL && tracking == NULL)
        return err_field(err, ERR_INVALID, "weight",
                         _("Say the weight, the size or the tracking number."));
    return find_package(f, action_value(values, "package"), &p, err) &&
           (weight == NULL || read_weight(run, weight, &p->weight_g, err)) &&
           (size == NULL || read_size(size, p, err)) &&
           (tracking == NULL || read_tracking(run, tracking, p, err)) && changed(f) &&
           (f->status != FULFILLMENT_SHIPPED ||
            shipment_retrack(run->tx, run->desk, f->id, packages_tracking(f), err));
}

const char *packages_tracking(const struct fulfillment *f)
{
    for (int i = 0; i < f->packages.n; i++)
        if (f->packages.v[i].tracking[0] != '\0')
            return f->packages.v[i].tracking;
    return "";
}

void packages_track(struct fulfillment *f, const char *tracking)
{
    if (f->packages.n == 0 || tracking[0] == '\0')
        return;
    f->packages.v[0].tracking = tracking;
    f->packages.is_changed = true;
}

/* --- pack ------------------------------------------------------------------------------------- */

/* The next part of text up to the separator, without blanks around; NULL at the end. */
static char *part(char **text, char separator)
{
    char *at = *text, *end;

    if (at == NULL)
        return NULL;
    end = strchr(at, separator);
    *text = end != NULL ? end + 1 : NULL;
    if (end == NULL)
        end = at + strlen(at);
    at += strspn(at, " ");
    while (end > at && end[-1] == ' ')
        end--;
    *end = '\0';
    return at;
}

/* "BRK-20 4, 4711 12"; nothing: all that is left. */
static bool read_contents(struct action_run *run, struct fulfillment *f, struct package *p,
                          char *text, struct err *err)
{
    if (text[0] == '\0')
        return put_rest(f, p, err);
    while (text != NULL) {
        char *item = part(&text, ','), *qty = strrchr(item, ' ');

        if (item[0] == '\0')
            continue;
        if (qty != NULL)
            *qty++ = '\0';
        if (!put_item(run, f, p, item, qty, err))
            return false;
    }
    return true;
}

/* "BRK-20 4; 2.4; 300x200x150; 00340434...". */
static bool read_package(struct action_run *run, struct fulfillment *f, char *text, struct err *err)
{
    struct package *p = begin(f, run->arena);
    char *contents = part(&text, ';'), *weight = part(&text, ';'), *size = part(&text, ';');
    char *tracking = part(&text, ';');

    if (text != NULL)
        return err_set(err, ERR_INVALID,
                       _("A package is: items; weight in kg; size in mm; tracking number."));
    return read_contents(run, f, p, contents, err) && read_weight(run, weight, &p->weight_g, err) &&
           (size == NULL || size[0] == '\0' || read_size(size, p, err)) &&
           (tracking == NULL || tracking[0] == '\0' || read_tracking(run, tracking, p, err));
}

static bool read_packages(struct action_run *run, struct fulfillment *f, const char *typed,
                          struct err *err)
{
    char *text = arena_strdup(run->arena, typed);

    packages_drop(f);
    while (text != NULL) {
        char *line = part(&text, '\n');

        if (f->packages.n == PACKAGES_MAX)
            return err_field(err, ERR_LIMIT, "package", _("At most %d packages."), PACKAGES_MAX);
        if (!read_package(run, f, line, err))
            return err->field[0] != '\0' && strcmp(err->field, "item") != 0
                       ? false
                       : err_at(err, "package");
    }
    return true;
}

/* So many packages without a word about what is where; of one it is plain. The weight of all is
 * shared evenly. */
static bool count_packages(struct action_run *run, struct fulfillment *f, const char *packages,
                           const char *weight, struct err *err)
{
    int64_t grams;
    int n;

    if (!read_count(packages, &n, err) || !read_weight(run, weight, &grams, err))
        return false;
    packages_drop(f);
    for (int i = 0; i < n; i++)
        begin(f, run->arena)->weight_g = grams / n + (i < grams % n);
    return n > 1 || put_rest(f, &f->packages.v[0], err);
}

static bool all_is_in(struct action_run *run, const struct fulfillment *f, struct err *err)
{
    for (int i = 0; i < f->line_count; i++) {
        struct qty left = package_left(f, i);

        if (left.milli > 0)
            return err_set(err, ERR_STATE, _("%s of %s are in no package yet."),
                           text_qty(run->desk, run->arena, left), f->lines[i].sku);
    }
    return true;
}

/* What was packed one by one stays; a weight given with it is that of its only package. */
static bool close_packages(struct action_run *run, struct fulfillment *f, const char *weight,
                           struct err *err)
{
    if (f->packages.n > 1 && is_empty(f, last(f)))
        f->packages.n--;
    if (!all_is_in(run, f, err))
        return false;
    if (weight != NULL && f->packages.n > 1)
        return err_field(err, ERR_STATE, "weight", _("Say the weight of each package on its own."));
    return weight == NULL || read_weight(run, weight, &f->packages.v[0].weight_g, err);
}

bool fulfillment_step_pack(struct action_run *run, void *record, const struct action_values *values,
                           struct err *err)
{
    struct fulfillment *f = record;
    const char *packages = action_value(values, "packages");
    const char *weight = action_value(values, "weight");
    const char *typed = action_value(values, "package");
    bool done;

    f->packed = desk_now(run->desk);
    if (typed != NULL && (packages != NULL || weight != NULL))
        return err_field(err, ERR_INVALID, "package",
                         _("Either package by package, or their number and the weight of all."));
    if (typed != NULL)
        done = read_packages(run, f, typed, err) && all_is_in(run, f, err);
    else if (packages == NULL && packages_have_contents(f))
        done = close_packages(run, f, weight, err);
    else
        done = count_packages(run, f, packages, weight, err);
    return done && changed(f);
}
