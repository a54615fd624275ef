/*
 * Runs the actions of any document: everything that is the same for all of them.
 */
#include "domain/desk/action.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "store/tx.h"

/* Inputs of one action; the tables have fewer. */
#define INPUTS_MAX 16

struct offers OD_VEC(struct action_offer);

const struct action *action_find(const struct document *doc, const char *name)
{
    for (const struct action *a = doc->actions; a->name != NULL; a++) {
        if (strcmp(a->name, name) == 0)
            return a;
    }
    return NULL;
}

const char *action_value(const struct action_values *values, const char *name)
{
    for (int i = 0; values != NULL && i < values->n; i++) {
        if (strcmp(values->v[i].name, name) == 0) {
            const char *value = values->v[i].value;

            return value != NULL && value[0] != '\0' ? value : NULL;
        }
    }
    return NULL;
}

static const char *permission(const struct document *doc, const struct action *a,
                              struct arena *arena)
{
    return arena_printf(arena, "%s.%s", doc->name, a->name);
}

/* ---- may it run? ----------------------------------------------------------------------------- */

static bool state_allows(const struct document *doc, const struct action *a, const void *record,
                         struct arena *arena, struct err *err)
{
    int state = doc->state(record);

    assert(state >= 0 && state < 32);
    if ((a->from & (UINT32_C(1) << state)) != 0)
        return true;
    return err_set(err, ERR_STATE, _("%s is %s: \"%s\" is not possible now."),
                   doc->title(record, arena), doc->state_name(state), _(a->label));
}

static bool holds_allow(const struct document *doc, const struct action *a, const void *record,
                        struct arena *arena, struct err *err)
{
    uint32_t blocking = doc->holds != NULL ? doc->holds(record) & a->blocked_by : 0;

    if (blocking == 0)
        return true;
    return err_set(err, ERR_STATE, _("%s is on hold: %s"), doc->title(record, arena),
                   doc->hold_words(record, blocking, arena));
}

static bool rules_allow(const struct document *doc, const struct action *a, const void *record,
                        struct arena *arena, struct err *err)
{
    return state_allows(doc, a, record, arena, err) && holds_allow(doc, a, record, arena, err) &&
           (a->guard == NULL || a->guard(record, err));
}

/* ---- inputs ---------------------------------------------------------------------------------- */

static const struct action_input *input_of(const struct action *a, const char *name)
{
    for (const struct action_input *in = a->inputs; in != NULL && in->name != NULL; in++) {
        if (strcmp(in->name, name) == 0)
            return in;
    }
    return NULL;
}

static bool is_flag(const char *value)
{
    return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
}

/* Checks one given value; a reason goes into the run. */
static bool take_value(struct action_run *run, const struct action_input *in,
                       struct action_value *value, struct err *err)
{
    struct qty qty;

    switch (in->kind) {
    case ACTION_IN_TEXT:
    case ACTION_IN_DATE:
    case ACTION_IN_LINES:
        return text_note(value->value, in->name, run->arena, &value->value, err);
    case ACTION_IN_REASON:
        if (reason_find(run->desk, in->reason_kind, value->value, &run->reason, err))
            return true;
        if (err != NULL && err->code == ERR_INVALID)
            (void)err_field(err, ERR_INVALID, in->name, "%s", err->text);
        return false;
    case ACTION_IN_QTY:
        if (!qty_parse(value->value, 3, desk_form(run->desk), &qty, err))
            return err_at(err, in->name);
        return true;
    case ACTION_IN_FLAG:
        return is_flag(value->value) ||
               err_field(err, ERR_INVALID, in->name, _("Answer yes or no."));
    }
    return false;
}

/* Is everything there that must be? */
static bool need_values(struct action_run *run, const struct action_values *values, struct err *err)
{
    const struct action_input *in = run->action->inputs;

    for (; in != NULL && in->name != NULL; in++) {
        if (!in->is_required || action_value(values, in->name) != NULL)
            continue;
        if (in->kind == ACTION_IN_REASON) {
            /* Names the codes there are. */
            struct reason_id reason;

            (void)!reason_find(run->desk, in->reason_kind, "", &reason, err);
            return err_at(err, in->name);
        }
        return err_field(err, ERR_INVALID, in->name, _("Fill in: %s."), _(in->label));
    }
    return true;
}

/* Cleaned copies of what was given, each by its input; empty ones are left out. */
static bool take_values(struct action_run *run, const struct action_values *given,
                        struct action_values *out, struct err *err)
{
    struct action_value *taken = arena_array(run->arena, INPUTS_MAX, struct action_value);
    int n = 0;

    for (int i = 0; given != NULL && i < given->n; i++) {
        const struct action_input *in = input_of(run->action, given->v[i].name);

        if (in == NULL)
            return err_field(err, ERR_INVALID, given->v[i].name,
                             _("\"%s\" does not take \"%.40s\"."), run->action->name,
                             given->v[i].name);
        if (given->v[i].value == NULL || given->v[i].value[0] == '\0')
            continue;
        if (n == INPUTS_MAX)
            return err_set(err, ERR_LIMIT, _("Too many values were given."));
        taken[n] = given->v[i];
        if (!take_value(run, in, &taken[n], err))
            return false;
        n++;
    }
    *out = (struct action_values){ taken, n };
    return need_values(run, out, err);
}

/* ---- the record of it ------------------------------------------------------------------------ */

static const char *status_json(const struct document *doc, const struct action *a, int state,
                               const struct action_values *values, struct arena *arena)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, (size_t)INPUTS_MAX * LIMIT_NOTE_BYTES * 6);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    if (a->to != ACTION_KEEPS_STATE)
        json_put_text(&w, "status", doc->state_name(state));
    for (int i = 0; values != NULL && i < values->n; i++)
        json_put_text(&w, values->v[i].name, values->v[i].value);
    json_end_object(&w);
    return b.s;
}

static bool write_event(struct action_run *run, const struct document *doc, const void *record,
                        int state_before, const struct action_values *values, struct err *err)
{
    const struct action *a = run->action;
    bool has_state = a->to != ACTION_KEEPS_STATE;
    struct event_note note = {
        .kind = permission(doc, a, run->arena),
        .reason = run->reason,
        .fields = has_state ? "status" : "",
    };

    if (has_state)
        note.before_json = status_json(doc, a, state_before, NULL, run->arena);
    if (has_state || values->n > 0)
        note.after_json = status_json(doc, a, doc->state(record), values, run->arena);
    return doc->event(run, record, &note, err);
}

/* ---- running --------------------------------------------------------------------------------- */

static bool unknown_action(const struct document *doc, const char *name, struct arena *arena,
                           struct err *err)
{
    struct strbuf known;

    strbuf_init(&known, arena, 300);
    for (const struct action *a = doc->actions; a->name != NULL; a++)
        strbuf_addf(&known, "%s%s", a == doc->actions ? "" : ", ", a->name);
    return err_set(err, ERR_NOT_FOUND, _("There is no action \"%.40s\". There are: %s."), name,
                   known.s);
}

/* Everything between begin and commit. */
static bool run_action(struct action_run *run, const struct document *doc, struct record_at at,
                       const struct action_values *given, struct err *err)
{
    const struct action *a = run->action;
    struct action_values values;
    void *record;
    int before;

    if (!doc->load(run->desk, at.id, run->arena, &record, err))
        return false;
    if (at.version != 0 && at.version != doc->version(record))
        return err_set(err, ERR_CONFLICT,
                       _("%s was changed by someone else. Look at it again first."),
                       doc->title(record, run->arena));
    if (!rules_allow(doc, a, record, run->arena, err) ||
        (a->may != NULL && !a->may(run->desk, record, err)) ||
        !take_values(run, given, &values, err))
        return false;
    before = doc->state(record);
    if (a->apply != NULL && !a->apply(run, record, &values, err))
        return false;
    if (a->to != ACTION_KEEPS_STATE)
        doc->set_state(record, a->to);
    return doc->save(run, record, err) && write_event(run, doc, record, before, &values, err);
}

bool act(struct desk *desk, const struct document *doc, struct record_at at, const char *action,
         const struct action_values *values, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };

    run.action = action_find(doc, action);
    if (run.action == NULL)
        return unknown_action(doc, action, tmp, err);
    return desk_begin(desk, permission(doc, run.action, tmp), &tx, err) &&
           run_action(&run, doc, at, values, err) && tx_commit(&tx, err);
}

bool act_in(struct tx *tx, struct desk *desk, const struct document *doc, struct record_at at,
            const char *action, const struct action_values *values, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct action_run run = { .desk = desk, .tx = tx, .arena = tmp };

    run.action = action_find(doc, action);
    if (run.action == NULL)
        return unknown_action(doc, action, tmp, err);
    return run_action(&run, doc, at, values, err);
}

bool action_allows(struct desk *desk, const struct document *doc, const struct action *action,
                   const void *record, struct arena *arena, struct err *err)
{
    return desk_may(desk, permission(doc, action, arena), err) &&
           rules_allow(doc, action, record, arena, err) &&
           (action->may == NULL || action->may(desk, record, err));
}

void actions_of(struct desk *desk, const struct document *doc, const void *record,
                struct arena *arena, struct action_offers *out)
{
    struct offers list = { 0 };
    uint32_t state = UINT32_C(1) << doc->state(record);

    for (const struct action *a = doc->actions; a->name != NULL; a++) {
        struct err err = ERR_INIT;
        struct action_offer *offer;

        if ((a->from & state) == 0)
            continue;
        offer = vec_push(arena, &list);
        offer->action = a;
        offer->is_allowed = action_allows(desk, doc, a, record, arena, &err);
        offer->why_not = offer->is_allowed ? "" : arena_strdup(arena, err.text);
    }
    *out = (struct action_offers){ list.v, list.n };
}
