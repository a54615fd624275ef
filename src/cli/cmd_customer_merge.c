/*
 * Commands for customers that may be one: the queue of pairs, merging, and the way back.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/desk/desk.h"
#include "domain/party/merge.h"
#include "domain/party/pair.h"

/* --- the queue ------------------------------------------------------------------------------- */

static bool list_pairs(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },      { "name", N_("Name"), OUT_TEXT },
        { "other_code", N_("Other"), OUT_TEXT }, { "other_name", N_("Name"), OUT_TEXT },
        { "same", N_("The same"), OUT_TEXT },  { "found_at", N_("Found"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    int64_t after = 0;

    out_list_begin(c->out, NULL, columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct customer_pairs pairs;

        if (!customer_pairs_load(c->desk, after, LIMIT_PAGE_ROWS, page, &pairs, err))
            return false;
        for (int i = 0; i < pairs.n; i++) {
            const struct customer_pair *p = &pairs.v[i];

            out_cell(c->out, p->low_code);
            out_cell(c->out, p->low_name);
            out_cell(c->out, p->high_code);
            out_cell(c->out, p->high_name);
            out_cell(c->out, pair_why_words(p->why, page));
            out_cell_stamp(c->out, p->found);
            after = p->id;
        }
        is_more = pairs.n == LIMIT_PAGE_ROWS;
    }
    out_list_end(c->out);
    return true;
}

static bool run_customer_duplicates(struct cli *c, struct err *err)
{
    int found = 0;

    if (verb_flag(c, "scan") && !customer_pairs_scan(c->desk, &found, err))
        return false;
    return list_pairs(c, err);
}

static bool run_customer_distinct(struct cli *c, struct err *err)
{
    struct customer *one, *other;

    return find_customer(c, verb_arg(c, 0), &one, err) &&
           find_customer(c, verb_arg(c, 1), &other, err) &&
           customer_pair_dismiss(c->desk, one->id, other->id, err);
}

/* --- merging --------------------------------------------------------------------------------- */

/* The record of that code, also of one that was merged. */
static bool find_itself(struct cli *c, const char *code, struct customer **out, struct err *err)
{
    return customer_find_itself(c->desk, code, c->arena, out, err) &&
           (*out != NULL || find_customer(c, code, out, err));
}

static void put_moved(struct cli *c, const char *code, const struct merge_moved *moved)
{
    static const struct out_column columns[] = {
        { "customer", N_("Customer"), OUT_TEXT },   { "orders", N_("Orders"), OUT_NUMBER },
        { "contacts", N_("Contacts"), OUT_NUMBER }, { "addresses", N_("Addresses"), OUT_NUMBER },
        { "prices", N_("Prices"), OUT_NUMBER },     { NULL, NULL, OUT_TEXT },
    };

    out_record_begin(c->out, columns);
    out_cell(c->out, code);
    out_cell_i64(c->out, moved->orders);
    out_cell_i64(c->out, moved->contacts);
    out_cell_i64(c->out, moved->addresses);
    out_cell_i64(c->out, moved->prices);
    out_record_end(c->out);
}

static bool run_customer_merge(struct cli *c, struct err *err)
{
    struct merge_moved moved = { 0 };
    struct customer_merge in = { 0 };
    struct customer *gone, *kept;

    if (!find_itself(c, verb_arg(c, 0), &gone, err) ||
        !find_customer(c, verb_arg(c, 1), &kept, err))
        return false;
    in.gone = gone->id;
    in.kept = kept->id;
    if (!customer_merge(c->desk, &in, &moved, err))
        return false;
    put_moved(c, kept->code, &moved);
    return true;
}

static bool run_customer_unmerge(struct cli *c, struct err *err)
{
    struct merge_moved moved = { 0 };
    struct customer *gone;

    if (!find_itself(c, verb_arg(c, 0), &gone, err) ||
        !customer_unmerge(c->desk, gone->id, &moved, err))
        return false;
    put_moved(c, gone->code, &moved);
    return true;
}

static const struct verb_option duplicates_options[] = {
    { "scan", NULL, VERB_OPTIONAL,
      N_("Look through all customers first, not only those that come new.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_customer_merge[] = {
    { "customer", "duplicates", "", duplicates_options, VERB_DESK, run_customer_duplicates,
      N_("List pairs of customers that may be one, by mail, phone, or name and post code.") },
    { "customer", "distinct", "CODE OTHER", NULL, VERB_DESK, run_customer_distinct,
      N_("Say that two are not the same; the pair never comes up again.") },
    { "customer", "merge", "CODE INTO", NULL, VERB_DESK, run_customer_merge,
      N_("Make a customer one with another, which keeps all; the code leads there from then on.") },
    { "customer", "unmerge", "CODE", NULL, VERB_DESK, run_customer_unmerge,
      N_("Undo the merge of this customer into another.") },
    { 0 },
};
