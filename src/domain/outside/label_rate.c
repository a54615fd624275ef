/*
 * Rates: what came, and which of them is bought.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/outside/label.h"

static const char *text_of(const struct json *v, const char *name)
{
    const char *text = json_text(json_get(v, name));

    return text != NULL ? text : "";
}

void label_rates_read(const char *json, struct arena *arena, struct label_rates *out)
{
    struct rates OD_VEC(struct label_rate) list = { 0 };
    const struct json *all;

    *out = (struct label_rates){ 0 };
    if (!json_parse(json, strlen(json), arena, &all, NULL))
        return;
    for (int i = 0; i < json_len(all); i++) {
        const struct json *v = json_at(all, i);
        struct label_rate rate = { text_of(v, "id"),
                                   text_of(v, "carrier"),
                                   text_of(v, "service"),
                                   text_of(v, "name"),
                                   text_of(v, "account"),
                                   { 0 },
                                   -1 };
        int64_t days;

        if (currency_find(text_of(v, "currency")) == NULL ||
            !money_parse(text_of(v, "amount"), text_of(v, "currency"), NULL, &rate.cost, NULL))
            continue;
        if (json_i64(json_get(v, "days"), &days) && days >= 0 && days < 1000)
            rate.days = (int)days;
        *vec_push(arena, &list) = rate;
    }
    *out = (struct label_rates){ list.v, list.n };
}

static bool fits(const struct label_rate *r, const struct label_wish *wish)
{
    return (wish->carrier[0] == '\0' || strcasecmp(r->carrier, wish->carrier) == 0) &&
           (wish->service[0] == '\0' || strcasecmp(r->service, wish->service) == 0 ||
            strcasecmp(r->name, wish->service) == 0) &&
           (wish->max_days == 0 || (r->days >= 0 && r->days <= wish->max_days));
}

static int compare_days(const struct label_rate *a, const struct label_rate *b)
{
    int x = a->days < 0 ? 1000 : a->days, y = b->days < 0 ? 1000 : b->days;

    return x - y;
}

static bool is_better(const struct label_rate *a, const struct label_rate *b, enum label_rule rule)
{
    int days = compare_days(a, b);
    int cost = (a->cost.minor > b->cost.minor) - (a->cost.minor < b->cost.minor);

    return rule == LABEL_FASTEST ? days < 0 || (days == 0 && cost < 0)
                                 : cost < 0 || (cost == 0 && days < 0);
}

/* "USPS Express, USPS Priority", at most some of them. */
static bool none_fits(const struct label_rates *rates, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct strbuf b;

    strbuf_init(&b, tmp, 300);
    for (int i = 0; i < rates->n && i < 8; i++)
        strbuf_addf(&b, "%s%s %s", i > 0 ? ", " : "", rates->v[i].carrier, rates->v[i].name);
    return err_set(err, ERR_STATE, _("No rate is as wished. There are: %s."), b.s);
}

bool label_rate_choose(const struct label_rates *rates, const struct label_wish *wish, int *out,
                       struct err *err)
{
    int best = -1;

    for (int i = 0; i < rates->n; i++) {
        if (!fits(&rates->v[i], wish))
            continue;
        if (best >= 0 && strcmp(rates->v[i].cost.cur, rates->v[best].cost.cur) != 0)
            return err_set(err, ERR_STATE,
                           _("The rates are in several currencies. Choose one of them."));
        if (best < 0 || is_better(&rates->v[i], &rates->v[best], wish->rule))
            best = i;
    }
    if (best < 0)
        return none_fits(rates, err);
    *out = best;
    return true;
}
