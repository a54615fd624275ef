/*
 * Commands of waves: many picks in one walk.
 */
#include <limits.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/desk/access.h"
#include "domain/flow/pick_wave.h"

static const struct out_column columns[] = {
    { "wave", N_("Wave"), OUT_TEXT },
    { "site", N_("Site"), OUT_TEXT },
    { "by", N_("By"), OUT_TEXT },
    { "made", N_("Made"), OUT_TEXT },
    { "picks", N_("Picks"), OUT_NUMBER },
    { "open", N_("Open"), OUT_NUMBER },
    { "qty", N_("Quantity"), OUT_NUMBER },
    { "picked", N_("Picked"), OUT_NUMBER },
    { "version", N_("Version"), OUT_NUMBER },
    { NULL, NULL, OUT_TEXT },
};

static void put_wave(struct cli *c, const struct pick_wave *w)
{
    out_cell(c->out, w->number);
    out_cell(c->out, w->site_code);
    out_cell(c->out, w->picker);
    out_cell_stamp(c->out, w->made);
    out_cell_i64(c->out, w->picks);
    out_cell_i64(c->out, w->open);
    out_cell_qty(c->out, w->qty);
    out_cell_qty(c->out, w->picked);
    out_cell_i64(c->out, w->version);
}

static bool put_one(struct cli *c, int64_t id, struct err *err)
{
    struct pick_wave *w;

    if (!pick_wave_load(c->desk, id, c->arena, &w, err))
        return false;
    out_record_begin(c->out, columns);
    put_wave(c, w);
    return true;
}

/* --- new -------------------------------------------------------------------------------------- */

static const struct verb_option new_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site; else of the firm's own.") },
    { "max", "N", VERB_OPTIONAL, N_("At most so many picks; else 20.") },
    { "by", "LOGIN", VERB_OPTIONAL, N_("Who picks it; else nobody yet.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

/* The login of a user; "-" is nobody. */
static bool find_picker(struct cli *c, const char *login, struct user_id *out, struct err *err)
{
    struct user *user;

    *out = (struct user_id){ 0 };
    if (login == NULL || (login[0] == '-' && login[1] == '\0'))
        return true;
    if (!user_find(c->desk, login, c->arena, &user, err))
        return false;
    if (user == NULL)
        return err_field(err, ERR_NOT_FOUND, "by", _("There is no user %.40s."), login);
    *out = user->id;
    return true;
}

static bool run_new(struct cli *c, struct err *err)
{
    struct pick_wave_ask ask = { .n = c->arg_count, .key = c->key };
    int64_t *ids = arena_array(c->arena, c->arg_count + 1, int64_t);
    const char *max = verb_opt(c, "max");
    int64_t most = 0, id;

    if (ask.n > 0 && (max != NULL || verb_opt(c, "site") != NULL))
        return verb_misused(c, err, _("Name the picks, or say --site and --max, not both."));
    if (max != NULL && !find_int("max", max, 1, PICK_WAVE_MOST, &most, err))
        return false;
    for (int i = 0; i < ask.n; i++)
        if (!fulfillment_find(c->desk, verb_arg(c, i), &ids[i], err))
            return false;
    ask.ids = ids;
    ask.max = (int)most;
    if (!find_site_id(c, verb_opt(c, "site"), &ask.site, err) ||
        !find_picker(c, verb_opt(c, "by"), &ask.picker, err) ||
        !pick_wave_new(c->desk, &ask, &id, err) || !put_one(c, id, err))
        return false;
    out_record_end(c->out);
    return true;
}

/* --- list, show ------------------------------------------------------------------------------- */

static const struct verb_option list_options[] = {
    { "all", NULL, VERB_OPTIONAL, N_("Also those that are finished.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool run_list(struct cli *c, struct err *err)
{
    struct pick_waves all;

    if (!pick_wave_list(c->desk, !verb_flag(c, "all"), INT_MAX, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++)
        put_wave(c, &all.v[i]);
    out_list_end(c->out);
    return true;
}

static bool find_wave(struct cli *c, int64_t *out, struct err *err)
{
    return pick_wave_find(c->desk, verb_arg(c, 0), out, err) &&
           (*out != 0 ||
            err_set(err, ERR_NOT_FOUND, _("There is no wave %.40s."), verb_arg(c, 0)));
}

static bool put_lines(struct cli *c, int64_t id, struct err *err)
{
    static const struct out_column line_columns[] = {
        { "bin", N_("Bin"), OUT_TEXT },
        { "sku", N_("Item"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "fulfillment", N_("Fulfillment"), OUT_TEXT },
        { "status", N_("Status"), OUT_TEXT },
        { "tote", N_("Tote"), OUT_TEXT },
        { "qty", N_("Quantity"), OUT_NUMBER },
        { "picked", N_("Picked"), OUT_NUMBER },
        { "short", N_("Short"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct pick_wave_lines lines;

    if (!pick_wave_lines(c->desk, id, c->arena, &lines, err))
        return false;
    out_list_begin(c->out, "lines", line_columns);
    for (int i = 0; i < lines.n; i++) {
        const struct pick_wave_line *l = &lines.v[i];

        out_cell(c->out, l->bin);
        out_cell(c->out, l->sku);
        out_cell(c->out, l->description);
        out_cell(c->out, l->number);
        out_cell(c->out, out_form(c->out) == OUT_TABLE ? fulfillment_status_words(l->status)
                                                       : fulfillment_status_name((int)l->status));
        out_cell(c->out, l->tote);
        out_cell_qty(c->out, l->qty);
        out_cell_qty(c->out, l->picked);
        out_cell_qty(c->out, l->shorted);
    }
    out_list_end(c->out);
    return true;
}

static bool run_show(struct cli *c, struct err *err)
{
    int64_t id;

    if (!find_wave(c, &id, err) || !put_one(c, id, err) || !put_lines(c, id, err))
        return false;
    out_record_end(c->out);
    return true;
}

/* --- changing --------------------------------------------------------------------------------- */

static const struct verb_option assign_options[] = {
    { "if-version", "N", VERB_OPTIONAL, N_("Only if nobody changed it since.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool run_assign(struct cli *c, struct err *err)
{
    struct user_id picker;
    int64_t id, version;

    if (!find_wave(c, &id, err) || !find_version(c, &version, err) ||
        !find_picker(c, verb_arg(c, 1), &picker, err) ||
        !pick_wave_assign(c->desk, id, version, picker, err) || !put_one(c, id, err))
        return false;
    out_record_end(c->out);
    return true;
}

static bool run_drop(struct cli *c, struct err *err)
{
    int64_t id, fulfillment;

    if (!find_wave(c, &id, err) || !fulfillment_find(c->desk, verb_arg(c, 1), &fulfillment, err) ||
        !pick_wave_drop(c->desk, id, fulfillment, err) || !put_one(c, id, err))
        return false;
    out_record_end(c->out);
    return true;
}

const struct verb verbs_wave[] = {
    { "wave", "new", "[N...]", new_options, VERB_DESK, run_new,
      N_("Put picks into one walk: those named, else the soonest that are nobody's."), NULL },
    { "wave", "list", "", list_options, VERB_DESK, run_list,
      N_("List the waves that are not finished, newest first."), NULL },
    { "wave", "show", "W", NULL, VERB_DESK, run_show,
      N_("Show a wave: what is to be taken, place by place, and into which tote."), NULL },
    { "wave", "assign", "W LOGIN", assign_options, VERB_DESK, run_assign,
      N_("Say who picks a wave; - is nobody."), NULL },
    { "wave", "drop", "W N", NULL, VERB_DESK, run_drop,
      N_("Take a pick out of a wave again; what is picked of it stays picked."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
