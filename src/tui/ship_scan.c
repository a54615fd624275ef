/*
 * SH, what a scan means: a slip and then .SHIP, two different scans, ship it; a manifest (or
 * .MANIFEST, the next one) and then .SHIP note that its carrier has it.
 */
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/scan.h"
#include "domain/flow/fulfillment.h"
#include "tui/handheld.h"
#include "tui/screens.h"
#include "tui/ship_screen.h"

/* --- slips ------------------------------------------------------------------------------------ */

static bool scan_ship(struct sh *sh, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dispatch rows = sh_chosen(sh, &sh->slip, 1, tmp);
    int64_t manifest = sh->manifest.id;

    sh->manifest.id = 0;
    if (manifest != 0)
        return sh_hand_over(sh, manifest, sh->manifest.version, err);
    if (sh->slip == 0 || rows.n == 0)
        return err_set(err, ERR_STATE,
                       sh->is_handing_over ? _("Scan the manifest first, then .SHIP.")
                                           : _("Scan the slip first, then .SHIP."));
    sh->slip = 0;
    return sh_ship(sh, &rows, "", err);
}

static bool scan_slip(struct sh *sh, const char *code, struct err *err)
{
    const struct dispatch_row *row;
    struct fulfillment *f;
    OD_ARENA *tmp = arena_new();
    int64_t id;

    if (!fulfillment_find(sh->s.desk, code, &id, err))
        return false;
    row = sh_row(sh, id);
    if (row == NULL) {
        if (!fulfillment_load(sh->s.desk, id, tmp, &f, err))
            return false;
        return err_set(err, ERR_STATE, _("%s is %s, not packed."), f->number,
                       fulfillment_status_words(f->status));
    }
    sh->slip = id;
    sh->is_handing_over = false;
    if (!list_select(&sh->parcels, id) && sh->is_past) {
        sh->is_past = false;
        sh_show_parcels(sh);
        (void)list_select(&sh->parcels, id);
    }
    sh_name_it(sh);
    app_say(sh->s.app, _("%s, %s. .SHIP ships it."), row->number, row->customer_name);
    return true;
}

/* --- manifests -------------------------------------------------------------------------------- */

/* Its totals are said: what .SHIP then closes is what was seen. */
static void show_manifest(struct sh *sh, const struct manifest *m)
{
    sh->slip = 0;
    sh->manifest.id = m->id;
    sh->manifest.version = m->version;
    sh->is_handing_over = true;
    sh_name_it(sh);
    (void)list_select(&sh->manifests, m->id);
    app_say(sh->s.app, _("%s, %s: packages %d. .SHIP hands it over."), m->number,
            m->carrier[0] != '\0' ? m->carrier : _("(no carrier)"), m->packages);
}

void sh_show_wanted(struct sh *sh)
{
    const struct manifest *m = sh_manifest(sh, sh->manifest.wanted);

    if (sh->manifest.wanted != 0 && m != NULL)
        show_manifest(sh, m);
    else if (sh->manifest.wanted != 0)
        app_warn(sh->s.app, "%s", _("That manifest is handed over, or nothing is on it."));
    sh->manifest.wanted = 0;
}

/* The first one, then each in turn. */
static bool next_manifest(struct sh *sh, struct err *err)
{
    int at = 0;

    if (sh->open.n == 0)
        return err_set(err, ERR_STATE, _("Nothing waits for a carrier."));
    for (int i = 0; sh->manifest.id != 0 && i < sh->open.n; i++)
        if (sh->open.v[i].id == sh->manifest.id)
            at = (i + 1) % sh->open.n;
    show_manifest(sh, &sh->open.v[at]);
    return true;
}

/* *is_one: the code is a manifest's. */
static bool scan_manifest(struct sh *sh, const char *code, bool *is_one, struct err *err)
{
    struct err why = ERR_INIT;
    const struct manifest *m;
    int64_t id;

    *is_one = (code[0] == 'M' || code[0] == 'm') && manifest_find(sh->s.desk, code, &id, &why);
    if (!*is_one)
        return true;
    m = sh_manifest(sh, id);
    if (m == NULL)
        return err_set(err, ERR_STATE, _("That manifest is handed over, or nothing is on it."));
    show_manifest(sh, m);
    return true;
}

/* --- all -------------------------------------------------------------------------------------- */

/* What is no command: any scan but .SHIP and .MANIFEST forgets what was scanned before. */
static bool take_code(struct sh *sh, const char *text, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct scan scan;
    bool is_one;

    sh->slip = sh->manifest.id = 0;
    scan_read(text, tmp, &scan);
    if (!scan_manifest(sh, scan.code, &is_one, err))
        return false;
    return is_one || scan_slip(sh, scan.code, err);
}

bool sh_entered(struct sh *sh, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *code = arena_strdup(tmp, sh->bar.text);
    int64_t id = list_selected(&sh->parcels);

    if (code[0] == '\0' && (sh->is_handing_over || id == 0))
        return true;
    if (code[0] == '\0')
        return app_push(sh->s.app, &scr_pick, &id, err);
    field_clear(&sh->bar);
    if (strcasecmp(code, ".ship") == 0)
        return scan_ship(sh, err);
    if (strcasecmp(code, ".manifest") == 0)
        return next_manifest(sh, err);
    if (strcasecmp(code, ".label") == 0)
        return sh_label(&sh->s, err);
    return code[0] == '.' ? app_run_code(sh->s.app, code, err) : take_code(sh, code, err);
}

/* --- the handheld ----------------------------------------------------------------------------- */

void sh_draw_small(const struct screen *s, struct canvas *c, const char *message)
{
    const struct sh *sh = (const struct sh *)s;
    const struct list *list = sh->is_handing_over ? &sh->manifests : &sh->parcels;
    const struct handheld h = { .head = sh->is_handing_over ? _("Hand over") : _("Ship"),
                                .list = list,
                                .columns = { 0, sh->is_handing_over ? 2 : 3,
                                             sh->is_handing_over ? 4 : 1 },
                                .prompt = _("SCAN>"),
                                .bar = &sh->bar,
                                .message = message != sh->s.hint ? message : "",
                                .keys = ".SHIP .MANIFEST" };

    handheld_draw(&h, c);
}
