/*
 * Reading templates: sections named as documents are, lines "title = ...", "above = ...",
 * "below = ...", comments with #.
 */
#include "print/template.h"

#include <string.h>

#include "base/datadir.h"
#include "base/i18n.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define TEMPLATE_BYTES 65536

/* By the members of struct template_fields. */
static const char *const names[] = {
    "number", "company", "order", "customer", "po", "date", "site"
};

struct reading {
    const char *file;
    int line;
    struct arena *arena;
    enum document_kind wanted;
    bool is_in; /* the section of the wanted document */
    bool has_section;
    struct template *out;
};

static bool wrong(const struct reading *r, const char *what, struct err *err)
{
    return err_set(err, ERR_INVALID, _("%s, line %d: %s"), r->file, r->line, what);
}

/* --- fields ----------------------------------------------------------------------------------- */

/* Which field begins at text, a "{"; -1: none. *len is that of "{name}". */
static int field_at(const char *text, size_t *len)
{
    for (size_t i = 0; i < OD_LEN(names); i++) {
        size_t n = strlen(names[i]);

        if (strncmp(text + 1, names[i], n) == 0 && text[n + 1] == '}') {
            *len = n + 2;
            return (int)i;
        }
    }
    return -1;
}

static bool check_fields(const struct reading *r, const char *text, struct err *err)
{
    size_t len;

    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + len, '{'))
        if (field_at(at, &len) < 0)
            return wrong(r,
                         _("a { begins none of these: {number} {company} {order} {customer} {po} "
                           "{date} {site}."),
                         err);
    return true;
}

static const char *fill(const char *text, const struct template_fields *f, struct arena *arena)
{
    const char *const values[] = { f->number, f->company, f->order, f->customer,
                                   f->po,     f->date,    f->site };
    struct strbuf b;

    strbuf_init(&b, arena, TEMPLATE_BYTES);
    while (*text != '\0') {
        size_t len = strcspn(text, "{");
        int field;

        strbuf_addn(&b, text, len);
        text += len;
        if (*text == '\0')
            break;
        field = field_at(text, &len); /* was checked when it was read */
        if (field >= 0 && values[field] != NULL)
            strbuf_add(&b, values[field]);
        text += field >= 0 ? len : 1;
    }
    return b.s;
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool read_section(struct reading *r, char *line, struct err *err)
{
    char *end = strchr(line, ']');
    enum document_kind kind;

    if (end == NULL || end[1] != '\0')
        return wrong(r, _("a section is [name]."), err);
    *end = '\0';
    if (!document_kind_parse(line + 1, &kind))
        return wrong(r, _("a section is [pick-list], [packing-slip], [label], [manifest], [wave] or"
                          " [confirmation]."), err);
    r->is_in = kind == r->wanted;
    r->has_section = true;
    return true;
}

static bool add_line(const struct reading *r, const char **lines, int *n, const char *text,
                     struct err *err)
{
    if (*n == TEMPLATE_LINES)
        return wrong(r, _("there are too many lines of this kind."), err);
    lines[(*n)++] = text;
    return true;
}

static bool read_value(struct reading *r, char *line, struct err *err)
{
    char *equals = strchr(line, '=');
    struct template *t = r->out;
    const char *value;
    size_t len;

    if (equals == NULL || !r->has_section)
        return wrong(r, _("this is no \"name = text\" within a section."), err);
    len = (size_t)(equals - line);
    while (len > 0 && line[len - 1] == ' ')
        len--;
    line[len] = '\0';
    value = equals + 1 + strspn(equals + 1, " ");
    if (strcmp(line, "title") != 0 && strcmp(line, "above") != 0 && strcmp(line, "below") != 0)
        return wrong(r, _("a line is title, above or below."), err);
    if (!check_fields(r, value, err))
        return false;
    if (!r->is_in)
        return true;
    if (line[0] == 'a')
        return add_line(r, t->above, &t->above_n, value, err);
    if (line[0] == 'b')
        return add_line(r, t->below, &t->below_n, value, err);
    t->title = value;
    return true;
}

static bool read_line(struct reading *r, char *line, struct err *err)
{
    size_t len = strlen(line);

    while (len > 0 && strchr(" \t\r", line[len - 1]) != NULL)
        line[--len] = '\0';
    line += strspn(line, " \t");
    if (!utf8_is_valid(line, strlen(line)))
        return wrong(r, _("this is not UTF-8."), err);
    if (line[0] == '\0' || line[0] == '#')
        return true;
    return line[0] == '[' ? read_section(r, line, err) : read_value(r, line, err);
}

bool template_read(const char *text, const char *name, enum document_kind kind, struct arena *arena,
                   struct template *out, struct err *err)
{
    struct reading r = { .file = name, .arena = arena, .wanted = kind, .out = out };

    *out = (struct template){ 0 };
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");

        r.line++;
        if (!read_line(&r, arena_strndup(arena, text, len), err))
            return false;
        text += len + (text[len] == '\n');
    }
    return true;
}

bool template_load(enum document_kind kind, struct arena *arena, struct template *out,
                   struct err *err)
{
    const char *own = os_config_dir(arena), *program = datadir(arena);
    const char *const dirs[] = { own, OD_SYSCONFDIR "/orderdesk", program };
    const char *lang = language_now(arena);
    char *text;

    *out = (struct template){ 0 };
    for (size_t i = 0; i < OD_LEN(dirs); i++) {
        const char *path =
            dirs[i] == NULL ? NULL : arena_printf(arena, "%s/templates/%s.txt", dirs[i], lang);

        if (path == NULL || !os_file_exists(path))
            continue;
        return os_read_file(path, TEMPLATE_BYTES, arena, &text, NULL, err) &&
               template_read(text, path, kind, arena, out, err);
    }
    return true;
}

/* --- putting them on paper -------------------------------------------------------------------- */

void template_begin(const struct template *t, const struct template_fields *fields,
                    const char *otherwise, struct paper *p)
{
    paper_add_text(p, PAPER_TITLE, t->title != NULL ? fill(t->title, fields, p->arena) : otherwise);
    for (int i = 0; i < t->above_n; i++)
        paper_add_text(p, PAPER_TEXT, fill(t->above[i], fields, p->arena));
}

void template_end(const struct template *t, const struct template_fields *fields, struct paper *p)
{
    if (t->below_n > 0)
        paper_add_text(p, PAPER_TEXT, "");
    for (int i = 0; i < t->below_n; i++)
        paper_add_text(p, PAPER_TEXT, fill(t->below[i], fields, p->arena));
}
