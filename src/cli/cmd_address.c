/*
 * Commands on what carriers know of the addresses of orders and customers.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cmd_address.h"
#include "cli/find.h"
#include "domain/flow/address_take.h"
#include "domain/order/ship_check.h"

const struct verb_option order_check_options[] = {
    { "take", NULL, VERB_OPTIONAL, N_("Take the address as the carrier writes it.") },
    { "keep", NULL, VERB_OPTIONAL, N_("It stays as it is, whatever the carrier says.") },
    { "ask", NULL, VERB_OPTIONAL, N_("Ask once more, however old the answer is.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if the order is still at this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
const struct verb_option customer_check_options[] = {
    { "number", "N", VERB_OPTIONAL, N_("Of the address; 1 where nothing is said.") },
    { "take", NULL, VERB_OPTIONAL, N_("Take the address as the carrier writes it.") },
    { "ask", NULL, VERB_OPTIONAL, N_("Ask once more, however old the answer is.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static const char *residence_name(enum residence residence)
{
    switch (residence) {
    case RESIDENCE_UNSAID:
        return "";
    case RESIDENCE_HOME:
        return "home";
    case RESIDENCE_FIRM:
        return "firm";
    }
    return "";
}

/* v NULL: it was never asked about. */
static void put_verdict(struct cli *c, const struct address *a, const struct address_verdict *v)
{
    static const struct out_column columns[] = {
        { "address", N_("Address"), OUT_TEXT },
        { "answer", N_("Answer"), OUT_TEXT },
        { "message", N_("Words"), OUT_TEXT },
        { "line1", N_("Street"), OUT_TEXT },
        { "line2", N_("Street, more"), OUT_TEXT },
        { "postcode", N_("Post code"), OUT_TEXT },
        { "city", N_("City"), OUT_TEXT },
        { "region", N_("Region"), OUT_TEXT },
        { "country", N_("Country"), OUT_TEXT },
        { "residence", N_("Is a"), OUT_TEXT },
        { "kept_by", N_("Kept by"), OUT_TEXT },
        { "provider", N_("From"), OUT_TEXT },
        { "answered", N_("Answered"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    static const struct address none = { .line1 = "", .line2 = "", .city = "", .region = "",
                                         .postcode = "", .country = "" };
    static const struct address_verdict never = { .message = "", .kept_by = "", .provider = "" };
    const struct address *to = v != NULL && address_has_proposal(v) ? &v->proposed : &none;
    const struct address_verdict *said = v != NULL ? v : &never;

    out_record_begin(c->out, columns);
    out_cell(c->out, address_line(a, c->arena));
    out_cell(c->out, v == NULL                          ? "never_asked"
                     : out_form(c->out) == OUT_TABLE ? address_verdict_words(v, c->arena)
                                                     : address_answer_name((int)v->answer));
    out_cell(c->out, said->message);
    out_cell(c->out, to->line1);
    out_cell(c->out, to->line2);
    out_cell(c->out, to->postcode);
    out_cell(c->out, to->city);
    out_cell(c->out, to->region);
    out_cell(c->out, to->country);
    out_cell(c->out, residence_name(said->residence));
    out_cell(c->out, said->kept_by);
    out_cell(c->out, said->provider);
    out_cell_stamp(c->out, said->answered_at);
    out_record_end(c->out);
}

static bool show(struct cli *c, const struct address *a, struct err *err)
{
    struct address_verdict *v;

    if (!address_verdict_find(c->desk, a, c->arena, &v, err))
        return false;
    put_verdict(c, a, v);
    return true;
}

bool run_order_check_address(struct cli *c, struct err *err)
{
    bool takes = verb_flag(c, "take"), keeps = verb_flag(c, "keep"), asks = verb_flag(c, "ask");
    struct address place;
    struct order *o;
    int64_t version;

    if (takes + keeps + asks > 1)
        return verb_misused(c, err, _("Choose one of --take, --keep and --ask."));
    if (!find_version(c, &version, err) || !find_order(c, verb_arg(c, 0), &o, err))
        return false;
    if (o->pickup.v != 0)
        return err_set(err, ERR_STATE, _("Order %s is collected: no carrier brings it."),
                       order_ref(c, o->id, o->number));
    place = order_place(o);
    if ((takes && !order_address_take(c->desk, (struct record_at){ o->id.v, version }, err)) ||
        (keeps && !order_address_keep(c->desk, (struct record_at){ o->id.v, version }, err)) ||
        (asks && !address_ask_again(c->desk, &place, err)) ||
        !order_load(c->desk, o->id, c->arena, &o, err))
        return false;
    place = order_place(o);
    return show(c, &place, err);
}

bool run_customer_check_address(struct cli *c, struct err *err)
{
    const char *text = verb_opt(c, "number");
    struct address *a = NULL;
    struct customer *cu;
    struct address_id id;
    int64_t n = 1;

    if (verb_flag(c, "take") && verb_flag(c, "ask"))
        return verb_misused(c, err, _("Choose one of --take and --ask."));
    if (!find_customer(c, verb_arg(c, 0), &cu, err) ||
        (text != NULL && !find_int("number", text, 1, INT32_MAX, &n, err)))
        return false;
    for (int i = 0; i < cu->address_count; i++)
        if (cu->addresses[i].number == n)
            a = &cu->addresses[i];
    if (a == NULL)
        return err_field(err, ERR_NOT_FOUND, "number", _("Customer %s has no address %lld."),
                         cu->code, (long long)n);
    id = a->id;
    if ((verb_flag(c, "take") && !address_take(c->desk, a->id, &id, err)) ||
        (verb_flag(c, "ask") && !address_ask_again(c->desk, a, err)) ||
        !address_load(c->desk, id, c->arena, &a, err))
        return false;
    return show(c, a, err);
}
