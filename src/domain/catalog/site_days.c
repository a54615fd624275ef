/*
 * The week of a site in words, and what of a site changed.
 */
#include "domain/catalog/site_days.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/catalog_text.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"

#define WEEK 7

static const char *const day_names[WEEK] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* The day whose name begins at *at, which moves behind it; -1 where none does. */
static int read_day(const char **at)
{
    for (int i = 0; i < WEEK; i++)
        if (strncasecmp(*at, day_names[i], 3) == 0) {
            *at += 3;
            return i;
        }
    return -1;
}

bool site_days_parse(const char *text, int *out, struct err *err)
{
    int days = 0;
    const char *at = text + strspn(text, " ,");

    while (*at) {
        int first = read_day(&at), last = first;

        if (first >= 0 && *at == '-') {
            at++;
            last = read_day(&at);
        }
        if (first < 0 || last < 0 || (*at && !strchr(" ,", *at)))
            return err_field(err, ERR_INVALID, "work_days",
                             _("Days of the week are said like mon-fri or \"tue wed sat\", not"
                               " \"%s\"."),
                             text);
        for (int i = first;; i = (i + 1) % WEEK) {
            days |= 1 << i;
            if (i == last)
                break;
        }
        at += strspn(at, " ,");
    }
    if (days == 0)
        return err_field(err, ERR_INVALID, "work_days",
                         _("A site works on one day of the week at least."));
    *out = days;
    return true;
}

const char *site_days_words(int work_days, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 40);
    for (int i = 0; i < WEEK; i++)
        if (work_days >> i & 1)
            strbuf_addf(&b, "%s%s", b.len > 0 ? " " : "", day_names[i]);
    return b.len > 0 ? b.s : "";
}

bool site_allocate_parse(const char *text, struct site *site, struct err *err)
{
    char *end;
    long days = strtol(text, &end, 10);

    if (strcasecmp(text, "confirm") == 0 || strcasecmp(text, "manual") == 0) {
        site->allocate_mode =
            strcasecmp(text, "manual") == 0 ? ALLOCATE_MANUAL : ALLOCATE_AT_ONCE;
        site->allocate_days = 0;
        return true;
    }
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || days > ALLOCATE_DAYS_MAX)
        return err_field(err, ERR_INVALID, "allocate",
                         _("Lines get stock at confirm, manual, or so many days before they are"
                           " wanted, at most %d; not \"%.40s\"."),
                         ALLOCATE_DAYS_MAX, text);
    site->allocate_mode = ALLOCATE_HORIZON;
    site->allocate_days = (int)days;
    return true;
}

const char *site_allocate_words(const struct site *site, struct arena *arena)
{
    switch (site->allocate_mode) {
    case ALLOCATE_HORIZON:
        return arena_printf(arena, "%d", site->allocate_days);
    case ALLOCATE_MANUAL:
        return "manual";
    default:
        return "confirm";
    }
}

static const char *flag(bool is_set)
{
    return is_set ? "yes" : "no";
}

void site_note(const struct site *before, const struct site *now, struct arena *arena,
               struct event_note *note)
{
    static const struct site nothing;
    const struct site *old = before == NULL ? &nothing : before;
    struct diff_vec diffs = { 0 };

    diff_text(arena, &diffs, "code", "code", old->code, now->code);
    diff_text(arena, &diffs, "name", "name", old->name, now->name);
    diff_text(arena, &diffs, "line1", "line1", old->line1, now->line1);
    diff_text(arena, &diffs, "city", "city", old->city, now->city);
    diff_text(arena, &diffs, "region", "region", old->region, now->region);
    diff_text(arena, &diffs, "postcode", "postcode", old->postcode, now->postcode);
    diff_text(arena, &diffs, "country", "country", old->country, now->country);
    diff_text(arena, &diffs, "priority", "priority", arena_printf(arena, "%d", old->priority),
              arena_printf(arena, "%d", now->priority));
    diff_text(arena, &diffs, "can_ship", "can_ship", flag(old->can_ship), flag(now->can_ship));
    diff_text(arena, &diffs, "can_pickup", "can_pickup", flag(old->can_pickup),
              flag(now->can_pickup));
    diff_text(arena, &diffs, "can_return", "can_return", flag(old->can_return),
              flag(now->can_return));
    diff_text(arena, &diffs, "is_active", "is_active", flag(old->is_active), flag(now->is_active));
    diff_text(arena, &diffs, "cutoff_minute", "cutoff_minute",
              arena_printf(arena, "%d", old->cutoff_minute),
              arena_printf(arena, "%d", now->cutoff_minute));
    diff_text(arena, &diffs, "ships_to", "ships_to", old->ships_to, now->ships_to);
    diff_text(arena, &diffs, "work_days", "work_days", site_days_words(old->work_days, arena),
              site_days_words(now->work_days, arena));
    diff_text(arena, &diffs, "allocate", "allocate", site_allocate_words(old, arena),
              site_allocate_words(now, arena));
    diff_note(&diffs, arena, note);
}
