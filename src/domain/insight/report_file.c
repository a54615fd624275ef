/*
 * See report_file.h. Lines are written as they come; only one is in memory as text.
 */
#include "domain/insight/report_file.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/insight/report_text.h"

#define LINE_BYTES 65536

bool report_form_of(const char *path, enum report_form *out)
{
    static const char *const ends[] = { ".csv", ".json", ".svg", ".pdf" };
    size_t len = strlen(path);

    for (int i = 0; i < (int)OD_LEN(ends); i++) {
        size_t n = strlen(ends[i]);

        if (len > n && strcasecmp(path + len - n, ends[i]) == 0) {
            *out = (enum report_form)i;
            return true;
        }
    }
    return false;
}

static const char *cell_of(struct desk *desk, const struct report_field *field,
                           struct report_value v, struct arena *arena)
{
    char text[MONEY_TEXT_SIZE];

    if (!v.is_set || field->kind != REPORT_MONEY)
        return report_value_plain(field->kind, v, arena);
    return arena_strdup(arena,
                        money_format_code(money_make(v.n, desk_company(desk)->currency), text));
}

static bool is_text(enum report_value_kind kind)
{
    return kind == REPORT_TEXT || kind == REPORT_MONEY || kind == REPORT_DATE ||
           kind == REPORT_STAMP;
}

static void put_csv(struct desk *desk, const struct report_table *table,
                    const struct report_fields *fields, const struct report_line *line, FILE *file)
{
    OD_ARENA *tmp = arena_new();

    for (int i = 0; i < fields->n; i++)
        csv_put(file,
                cell_of(desk, &fields->v[i], report_field_value(table, line, &fields->v[i]), tmp),
                i == 0);
    csv_end_row(file);
}

static void put_json(struct desk *desk, const struct report_table *table,
                     const struct report_fields *fields, const struct report_line *line,
                     bool is_first, FILE *file)
{
    OD_ARENA *tmp = arena_new();
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, tmp, LINE_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    for (int i = 0; i < fields->n; i++) {
        const struct report_field *f = &fields->v[i];
        struct report_value v = report_field_value(table, line, f);

        if (!v.is_set)
            json_put_text(&w, f->name, NULL);
        else if (is_text(f->kind))
            json_put_text(&w, f->name, cell_of(desk, f, v, tmp));
        else
            json_put_number(&w, f->name, cell_of(desk, f, v, tmp));
    }
    json_end_object(&w);
    (void)fprintf(file, "%s\n%s", is_first ? "" : ",", b.s);
}

void report_put(struct desk *desk, const struct report_table *table, enum report_form form,
                const struct report_lines_asked *only, FILE *file)
{
    OD_ARENA *tmp = arena_new();
    struct report_fields fields;
    bool is_first = true;

    assert(form == REPORT_CSV || form == REPORT_JSON);
    report_fields_of(table, tmp, &fields);
    for (int i = 0; form == REPORT_CSV && i < fields.n; i++)
        csv_put(file, fields.v[i].name, i == 0);
    if (form == REPORT_CSV)
        csv_end_row(file);
    else
        (void)fputs("[", file);
    for (int i = 0; i < table->n; i++) {
        if (only != NULL && !only->has(only->ctx, i))
            continue;
        if (form == REPORT_CSV)
            put_csv(desk, table, &fields, &table->v[i], file);
        else
            put_json(desk, table, &fields, &table->v[i], is_first, file);
        is_first = false;
    }
    if (form == REPORT_JSON)
        (void)fputs("\n]\n", file);
}
