/*
 * Commands for saved views.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/verb.h"
#include "domain/insight/view.h"

static bool kind_of(struct cli *c, enum find_kind otherwise, enum find_kind *out, struct err *err)
{
    const char *kind = verb_opt(c, "kind");

    *out = otherwise;
    return kind == NULL || find_kind_parse(kind, out) ||
           err_field(err, ERR_INVALID, "kind", _("--kind is orders, customers or items."));
}

static bool run_view_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "kind", N_("Of"), OUT_TEXT },           { "name", N_("View"), OUT_TEXT },
        { "query", N_("Search"), OUT_TEXT },      { "columns", N_("Columns"), OUT_TEXT },
        { "owner", N_("Owner"), OUT_TEXT },       { "is_shared", N_("Shared"), OUT_BOOL },
        { "version", N_("Version"), OUT_NUMBER }, { NULL, NULL, OUT_TEXT },
    };
    enum find_kind kind;
    struct views views;

    if (!kind_of(c, FIND_ALL, &kind, err) || !views_load(c->desk, kind, c->arena, &views, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < views.n; i++) {
        out_cell(c->out, find_kind_name(views.v[i].kind));
        out_cell(c->out, views.v[i].name);
        out_cell(c->out, views.v[i].query);
        out_cell(c->out, views.v[i].columns);
        out_cell(c->out, views.v[i].owner);
        out_cell_bool(c->out, views.v[i].is_shared);
        out_cell_i64(c->out, views.v[i].version);
    }
    out_list_end(c->out);
    return true;
}

/* The arguments after the name, as one search. */
static const char *query_of(struct cli *c)
{
    struct strbuf b;

    strbuf_init(&b, c->arena, 4000);
    for (int i = 1; i < c->arg_count; i++)
        strbuf_addf(&b, "%s%s", i > 1 ? " " : "", c->args[i]);
    return b.s;
}

/* The user's own view of the name, or a new one. */
static bool run_view_set(struct cli *c, struct err *err)
{
    struct view *old, view = { .name = verb_arg(c, 0), .query = query_of(c) };
    const char *columns = verb_opt(c, "columns");
    int64_t id;

    if (!kind_of(c, FIND_ORDER, &view.kind, err) ||
        !view_find(c->desk, view.kind, view.name, c->arena, &old, err))
        return false;
    if (old != NULL && old->is_mine) {
        view.id = old->id;
        view.version = old->version;
    }
    view.columns = columns != NULL ? columns : "";
    view.is_shared = verb_flag(c, "shared");
    return view_save(c->desk, &view, &id, err);
}

static bool run_view_drop(struct cli *c, struct err *err)
{
    enum find_kind kind;
    struct view *view;

    return kind_of(c, FIND_ORDER, &kind, err) &&
           view_load(c->desk, kind, verb_arg(c, 0), c->arena, &view, err) &&
           view_drop(c->desk, view, err);
}

static const struct verb_option kind_options[] = {
    { "kind", "KIND", VERB_OPTIONAL, N_("orders, customers or items.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option set_options[] = {
    { "kind", "KIND", VERB_OPTIONAL, N_("orders (unless said), customers or items.") },
    { "columns", "NAME,NAME", VERB_OPTIONAL, N_("Only these columns, by their names in --csv.") },
    { "shared", NULL, VERB_OPTIONAL, N_("For everybody.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_view[] = {
    { "view", "list", "", kind_options, VERB_DESK, run_view_list,
      N_("List saved views: your own, then those shared by others.") },
    { "view", "set", "NAME [QUERY...]", set_options, VERB_DESK, run_view_set,
      N_("Save a search under a name, or replace the one of that name.") },
    { "view", "drop", "NAME", kind_options, VERB_DESK, run_view_drop,
      N_("Drop a saved view.") },
    { 0 },
};
