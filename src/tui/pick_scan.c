/*
 * PK, what a scan means, in this order: a command, the expected place, an item of the list, the
 * place of another line, a tote, another order's slip. Every scan is booked before it is
 * acknowledged; a wrong one stays on the screen until a right one comes.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/scan.h"
#include "domain/flow/tote.h"
#include "tui/pick_screen.h"
#include "tui/screens.h"

static void refuse(struct pk *pk, const char *text)
{
    (void)snprintf(pk->wrong, sizeof pk->wrong, "%s", text);
    app_bell_twice(pk->s.app);
}

/* Another order's slip: begins its own where this one is picked, else asks to be scanned again. */
static bool scan_slip(struct pk *pk, const char *code, struct err *err)
{
    struct err why = ERR_INIT;
    int64_t id;

    if (!fulfillment_find(pk->s.desk, code, &id, &why))
        return false;
    if (id == pk->id) {
        app_say(pk->s.app, _("This is the slip you are working on."));
        return true;
    }
    if (!pk_is_open(pk->f) || strcmp(pk->slip, code) == 0) {
        err_clear(err);
        return app_replace(pk->s.app, &scr_pick, &id, err);
    }
    (void)snprintf(pk->slip, sizeof pk->slip, "%s", code);
    err_clear(err);
    return err_set(err, ERR_STATE,
                   _("%s is another slip. Scan it again to leave this one as it is."), code);
}

/* --- places ----------------------------------------------------------------------------------- */

static bool is_place_of(const struct fulfillment_line *l, const char *code)
{
    return l->bin[0] != '\0' && fulfillment_left(l).milli > 0 && strcasecmp(l->bin, code) == 0;
}

/* The line whose place it is: the expected one, else the next round the shelves; NULL: none. */
static const struct fulfillment_line *line_at(const struct pk *pk, const char *code)
{
    const struct fulfillment_line *l;

    for (int i = 0; (l = pk_expected(pk, i)) != NULL; i++)
        if (is_place_of(l, code))
            return l;
    return NULL;
}

static bool go_to(struct pk *pk, const struct fulfillment_line *l, struct err *err)
{
    pk->focus = pk->at_place = l->id;
    app_say(pk->s.app, _("Right place. Scan the item."));
    return screen_refresh(&pk->s, err);
}

/* Where places are verified, the item's own must have been scanned; two items may share it. */
static bool is_at_place(const struct pk *pk, const struct fulfillment_line *l, struct err *err)
{
    if (!pk->verifies_place || l->bin[0] == '\0')
        return true;
    for (int i = 0; i < pk->f->line_count; i++)
        if (pk->f->lines[i].id == pk->at_place && strcasecmp(pk->f->lines[i].bin, l->bin) == 0)
            return true;
    return err_set(err, ERR_STATE, _("Scan the place %s first."), l->bin);
}

/* --- items ------------------------------------------------------------------------------------ */

static bool scan_item(struct pk *pk, const char *code, struct err *err)
{
    struct fulfillment_line *l;
    struct qty pack;

    if (pk->f->status == FULFILLMENT_PICKED)
        return pk_put_in(pk, code, err);
    if (!pk_is_open(pk->f))
        return err_set(err, ERR_STATE, _("%s is %s: nothing is picked here now."), pk->f->number,
                       fulfillment_status_words(pk->f->status));
    if (!fulfillment_match(pk->s.desk, pk->f, code, &l, &pack, err) || !is_at_place(pk, l, err))
        return false;
    pk->focus = l->id;
    return pk_pick(pk, l->sku, pack, err);
}

/* --- totes ------------------------------------------------------------------------------------ */

/* *is_one: the code is a tote that is in use; true where it is this pick's own. */
static bool scan_tote(struct pk *pk, const char *code, bool *is_one, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct err why = ERR_INIT;
    const char *number;
    int64_t owner;

    *is_one = tote_find(pk->s.desk, code, tmp, &owner, &number, &why) && owner != 0;
    if (!*is_one)
        return false;
    if (owner != pk->id)
        return err_set(err, ERR_STATE, _("Tote %s is the one of %s."), code, number);
    err_clear(err);
    app_say(pk->s.app, _("Right tote."));
    return true;
}

/* --- all -------------------------------------------------------------------------------------- */

static bool scan_other(struct pk *pk, const char *code, struct err *err)
{
    const struct fulfillment_line *at = line_at(pk, code);
    struct err slip_err = ERR_INIT;
    bool is_one;

    if (at != NULL) {
        err_clear(err);
        return go_to(pk, at, err);
    }
    if (scan_tote(pk, code, &is_one, err))
        return true;
    if (is_one)
        return false;
    if (scan_slip(pk, code, &slip_err)) {
        err_clear(err);
        return true;
    }
    if (slip_err.code != ERR_NONE)
        *err = slip_err;
    return false;
}

static bool scan_code(struct pk *pk, const char *code, struct err *err)
{
    const struct fulfillment_line *now = pk_expected(pk, 0);
    bool is_one;

    if (code[0] == '.') {
        if (!pk_command(pk, code, &is_one, err))
            return false;
        return is_one || app_run_code(pk->s.app, code, err);
    }
    if (pk->asks != PK_SCAN)
        return pk_answer(pk, code, err);
    if (now != NULL && is_place_of(now, code))
        return go_to(pk, now, err);
    if (!pk_scan_measure(pk, code, &is_one, err))
        return false;
    if (is_one || scan_item(pk, code, err))
        return true;
    if (err->code != ERR_NOT_FOUND && !(err->code == ERR_STATE && !pk_is_open(pk->f)))
        return false;
    return scan_other(pk, code, err);
}

void pk_scanned(struct pk *pk)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct scan scan;
    const char *code;
    bool before, is_done;

    scan_read(pk->scan.text, tmp, &scan);
    /* Commands, places and slips are looked for without what a scanner puts around them. */
    code = scan.count > 0 ? arena_strdup(tmp, pk->scan.text) : scan.code;

    field_clear(&pk->scan);
    if (code[0] == '\0') {
        pk->asks = PK_SCAN;
        pk->count.milli = 0;
        return;
    }
    before = app_set_scan(pk->s.app, true);
    is_done = scan_code(pk, code, &err);
    (void)app_set_scan(pk->s.app, before);
    if (is_done) {
        pk->wrong[0] = '\0';
        return;
    }
    refuse(pk, err.text);
}
