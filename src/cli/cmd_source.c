/*
 * Commands of sourcing: where an order comes from, sites that do not serve a customer, closing a
 * site.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "cli/cmd_order.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/flow/order_action.h"
#include "domain/flow/source_steps.h"
#include "domain/order/ship_policy.h"
#include "domain/order/source.h"
#include "domain/party/customer.h"


/* --- an order --------------------------------------------------------------------------------- */

static const struct verb_option source_options[] = {
    { "preview", NULL, VERB_OPTIONAL, N_("Only tell; change nothing.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool run_order_source(struct cli *c, struct err *err)
{
    const char *words;
    struct order *o;

    if (!find_order(c, verb_arg(c, 0), &o, err))
        return false;
    if (verb_opt(c, "preview") == NULL &&
        (!act(c->desk, &order_document, (struct record_at){ .id = o->id.v }, "reroute", NULL,
              err) ||
         !order_load(c->desk, o->id, c->arena, &o, err)))
        return false;
    if (!source_words(c->desk, o, c->arena, &words, err))
        return false;
    out_text(c->out, "source", words);
    return true;
}

bool order_read_policy(struct cli *c, struct order_header *h, struct err *err)
{
    const char *policy = verb_opt(c, "ship-policy"), *part = verb_opt(c, "partial-after");
    const char *drop = verb_opt(c, "cancel-backorders");
    int *number = arena_new_of(c->arena, int);
    struct date *day = arena_new_of(c->arena, struct date);
    const char *pickup = verb_opt(c, "pickup"), *latest = verb_opt(c, "latest-ship");
    struct date *by = arena_new_of(c->arena, struct date);
    struct site_id *counter = arena_new_of(c->arena, struct site_id);
    bool *flag = arena_new_of(c->arena, bool);
    int *priority = arena_new_of(c->arena, int);
    int64_t level = 0;

    if (verb_opt(c, "priority") != NULL &&
        !find_int("priority", verb_opt(c, "priority"), 0, 9, &level, err))
        return false;
    *priority = (int)level;
    if (policy != NULL && !ship_policy_parse(policy, number, err))
        return false;
    if (part != NULL && part[0] != '\0' &&
        !date_parse_typed(part, desk_today(c->desk), day, err))
        return err_at(err, "partial-after");
    if (drop != NULL && !find_bool("cancel-backorders", drop, flag, err))
        return false;
    if (pickup != NULL && strcmp(pickup, "-") != 0 && !find_site_id(c, pickup, counter, err))
        return err_at(err, "pickup");
    h->priority = verb_opt(c, "priority") == NULL ? NULL : priority;
    h->pickup = pickup == NULL ? NULL : counter;
    h->ship_policy = policy == NULL ? NULL : number;
    if (latest != NULL && latest[0] != '\0' &&
        !date_parse_typed(latest, desk_today(c->desk), by, err))
        return err_at(err, "latest-ship");
    h->terms = verb_opt(c, "terms");
    h->latest_ship = latest == NULL ? NULL : by;
    h->partial_after = part == NULL ? NULL : day;
    h->cancel_backorders = drop == NULL ? NULL : flag;
    return true;
}

/* --- a customer ------------------------------------------------------------------------------- */

static bool run_customer_not_from(struct cli *c, struct err *err)
{
    struct customer_id id;
    struct customer *cu;

    if (!find_customer(c, verb_arg(c, 0), &cu, err))
        return false;
    cu->not_from = "";
    for (int i = 1; verb_arg(c, i) != NULL; i++)
        cu->not_from = arena_printf(c->arena, "%s %s", cu->not_from, verb_arg(c, i));
    return customer_save(c->desk, cu, NULL, NULL, &id, err);
}

/* --- a site ----------------------------------------------------------------------------------- */

static bool run_site_close(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "order", N_("Order"), OUT_TEXT },
        { "is_moved", N_("Moved"), OUT_BOOL },
        { "words", N_("What became of it"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct site_closed closed;
    struct site_id site;

    if (!find_site_id(c, verb_arg(c, 0), &site, err) ||
        !site_close(c->desk, site, c->arena, &closed, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < closed.n; i++) {
        out_cell(c->out, closed.v[i].number);
        out_cell_bool(c->out, closed.v[i].is_moved);
        out_cell(c->out, closed.v[i].words);
    }
    out_list_end(c->out);
    return true;
}

const struct verb verbs_source[] = {
    { "order", "source", "N", source_options, VERB_DESK, run_order_source,
      N_("Choose anew which sites send what is not picked, and tell; --preview only tells.") },
    { "customer", "not-from", "CODE [SITE...]", NULL, VERB_DESK, run_customer_not_from,
      N_("Name all sites that the customer is not served from; none: every site may.") },
    { "site", "close", "CODE", NULL, VERB_DESK, run_site_close,
      N_("Close a site; each order that counts on it is moved to other sites.") },
    { 0 },
};
