/*
 * Commands that keep a desk: making, checking, copying, settings, who is there, what waits to be
 * sent.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/find.h"
#include "cli/newdesk.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "domain/desk/access.h"
#include "domain/desk/backup.h"
#include "domain/desk/desk.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/insight/audit.h"
#include "store/backup.h"
#include "store/db.h"
#include "store/rotate.h"

/* --- init, check ------------------------------------------------------------------------------ */

static bool run_init(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "desk", N_("Desk"), OUT_TEXT },
        { "company", N_("Company"), OUT_TEXT },
        { "country", N_("Country"), OUT_TEXT },
        { "currency", N_("Currency"), OUT_TEXT },
        { "time_zone", N_("Time zone"), OUT_TEXT },
        { "user", N_("Admin"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct newdesk in = {
        .company = verb_opt(c, "company"),
        .country = verb_opt(c, "country"),
        .currency = verb_opt(c, "currency"),
        .time_zone = verb_opt(c, "time-zone"),
    };
    const struct company *company;

    if (!newdesk_make(c, &in, err))
        return false;
    company = desk_company(c->desk);
    out_record_begin(c->out, columns);
    out_cell(c->out, desk_where(c->desk));
    out_cell(c->out, company->name);
    out_cell(c->out, company->country);
    out_cell(c->out, company->currency);
    out_cell(c->out, company->time_zone);
    out_cell(c->out, desk_user(c->desk)->login);
    out_record_end(c->out);
    return true;
}

static void show_audit(struct out *o, const struct audit *audit, struct stamp last_backup)
{
    static const struct out_column head[] = {
        { "checks", N_("Checks"), OUT_NUMBER },
        { "records", N_("Records looked at"), OUT_NUMBER },
        { "differences", N_("Differences"), OUT_NUMBER },
        { "last_backup", N_("Last copy made"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    static const struct out_column rows[] = {
        { "check", N_("Check"), OUT_TEXT },
        { "record", N_("Record"), OUT_TEXT },
        { "difference", N_("Difference"), OUT_TEXT },
        { "can_be_fixed", N_("Can be fixed"), OUT_BOOL },
        { "is_fixed", N_("Fixed"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };

    out_record_begin(o, head);
    out_cell_i64(o, audit->checks);
    out_cell_i64(o, audit->records);
    out_cell_i64(o, audit->n);
    out_cell_stamp(o, last_backup);
    if (audit->n > 0 || out_form(o) == OUT_JSON) {
        out_list_begin(o, "faults", rows);
        for (int i = 0; i < audit->n; i++) {
            out_cell(o, audit->v[i].check);
            out_cell(o, audit->v[i].record);
            out_cell(o, audit->v[i].words);
            out_cell_bool(o, audit->v[i].is_fixable);
            out_cell_bool(o, audit->v[i].is_fixed);
        }
        out_list_end(o);
    }
    out_record_end(o);
}

/* The engine's own check becomes faults like all others. */
static bool check_file(struct cli *c, struct audit *audit, struct err *err)
{
    OD_DB *db = NULL;
    const char *const *faults;
    struct audit_fault *all;
    int count;

    if (!db_open(&db, c->where, clock_now(&c->clock).ms, err) ||
        !db_integrity(db, c->arena, &faults, &count, err))
        return false;
    audit->checks++;
    if (count == 0)
        return true;
    all = arena_array(c->arena, audit->n + count, struct audit_fault);
    if (audit->n > 0)
        memcpy(all, audit->v, (size_t)audit->n * sizeof *all);
    for (int i = 0; i < count; i++)
        all[audit->n + i] =
            (struct audit_fault){ .check = "file", .record = c->where, .words = faults[i] };
    audit->v = all;
    audit->n += count;
    return true;
}

static bool run_check(struct cli *c, struct err *err)
{
    bool is_fix = verb_flag(c, "fix");
    struct audit audit = { 0 };
    struct backup_state backups;
    int left = 0;
    unsigned how = (is_fix ? AUDIT_FIX : 0u) | (verb_flag(c, "full") ? AUDIT_FULL : 0u);

    if (!audit_run(c->desk, how, c->arena, &audit, err) || !check_file(c, &audit, err) ||
        !backup_state_load(c->desk, &backups, err))
        return false;
    show_audit(c->out, &audit, backups.last);
    for (int i = 0; i < audit.n; i++)
        left += audit.v[i].is_fixed ? 0 : 1;
    if (audit.n == 0)
        return true;
    if (left == 0)
        return err_set(err, ERR_CORRUPT, _("%d differences were found and mended."), audit.n);
    if (is_fix)
        return err_set(err, ERR_CORRUPT,
                       _("%d differences were found and %d of them cannot be "
                         "mended; keep a copy of the file and restore a backup."),
                       audit.n, left);
    return err_set(err, ERR_CORRUPT,
                   _("%d differences were found; mend what is derived: orderdesk check --fix"),
                   audit.n);
}

/* --- backup, restore -------------------------------------------------------------------------- */

/* A missing folder is a matter of files, not of records. */
static bool refuse_copy(struct err *err)
{
    if (err->code == ERR_NOT_FOUND)
        err->code = ERR_IO;
    return false;
}

/* The copy is made and checked; that a desk cannot write it down is told, and no failure. */
static void note_backup(struct cli *c, const char *path, int64_t bytes)
{
    struct err err = ERR_INIT;

    if (backup_note(c->desk, path, bytes, &err))
        return;
    cli_note(c, arena_printf(
                    c->arena,
                    _("The copy is good, but the desk could not write down that it was made: %s"),
                    err.text));
}

static bool take_periods(struct cli *c, struct rotate_keep *keep, struct err *err)
{
    const struct {
        const char *option;
        int *field;
    } counts[] = {
        { "keep-days", &keep->days },
        { "keep-weeks", &keep->weeks },
        { "keep-months", &keep->months },
    };

    *keep = (struct rotate_keep){ ROTATE_DAYS, ROTATE_WEEKS, ROTATE_MONTHS };
    for (size_t i = 0; i < OD_LEN(counts); i++) {
        const char *text = verb_opt(c, counts[i].option);
        int64_t value;

        if (text == NULL)
            continue;
        if (!find_int(counts[i].option, text, 0, ROTATE_PERIOD_MAX, &value, err))
            return false;
        *counts[i].field = (int)value;
    }
    return true;
}

static bool run_rotate(struct cli *c, struct db *db, const char *folder, struct err *err)
{
    static const struct out_column columns[] = {
        { "backup", N_("Copied and checked"), OUT_TEXT },
        { "bytes", N_("Bytes"), OUT_NUMBER },
        { "kept", N_("Copies kept"), OUT_NUMBER },
        { "removed", N_("Copies removed"), OUT_NUMBER },
        { "is_same_disk", N_("On the disk of the desk"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    struct rotate_report report;
    struct rotate_keep keep;

    if (!take_periods(c, &keep, err))
        return false;
    if (!db_rotate(db, folder, &keep, clock_now(&c->clock), c->arena, &report, err))
        return refuse_copy(err);
    note_backup(c, report.path, report.bytes);
    out_record_begin(c->out, columns);
    out_cell(c->out, report.path);
    out_cell_i64(c->out, report.bytes);
    out_cell_i64(c->out, report.kept);
    out_cell_i64(c->out, report.removed);
    out_cell_bool(c->out, report.is_same_disk);
    out_record_end(c->out);
    return true;
}

static bool run_backup(struct cli *c, struct err *err)
{
    const char *folder = verb_opt(c, "rotate"), *file = verb_arg(c, 0);
    OD_DB *db = NULL;

    if ((folder == NULL) == (file == NULL))
        return verb_misused(c, err, "%s",
                            _("Name the file of the copy, or --rotate and a folder of copies."));
    if (folder == NULL && (verb_opt(c, "keep-days") != NULL || verb_opt(c, "keep-weeks") != NULL ||
                           verb_opt(c, "keep-months") != NULL))
        return verb_misused(c, err, "%s",
                            _("--keep-days, --keep-weeks and --keep-months need --rotate."));
    if (!desk_may(c->desk, "backup", err) || !db_open(&db, c->where, clock_now(&c->clock).ms, err))
        return false;
    if (folder != NULL)
        return run_rotate(c, db, folder, err);
    if (!db_backup(db, file, err))
        return refuse_copy(err);
    note_backup(c, file, os_file_size(file));
    out_text(c->out, "backup",
             arena_printf(c->arena, _("The desk was copied to %s and the copy checked."), file));
    return true;
}

/* Who may replace a desk is asked of the desk that is replaced, as long as it can be opened. */
static bool may_restore(struct cli *c, struct err *err)
{
    struct desk_open_options options;
    struct err reason = ERR_INIT;
    OD_DESK *desk = NULL;

    if (!session_sign_in(c, &options, err))
        return false;
    if (desk_open(&options, &desk, &reason))
        return desk_may(desk, "restore", err);
    if (reason.code != ERR_DENIED)
        return true;
    *err = reason;
    return false;
}

static bool run_restore(struct cli *c, struct err *err)
{
    const char *from = verb_arg(c, 0);

    if (!may_restore(c, err))
        return false;
    if (!db_restore(from, c->where, verb_flag(c, "replace"), err)) {
        if (err->code == ERR_NOT_FOUND)
            err->code = ERR_IO;
        return false;
    }
    out_text(c->out, "restored",
             arena_printf(c->arena, _("The desk at %s is now the copy from %s."), c->where, from));
    return true;
}

/* --- who, outbox ------------------------------------------------------------------------------ */

static bool run_who(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "user", N_("User"), OUT_TEXT },
        { "name", N_("Name"), OUT_TEXT },
        { "host", N_("Machine"), OUT_TEXT },
        { "pid", N_("Process"), OUT_NUMBER },
        { "started", N_("Since"), OUT_TEXT },
        { "is_writing", N_("Has the turn"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    int64_t holder = db_turn_holder(c->where);
    struct presence_list list;

    if (!presence_list_load(c->desk, c->arena, &list, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < list.n; i++) {
        out_cell(c->out, list.v[i].login);
        out_cell(c->out, list.v[i].name);
        out_cell(c->out, list.v[i].host);
        out_cell_i64(c->out, list.v[i].pid);
        out_cell_stamp(c->out, list.v[i].started);
        out_cell_bool(c->out, holder != 0 && list.v[i].pid == holder);
    }
    out_list_end(c->out);
    return true;
}

static bool run_outbox_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "id", N_("Id"), OUT_NUMBER },
        { "topic", N_("Topic"), OUT_TEXT },
        { "state", N_("Status"), OUT_TEXT },
        { "record_kind", N_("Record"), OUT_TEXT },
        { "record_id", N_("Its id"), OUT_NUMBER },
        { "attempts", N_("Tries"), OUT_NUMBER },
        { "created", N_("Created"), OUT_TEXT },
        { "key", N_("Key"), OUT_TEXT },
        { "last_error", N_("Last error"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    int64_t before = 0;

    out_list_begin(c->out, NULL, columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct outbox_list list;

        if (!outbox_list_load(c->desk, before, LIMIT_PAGE_ROWS, page, &list, err))
            return false;
        for (int i = 0; i < list.n; i++) {
            const struct outbox_row *row = &list.v[i];

            out_cell_i64(c->out, row->id);
            out_cell(c->out, row->topic);
            out_cell(c->out, outbox_state_name(row->state));
            out_cell(c->out, row->record_kind);
            out_cell_i64(c->out, row->record_id);
            out_cell_i64(c->out, row->attempts);
            out_cell_stamp(c->out, row->created);
            out_cell(c->out, row->key);
            out_cell(c->out, row->last_error);
            before = row->id;
        }
        is_more = list.n == LIMIT_PAGE_ROWS;
    }
    out_list_end(c->out);
    return true;
}

/* --- settings --------------------------------------------------------------------------------- */

static const struct out_column setting_columns[] = {
    { "name", N_("Setting"), OUT_TEXT },
    { "value", N_("Value"), OUT_TEXT },
    { "allowed", N_("Allowed"), OUT_TEXT },
    { "help", N_("What it does"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static bool put_setting(struct cli *c, const struct setting_def *def, struct err *err)
{
    const char *value;

    if (!setting_get(c->desk, def->name, c->arena, &value, err))
        return false;
    out_cell(c->out, def->name);
    out_cell(c->out, value);
    out_cell(c->out, def->choices);
    out_cell(c->out, def->help == NULL || def->help[0] == '\0' ? "" : _(def->help));
    return true;
}

static bool run_setting_list(struct cli *c, struct err *err)
{
    out_list_begin(c->out, NULL, setting_columns);
    for (const struct setting_def *def = setting_defs; def->name != NULL; def++)
        if (!put_setting(c, def, err))
            return false;
    out_list_end(c->out);
    return true;
}

static bool run_setting_show(struct cli *c, struct err *err)
{
    for (const struct setting_def *def = setting_defs; def->name != NULL; def++) {
        if (strcmp(def->name, verb_arg(c, 0)) != 0)
            continue;
        out_record_begin(c->out, setting_columns);
        if (!put_setting(c, def, err))
            return false;
        out_record_end(c->out);
        return true;
    }
    return err_set(err, ERR_NOT_FOUND, _("There is no setting %s; see: orderdesk setting list"),
                   verb_arg(c, 0));
}

static bool run_setting_set(struct cli *c, struct err *err)
{
    return setting_set(c->desk, verb_arg(c, 0), verb_arg(c, 1), err);
}

static const struct verb_option init_options[] = {
    { "company", "NAME", VERB_OPTIONAL, N_("Name of the company.") },
    { "country", "CC", VERB_OPTIONAL, N_("Its country, two letters; else the locale's.") },
    { "currency", "CUR", VERB_OPTIONAL, N_("Its currency; else the country's.") },
    { "time-zone", "ZONE", VERB_OPTIONAL, N_("Its time zone; else the machine's.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option check_options[] = {
    { "fix", NULL, VERB_OPTIONAL, N_("Write the recomputed values.") },
    { "full", NULL, VERB_OPTIONAL,
      N_("Look at every record of the search index, not only at the newest.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option backup_options[] = {
    { "rotate", "DIR", VERB_OPTIONAL,
      N_("Make a copy in this folder and keep one of each of the last days, weeks and months.") },
    { "keep-days", "N", VERB_OPTIONAL, N_("Days that keep a copy; else 7.") },
    { "keep-weeks", "N", VERB_OPTIONAL, N_("Weeks that keep a copy; else 5.") },
    { "keep-months", "N", VERB_OPTIONAL, N_("Months that keep a copy; else 12.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option restore_options[] = {
    { "replace", NULL, VERB_OPTIONAL, N_("Put it in place of the desk that is there.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_admin[] = {
    { "setting", "list", "", NULL, VERB_DESK, run_setting_list,
      N_("List the company's settings.") },
    { "setting", "show", "NAME", NULL, VERB_DESK, run_setting_show, N_("Show one setting.") },
    { "setting", "set", "NAME VALUE", NULL, VERB_DESK, run_setting_set, N_("Change a setting.") },
    { "outbox", "list", "", NULL, VERB_DESK, run_outbox_list,
      N_("List what waits to be sent to the outside.") },
    { "", "init", "", init_options, VERB_ALONE, run_init,
      N_("Make an empty desk, ready for the first order.") },
    { "", "who", "", NULL, VERB_DESK, run_who,
      N_("Tell who has the desk open and who has the turn to write.") },
    { "", "check", "", check_options, VERB_DESK, run_check,
      N_("Recompute counters, caches and totals; tell each difference.") },
    { "", "backup", "[FILE]", backup_options, VERB_DESK, run_backup,
      N_("Copy the desk while others work on it, and check the copy.") },
    { "", "restore", "FILE", restore_options, VERB_ALONE, run_restore,
      N_("Put a checked copy in place as the desk.") },
    { 0 },
};
