/*
 * Answers on addresses: what they mean, in words; taking what a carrier writes.
 */
#include "domain/party/address_check.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "store/tx.h"

static const char *const names[] = { "asked", "right", "otherwise", "unknown", "unanswered" };

const char *address_answer_name(int answer)
{
    return answer >= ADDRESS_ASKED && answer <= ADDRESS_UNANSWERED ? names[answer - 1] : "?";
}

bool address_is_bad(const struct address_verdict *v)
{
    return v != NULL && v->answer == ADDRESS_UNKNOWN && v->kept_by[0] == '\0';
}

bool address_has_proposal(const struct address_verdict *v)
{
    return v != NULL && v->answer == ADDRESS_OTHERWISE && v->kept_by[0] == '\0';
}

const char *address_verdict_words(const struct address_verdict *v, struct arena *arena)
{
    if (v == NULL)
        return "";
    if (v->kept_by[0] != '\0')
        return arena_printf(arena, _("kept as it is by %s"), v->kept_by);
    switch (v->answer) {
    case ADDRESS_ASKED:
        return _("being checked");
    case ADDRESS_RIGHT:
        return v->residence == RESIDENCE_HOME ? _("checked, a home") : _("checked");
    case ADDRESS_OTHERWISE:
        return arena_printf(arena, _("the carrier writes it so: %s"),
                            address_line(&v->proposed, arena));
    case ADDRESS_UNKNOWN:
        return v->message[0] != '\0'
                   ? arena_printf(arena, _("not known to the carrier: %s"), v->message)
                   : _("not known to the carrier");
    case ADDRESS_UNANSWERED:
        return arena_printf(arena, _("could not be checked: %s"), v->message);
    }
    return "";
}

/* --- the same or not -------------------------------------------------------------------------- */

static bool is_same_text(const char *a, const char *b, struct arena *arena)
{
    return strcmp(utf8_fold(arena, a), utf8_fold(arena, b)) == 0;
}

/* "94107" of the "94107-1234" that the post in the United States writes (ZIP+4). */
static bool is_same_postcode(const struct address *asked, const struct address *proposed,
                             struct arena *arena)
{
    size_t n = strlen(asked->postcode);

    if (strcmp(asked->country, "US") == 0 && n == 5 && strlen(proposed->postcode) == 10 &&
        strncmp(asked->postcode, proposed->postcode, n) == 0 && proposed->postcode[n] == '-')
        return true;
    return is_same_text(asked->postcode, proposed->postcode, arena);
}

/* Carriers write two lines as one. */
static const char *street_of(const struct address *a, struct arena *arena)
{
    return arena_printf(arena, "%s %s", a->line1, a->line2);
}

enum address_answer address_compare(const struct address *asked, const struct address *proposed,
                                    struct arena *arena)
{
    bool is_same = is_same_text(street_of(asked, arena), street_of(proposed, arena), arena) &&
                   is_same_text(asked->city, proposed->city, arena) &&
                   is_same_text(asked->region, proposed->region, arena) &&
                   is_same_postcode(asked, proposed, arena) &&
                   is_same_text(asked->country, proposed->country, arena);

    return is_same ? ADDRESS_RIGHT : ADDRESS_OTHERWISE;
}

/* --- taking what the carrier writes ----------------------------------------------------------- */

static bool take_in(struct tx *tx, struct desk *desk, struct address_id id, struct address_id *out,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct address_verdict *v;
    struct address *a, in;

    if (!address_load(desk, id, tmp, &a, err) || !address_verdict_find(desk, a, tmp, &v, err))
        return false;
    if (!a->is_current)
        return err_set(err, ERR_STATE, _("This address was corrected meanwhile."));
    if (!address_has_proposal(v))
        return err_set(err, ERR_STATE, _("No carrier proposes another way to write this address."));
    in = v->proposed;
    in.customer = a->customer;
    in.number = a->number;
    in.name = a->name;
    in.phone = a->phone;
    return address_add_in(tx, desk, &in, out, err);
}

bool address_take(struct desk *desk, struct address_id id, struct address_id *out, struct err *err)
{
    OD_TX tx = { 0 };
    struct address_id fresh;

    if (!desk_begin(desk, "customer.address", &tx, err) ||
        !take_in(&tx, desk, id, &fresh, err) || !tx_commit(&tx, err))
        return false;
    *out = fresh;
    return true;
}
