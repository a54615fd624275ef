/*
 * IM, what it shows: progress, the report, the imports that were made.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "tui/import_screen.h"

#define PAST_ROWS     100
#define SUMMARY_BYTES 1000

static const char *number(const struct im *im, struct arena *arena, int64_t n)
{
    return text_qty(im->s.desk, arena, (struct qty){ n * QTY_PER_UNIT });
}

const char *im_progress(const struct im *im, struct arena *arena)
{
    const struct import_counts *n = import_file_counts(im->file);
    struct import_pace pace = import_file_pace(im->file);
    struct strbuf b;

    strbuf_init(&b, arena, SUMMARY_BYTES);
    strbuf_addf(&b,
                im->is_dry_run ? _("Trying: %s read, %s refused, %s a second")
                               : _("Importing: %s read, %s refused, %s a second"),
                number(im, arena, n->read), number(im, arena, n->refused),
                number(im, arena, pace.a_second));
    if (pace.percent >= 0)
        strbuf_addf(&b, ", %d %%", pace.percent);
    if (pace.left_s > 0)
        strbuf_addf(&b, _(", %lld:%02lld left"), (long long)(pace.left_s / 60),
                    (long long)(pace.left_s % 60));
    return b.s;
}

/* --- the report ------------------------------------------------------------------------------- */

static const char *head_words(const struct im *im, bool is_stopped)
{
    if (im->is_dry_run)
        return is_stopped ? _("Tried in part, nothing was written")
                          : _("Tried, nothing was written");
    return is_stopped ? _("Stopped; what came in stays") : _("Done");
}

static const char *summary(const struct im *im, bool is_stopped, struct arena *arena)
{
    const struct import_counts *n = import_file_counts(im->file);
    const struct {
        const char *words;
        int64_t count;
    } parts[] = {
        { _("new"), n->fresh },         { _("changed"), n->changed },
        { _("as before"), n->same },    { _("refused"), n->refused },
        { _("proposed"), n->proposed }, { _("with a warning"), n->warned },
        { _("flagged"), n->flagged },
    };
    struct strbuf b;

    strbuf_init(&b, arena, SUMMARY_BYTES);
    strbuf_addf(&b, _("%s: %s read"), head_words(im, is_stopped), number(im, arena, n->read));
    for (size_t i = 0; i < OD_LEN(parts); i++)
        if (parts[i].count > 0)
            strbuf_addf(&b, ", %s %s", number(im, arena, parts[i].count), parts[i].words);
    return b.s;
}

static const char *files(const struct im *im, struct arena *arena)
{
    const char *refused = import_file_refused(im->file);
    const char *warnings = import_file_warnings(im->file);
    const char *unread = import_file_unread(im->file);
    struct strbuf b;

    strbuf_init(&b, arena, SUMMARY_BYTES);
    strbuf_addf(&b, _("Read as %s"), import_file_read_as(im->file, arena));
    if (unread[0] != '\0')
        strbuf_addf(&b, _("   Not read: %s"), unread);
    if (refused[0] != '\0')
        strbuf_addf(&b, _("   Refused rows: %s"), refused);
    if (warnings[0] != '\0')
        strbuf_addf(&b, _("   Warnings: %s"), warnings);
    return b.s;
}

static const struct list_column remark_columns[] = {
    { N_("Row"), 8, 0, 0, true, false },
    { N_("What"), 9, 0, 0, false, false },
    { N_("Why"), 30, 20, 0, false, true },
    { 0 },
};
enum { REMARK_COLUMNS = sizeof(remark_columns) / sizeof(remark_columns[0]) - 1 };

static void show_remarks(struct im *im)
{
    struct import_remarks remarks = import_file_remarks(im->file);
    struct list_row *rows = arena_array(im->report, remarks.n + 1, struct list_row);

    for (int i = 0; i < remarks.n; i++) {
        const struct import_remark *r = &remarks.v[i];
        const char **cells = arena_array(im->report, REMARK_COLUMNS, const char *);

        cells[0] = arena_printf(im->report, "%lld", (long long)r->line);
        cells[1] = r->is_refusal ? _("refused") : _("warning");
        cells[2] = arena_strdup(im->report, r->words);
        rows[i].id = i + 1;
        rows[i].cells = cells;
        rows[i].style = r->is_refusal ? STYLE_WARN : STYLE_TEXT;
    }
    im->list.columns = remark_columns;
    im->list.empty = _("Every row was fine.");
    list_set_rows(&im->list, rows, remarks.n);
}

void im_take_report(struct im *im, bool is_stopped)
{
    arena_reset(im->report);
    im->summary = summary(im, is_stopped, im->report);
    im->files = files(im, im->report);
    im->state = IM_REPORT;
    show_remarks(im);
}

/* --- the imports that were made --------------------------------------------------------------- */

static const struct list_column past_columns[] = {
    { N_("When"), 11, 0, 0, false, false },  { N_("Who"), 8, 6, 1, false, false },
    { N_("What"), 9, 0, 0, false, false },   { N_("File"), 16, 10, 0, false, true },
    { N_("Read"), 7, 5, 0, true, false },    { N_("New"), 7, 5, 0, true, false },
    { N_("Changed"), 7, 0, 2, true, false }, { N_("Same"), 7, 5, 3, true, false },
    { N_("Refused"), 7, 0, 0, true, false }, { N_("Proposed"), 8, 0, 2, true, false },
    { N_("Warned"), 6, 0, 3, true, false },  { 0 },
};
enum { PAST_COLUMNS = sizeof(past_columns) / sizeof(past_columns[0]) - 1 };

bool im_show_past(struct im *im, struct err *err)
{
    struct arena *a = im->s.data;
    struct import_batches past;
    struct list_row *rows;

    if (!import_batches_load(im->s.desk, PAST_ROWS, a, &past, err))
        return false;
    rows = arena_array(a, past.n + 1, struct list_row);
    for (int i = 0; i < past.n; i++) {
        const struct import_batch *b = &past.v[i];
        const int64_t counts[] = { b->counts.read,  b->counts.fresh,   b->counts.changed,
                                   b->counts.same,  b->counts.refused, b->counts.proposed,
                                   b->counts.warned };
        const char **cells = arena_array(a, PAST_COLUMNS, const char *);

        cells[0] = text_when(im->s.desk, a, b->at);
        cells[1] = b->user;
        cells[2] = b->kind;
        cells[3] = b->source;
        for (size_t k = 0; k < OD_LEN(counts); k++)
            cells[4 + k] = number(im, a, counts[k]);
        rows[i].id = b->id;
        rows[i].cells = cells;
    }
    im->list.columns = past_columns;
    im->list.empty = _("Nothing was imported yet.");
    list_set_rows(&im->list, rows, past.n);
    return true;
}
