/*
 * See listing.h.
 */
#include "tui/listing.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/desk.h"
#include "tui/app.h"

static struct listing *listing_self(struct screen *s)
{
    return (struct listing *)s;
}

void listing_begin(struct screen *s, const struct list_column *columns,
                   bool (*open)(struct screen *s, struct err *err))
{
    struct listing *l = listing_self(s);

    l->open = open;
    list_init(&l->list, s->app, columns, NULL, NULL);
}

void listing_show(struct screen *s, int n, listing_put *put)
{
    struct listing *l = listing_self(s);
    struct list_row *rows = arena_array(s->data, n + 1, struct list_row);
    int columns = 0;

    while (l->list.columns[columns].title != NULL)
        columns++;
    for (int i = 0; i < n; i++) {
        const char **cells = arena_array(s->data, columns, const char *);

        rows[i].cells = cells;
        put(s, i, &rows[i], cells);
    }
    list_set_rows(&l->list, rows, n);
}

int64_t listing_id(int64_t a, int64_t site)
{
    return a << 20 | site;
}

int64_t listing_id_of(int64_t number, const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)number;

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (int64_t)(hash >> 2) + 1;
}

int listing_max(const struct screen *s, int shown)
{
    return desk_is_plain(s->desk) ? LIMIT_FILE_ROWS : shown;
}

int listing_at(const struct screen *s)
{
    return ((const struct listing *)s)->list.selected;
}

bool listing_has_row(const struct screen *s, struct err *why)
{
    return listing_at(s) >= 0 || err_set(why, ERR_STATE, _("Nothing is selected."));
}

void listing_draw_rows(const struct listing *l, struct canvas *c)
{
    struct canvas body = canvas_view(c, l->head_rows, 0, -1, -1);

    list_draw(&l->list, &body, true);
}

void listing_draw(const struct screen *s, struct canvas *c)
{
    listing_draw_rows((const struct listing *)s, c);
}

struct list *listing_list(struct screen *s)
{
    return &listing_self(s)->list;
}

void listing_resize(struct screen *s, int rows, int cols)
{
    struct listing *l = listing_self(s);

    (void)cols;
    list_resize(&l->list, rows - l->head_rows);
}

bool listing_key(struct screen *s, struct key k)
{
    struct listing *l = listing_self(s);
    struct err err = ERR_INIT;

    if (!key_is(k, K_ENTER))
        return list_key(&l->list, k);
    if (!listing_has_row(s, &err) || !l->open(s, &err))
        app_error(s->app, &err);
    return true;
}

void listing_close(struct screen *s)
{
    list_close(&listing_self(s)->list);
}
