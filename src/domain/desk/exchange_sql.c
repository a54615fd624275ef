/*
 * Exchange rates in the store.
 */
#include "domain/desk/exchange.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/diff.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

#define RATE_DECIMALS 9

struct rate_rows OD_VEC(struct exchange_rate);

const char *exchange_format(struct fx rate, const struct decimal_form *form,
                            char out[DECIMAL_TEXT_SIZE])
{
    return decimal_format(rate.e9, RATE_DECIMALS, 0, form, out);
}

bool exchange_parse(const char *text, const struct decimal_form *form, struct fx *out,
                    struct err *err)
{
    return decimal_parse(text, RATE_DECIMALS, LIMIT_FX_E9, form, &out->e9, err);
}

static void get_rate(struct stmt *q, struct arena *arena, struct exchange_rate *out)
{
    const char *currency, *from;

    *out = (struct exchange_rate){ .id = get_i64(q) };
    currency = get_text(q, arena);
    memcpy(out->currency, currency, strnlen(currency, 3));
    from = get_text(q, arena);
    out->rate.e9 = get_i64(q);
    out->source = get_text(q, arena);
    out->version = get_i64(q);
    if (!date_parse(from, &out->from, NULL))
        out->from = (struct date){ 0 };
}

static const char *day_text(struct date d, struct arena *arena)
{
    char text[DATE_TEXT_SIZE];

    return arena_strdup(arena, date_format(d, text));
}

OD_SQL(sql_exchange_on, "exchange.on",
       "SELECT id, currency, from_date, rate_e9, source, version"
       " FROM exchange_rate"
       " WHERE currency = $1 AND from_date <= $2"
       " ORDER BY from_date DESC"
       " LIMIT 1");

bool exchange_rate_on(struct desk *desk, const char *currency, struct date on, struct arena *arena,
                      struct exchange_rate *out, struct err *err)
{
    struct exchange_rate rate = { .source = "" };
    OD_STMT *q = NULL;

    if (strcmp(currency, desk_company(desk)->currency) == 0) {
        *out = (struct exchange_rate){ .rate = { FX_ONE }, .source = "" };
        memcpy(out->currency, desk_company(desk)->currency, sizeof out->currency);
        return true;
    }
    q = sql_read(desk_db(desk), &sql_exchange_on);
    put_text(q, currency);
    put_text(q, day_text(on, arena));
    if (sql_row(q))
        get_rate(q, arena, &rate);
    if (!sql_done(&q, err))
        return false;
    *out = rate;
    return true;
}

OD_SQL(sql_exchange_list, "exchange.list",
       "SELECT id, currency, from_date, rate_e9, source, version"
       " FROM exchange_rate"
       " WHERE currency >= $1 AND currency <= $2"
       " ORDER BY currency, from_date DESC"
       " LIMIT $3");

bool exchange_rates_load(struct desk *desk, const char *currency, int max, struct arena *arena,
                         struct exchange_rates *out, struct err *err)
{
    struct rate_rows rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_exchange_list);

    put_text(q, currency != NULL ? currency : "");
    put_text(q, currency != NULL ? currency : "ZZZ");
    put_i64(q, max);
    while (sql_row(q))
        get_rate(q, arena, vec_push(arena, &rows));
    if (!sql_done(&q, err))
        return false;
    *out = (struct exchange_rates){ rows.v, rows.n };
    return true;
}

static bool check_rate(struct desk *desk, struct exchange_rate *rate, struct arena *arena,
                       struct err *err)
{
    if (currency_find(rate->currency) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency. Write its three letters, for example EUR."),
                         rate->currency);
    if (strcmp(rate->currency, desk_company(desk)->currency) == 0)
        return err_field(err, ERR_INVALID, "currency",
                         _("%s is the currency of the books; its rate is always 1."),
                         rate->currency);
    if (rate->rate.e9 <= 0)
        return err_field(err, ERR_INVALID, "rate",
                         _("A rate is more than 0: what 1 %s is worth in %s."), rate->currency,
                         desk_company(desk)->currency);
    if (rate->rate.e9 > LIMIT_FX_E9)
        return err_field(err, ERR_LIMIT, "rate", _("This rate is larger than the desk can hold."));
    if (!date_is_set(rate->from))
        rate->from = desk_today(desk);
    return text_line(rate->source == NULL ? "" : rate->source, "source", arena, &rate->source, err);
}

OD_SQL(sql_exchange_at, "exchange.at",
       "SELECT id, currency, from_date, rate_e9, source, version"
       " FROM exchange_rate"
       " WHERE currency = $1 AND from_date = $2");

/* The row of that currency and day; id 0 where there is none. */
static bool rate_at(struct desk *desk, const char *currency, struct date from, struct arena *arena,
                    struct exchange_rate *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_exchange_at);

    *out = (struct exchange_rate){ .source = "" };
    put_text(q, currency);
    put_text(q, day_text(from, arena));
    if (sql_row(q))
        get_rate(q, arena, out);
    return sql_done(&q, err);
}

OD_SQL(sql_exchange_put, "exchange.put",
       "INSERT INTO exchange_rate (currency, from_date, rate_e9, source)"
       " VALUES ($1, $2, $3, $4)"
       " ON CONFLICT (currency, from_date) DO UPDATE"
       " SET rate_e9 = excluded.rate_e9, source = excluded.source,"
       " version = exchange_rate.version + 1"
       " RETURNING id");

static bool rate_put(struct tx *tx, const struct exchange_rate *rate, struct arena *arena,
                     int64_t *id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_exchange_put);

    put_text(q, rate->currency);
    put_text(q, day_text(rate->from, arena));
    put_i64(q, rate->rate.e9);
    put_text(q, rate->source);
    return sql_run_id(&q, id, err);
}

/* now NULL: the row goes. */
static void note_rate(const struct exchange_rate *before, const struct exchange_rate *now,
                      struct arena *arena, struct event_note *note)
{
    const struct exchange_rate none = { .source = "" }, *is = now != NULL ? now : &none;
    struct field_diff *d = arena_array(arena, 2, struct field_diff);
    char was_text[DECIMAL_TEXT_SIZE] = "", is_text[DECIMAL_TEXT_SIZE] = "";
    const struct exchange_rate *at = now != NULL ? now : before;
    const char *field = arena_printf(arena, "rate.%s.%s", at->currency, day_text(at->from, arena));
    struct field_diffs diffs = { d, 1 };

    if (before->id != 0)
        exchange_format(before->rate, NULL, was_text);
    if (now != NULL)
        exchange_format(now->rate, NULL, is_text);
    d[0] = (struct field_diff){ field, field, arena_strdup(arena, was_text),
                                arena_strdup(arena, is_text) };
    if (strcmp(before->source, is->source) != 0)
        d[diffs.n++] = (struct field_diff){ "source", "source", before->source, is->source };
    event_note_diffs(note, &diffs, before->id == 0, arena);
}

bool exchange_rate_save_in(struct tx *tx, struct desk *desk, const struct exchange_rate *in,
                           bool *is_new, bool *is_same, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "rate.save" };
    struct exchange_rate rate = *in, before;
    int64_t id = 0;

    if (!check_rate(desk, &rate, tmp, err) ||
        !rate_at(desk, rate.currency, rate.from, tmp, &before, err))
        return false;
    if (rate.version != 0 && rate.version != before.version)
        return err_set(err, ERR_CONFLICT,
                       _("The rate of %s was changed by someone else. Look at it again."),
                       rate.currency);
    *is_new = before.id == 0;
    *is_same =
        !*is_new && before.rate.e9 == rate.rate.e9 && strcmp(before.source, rate.source) == 0;
    if (*is_same)
        return true;
    note_rate(&before, &rate, tmp, &note);
    return rate_put(tx, &rate, tmp, &id, err) &&
           event_add(tx, desk, "exchange_rate", id, &note, err);
}

bool exchange_rate_save(struct desk *desk, const struct exchange_rate *in, struct err *err)
{
    OD_TX tx = { 0 };
    bool is_new, is_same;

    return desk_begin(desk, "rate.save", &tx, err) &&
           exchange_rate_save_in(&tx, desk, in, &is_new, &is_same, err) && tx_commit(&tx, err);
}

OD_SQL(sql_exchange_after, "exchange.after",
       "SELECT id, currency, from_date, rate_e9, source, version"
       " FROM exchange_rate"
       " WHERE currency > $1 OR (currency = $1 AND from_date > $2)"
       " ORDER BY currency, from_date"
       " LIMIT $3");

bool exchange_rates_after(struct desk *desk, const struct exchange_rate *last, struct arena *arena,
                          struct exchange_rates *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_exchange_after);
    struct rate_rows rows = { 0 };

    put_text(q, last == NULL ? "" : last->currency);
    put_text(q, last == NULL ? "" : day_text(last->from, arena));
    put_i64(q, LIMIT_PAGE_ROWS);
    while (sql_row(q))
        get_rate(q, arena, vec_push(arena, &rows));
    if (!sql_done(&q, err))
        return false;
    *out = (struct exchange_rates){ rows.v, rows.n };
    return true;
}

OD_SQL(sql_exchange_delete, "exchange.delete",
       "DELETE FROM exchange_rate"
       " WHERE id = $1");

bool exchange_rate_drop(struct desk *desk, const char *currency, struct date from, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "rate.save" };
    struct exchange_rate before;
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "rate.save", &tx, err) ||
        !rate_at(desk, currency, from, tmp, &before, err))
        return false;
    if (before.id == 0)
        return err_field(err, ERR_NOT_FOUND, "from", _("There is no rate of %s from %s on."),
                         currency, day_text(from, tmp));
    note_rate(&before, NULL, tmp, &note);
    q = sql_write(&tx, &sql_exchange_delete);
    put_i64(q, before.id);
    return sql_run(&q, NULL, err) && event_add(&tx, desk, "exchange_rate", before.id, &note, err) &&
           tx_commit(&tx, err);
}
