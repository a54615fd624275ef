/*
 * Every text that a desk holds, in every column of every table, is text.
 */
#include <string.h>

#include "base/utf8.h"
#include "domain/desk/desk.h"
#include "prop/prop_sinks.h"
#include "store/store.h"
#include "support/bad_text.h"
#include "support/testdesk.h"

struct column {
    const char *table, *name;
};

static int load_columns(struct desk *desk, struct arena *arena, struct column *out, int max)
{
    static const struct sql sql = {
        "test.columns",
        "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p"
        " WHERE m.type = 'table' AND p.type = 'TEXT'"
        " AND m.name NOT LIKE '%\\_fts%' ESCAPE '\\'",
        NULL, NULL
    };
    struct err err = ERR_INIT;
    OD_STMT *q = sql_read(desk_db(desk), &sql);
    int n = 0;

    while (n < max && sql_row(q)) {
        out[n].table = get_text(q, arena);
        out[n++].name = get_text(q, arena);
    }
    ck_ok(sql_done(&q, &err));
    return n;
}

/* Lines may be parted; nothing else that a terminal obeys. */
static bool has_bad(const char *text, struct arena *arena)
{
    char *line = arena_strdup(arena, text);

    for (char *at = line; *at != '\0'; at++)
        if (*at == '\n')
            *at = ' ';
    return bad_text_found(line) != NULL;
}

static void check_column(struct desk *desk, const struct column *c, struct arena *arena)
{
    const char *text =
        arena_printf(arena, "SELECT %s FROM %s WHERE %s IS NOT NULL", c->name, c->table, c->name);
    struct sql sql = { "test.column", text, NULL, NULL };
    struct err err = ERR_INIT;
    OD_STMT *q = sql_read_text(desk_db(desk), &sql);

    while (sql_row(q)) {
        const char *kept = get_text(q, arena);

        if (!utf8_is_valid(kept, strlen(kept)) || has_bad(kept, arena))
            ck_abort_msg("%s.%s keeps \"%s\"", c->table, c->name, kept);
    }
    ck_ok(sql_done(&q, &err));
}

void sinks_check_tables(struct desk *desk)
{
    OD_ARENA *arena = arena_new();
    struct column columns[300];
    int n = load_columns(desk, arena, columns, 300);

    ck_assert_int_gt(n, 100);
    for (int i = 0; i < n; i++)
        check_column(desk, &columns[i], arena);
}
