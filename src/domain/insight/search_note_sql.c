/*
 * Notes of a search: where few records have them their index leads, else they are looked through
 * with the rows, as a page is soon full.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/desk/index.h"
#include "domain/insight/compose.h"
#include "store/store.h"

static_assert((int)INDEX_ORDER == (int)FIND_ORDER && (int)INDEX_ITEM == (int)FIND_ITEM,
              "kinds of the index are those of the search");

/* So many are looked up at once. */
#define FEW_NOTES 4000
/* Of so many letters the engine finds where they stand; fewer are looked for in all notes. */
#define INDEXED_LETTERS 3

#define ROWS_OF(condition)                                                                         \
    "SELECT rowid - # FROM note_fts WHERE " condition " AND rowid >= # AND rowid < #"

static bool is_indexed(const char *text)
{
    int n = 0;

    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n >= INDEXED_LETTERS;
}

/* As one phrase of the full-text language. */
static const char *phrase(const char *text, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, strlen(text) * 2 + 2);
    strbuf_addc(&b, '"');
    for (; *text; text++) {
        if (*text == '"')
            strbuf_addc(&b, '"');
        strbuf_addc(&b, *text);
    }
    strbuf_addc(&b, '"');
    return b.s;
}

/* Ids of the records whose notes have one of the names. */
static void compose_rows(struct composer *c, const struct query_names *names, enum find_kind kind)
{
    struct arena *arena = c->text.arena;
    int64_t base = NOTES_OF(kind);

    for (int i = 0; i < names->n; i++) {
        const char *text = utf8_fold(arena, names->v[i]);

        compose(c, i > 0 ? " UNION ALL " : "");
        if (is_indexed(text))
            compose2(c, ROWS_OF("note_fts MATCH #"),
                     ROWS_OF("POSITION(REPLACE(BTRIM(#, '\"'), '\"\"', '\"') IN text) > 0"));
        else
            compose2(c, ROWS_OF("INSTR(text, #) > 0"), ROWS_OF("POSITION(# IN text) > 0"));
        param_i64(c, base);
        param_text(c, is_indexed(text) ? phrase(text, arena) : text);
        param_i64(c, base);
        param_i64(c, base + NOTES_EACH);
    }
}

OD_SQL(sql_find_notes_wait, "find.notes_wait",
       "SELECT next_id"
       " FROM upkeep"
       " WHERE job = $1");

static bool is_index_whole(struct desk *desk, enum find_kind kind, bool *out, struct err *err)
{
    static const char *const jobs[] = {
        [FIND_ORDER] = "note.order", [FIND_CUSTOMER] = "note.customer", [FIND_ITEM] = "note.item"
    };
    OD_STMT *q = sql_read(desk_db(desk), &sql_find_notes_wait);
    bool waits = false;
    int64_t next;

    put_text(q, jobs[kind]);
    if (!sql_one_i64(&q, &waits, &next, err))
        return false;
    *out = !waits;
    return true;
}

bool note_resolve(struct desk *desk, const struct query *q, enum find_kind kind,
                  struct resolved *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct composer c;
    bool is_whole, found;
    int64_t n = 0;

    assert(kind != FIND_ALL);
    if (q->note[QUERY_IS].n == 0)
        return true;
    if (!is_index_whole(desk, kind, &is_whole, err))
        return false;
    if (!is_whole)
        return true;
    compose_begin(&c, tmp);
    compose(&c, "SELECT COUNT(*) FROM (");
    compose_rows(&c, &q->note[QUERY_IS], kind);
    compose(&c, " LIMIT #) k");
    param_i64(&c, FEW_NOTES + 1);

    OD_STMT *s = compose_read(desk, &c, "find.notes");

    if (!sql_one_i64(&s, &found, &n, err))
        return false;
    out->has_few_notes = n <= FEW_NOTES;
    return true;
}

void compose_notes(struct composer *c, const struct query *q, const struct resolved *r,
                   enum find_kind kind, const char *id, const char *otherwise, int params)
{
    struct query_names left[2] = { q->note[QUERY_IS], q->note[QUERY_NOT] };

    if (r->has_few_notes) {
        compose(c, " AND ");
        compose(c, id);
        compose(c, " IN (");
        compose_rows(c, &q->note[QUERY_IS], kind);
        compose(c, ")");
        left[QUERY_IS].n = 0;
    }
    compose_has(c, otherwise, params, left);
}
