/*
 * Price lists in the store, and the use case that changes them.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/price_list.h"
#include "domain/catalog/price_parts.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct list_vec OD_VEC(struct price_list);

OD_SQL(sql_price_lists, "price.lists",
       "SELECT id, code, name, currency, is_tax_incl, is_active, version, parent_id, adjust_ppm,"
       " valid_from_date, valid_to_date"
       " FROM price_list"
       " ORDER BY code");

bool price_lists_load(struct desk *desk, struct arena *arena, struct price_lists *out,
                      struct err *err)
{
    struct list_vec lists = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_lists);

    while (sql_row(q)) {
        struct price_list *list = vec_push(arena, &lists);
        const char *currency;

        list->id.v = get_i64(q);
        list->code = get_text(q, arena);
        list->name = get_text(q, arena);
        currency = get_text(q, arena);
        list->is_tax_incl = get_i64(q) != 0;
        list->is_active = get_i64(q) != 0;
        list->version = get_i64(q);
        list->parent.v = get_ref(q);
        list->adjust_ppm = (int32_t)get_i64(q);
        list->valid_from = catalog_date(get_text(q, arena));
        list->valid_to = catalog_date(get_text(q, arena));
        memcpy(list->currency, currency, strnlen(currency, sizeof list->currency - 1));
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct price_lists){ .v = lists.v, .n = lists.n };
    return true;
}

struct price_list *price_list_of(const struct price_lists *lists, struct price_list_id id)
{
    for (int i = 0; i < lists->n; i++)
        if (lists->v[i].id.v == id.v)
            return &lists->v[i];
    return NULL;
}

const char *price_list_code_of(const struct price_lists *lists, struct price_list_id id)
{
    const struct price_list *list = price_list_of(lists, id);

    return list != NULL ? list->code : "";
}

bool price_list_find(struct desk *desk, const char *code, struct arena *arena,
                     struct price_list **out, struct err *err)
{
    const char *upper = catalog_upper(arena, code);
    struct price_lists lists;

    if (!price_lists_load(desk, arena, &lists, err))
        return false;
    *out = NULL;
    for (int i = 0; i < lists.n; i++) {
        if (strcmp(lists.v[i].code, upper) == 0)
            *out = &lists.v[i];
    }
    return true;
}

bool price_list_by_id(struct desk *desk, struct price_list_id id, struct arena *arena,
                      struct price_list **out, struct err *err)
{
    struct price_lists lists;

    if (!price_lists_load(desk, arena, &lists, err))
        return false;
    for (int i = 0; i < lists.n; i++) {
        if (lists.v[i].id.v == id.v) {
            *out = &lists.v[i];
            return true;
        }
    }
    return err_field(err, ERR_NOT_FOUND, "list", _("This price list is not in the desk."));
}

OD_SQL(sql_price_list_has_rows, "price.list_has_rows",
       "SELECT CASE WHEN EXISTS (SELECT 1 FROM price_rule WHERE price_list_id = $1)"
       " THEN 1 ELSE 0 END");

/* Prices are numbers in the list's currency, with or without tax: what they mean cannot change
 * under them. */
static bool check_list_change(struct desk *desk, const struct price_list *before,
                              const struct price_list *list, struct err *err)
{
    bool found;
    int64_t has_rows = 0;
    OD_STMT *q = NULL;

    if (list->version != 0 && list->version != before->version)
        return err_set(err, ERR_CONFLICT, _("Price list %s was changed by someone else."),
                       before->code);
    if (strcmp(before->code, PRICE_LIST_BASE) == 0 &&
        (strcmp(list->code, PRICE_LIST_BASE) != 0 || !list->is_active))
        return err_field(err, ERR_STATE, "code",
                         _("The list %s is what all prices fall back to; it stays as it is."),
                         PRICE_LIST_BASE);
    if (strcmp(before->currency, list->currency) == 0 && before->is_tax_incl == list->is_tax_incl)
        return true;
    q = sql_read(desk_db(desk), &sql_price_list_has_rows);
    put_i64(q, list->id.v);
    if (!sql_one_i64(&q, &found, &has_rows, err))
        return false;
    if (has_rows != 0)
        return err_field(err, ERR_STATE, "currency",
                         _("Price list %s has prices, so its currency and tax stay. Make a new "
                           "list."),
                         before->code);
    return true;
}

static bool clean_list(const struct price_list *in, struct arena *arena, struct price_list *out,
                       struct err *err)
{
    *out = *in;
    if (!catalog_code(&out->code, "code", CODE_UPPER, arena, err) ||
        !text_required(out->name, "name", _("the name"), arena, &out->name, err))
        return false;
    if (currency_find(out->currency) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency. Write its three letters, for example EUR."),
                         out->currency);
    if (out->adjust_ppm < -(int32_t)PPM || out->adjust_ppm > LIMIT_RATE_PPM)
        return err_field(err, ERR_INVALID, "adjust",
                         _("A list may be from 100 %% less to 1000 %% more than its parent."));
    if (out->parent.v == 0 && out->adjust_ppm != 0)
        return err_field(err, ERR_INVALID, "adjust",
                         _("Say which list these percent are added to: a parent list."));
    if (date_is_set(out->valid_from) && date_is_set(out->valid_to) &&
        date_cmp(out->valid_to, out->valid_from) < 0)
        return err_field(err, ERR_INVALID, "valid_to",
                         _("The list would end before it begins. Correct one of the dates."));
    return true;
}

static const struct price_list *list_at(const struct price_lists *lists, struct price_list_id id)
{
    for (int i = 0; i < lists->n; i++)
        if (lists->v[i].id.v == id.v)
            return &lists->v[i];
    return NULL;
}

/* How many lists stand above one, as they will be with the list at hand saved. */
static int height(const struct price_lists *lists, const struct price_list *list,
                  struct price_list_id id)
{
    int n = 0;

    while (id.v != 0 && n <= PRICE_LIST_DEPTH) {
        const struct price_list *at = id.v == list->id.v ? list : list_at(lists, id);

        id = at == NULL ? (struct price_list_id){ 0 } : at->parent;
        n += id.v != 0;
    }
    return n;
}

/* A list inherits from another one, in no circle, and not through too many. */
static bool check_parent(struct desk *desk, const struct price_list *list, struct arena *arena,
                         struct err *err)
{
    struct price_lists lists;

    if (list->parent.v == 0)
        return true;
    if (!price_lists_load(desk, arena, &lists, err))
        return false;
    if (list_at(&lists, list->parent) == NULL)
        return err_field(err, ERR_NOT_FOUND, "parent", _("This price list is not in the desk."));
    if (strcmp(list->code, PRICE_LIST_BASE) == 0)
        return err_field(err, ERR_STATE, "parent",
                         _("The list %s is what all prices fall back to; it inherits from none."),
                         PRICE_LIST_BASE);
    if (list->parent.v == list->id.v || 1 + height(&lists, list, list->parent) > PRICE_LIST_DEPTH)
        return err_field(err, ERR_INVALID, "parent",
                         _("%s cannot be the parent: a list may have a parent, and that one may"
                           " have one, and no more."),
                         list_at(&lists, list->parent)->code);
    for (int i = 0; list->id.v != 0 && i < lists.n; i++)
        if (height(&lists, list, lists.v[i].id) > PRICE_LIST_DEPTH)
            return err_field(err, ERR_INVALID, "parent",
                             _("This list is a parent of list %s, so its own parent may not have"
                               " a parent too."),
                             lists.v[i].code);
    return true;
}

OD_SQL(sql_price_list_insert, "price.list_insert",
       "INSERT INTO price_list (code, name, currency, is_tax_incl, is_active, parent_id,"
       " adjust_ppm, valid_from_date, valid_to_date)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
       " RETURNING id");

static void put_list(struct stmt *q, const struct price_list *list, struct arena *arena)
{
    put_text(q, list->code);
    put_text(q, list->name);
    put_text(q, list->currency);
    put_i64(q, list->is_tax_incl);
    put_i64(q, list->is_active);
    put_ref(q, list->parent.v);
    put_i64(q, list->adjust_ppm);
    put_text(q, catalog_from_text(list->valid_from, arena));
    put_text(q, catalog_to_text(list->valid_to, arena));
}

static bool list_insert(struct tx *tx, const struct price_list *list, int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_write(tx, &sql_price_list_insert);

    put_list(q, list, tmp);
    return sql_run_id(&q, id, err);
}

OD_SQL(sql_price_list_update, "price.list_update",
       "UPDATE price_list"
       " SET code = $1, name = $2, currency = $3, is_tax_incl = $4, is_active = $5,"
       " parent_id = $6, adjust_ppm = $7, valid_from_date = $8, valid_to_date = $9,"
       " version = version + 1"
       " WHERE id = $10 AND version = $11");

static bool list_update(struct tx *tx, const struct price_list *list, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_price_list_update);

    put_list(q, list, tmp);
    put_i64(q, list->id.v);
    put_i64(q, list->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("Price list %s was changed by someone else."),
                       list->code);
    return true;
}

static void list_note(const struct price_list *before, const struct price_list *now,
                      struct arena *arena, struct event_note *note)
{
    static const struct price_list nothing;
    const struct price_list *old = before == NULL ? &nothing : before;
    struct diff_vec diffs = { 0 };

    diff_text(arena, &diffs, "code", "code", old->code, now->code);
    diff_text(arena, &diffs, "name", "name", old->name, now->name);
    diff_text(arena, &diffs, "currency", "currency", old->currency, now->currency);
    diff_text(arena, &diffs, "is_tax_incl", "is_tax_incl", old->is_tax_incl ? "yes" : "no",
              now->is_tax_incl ? "yes" : "no");
    diff_text(arena, &diffs, "is_active", "is_active", old->is_active ? "yes" : "no",
              now->is_active ? "yes" : "no");
    diff_text(arena, &diffs, "parent_id", "parent_id",
              arena_printf(arena, "%lld", (long long)old->parent.v),
              arena_printf(arena, "%lld", (long long)now->parent.v));
    diff_text(arena, &diffs, "adjust_ppm", "adjust_ppm", arena_printf(arena, "%d", old->adjust_ppm),
              arena_printf(arena, "%d", now->adjust_ppm));
    diff_text(arena, &diffs, "valid_from", "valid_from", catalog_from_text(old->valid_from, arena),
              catalog_from_text(now->valid_from, arena));
    diff_text(arena, &diffs, "valid_to", "valid_to", catalog_to_text(old->valid_to, arena),
              catalog_to_text(now->valid_to, arena));
    diff_note(&diffs, arena, note);
}

static bool list_put(struct tx *tx, struct desk *desk, struct price_list *list,
                     struct event_note *note, struct arena *arena, struct err *err)
{
    struct price_list *before = NULL, *same;

    if (!price_list_find(desk, list->code, arena, &same, err))
        return false;
    if (same != NULL && same->id.v != list->id.v)
        return err_field(err, ERR_CONFLICT, "code", _("There is a price list %s already."),
                         list->code);
    if (list->id.v != 0 && (!price_list_by_id(desk, list->id, arena, &before, err) ||
                            !check_list_change(desk, before, list, err)))
        return false;
    if (!check_parent(desk, list, arena, err))
        return false;
    list_note(before, list, arena, note);
    if (before == NULL)
        return list_insert(tx, list, &list->id.v, err);
    list->version = before->version;
    return list_update(tx, list, err);
}

bool price_list_save_in(struct tx *tx, struct desk *desk, const struct price_list *in,
                        struct price_list_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "price.save" };
    struct price_list list;

    if (!clean_list(in, tmp, &list, err) || !list_put(tx, desk, &list, &note, tmp, err))
        return false;
    *out = list.id;
    return event_add(tx, desk, "price_list", list.id.v, &note, err);
}

bool price_list_save(struct desk *desk, const struct price_list *in, struct price_list_id *out,
                     struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "price.save", &tx, err) &&
           price_list_save_in(&tx, desk, in, out, err) && tx_commit(&tx, err);
}
