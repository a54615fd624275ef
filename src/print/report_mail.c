/*
 * From a scheduled report to its mail. See report_mail.h.
 */
#include "print/report_mail.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/insight/report_file.h"
#include "domain/insight/report_schedule.h"
#include "domain/insight/report_text.h"
#include "domain/outside/report_mail.h"
#include "print/report_chart.h"

/* What is put together. */
struct making {
    struct desk *desk;
    struct arena *arena;
    const struct report_schedule *schedule;
    const struct report *report;
    struct report_ask ask;
    struct report_table table;
    struct date day; /* on which it was due */
};

bool report_mail_too_large(struct err *err)
{
    return err_set(err, ERR_LIMIT,
                   _("The report is too large for a mail. Ask for fewer lines (top) or days."));
}

/* --- lines as text ---------------------------------------------------------------------------- */

static bool is_right(enum report_value_kind kind)
{
    return kind != REPORT_TEXT && kind != REPORT_DATE && kind != REPORT_STAMP;
}

static const char *cell_of(const struct making *m, const struct report_field *f,
                           const struct report_line *line, struct arena *arena)
{
    if (line == NULL)
        return f->title;
    return report_value_text(m->desk, f->kind, report_field_value(&m->table, line, f), arena);
}

/* line NULL: the head. */
static void put_line(const struct making *m, const struct report_fields *fields, const int *cols,
                     const struct report_line *line, struct strbuf *b)
{
    OD_ARENA *tmp = arena_new();

    for (int i = 0; i < fields->n; i++) {
        const char *cell = cell_of(m, &fields->v[i], line, tmp);
        int gap = cols[i] - utf8_cols(cell);
        bool right = is_right(fields->v[i].kind);

        if (i > 0)
            strbuf_add(b, "  ");
        if (right)
            strbuf_fill(b, ' ', gap);
        strbuf_add(b, cell);
        if (!right && i + 1 < fields->n)
            strbuf_fill(b, ' ', gap);
    }
    strbuf_addc(b, '\n');
}

static void widen(const struct making *m, const struct report_fields *fields, int *cols,
                  const struct report_line *line)
{
    OD_ARENA *tmp = arena_new();

    for (int i = 0; i < fields->n; i++) {
        int n = utf8_cols(cell_of(m, &fields->v[i], line, tmp));

        cols[i] = n > cols[i] ? n : cols[i];
    }
}

static void put_table(const struct making *m, struct strbuf *b)
{
    struct report_fields fields;
    struct report_line total;
    int *cols;
    bool has_total = m->table.n > 0 && report_total_line(&m->table, m->arena, &total);

    report_fields_of(&m->table, m->arena, &fields);
    cols = arena_array(m->arena, fields.n + 1, int);
    widen(m, &fields, cols, NULL);
    for (int i = 0; i < m->table.n; i++)
        widen(m, &fields, cols, &m->table.v[i]);
    if (has_total)
        widen(m, &fields, cols, &total);
    put_line(m, &fields, cols, NULL, b);
    for (int i = 0; i < m->table.n && !b->is_cut; i++)
        put_line(m, &fields, cols, &m->table.v[i], b);
    if (has_total)
        put_line(m, &fields, cols, &total, b);
    strbuf_addc(b, '\n');
}

/* --- the file --------------------------------------------------------------------------------- */

static bool put_csv(const struct making *m, struct report_made *out, struct err *err)
{
    char *data = arena_array(m->arena, (int)LIMIT_REPORT_FILE_BYTES + 1, char);
    FILE *file = fmemopen(data, LIMIT_REPORT_FILE_BYTES + 1, "w");
    bool is_whole;
    long len;

    if (file == NULL)
        return err_set(err, ERR_IO, _("There is no memory for the file of the report."));
    report_put(m->desk, &m->table, REPORT_CSV, NULL, file);
    is_whole = fflush(file) == 0 && !ferror(file);
    len = ftell(file);
    if (fclose(file) != 0 || !is_whole || len < 0 || (size_t)len > LIMIT_REPORT_FILE_BYTES)
        return report_mail_too_large(err);
    out->data = data;
    out->len = (size_t)len;
    return true;
}

/* Nothing to draw is said in the mail. */
static bool put_pdf(const struct making *m, struct report_made *out, struct err *err)
{
    if (!report_draw(m->desk, m->report, &m->ask, &m->table, CHART_PDF, m->arena, &out->data,
                     &out->len, err)) {
        if (err->code != ERR_STATE)
            return false;
        err_clear(err);
        out->data = NULL;
        return true;
    }
    return out->len <= LIMIT_REPORT_FILE_BYTES || report_mail_too_large(err);
}

static bool put_file(const struct making *m, struct report_made *out, struct err *err)
{
    enum report_mail_form form = m->schedule->form;
    bool has_days = (m->report->asks & REPORT_ASKS_PERIOD) != 0;
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];

    *out = (struct report_made){ .file_name = "", .media_type = "" };
    if (form == REPORT_MAIL_TEXT)
        return true;
    if (form == REPORT_MAIL_CSV ? !put_csv(m, out, err) : !put_pdf(m, out, err))
        return false;
    if (out->data == NULL)
        return true;
    date_format(has_days ? m->ask.from : m->day, from);
    date_format(has_days ? m->ask.to : m->day, to);
    out->media_type = form == REPORT_MAIL_CSV ? "text/csv" : "application/pdf";
    out->file_name = arena_printf(m->arena, "%s-%s%s%s.%s", m->report->name, from,
                                  strcmp(from, to) == 0 ? "" : "_",
                                  strcmp(from, to) == 0 ? "" : to, report_mail_form_name(form));
    return true;
}

/* --- the words -------------------------------------------------------------------------------- */

static bool put_words(const struct making *m, struct report_made *out, struct err *err)
{
    const char *days = (m->report->asks & REPORT_ASKS_PERIOD) != 0
                           ? report_period_text(m->ask.from, m->ask.to, m->arena)
                           : report_period_text(m->day, m->day, m->arena);
    struct strbuf b;

    strbuf_init(&b, m->arena, LIMIT_REPORT_TEXT_BYTES);
    strbuf_addf(&b, "%s, %s\n", _(m->report->words), days);
    if (date_is_set(m->table.before_from))
        strbuf_addf(&b, _("Beside it: %s\n"),
                    report_period_text(m->table.before_from, m->table.before_to, m->arena));
    strbuf_addc(&b, '\n');
    if (m->schedule->form == REPORT_MAIL_TEXT && m->table.n > 0)
        put_table(m, &b);
    else if (m->table.n == 0 || out->data == NULL)
        strbuf_addf(&b, "%s\n\n", _("There is nothing in these days."));
    if (out->file_name[0] != '\0')
        strbuf_addf(&b, _("The file %s goes along.\n\n"), out->file_name);
    strbuf_addf(&b, "%s\n\n", _(m->report->definition));
    strbuf_addf(&b, _("This mail comes by itself, %s (%s).\n"),
                schedule_when_words(&m->schedule->when, m->arena), m->schedule->name);
    if (b.is_cut)
        return report_mail_too_large(err);
    out->subject = arena_printf(m->arena, "%s, %s", m->schedule->name, days);
    out->body = b.s;
    return true;
}

/* In the language of the mail. */
static bool make(struct making *m, struct report_made *out, struct err *err)
{
    return report_make(m->desk, m->report, &m->ask, NULL, m->arena, &m->table, err) &&
           put_file(m, out, err) && put_words(m, out, err);
}

/* What is to be made; *is_needed false: it is made already, or was removed. */
static bool ask_of(struct desk *desk, int64_t id, struct arena *arena, struct making *m,
                   int64_t *mailing, bool *is_needed, struct err *err)
{
    struct report_schedule *schedule;
    struct report_mail mail;

    if (!report_mail_load(desk, id, arena, &mail, err))
        return false;
    *mailing = mail.mailing;
    *is_needed = !mail.is_made && !mail.is_removed;
    if (!*is_needed)
        return true;
    if (!report_schedule_load(desk, mail.schedule, arena, &schedule, err))
        return false;
    *m = (struct making){ .desk = desk,
                          .arena = arena,
                          .schedule = schedule,
                          .day = stamp_to_date(mail.due) };
    return report_schedule_ask(schedule, m->day, &m->report, &m->ask, err) &&
           report_schedule_owner_may(schedule, m->report, err);
}

bool report_mail_is_needed(struct desk *desk, int64_t mail, bool *is_needed, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct making m;
    int64_t mailing;

    return ask_of(desk, mail, tmp, &m, &mailing, is_needed, err);
}

bool report_mail_make(struct desk *desk, int64_t mail, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct making m;
    struct language_kept kept;
    struct report_made made;
    int64_t mailing;
    bool is_needed, is_ok;

    if (!ask_of(desk, mail, tmp, &m, &mailing, &is_needed, err))
        return false;
    if (!is_needed)
        return true;
    language_switch(m.schedule->lang, &kept);
    is_ok = make(&m, &made, err);
    language_switch_back(&kept);
    return is_ok && report_mail_keep(desk, mailing, &made, err);
}
