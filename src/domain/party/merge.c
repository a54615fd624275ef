/*
 * Merging two customers: who may be merged, which fields are filled, and the way back.
 */
#include "domain/party/merge.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/index.h"
#include "domain/party/merge_impl.h"
#include "domain/party/party_impl.h"
#include "store/tx.h"

/* --- fields ---------------------------------------------------------------------------------- */

enum fill_kind { FILL_TEXT, FILL_ID, FILL_YES, FILL_DATE };

/* A field that is empty with the one that is kept is filled from the other. */
static const struct fill {
    const char *name;
    enum fill_kind kind;
    size_t at;
} fills[] = {
    { "email", FILL_TEXT, offsetof(struct customer, email) },
    { "phone", FILL_TEXT, offsetof(struct customer, phone) },
    { "lang", FILL_TEXT, offsetof(struct customer, lang) },
    { "tax_number", FILL_TEXT, offsetof(struct customer, tax_number) },
    { "tax_exempt_cert", FILL_TEXT, offsetof(struct customer, tax_exempt_cert) },
    { "tax_exempt_until", FILL_DATE, offsetof(struct customer, tax_exempt_until) },
    { "note", FILL_TEXT, offsetof(struct customer, note) },
    { "price_list", FILL_ID, offsetof(struct customer, price_list) },
    { "group", FILL_ID, offsetof(struct customer, group_id) },
    { "site", FILL_ID, offsetof(struct customer, site) },
    { "tax_zone", FILL_ID, offsetof(struct customer, tax_zone_id) },
    { "bill_address", FILL_ID, offsetof(struct customer, bill_address) },
    { "ship_address", FILL_ID, offsetof(struct customer, ship_address) },
    { "ship_method", FILL_TEXT, offsetof(struct customer, ship_method) },
    { "not_from", FILL_TEXT, offsetof(struct customer, not_from) },
    { "is_credit_held", FILL_YES, offsetof(struct customer, is_credit_held) },
    { "is_po_required", FILL_YES, offsetof(struct customer, is_po_required) },
    { "best_price", FILL_YES, offsetof(struct customer, is_best_price) },
    { "is_active", FILL_YES, offsetof(struct customer, is_active) },
};
static_assert(sizeof(struct price_list_id) == sizeof(int64_t) &&
                  sizeof(struct site_id) == sizeof(int64_t) &&
                  sizeof(struct address_id) == sizeof(int64_t),
              "ids are read as one integer");

/* The field as text, "" where it is empty. */
static const char *fill_get(const struct customer *c, const struct fill *f, struct arena *arena)
{
    const char *at = (const char *)c + f->at;
    char date[DATE_TEXT_SIZE];
    int64_t id;

    switch (f->kind) {
    case FILL_TEXT:
        return *(const char *const *)(const void *)at;
    case FILL_ID:
        memcpy(&id, at, sizeof id);
        return id == 0 ? "" : arena_printf(arena, "%lld", (long long)id);
    case FILL_YES:
        return *(const bool *)at ? "yes" : "";
    case FILL_DATE:
        return arena_strdup(arena, date_format(*(const struct date *)(const void *)at, date));
    }
    return "";
}

static void fill_set(struct customer *c, const struct fill *f, const char *text)
{
    char *at = (char *)c + f->at;
    int64_t id = strtoll(text, NULL, 10);
    struct date none = { 0 };

    switch (f->kind) {
    case FILL_TEXT:
        *(const char **)(void *)at = text;
        break;
    case FILL_ID:
        memcpy(at, &id, sizeof id);
        break;
    case FILL_YES:
        *(bool *)at = text[0] != '\0';
        break;
    case FILL_DATE:
        if (!date_parse(text, (struct date *)(void *)at, NULL))
            *(struct date *)(void *)at = none;
        break;
    }
}

/* Notes of both, where they are not one and fit together. */
static const char *joined_note(const struct customer *kept, const struct customer *gone,
                               struct arena *arena)
{
    if (kept->note[0] == '\0' || gone->note[0] == '\0' || strcmp(kept->note, gone->note) == 0 ||
        strlen(kept->note) + strlen(gone->note) + 1 > LIMIT_NOTE_BYTES)
        return kept->note[0] != '\0' ? kept->note : gone->note;
    return arena_printf(arena, "%s\n%s", kept->note, gone->note);
}

/* What the field becomes. An exemption and its last day are one; addresses are taken only by one
 * that has none at all. */
static const char *filled(const struct customer *kept, const struct customer *gone,
                          const struct fill *f, struct arena *arena)
{
    const char *own = fill_get(kept, f, arena);
    bool is_address = strcmp(f->name, "bill_address") == 0 || strcmp(f->name, "ship_address") == 0;

    if (strcmp(f->name, "note") == 0)
        return joined_note(kept, gone, arena);
    if (own[0] != '\0' || (is_address && kept->address_count > 0) ||
        (f->kind == FILL_DATE && kept->tax_exempt_cert[0] != '\0'))
        return own;
    return fill_get(gone, f, arena);
}

/* --- merging --------------------------------------------------------------------------------- */

struct merging {
    struct tx tx;
    struct desk *desk;
    struct arena *arena;
    struct customer *kept, *gone;
    struct merge_record record;
};

static bool check_version(const struct customer *c, int64_t version, struct err *err)
{
    return version == 0 || version == c->version ||
           err_set(err, ERR_CONFLICT, _("Customer %s was changed by someone else."), c->name);
}

/* Fills the fields and writes each down that changed. */
static bool fill_kept(struct merging *m, struct err *err)
{
    struct customer after = *m->kept;

    for (size_t i = 0; i < OD_LEN(fills); i++) {
        struct merge_field f = { fills[i].name, fill_get(m->kept, &fills[i], m->arena),
                                 filled(m->kept, m->gone, &fills[i], m->arena) };

        if (strcmp(f.before, f.after) == 0)
            continue;
        fill_set(&after, &fills[i], f.after);
        if (!merge_field_insert(&m->tx, m->record.id, &f, err))
            return false;
    }
    return customer_update(&m->tx, &after, m->arena, err) &&
           customer_not_from_write(&m->tx, m->desk, &after, err);
}

/* One event on each of the two. */
static bool write_events(struct merging *m, const char *kind, struct err *err)
{
    struct event_note note = { .kind = kind };

    note.after_json = event_json(m->arena, "gone", m->gone->code);
    if (!event_add(&m->tx, m->desk, "customer", m->kept->id.v, &note, err))
        return false;
    note.after_json = event_json(m->arena, "kept", m->kept->code);
    return event_add(&m->tx, m->desk, "customer", m->gone->id.v, &note, err);
}

/* The index of the one that goes first: the other has its words from then on. */
static bool reindex_both(struct merging *m, struct err *err)
{
    return customer_reindex(&m->tx, m->desk, m->gone->id, err) &&
           customer_reindex(&m->tx, m->desk, m->kept->id, err) &&
           note_index(&m->tx, m->desk, INDEX_CUSTOMER, m->kept->id.v, err);
}

static bool merge(struct merging *m, struct merge_moved *moved, struct err *err)
{
    m->record.kept = m->kept->id;
    m->record.gone = m->gone->id;
    m->record.was_active = m->gone->is_active;
    return merge_insert(&m->tx, m->desk, &m->record, &m->record.id, err) &&
           merge_move(&m->tx, m->desk, &m->record, moved, err) && fill_kept(m, err) &&
           merge_point(&m->tx, m->gone, m->kept->id, false, err) && reindex_both(m, err) &&
           merge_pairs_end(&m->tx, m->desk, &m->record, err) &&
           write_events(m, "customer.merge", err);
}

static bool merge_open(struct merging *m, const struct customer_merge *in,
                       struct merge_moved *moved, struct err *err)
{
    if (!desk_begin(m->desk, "customer.merge", &m->tx, err) ||
        !customer_load(m->desk, in->kept, m->arena, &m->kept, err) ||
        !customer_load(m->desk, in->gone, m->arena, &m->gone, err))
        return false;
    if (m->gone->merged_into.v == in->kept.v)
        return true;
    if (!customer_is_itself(m->kept, err) || !customer_is_itself(m->gone, err) ||
        !check_version(m->kept, in->kept_version, err) ||
        !check_version(m->gone, in->gone_version, err))
        return false;
    return merge(m, moved, err) && tx_commit(&m->tx, err);
}

bool customer_merge(struct desk *desk, const struct customer_merge *in, struct merge_moved *moved,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct merging m = { .desk = desk, .arena = tmp };
    struct merge_moved counts = { 0 };
    bool is_done;

    if (in->kept.v == in->gone.v)
        return err_set(err, ERR_INVALID, _("A customer cannot be merged into itself."));
    is_done = merge_open(&m, in, &counts, err);
    tx_end(&m.tx);
    if (is_done && moved != NULL)
        *moved = counts;
    return is_done;
}

/* --- undoing --------------------------------------------------------------------------------- */

/* Fields that still say what the merge put there say again what they said before. */
static bool empty_kept(struct merging *m, struct err *err)
{
    struct customer after = *m->kept;
    struct merge_fields fields;

    if (!merge_fields_load(m->desk, m->record.id, m->arena, &fields, err))
        return false;
    for (int i = 0; i < fields.n; i++) {
        for (size_t k = 0; k < OD_LEN(fills); k++) {
            if (strcmp(fills[k].name, fields.v[i].field) == 0 &&
                strcmp(fill_get(&after, &fills[k], m->arena), fields.v[i].after) == 0)
                fill_set(&after, &fills[k], fields.v[i].before);
        }
    }
    if (!customer_update(&m->tx, &after, m->arena, err) ||
        !customer_not_from_write(&m->tx, m->desk, &after, err))
        return false;
    m->kept->version++;
    m->kept->bill_address = after.bill_address;
    m->kept->ship_address = after.ship_address;
    return true;
}

static bool check_undo(struct merging *m, struct err *err)
{
    bool is_used;

    if (!merge_address_in_use(m->desk, &m->record, &is_used, err))
        return false;
    return !is_used ||
           err_set(err, ERR_STATE,
                   _("%s uses an address that came from %s, for itself or for an order that is "
                     "not done: give it another one first."),
                   m->kept->code, m->gone->code);
}

static bool unmerge(struct merging *m, struct merge_moved *moved, struct err *err)
{
    return empty_kept(m, err) && merge_move_back(&m->tx, &m->record, moved, err) &&
           check_undo(m, err) &&
           merge_point(&m->tx, m->gone, (struct customer_id){ 0 }, m->record.was_active, err) &&
           reindex_both(m, err) && merge_pairs_wait_again(&m->tx, m->gone->id, err) &&
           merge_set_undone(&m->tx, m->desk, m->record.id, err) &&
           write_events(m, "customer.unmerge", err);
}

static bool unmerge_open(struct merging *m, struct customer_id gone, struct merge_moved *moved,
                         struct err *err)
{
    if (!desk_begin(m->desk, "customer.merge", &m->tx, err) ||
        !customer_load(m->desk, gone, m->arena, &m->gone, err) ||
        !merge_find(m->desk, gone, &m->record, err))
        return false;
    if (m->gone->merged_into.v == 0 || m->record.id == 0)
        return err_set(err, ERR_STATE, _("Customer %s was not merged."), m->gone->code);
    if (!customer_load(m->desk, m->record.kept, m->arena, &m->kept, err) ||
        !customer_is_itself(m->kept, err))
        return false;
    return unmerge(m, moved, err) && tx_commit(&m->tx, err);
}

bool customer_unmerge(struct desk *desk, struct customer_id gone, struct merge_moved *moved,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct merging m = { .desk = desk, .arena = tmp };
    struct merge_moved counts = { 0 };
    bool is_done = unmerge_open(&m, gone, &counts, err);

    tx_end(&m.tx);
    if (is_done && moved != NULL)
        *moved = counts;
    return is_done;
}
