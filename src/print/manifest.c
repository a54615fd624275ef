/*
 * The manifest: what a carrier takes along, or all that left a site on a day; a table and a line to
 * sign for each.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/flow/manifest.h"
#include "print/documents_parts.h"

/* A day of one site; parts of a paper are bounded, and so is what one person signs. */
#define MANIFEST_ROWS 5000

static bool site_load(struct desk *desk, struct site_id id, struct arena *arena, struct site **out,
                      struct err *err)
{
    struct site_list sites;

    if (!site_list_load(desk, arena, &sites, err))
        return false;
    for (int i = 0; i < sites.n; i++) {
        *out = &sites.v[i];
        if ((*out)->id.v == id.v)
            return true;
    }
    return err_set(err, ERR_NOT_FOUND, _("This site is not in the desk."));
}

bool manifest_name(struct desk *desk, const struct document_ask *ask, struct arena *arena,
                   const char **out, struct err *err)
{
    char text[DATE_TEXT_SIZE];
    struct manifest *m;
    struct site *s = NULL;

    if (ask->manifest != 0) {
        if (!manifest_load(desk, ask->manifest, arena, &m, err))
            return false;
        *out = m->number;
        return true;
    }
    if (!site_load(desk, ask->site, arena, &s, err))
        return false;
    *out = arena_printf(arena, "%s %s", date_format(ask->day, text), s->code);
    return true;
}

static const char *kg(struct desk *desk, struct arena *arena, int64_t weight_g)
{
    return weight_g > 0 ? text_qty(desk, arena, (struct qty){ weight_g }) : "";
}

static bool is_same(const struct manifest_row *a, const struct manifest_row *b)
{
    return strcmp(a->carrier, b->carrier) == 0 && strcmp(a->manifest, b->manifest) == 0;
}

/* The rows of one manifest from v on, and what they come to; how many they are. */
static int add_manifest(struct desk *desk, struct paper *p, const struct manifest_row *v, int n)
{
    static const struct paper_column columns[] = {
        { PAPER_LEFT, 12, N_("Number") },   { PAPER_LEFT, 22, N_("Ship to") },
        { PAPER_LEFT, 20, N_("Tracking") }, { PAPER_RIGHT, 8, N_("Packages") },
        { PAPER_RIGHT, 9, N_("kg") },
    };
    int64_t packages = 0, weight_g = 0;
    int i = 0;

    paper_add_text(p, PAPER_TEXT, "");
    paper_add_text(p, PAPER_HEAD,
                   arena_printf(p->arena, "%s%s%s",
                                v[0].carrier[0] != '\0' ? v[0].carrier : _("No carrier named"),
                                v[0].manifest[0] != '\0' ? "  " : "", v[0].manifest));
    document_add_columns(p, columns, OD_LEN(columns));
    for (; i < n && is_same(&v[i], &v[0]); i++) {
        const char *cells[] = { v[i].number,
                                arena_printf(p->arena, "%s, %s %s", v[i].ship_name, v[i].city,
                                             v[i].country),
                                v[i].tracking, arena_printf(p->arena, "%d", v[i].packages),
                                kg(desk, p->arena, v[i].weight_g) };

        paper_add(p, PAPER_ROW, cells, OD_LEN(cells));
        packages += v[i].packages;
        weight_g += v[i].weight_g;
    }
    paper_add_text(p, PAPER_TEXT, "");
    paper_add_pair(p, _("Shipments"), arena_printf(p->arena, "%d", i));
    paper_add_pair(p, _("Packages"), arena_printf(p->arena, "%lld", (long long)packages));
    paper_add_pair(p, _("Weight, kg"), kg(desk, p->arena, weight_g));
    paper_add_text(p, PAPER_TEXT, "");
    paper_add_pair(p, _("Taken over"), "______________________________________________");
    return i;
}

/* Its rows, and the site and day that they left. */
static bool rows_load(struct desk *desk, const struct document_ask *ask, struct arena *arena,
                      struct manifest_rows *out, struct site_id *site, struct date *day,
                      struct err *err)
{
    struct manifest *m;

    *site = ask->site;
    *day = ask->day;
    if (ask->manifest == 0)
        return manifest_day(desk, *site, *day, MANIFEST_ROWS + 1, arena, out, err);
    if (!manifest_load(desk, ask->manifest, arena, &m, err))
        return false;
    *site = m->site;
    *day = m->day;
    return manifest_shipments(desk, m->id, arena, out, err);
}

static bool has_rows(const struct document_ask *ask, const struct manifest_rows *rows,
                     const char *name, struct err *err)
{
    if (rows->n == 0 && ask->manifest != 0)
        return err_set(err, ERR_STATE, _("Nothing is on manifest %s."), name);
    if (rows->n == 0)
        return err_set(err, ERR_STATE, _("Nothing left on this day: %s."), name);
    return rows->n <= MANIFEST_ROWS ||
           err_set(err, ERR_LIMIT, _("A manifest has at most %d shipments."), MANIFEST_ROWS);
}

bool manifest_make(struct desk *desk, const struct document_ask *ask, struct arena *arena,
                   struct paper *out, struct err *err)
{
    char text[DATE_TEXT_SIZE];
    struct template_fields fields = { .company = desk_company(desk)->name };
    struct template words;
    struct manifest_rows rows;
    struct site_id site;
    struct date day;
    struct site *s = NULL;
    const char *name;

    if (!manifest_name(desk, ask, arena, &name, err) ||
        !rows_load(desk, ask, arena, &rows, &site, &day, err) ||
        !site_load(desk, site, arena, &s, err) ||
        !template_load(DOCUMENT_MANIFEST, arena, &words, err) || !has_rows(ask, &rows, name, err))
        return false;
    paper_init(out, arena, name, document_is_letter(desk));
    fields.number = name;
    fields.date = arena_strdup(arena, date_format(day, text));
    fields.site = s->code;
    template_begin(&words, &fields, arena_printf(arena, _("Manifest %s"), name), out);
    paper_add_text(out, PAPER_TEXT, desk_company(desk)->name);
    if (ask->manifest != 0)
        paper_add_text(out, PAPER_TEXT, arena_printf(arena, "%s  %s", fields.date, s->name));
    for (int i = 0; i < rows.n;)
        i += add_manifest(desk, out, &rows.v[i], rows.n - i);
    template_end(&words, &fields, out);
    return true;
}
