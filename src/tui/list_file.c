/*
 * See list_file.h. Rows are written as they come; of a list that pages, two pages are in memory.
 */
#include "tui/list_file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/strbuf.h"
#include "domain/desk/desk.h"
#include "tui/app.h"
#include "tui/columns.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/nav.h"

#define LINE_BYTES 65536

/* --- rows ------------------------------------------------------------------------------------- */

struct sink {
    FILE *file;
    bool is_json;
    const struct list *list;
    const char *names[LIST_COLUMNS]; /* NULL: the column is off */
    int n;                           /* rows written */
};

/* "ship_to" of "Ship to", the same in every language; a column without title has its number. */
static const char *name_of(const struct sink *out, int column, struct arena *arena)
{
    const char *title = out->list->columns[column].title;
    char *name = arena_strdup(arena, title);

    for (char *c = name; *c != '\0'; c++)
        *c = (char)(isalnum((unsigned char)*c) ? tolower((unsigned char)*c) : '_');
    if (strspn(name, "_") == strlen(name))
        return arena_printf(arena, "column_%d", column + 1);
    for (int i = 0; i < column; i++)
        if (out->names[i] != NULL && strcmp(out->names[i], name) == 0)
            return arena_printf(arena, "%s_%d", name, column + 1);
    return name;
}

static void put_head(struct sink *out, struct arena *arena)
{
    bool is_first = true;

    for (int i = 0; i < columns_count(out->list->columns); i++) {
        if (out->list->columns[i].cols == 0)
            continue;
        out->names[i] = name_of(out, i, arena);
        if (!out->is_json)
            csv_put(out->file, out->names[i], is_first);
        is_first = false;
    }
    if (out->is_json)
        (void)fputs("[", out->file);
    else
        csv_end_row(out->file);
}

static void put_csv(struct sink *out, const struct list_row *row)
{
    bool is_first = true;

    for (int i = 0; i < LIST_COLUMNS; i++) {
        if (out->names[i] == NULL)
            continue;
        csv_put(out->file, row->cells[i] != NULL ? row->cells[i] : "", is_first);
        is_first = false;
    }
    csv_end_row(out->file);
}

static void put_json(struct sink *out, const struct list_row *row)
{
    OD_ARENA *tmp = arena_new();
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, tmp, LINE_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    for (int i = 0; i < LIST_COLUMNS; i++)
        if (out->names[i] != NULL)
            json_put_text(&w, out->names[i], row->cells[i]);
    json_end_object(&w);
    (void)fprintf(out->file, "%s\n%s", out->n == 0 ? "" : ",", b.s);
}

static void put_rows(struct sink *out, const struct list_rows *rows)
{
    for (int i = 0; i < rows->n; i++) {
        const struct list_row *row = &rows->v[i];

        if (out->list->marks_n > 0 && !list_is_marked(out->list, row->id))
            continue;
        if (out->is_json)
            put_json(out, row);
        else
            put_csv(out, row);
        out->n++;
    }
}

/* From the first row to the last, whatever of them is shown. */
static bool put_pages(struct sink *out, struct err *err)
{
    const struct list *l = out->list;
    OD_ARENA *one = arena_new();
    OD_ARENA *other = arena_new();
    struct arena *now = one, *before = other;
    struct list_from from = { 0 };
    struct list_row last;
    struct list_rows rows;

    do {
        struct arena *swap = before;

        rows = (struct list_rows){ 0 };
        if (!l->source->page(l->ctx, &from, LIMIT_PAGE_ROWS, now, &rows, err))
            return false;
        put_rows(out, &rows);
        if (rows.n == 0)
            return true;
        last = rows.v[rows.n - 1];
        from.at = &last;
        /* The key of the last row lives in the page that was read now. */
        before = now;
        now = swap;
        arena_reset(now);
    } while (rows.n == LIMIT_PAGE_ROWS);
    return true;
}

/* What a screen reads as a whole is read for the file, and once more for the eye. */
static bool put_all(struct screen *s, struct sink *out, struct err *err)
{
    struct err late = ERR_INIT;
    bool is_ok;

    desk_write_plain(s->desk, true);
    if (out->list->source != NULL) {
        is_ok = put_pages(out, err);
        desk_write_plain(s->desk, false);
        return is_ok;
    }
    is_ok = screen_refresh(s, err) &&
            (out->list->rows.n < LIMIT_FILE_ROWS ||
             err_set(err, ERR_LIMIT, _("More than %d rows are too many for one file. Use the "
                                       "command line."),
                     LIMIT_FILE_ROWS));
    if (is_ok)
        put_rows(out, &out->list->rows);
    desk_write_plain(s->desk, false);
    if (!screen_refresh(s, &late))
        app_error(s->app, &late);
    return is_ok;
}

/* --- the file --------------------------------------------------------------------------------- */

static bool ends_with(const char *path, const char *end)
{
    size_t len = strlen(path), n = strlen(end);

    return len > n && strcasecmp(path + len - n, end) == 0;
}

static bool has_list(const struct screen *s, struct err *why)
{
    /* Asking for the list changes nothing. */
    struct screen *self = app_screen(s->app);

    return (self == s && s->ops->list != NULL && s->ops->list(self) != NULL) ||
           err_set(why, ERR_STATE, _("There is no list to write now."));
}

static bool write_file(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct list *l = s->ops->list(s);
    struct sink sink = { .list = l, .is_json = ends_with(l->file, ".json") };
    struct os_out out;
    bool is_ok;

    if (!os_out_open_private(&out, l->file, err))
        return false;
    sink.file = out.file;
    put_head(&sink, tmp);
    is_ok = put_all(s, &sink, err);
    if (is_ok && sink.is_json)
        (void)fputs("\n]\n", out.file);
    is_ok = is_ok && os_out_commit(&out, err);
    os_out_close(&out);
    app_redraw(s->app);
    if (is_ok)
        app_say(s->app, ngettext("%d row is in %s.", "%d rows are in %s.", (unsigned long)sink.n),
                sink.n, l->file);
    return is_ok;
}

bool list_file_named(struct screen *s, struct list *l, const char *name, list_file_write *write,
                     dialog_done *answered, struct err *err)
{
    char *old = l->file;

    l->file = xstrdup(name);
    xfree(old);
    if (!os_file_exists(l->file))
        return write(s, err);
    dialog_confirm(s,
                   &(struct dialog){ .title = _("The file is there already"),
                                     .text = l->file,
                                     .yes_key = "r",
                                     .yes_label = _("replace it") },
                   answered);
    return true;
}

bool list_file_answered(struct screen *s, const struct dialog_result *r, list_file_write *write,
                        bool (*ask)(struct screen *s, struct err *err), struct err *err)
{
    struct err why = ERR_INIT;

    if (r->yes && write(s, &why))
        return true;
    if (!ask(s, err))
        return false;
    if (r->yes)
        app_error(s->app, &why);
    return true;
}

static bool run_file(struct screen *s, struct err *err);

static bool replace_answered(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return has_list(s, err) && list_file_answered(s, r, write_file, run_file, err);
}

static bool file_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    if (!ends_with(r->text, ".csv") && !ends_with(r->text, ".json"))
        return err_set(err, ERR_INVALID, _("Name it .csv or .json."));
    return has_list(s, err) &&
           list_file_named(s, s->ops->list(s), r->text, write_file, replace_answered, err);
}

static bool run_file(struct screen *s, struct err *err)
{
    struct list *l = s->ops->list(s);
    const struct dialog dialog = { .title = _("Rows to a file"),
                                   .text = _("The marked rows, or all where none is marked, in "
                                             "the columns of this list; as CSV, or JSON where "
                                             "the name ends in .json."),
                                   .label = _("File"),
                                   .preset = l->file,
                                   .needs_text = true };

    (void)err;
    dialog_ask(s, &dialog, file_given);
    return true;
}

static const struct command commands[] = {
    { "list.file", "M-e", N_("To a file"),
      N_("The marked rows, or all, as a file for other programs."), has_list, run_file },
    { 0 },
};

const struct command *list_commands(void)
{
    return commands;
}
