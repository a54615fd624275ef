/*
 * One action done to all orders of a search, with what came of each.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "cli/cmd_order.h"
#include "cli/find.h"
#include "cli/verb_action.h"
#include "domain/desk/desk.h"
#include "domain/flow/order_many.h"
#include "domain/insight/search.h"
#include "domain/insight/view.h"
#include "domain/order/order_rules.h"
#include "print/documents.h"
#include "print/order_deeds.h"

struct ids OD_VEC(int64_t);

static const struct out_column columns[] = {
    { "number", N_("Order"), OUT_TEXT },  { "name", N_("Name"), OUT_TEXT },
    { "status", N_("Status"), OUT_TEXT }, { "outcome", N_("Outcome"), OUT_TEXT },
    { "why", N_("Why not"), OUT_TEXT },   { NULL, NULL, OUT_TEXT },
};

/* Each is one input of some action; which ones are taken the action says. */
const struct verb_option order_many_options[] = {
    { "find", "QUERY", VERB_REQUIRED, N_("Which orders: a search as in the query bar.") },
    { "dry-run", NULL, VERB_OPTIONAL, N_("Only tell what could be done and what could not.") },
    { "reason", "CODE", VERB_OPTIONAL, N_("The reason, where the action asks for one.") },
    { "note", "TEXT", VERB_OPTIONAL, N_("The note, likewise.") },
    { "until", "DATE", VERB_OPTIONAL, N_("Until which day, likewise.") },
    { "blocks", "STEPS", VERB_OPTIONAL, N_("What a hold blocks, likewise.") },
    { "kind", "KIND", VERB_OPTIONAL, N_("Which hold is lifted, likewise.") },
    { "ref", "TEXT", VERB_OPTIONAL, N_("Path or address of what is attached, likewise.") },
    { "title", "TEXT", VERB_OPTIONAL, N_("Its title, likewise.") },
    { "priority", "N", VERB_OPTIONAL, N_("The priority, 0 to 9, likewise.") },
    { "picker", "LOGIN", VERB_OPTIONAL, N_("Who is to pick, likewise; else nobody.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

/* Options from this one on are inputs. */
#define INPUTS_FROM 2
#define GIVEN_MAX   12

static bool has_input(const struct action *action, const char *name)
{
    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++)
        if (strcmp(in->name, name) == 0)
            return true;
    return false;
}

static bool read_values(struct cli *c, const struct many_work *work, struct action_values *out,
                        struct err *err)
{
    const struct action *action = work->action;
    struct action_value *given = arena_array(c->arena, GIVEN_MAX, struct action_value);
    int n = 0;

    for (const struct verb_option *o = order_many_options + INPUTS_FROM; o->name != NULL; o++) {
        const char *value = verb_opt(c, o->name);

        if (value == NULL)
            continue;
        if (!has_input(action, o->name))
            return verb_misused(c, err, _("The action \"%s\" takes no --%s."), action->name,
                                o->name);
        given[n++] = (struct action_value){ o->name, value };
    }
    *out = (struct action_values){ given, n };
    return many_check(c->desk, work, out, err);
}

/* release-hold of a shell is release_hold of the table. */
static const char *table_name(struct cli *c, const char *name)
{
    char *out = arena_strdup(c->arena, name);

    for (char *at = out; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    return out;
}

/* All that the search finds; more than can be done at once are refused before anything is. */
static bool find_ids(struct cli *c, struct ids *out, struct err *err)
{
    const char *text = verb_opt(c, "find");
    struct find_from from = { 0 };
    const struct query *q;
    struct order_rows rows;

    if (text[strspn(text, " ")] == '\0')
        return err_field(err, ERR_INVALID, "find", _("Say which orders: --find QUERY."));
    if (!query_parse_whole(text, FIND_ORDER, c->desk, c->arena, &q, err))
        return err_at(err, "find");
    do {
        if (!find_orders(c->desk, q, &from, LIMIT_PAGE_ROWS, c->arena, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++)
            *vec_push(c->arena, out) = rows.v[i].id.v;
        if (rows.n > 0)
            from = (struct find_from){ .id = rows.v[rows.n - 1].id.v,
                                       .key = rows.v[rows.n - 1].sort_key };
    } while (rows.n == LIMIT_PAGE_ROWS && out->n <= LIMIT_BULK_ORDERS);
    return true;
}

static void put_row(struct cli *c, const struct many_row *row)
{
    out_cell(c->out, row->number);
    out_cell(c->out, row->customer_name);
    out_cell(c->out, order_shown_name(row->shown));
    out_cell(c->out, out_form(c->out) == OUT_TABLE ? many_state_words(row->state)
                                                   : many_state_name(row->state));
    out_cell(c->out, row->why);
}

bool run_order_many(struct cli *c, struct err *err)
{
    bool is_dry = verb_flag(c, "dry-run");
    struct printing how = { .command = conf_text(&c->conf, "orderdesk.print_command") };
    const struct many_deeds deeds = order_deeds(&how);
    struct many_work work;
    struct action_values values;
    struct many_rows rows;
    struct ids ids = { 0 };
    bool is_ok = true;
    int refused = 0;

    if (!paper_form_parse(conf_text(&c->conf, "orderdesk.print_form"), &how.form))
        how.form = PAPER_AS_PDF;
    if (!many_find(&deeds, table_name(c, verb_arg(c, 0)), c->arena, &work, err) ||
        !read_values(c, &work, &values, err) || !find_ids(c, &ids, err) ||
        !many_preview(c->desk, &work, ids.v, ids.n, c->arena, &rows, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < rows.n; i++) {
        bool is_over = rows.v[i].state == MANY_DONE || rows.v[i].state == MANY_REFUSED;

        is_ok = is_ok && (is_dry || is_over ||
                          many_go(c->desk, &work, &values, c->arena, &rows.v[i], rows.n - i, err));
        refused += rows.v[i].state == MANY_REFUSED;
        put_row(c, &rows.v[i]);
    }
    out_list_end(c->out);
    return is_ok &&
           (refused == 0 ||
            err_set(err, ERR_STATE, _("Refused: %d of %d orders."), refused, rows.n));
}
