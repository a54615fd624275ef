/*
 * Statements of customers; their row in the search index is customer_index_sql.c.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "domain/party/pair.h"
#include "domain/party/party_impl.h"
#include "store/store.h"

struct choice_rows OD_VEC(struct choice);

/* ---- loading --------------------------------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* The currency is checked wherever it is written, so it fits. */
static void read_currency(struct stmt *q, struct arena *arena, char out[4])
{
    const char *code = get_text(q, arena);

    memcpy(out, code, strnlen(code, 3));
}

static void read_customer(struct stmt *q, struct arena *arena, struct customer *c)
{
    const char *until;

    c->id.v = get_i64(q);
    c->code = get_text(q, arena);
    c->name = get_text(q, arena);
    c->kind = (enum customer_kind)get_i64(q);
    read_currency(q, arena, c->currency);
    c->lang = get_text(q, arena);
    c->tax_zone_id = get_ref(q);
    c->tax_number = get_text(q, arena);
    c->tax_exempt_cert = get_text(q, arena);
    until = get_text(q, arena);
    c->payment_terms_id = get_i64(q);
    c->has_credit_limit = get_i64_or_null(q, &c->credit_limit_minor);
    c->is_credit_held = get_i64(q) != 0;
    c->is_po_required = get_i64(q) != 0;
    c->backorder_policy = (int)get_i64(q);
    c->price_list.v = get_ref(q);
    c->site.v = get_ref(q);
    c->email = get_text(q, arena);
    c->phone = get_text(q, arena);
    c->bill_address.v = get_ref(q);
    c->ship_address.v = get_ref(q);
    c->note = get_text(q, arena);
    c->is_active = get_i64(q) != 0;
    c->version = get_i64(q);
    c->terms_code = get_text(q, arena);
    c->terms_name = get_text(q, arena);
    c->terms_days = (int)get_i64(q);
    c->terms_is_cash = get_i64(q) != 0;
    c->tax_zone = or_empty(get_text(q, arena));
    c->price_list_code = or_empty(get_text(q, arena));
    c->site_code = or_empty(get_text(q, arena));
    c->group_id = get_ref(q);
    c->group_code = or_empty(get_text(q, arena));
    c->is_best_price = get_i64(q) != 0;
    c->merged_into.v = get_ref(q);
    c->merged_into_code = or_empty(get_text(q, arena));
    c->ship_policy = (int)get_i64(q);
    c->ship_method = get_text(q, arena);
    c->tolerance.over.is_said = get_i64_or_null(q, &c->tolerance.over.ppm);
    c->tolerance.under.is_said = get_i64_or_null(q, &c->tolerance.under.ppm);
    if (until[0] != '\0' && !date_parse(until, &c->tax_exempt_until, NULL))
        c->tax_exempt_until = (struct date){ 0 };
}

OD_SQL(sql_customer_load, "customer.load",
       "SELECT c.id, c.code, c.name, c.kind, c.currency, c.lang, c.tax_zone_id, c.tax_number,"
       " c.tax_exempt_cert, c.tax_exempt_until_date, c.payment_terms_id, c.credit_limit_minor,"
       " c.is_credit_held, c.is_po_required, c.backorder_policy, c.price_list_id, c.site_id,"
       " c.email, c.phone, c.bill_address_id, c.ship_address_id, c.note, c.is_active, c.version,"
       " t.code, t.name, t.days, t.is_cash, z.code, l.code, s.code, c.group_id, g.code,"
       " c.is_best_price,"
       " c.merged_into_id, m.code, c.ship_policy, c.ship_method, c.over_ship_ppm,"
       " c.under_ship_ppm"
       " FROM customer AS c"
       " JOIN payment_terms AS t ON t.id = c.payment_terms_id"
       " LEFT JOIN tax_zone AS z ON z.id = c.tax_zone_id"
       " LEFT JOIN price_list AS l ON l.id = c.price_list_id"
       " LEFT JOIN site AS s ON s.id = c.site_id"
       " LEFT JOIN customer_group AS g ON g.id = c.group_id"
       " LEFT JOIN customer AS m ON m.id = c.merged_into_id"
       " WHERE c.id = $1");

bool customer_load(struct desk *desk, struct customer_id id, struct arena *arena,
                   struct customer **out, struct err *err)
{
    struct customer *c = NULL;
    OD_STMT *q = sql_read(desk_db(desk), &sql_customer_load);

    put_i64(q, id.v);
    if (sql_row(q)) {
        c = arena_new_of(arena, struct customer);
        read_customer(q, arena, c);
    }
    if (!sql_done(&q, err))
        return false;
    if (c == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This customer does not exist."));
    if (!addresses_load(desk, id, arena, c, err) || !contacts_load(desk, id, arena, c, err) ||
        !customer_not_from_load(desk, c, arena, err))
        return false;
    *out = c;
    return true;
}

OD_SQL(sql_customer_of_code, "customer.of_code",
       "SELECT id"
       " FROM customer"
       " WHERE code = $1");

bool customer_id_of_code(struct desk *desk, const char *code, struct customer_id *out,
                         struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_customer_of_code);

    out->v = 0;
    put_text(q, code);
    return sql_one_i64(&q, &found, &out->v, err);
}

bool customer_find_itself(struct desk *desk, const char *code, struct arena *arena,
                          struct customer **out, struct err *err)
{
    const char *typed = text_code_typed(code, arena);
    struct customer_id id = { 0 };

    if (typed != NULL && !customer_id_of_code(desk, typed, &id, err))
        return false;
    *out = NULL;
    return id.v == 0 || customer_load(desk, id, arena, out, err);
}

bool customer_find(struct desk *desk, const char *code, struct arena *arena,
                   struct customer **out, struct err *err)
{
    return customer_find_itself(desk, code, arena, out, err) &&
           (*out == NULL || (*out)->merged_into.v == 0 ||
            customer_load(desk, (*out)->merged_into, arena, out, err));
}

/* ---- what it refers to ----------------------------------------------------------------------- */

OD_SQL(sql_customer_terms, "customer.default_terms",
       "SELECT id"
       " FROM payment_terms"
       " ORDER BY CASE WHEN code = $1 THEN 0 ELSE 1 END, id"
       " LIMIT 1");

bool customer_default_terms(struct desk *desk, int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *code;
    bool found;
    OD_STMT *q = NULL;

    if (!setting_get(desk, "customer.terms", tmp, &code, err))
        return false;
    q = sql_read(desk_db(desk), &sql_customer_terms);
    put_text(q, code);
    return sql_one_i64(&q, &found, id, err);
}

OD_SQL(sql_customer_refs, "customer.refs",
       "SELECT (SELECT code FROM tax_zone WHERE id = $1),"
       " (SELECT name FROM payment_terms WHERE id = $2),"
       " (SELECT code FROM price_list WHERE id = $3),"
       " (SELECT code FROM site WHERE id = $4),"
       " (SELECT code FROM customer_group WHERE id = $5)");

bool customer_refs_check(struct desk *desk, struct customer *c, struct arena *arena,
                         struct err *err)
{
    OD_STMT *q = NULL;

    if (c->payment_terms_id == 0 && !customer_default_terms(desk, &c->payment_terms_id, err))
        return false;
    q = sql_read(desk_db(desk), &sql_customer_refs);
    put_i64(q, c->tax_zone_id);
    put_i64(q, c->payment_terms_id);
    put_i64(q, c->price_list.v);
    put_i64(q, c->site.v);
    put_i64(q, c->group_id);
    if (sql_row(q)) {
        c->tax_zone = or_empty(get_text(q, arena));
        c->terms_name = or_empty(get_text(q, arena));
        c->price_list_code = or_empty(get_text(q, arena));
        c->site_code = or_empty(get_text(q, arena));
        c->group_code = or_empty(get_text(q, arena));
    }
    if (!sql_done(&q, err))
        return false;
    if (c->tax_zone_id != 0 && c->tax_zone[0] == '\0')
        return err_field(err, ERR_INVALID, "tax_zone", _("This tax zone does not exist."));
    if (c->terms_name[0] == '\0')
        return err_field(err, ERR_INVALID, "terms", _("These payment terms do not exist."));
    if (c->price_list.v != 0 && c->price_list_code[0] == '\0')
        return err_field(err, ERR_INVALID, "price_list", _("This price list does not exist."));
    if (c->site.v != 0 && c->site_code[0] == '\0')
        return err_field(err, ERR_INVALID, "site", _("This site does not exist."));
    if (c->group_id != 0 && c->group_code[0] == '\0')
        return err_field(err, ERR_INVALID, "group", _("This group does not exist."));
    return true;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The columns that both statements below write, in their order. */
static void put_customer(struct stmt *q, const struct customer *c, struct arena *arena)
{
    char until[DATE_TEXT_SIZE];

    put_text(q, c->code);
    put_text(q, c->name);
    put_i64(q, c->kind);
    put_text(q, c->currency);
    put_text(q, c->lang);
    put_ref(q, c->tax_zone_id);
    put_text(q, c->tax_number);
    put_text(q, c->tax_exempt_cert);
    put_text(q, arena_strdup(arena, date_format(c->tax_exempt_until, until)));
    put_i64(q, c->payment_terms_id);
    put_i64_or_null(q, !c->has_credit_limit, c->credit_limit_minor);
    put_i64(q, c->is_credit_held);
    put_i64(q, c->is_po_required);
    put_i64(q, c->backorder_policy);
    put_ref(q, c->price_list.v);
    put_ref(q, c->site.v);
    put_text(q, c->email);
    put_text(q, c->phone);
    put_ref(q, c->bill_address.v);
    put_ref(q, c->ship_address.v);
    put_text(q, c->note);
    put_i64(q, c->is_active);
    put_text(q, utf8_fold(arena, c->name));
    put_ref(q, c->group_id);
    put_i64(q, c->is_best_price);
    put_i64(q, c->ship_policy);
    put_text(q, c->ship_method);
    put_i64_or_null(q, !c->tolerance.over.is_said, c->tolerance.over.ppm);
    put_i64_or_null(q, !c->tolerance.under.is_said, c->tolerance.under.ppm);
}

OD_SQL(sql_customer_insert, "customer.insert",
       "INSERT INTO customer (code, name, kind, currency, lang, tax_zone_id, tax_number,"
       " tax_exempt_cert, tax_exempt_until_date, payment_terms_id, credit_limit_minor,"
       " is_credit_held, is_po_required, backorder_policy, price_list_id, site_id, email, phone,"
       " bill_address_id, ship_address_id, note, is_active, name_fold, group_id, is_best_price,"
       " ship_policy, ship_method, over_ship_ppm, under_ship_ppm, search_text, phone_key,"
       " place_key, created_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
       " $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31,"
       " $32, $33)"
       " RETURNING id");

bool customer_insert(struct tx *tx, struct desk *desk, const struct customer *c,
                     const struct customer_words *words, struct arena *arena,
                     struct customer_id *out, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_customer_insert);

    put_customer(q, c, arena);
    put_text(q, words->search_text);
    put_text(q, words->marks.phone_key);
    put_text(q, words->marks.place_key);
    put_i64(q, desk_now(desk).ms);
    return sql_run_id(&q, &out->v, err);
}

OD_SQL(sql_customer_update, "customer.update",
       "UPDATE customer"
       " SET code = $1, name = $2, kind = $3, currency = $4, lang = $5, tax_zone_id = $6,"
       " tax_number = $7, tax_exempt_cert = $8, tax_exempt_until_date = $9,"
       " payment_terms_id = $10, credit_limit_minor = $11, is_credit_held = $12,"
       " is_po_required = $13, backorder_policy = $14, price_list_id = $15, site_id = $16,"
       " email = $17, phone = $18, bill_address_id = $19, ship_address_id = $20, note = $21,"
       " is_active = $22, name_fold = $23, group_id = $24, is_best_price = $25,"
       " ship_policy = $26, ship_method = $27, over_ship_ppm = $28, under_ship_ppm = $29,"
       " version = version + 1"
       " WHERE id = $30 AND version = $31");

bool customer_update(struct tx *tx, const struct customer *c, struct arena *arena,
                     struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_customer_update);

    put_customer(q, c, arena);
    put_i64(q, c->id.v);
    put_i64(q, c->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("Customer %s was changed by someone else."), c->name);
    return true;
}

OD_SQL(sql_customer_move_address, "customer.move_address",
       "UPDATE customer"
       " SET bill_address_id = CASE WHEN COALESCE(bill_address_id, 0) = CAST($1 AS BIGINT)"
       " THEN CAST($2 AS BIGINT) ELSE bill_address_id END,"
       " ship_address_id = CASE WHEN COALESCE(ship_address_id, 0) = CAST($1 AS BIGINT)"
       " THEN CAST($2 AS BIGINT) ELSE ship_address_id END,"
       " version = version + 1"
       " WHERE id = $3 AND (COALESCE(bill_address_id, 0) = CAST($1 AS BIGINT)"
       " OR COALESCE(ship_address_id, 0) = CAST($1 AS BIGINT))");

bool customer_move_address(struct tx *tx, struct customer_id id, struct address_id old,
                           struct address_id fresh, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_customer_move_address);

    put_i64(q, old.v);
    put_i64(q, fresh.v);
    put_i64(q, id.v);
    return sql_run(&q, NULL, err);
}

/* ---- choices --------------------------------------------------------------------------------- */

OD_SQL(sql_customer_terms_list, "customer.terms_list",
       "SELECT id, code, name"
       " FROM payment_terms"
       " ORDER BY days, code");

bool payment_terms_choices(struct desk *desk, struct arena *arena, struct choices *out,
                           struct err *err)
{
    struct choice_rows list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_customer_terms_list);

    while (sql_row(q)) {
        struct choice *c = vec_push(arena, &list);

        c->id = get_i64(q);
        c->code = get_text(q, arena);
        c->name = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct choices){ list.v, list.n };
    return true;
}
