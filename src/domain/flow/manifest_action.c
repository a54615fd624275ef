/*
 * The action table of manifests: the hand-over, and a manager's way back.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/flow/manifest_form.h"

#define IN(status) (UINT32_C(1) << (status))

const char *manifest_status_name(int status)
{
    return status == MANIFEST_OPEN ? "open" : status == MANIFEST_CLOSED ? "closed" : "?";
}

const char *manifest_status_words(enum manifest_status s)
{
    return s == MANIFEST_OPEN ? _("open") : _("handed over");
}

static bool may_close(const void *record, struct err *err)
{
    const struct manifest *m = record;

    return m->shipments > 0 || err_set(err, ERR_STATE, _("Nothing is on %s."), m->number);
}

static bool close_now(struct action_run *run, void *record, const struct action_values *values,
                      struct err *err)
{
    struct manifest *m = record;

    (void)values;
    m->closed = desk_now(run->desk);
    return manifest_forms_ask(run->tx, run->desk, m->id, run->arena, NULL, err);
}

static bool open_again(struct action_run *run, void *record, const struct action_values *values,
                       struct err *err)
{
    (void)run;
    (void)values;
    (void)err;
    ((struct manifest *)record)->closed = (struct stamp){ 0 };
    return true;
}

static const struct action_input note_inputs[] = {
    { "note", N_("Note"), ACTION_IN_TEXT, false, NULL },
    { 0 },
};

static const struct action manifest_actions[] = {
    { .name = "close",
      .label = N_("Handed over"),
      .help = N_("The carrier has all that is on it; nothing of it is taken back any more."),
      .key = "h",
      .from = IN(MANIFEST_OPEN),
      .to = MANIFEST_CLOSED,
      .inputs = note_inputs,
      .guard = may_close,
      .apply = close_now },
    { .name = "reopen",
      .label = N_("Open again"),
      .help = N_("It was not handed over after all."),
      .key = "r",
      .from = IN(MANIFEST_CLOSED),
      .to = MANIFEST_OPEN,
      .inputs = note_inputs,
      .apply = open_again },
    { 0 },
};

/* --- the document ----------------------------------------------------------------------------- */

static bool load(struct desk *desk, int64_t id, struct arena *arena, void **record, struct err *err)
{
    struct manifest *m;

    if (!manifest_load(desk, id, arena, &m, err))
        return false;
    *record = m;
    return true;
}

static int state(const void *record)
{
    return (int)((const struct manifest *)record)->status;
}

static int64_t version(const void *record)
{
    return ((const struct manifest *)record)->version;
}

static void set_state(void *record, int status)
{
    ((struct manifest *)record)->status = (enum manifest_status)status;
}

static bool save(struct action_run *run, void *record, struct err *err)
{
    return manifest_write(run->tx, run->desk, record, err);
}

static bool event(struct action_run *run, const void *record, const struct event_note *note,
                  struct err *err)
{
    return event_add(run->tx, run->desk, "manifest", ((const struct manifest *)record)->id, note,
                     err);
}

static const char *title(const void *record, struct arena *arena)
{
    return arena_printf(arena, _("Manifest %s"), ((const struct manifest *)record)->number);
}

const struct document manifest_document = {
    .name = "manifest",
    .actions = manifest_actions,
    .load = load,
    .state = state,
    .version = version,
    .state_name = manifest_status_name,
    .set_state = set_state,
    .save = save,
    .event = event,
    .title = title,
};
