/*
 * Tax rates in the store: those that count on a day, all rows there are, and the use case that sets
 * one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/tax.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct rate_vec OD_VEC(struct tax_rate);
struct row_vec OD_VEC(struct tax_rate_set);

/* --- on a day --------------------------------------------------------------------------------- */

OD_SQL(sql_tax_rates, "tax.rates",
       "SELECT class_id, rate_ppm, category, name, code, pass"
       " FROM tax_rate"
       " WHERE zone_id = $1 AND valid_from_date <= $2 AND valid_to_date >= $2"
       " ORDER BY class_id, code, valid_from_date DESC");

static int by_pass(const void *a, const void *b)
{
    const struct tax_rate *x = a, *y = b;

    if (x->class_id != y->class_id)
        return x->class_id < y->class_id ? -1 : 1;
    return x->pass != y->pass ? x->pass - y->pass : strcmp(x->code, y->code);
}

static bool has_others(const struct rate_vec *rates, int at)
{
    for (int i = 0; i < rates->n; i++)
        if (i != at && rates->v[i].class_id == rates->v[at].class_id)
            return true;
    return false;
}

/* What a new desk has for every class says nothing beside taxes with a code. */
static void drop_unsaid(struct rate_vec *rates)
{
    int kept = 0;

    for (int i = 0; i < rates->n; i++) {
        const struct tax_rate *rate = &rates->v[i];

        /* The row without a code is the first of its class: those kept before are of others. */
        if (rate->code[0] == '\0' && rate->rate.ppm == 0 && rate->category == TAX_STANDARD &&
            has_others(rates, i))
            continue;
        rates->v[kept++] = *rate;
    }
    rates->n = kept;
}

OD_SQL(sql_tax_marked_classes, "tax.marked_classes",
       "SELECT id, is_as_goods"
       " FROM tax_class"
       " WHERE is_as_goods = 1 OR code = $1");

bool tax_rates_mark(struct desk *desk, struct tax_rates *rates, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_tax_marked_classes);

    put_text(q, TAX_CLASS_USUAL);
    while (sql_row(q)) {
        int64_t id = get_i64(q);

        *(get_i64(q) != 0 ? &rates->as_goods_class : &rates->usual_class) = id;
    }
    return sql_done(&q, err);
}

bool tax_rates_load(struct desk *desk, int64_t zone_id, struct date on, struct arena *arena,
                    struct tax_rates *out, struct err *err)
{
    struct rate_vec rates = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_tax_rates);

    put_i64(q, zone_id);
    put_text(q, catalog_from_text(on, arena));
    while (sql_row(q)) {
        const struct tax_rate *last = rates.n > 0 ? &rates.v[rates.n - 1] : NULL;
        struct tax_rate rate = { .class_id = get_i64(q) };

        rate.rate.ppm = (int32_t)get_i64(q);
        rate.category = (enum tax_category)get_i64(q);
        rate.name = get_text(q, arena);
        rate.code = get_text(q, arena);
        rate.pass = (int)get_i64(q);
        /* The newest of a tax comes first; the others it replaced. */
        if (last == NULL || last->class_id != rate.class_id || strcmp(last->code, rate.code) != 0)
            *vec_push(arena, &rates) = rate;
    }
    if (!sql_done(&q, err))
        return false;
    drop_unsaid(&rates);
    if (rates.n > 1)
        qsort(rates.v, (size_t)rates.n, sizeof *rates.v, by_pass);
    *out = (struct tax_rates){ .v = rates.v, .n = rates.n };
    return tax_rates_mark(desk, out, err);
}

/* --- all rows --------------------------------------------------------------------------------- */

#define ROW_COLUMNS                                                                                \
    "z.code, c.code, r.name, r.rate_ppm, r.category, r.valid_from_date, r.valid_to_date, r.code,"  \
    " r.pass, r.version"                                                                           \
    " FROM tax_rate r"                                                                             \
    " JOIN tax_zone z ON z.id = r.zone_id"                                                         \
    " JOIN tax_class c ON c.id = r.class_id"

static void get_row(struct stmt *q, struct arena *arena, struct tax_rate_set *row)
{
    *row = (struct tax_rate_set){ .zone = get_text(q, arena) };
    row->class_code = get_text(q, arena);
    row->name = get_text(q, arena);
    row->rate.ppm = (int32_t)get_i64(q);
    row->category = (enum tax_category)get_i64(q);
    row->from = catalog_date(get_text(q, arena));
    row->to = catalog_date(get_text(q, arena));
    row->code = get_text(q, arena);
    row->pass = (int)get_i64(q);
    row->version = get_i64(q);
}

OD_SQL(sql_tax_rate_rows, "tax.rate_rows",
       "SELECT " ROW_COLUMNS " ORDER BY z.code, c.code, r.pass, r.code, r.valid_from_date");

bool tax_rate_rows_load(struct desk *desk, struct arena *arena, struct tax_rate_rows *out,
                        struct err *err)
{
    struct row_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_tax_rate_rows);

    while (sql_row(q))
        get_row(q, arena, vec_push(arena, &rows));
    if (!sql_done(&q, err))
        return false;
    *out = (struct tax_rate_rows){ .v = rows.v, .n = rows.n };
    return true;
}

OD_SQL(sql_tax_rate_row, "tax.rate_row",
       "SELECT " ROW_COLUMNS
       " WHERE r.zone_id = $1 AND r.class_id = $2 AND r.code = $3 AND r.valid_from_date = $4");

/* The stored row of the same place; version 0 where there is none. */
static bool row_find(struct desk *desk, int64_t zone_id, int64_t class_id,
                     const struct tax_rate_set *like, struct arena *arena, struct tax_rate_set *out,
                     struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_tax_rate_row);

    put_i64(q, zone_id);
    put_i64(q, class_id);
    put_text(q, like->code);
    put_text(q, catalog_from_text(like->from, arena));
    *out = (struct tax_rate_set){ .zone = "", .class_code = "", .name = "", .code = "" };
    if (sql_row(q))
        get_row(q, arena, out);
    return sql_done(&q, err);
}

/* --- setting one ------------------------------------------------------------------------------ */

static bool check_rate(const struct tax_rate_set *rate, struct err *err)
{
    if (rate->rate.ppm < 0 || rate->rate.ppm > LIMIT_RATE_PPM)
        return err_field(err, ERR_INVALID, "rate", _("A rate is from 0 to 1000 percent."));
    if (rate->category < TAX_STANDARD || rate->category > TAX_REVERSE)
        return err_field(err, ERR_INVALID, "category",
                         _("A rate is of category standard, zero, exempt or reverse charge."));
    if (rate->category != TAX_STANDARD && rate->rate.ppm != 0)
        return err_field(err, ERR_INVALID, "rate",
                         _("Only the category standard has a rate above zero."));
    if (rate->pass < 1 || rate->pass > TAX_PASSES_MAX)
        return err_field(err, ERR_INVALID, "pass",
                         _("A tax is computed in pass 1, on the amount, or in pass 2 or 3, on the"
                           " amount with the taxes of earlier passes."));
    if (date_is_set(rate->from) && date_is_set(rate->to) && date_cmp(rate->to, rate->from) < 0)
        return err_field(err, ERR_INVALID, "to",
                         _("The rate would end before it begins. Correct one of the dates."));
    return true;
}

static bool clean_rate(const struct tax_rate_set *in, struct arena *arena, struct tax_rate_set *out,
                       struct err *err)
{
    *out = *in;
    out->pass = in->pass == 0 ? 1 : in->pass;
    if (out->code == NULL)
        out->code = "";
    if (out->code[0] != '\0' && !catalog_code(&out->code, "code", CODE_UPPER, arena, err))
        return false;
    return text_required(out->name, "name", _("the name"), arena, &out->name, err) &&
           check_rate(out, err);
}

/* Together with the other taxes of the class, as they hold on the first day of this one. */
static bool check_together(struct desk *desk, int64_t zone_id, int64_t class_id,
                           const struct tax_rate_set *rate, struct arena *arena, struct err *err)
{
    struct date day = date_is_set(rate->from) ? rate->from : desk_today(desk);
    struct tax_part parts[TAX_PARTS_MAX];
    struct tax_rates rates;
    int n;

    if (!tax_rates_load(desk, zone_id, day, arena, &rates, err))
        return false;
    n = tax_parts_of(&rates, class_id, parts);
    if (n > TAX_PARTS_MAX)
        return err_field(err, ERR_LIMIT, "code",
                         _("Class %s would have more than %d taxes in zone %s."), rate->class_code,
                         TAX_PARTS_MAX, rate->zone);
    if (tax_burden_ppm(parts, n) > LIMIT_RATE_PPM)
        return err_field(err, ERR_LIMIT, "rate",
                         _("The taxes of class %s in zone %s would make more than 1000 percent."),
                         rate->class_code, rate->zone);
    return true;
}

OD_SQL(sql_tax_rate_put, "tax.rate_put",
       "INSERT INTO tax_rate (zone_id, class_id, name, rate_ppm, category, valid_from_date,"
       " valid_to_date, code, pass)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
       " ON CONFLICT (zone_id, class_id, code, valid_from_date) DO UPDATE"
       " SET name = excluded.name, rate_ppm = excluded.rate_ppm, category = excluded.category,"
       " valid_to_date = excluded.valid_to_date, pass = excluded.pass,"
       " version = tax_rate.version + 1"
       " RETURNING id");

static bool rate_put(struct tx *tx, int64_t zone_id, int64_t class_id,
                     const struct tax_rate_set *rate, int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_write(tx, &sql_tax_rate_put);

    put_i64(q, zone_id);
    put_i64(q, class_id);
    put_text(q, rate->name);
    put_i64(q, rate->rate.ppm);
    put_i64(q, rate->category);
    put_text(q, catalog_from_text(rate->from, tmp));
    put_text(q, catalog_to_text(rate->to, tmp));
    put_text(q, rate->code);
    put_i64(q, rate->pass);
    return sql_run_id(&q, id, err);
}

static const char *percent_text(const struct tax_rate_set *rate, struct arena *arena)
{
    char text[DECIMAL_TEXT_SIZE];

    return rate->version == 0 && rate->name[0] == '\0'
               ? ""
               : arena_strdup(arena, rate_format(rate->rate, NULL, text));
}

static void rate_note(const struct tax_rate_set *old, const struct tax_rate_set *rate,
                      struct arena *arena, struct event_note *note)
{
    struct diff_vec diffs = { 0 };
    bool is_new = old->version == 0;

    diff_text(arena, &diffs, "zone", "zone", old->zone, rate->zone);
    diff_text(arena, &diffs, "class", "class", old->class_code, rate->class_code);
    diff_text(arena, &diffs, "tax", "tax", old->code, rate->code);
    diff_text(arena, &diffs, "name", "name", old->name, rate->name);
    diff_text(arena, &diffs, "percent", "percent", percent_text(old, arena),
              percent_text(rate, arena));
    diff_text(arena, &diffs, "pass", "pass", is_new ? "" : arena_printf(arena, "%d", old->pass),
              arena_printf(arena, "%d", rate->pass));
    diff_text(arena, &diffs, "from", "from", is_new ? "" : catalog_from_text(old->from, arena),
              catalog_from_text(rate->from, arena));
    diff_text(arena, &diffs, "to", "to", is_new ? "" : catalog_to_text(old->to, arena),
              catalog_to_text(rate->to, arena));
    diff_note(&diffs, arena, note);
}

static bool says_the_same(const struct tax_rate_set *a, const struct tax_rate_set *b)
{
    return strcmp(a->name, b->name) == 0 && a->rate.ppm == b->rate.ppm &&
           a->category == b->category && a->pass == b->pass && date_cmp(a->to, b->to) == 0;
}

bool tax_rate_save_in(struct tx *tx, struct desk *desk, const struct tax_rate_set *in, bool *is_new,
                      bool *is_same, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "tax.save" };
    struct tax_rate_set rate, old;
    int64_t zone_id, class_id, id;

    if (!clean_rate(in, tmp, &rate, err) || !tax_zone_find(desk, rate.zone, &zone_id, err) ||
        !tax_class_find(desk, rate.class_code, &class_id, err))
        return false;
    if (zone_id == 0)
        return err_field(err, ERR_NOT_FOUND, "zone",
                         _("There is no tax zone \"%s\". Make it first."),
                         rate.zone == NULL ? "" : rate.zone);
    if (!row_find(desk, zone_id, class_id, &rate, tmp, &old, err))
        return false;
    if (rate.version != 0 && rate.version != old.version)
        return err_set(err, ERR_CONFLICT,
                       _("This rate of zone %s, class %s was changed by someone else. Look at it"
                         " again."),
                       rate.zone, rate.class_code);
    *is_new = old.version == 0;
    *is_same = !*is_new && says_the_same(&old, &rate);
    if (*is_same)
        return true;
    rate_note(&old, &rate, tmp, &note);
    return rate_put(tx, zone_id, class_id, &rate, &id, err) &&
           check_together(desk, zone_id, class_id, &rate, tmp, err) &&
           event_add(tx, desk, "tax_rate", id, &note, err);
}

bool tax_rate_save(struct desk *desk, const struct tax_rate_set *in, struct err *err)
{
    OD_TX tx = { 0 };
    bool is_new, is_same;

    return desk_begin(desk, "tax.save", &tx, err) &&
           tax_rate_save_in(&tx, desk, in, &is_new, &is_same, err) && tx_commit(&tx, err);
}
