/*
 * The words of a search as the full-text index has them.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/insight/query.h"
#include "store/store.h"

#define SPELLED_BYTES 16000
/* Words of one beginning; of more each is so rare that the engine is quick with them. */
#define SPELLED_WORDS 12
/* Beginnings so short have an index of their own (schema.sql: prefix). */
#define INDEXED_LETTERS 3
/* Of so few records the engine has all that begins so together before the words are looked up. */
#define SPELLED_ROWS 4000

/* PostgreSQL's index needs no help. */
#define WORD_AFTER(words)                                                                          \
    "SELECT term"                                                                                  \
    " FROM " words                                                                                 \
    " WHERE term >= $1 AND term < $2"                                                              \
    " ORDER BY term"                                                                               \
    " LIMIT 1"
#define NO_WORD "SELECT CAST($1 AS TEXT) WHERE CAST($2 AS TEXT) < ''"
OD_SQL2(sql_find_order_word, "find.order_word", WORD_AFTER("order_words"), NO_WORD);
OD_SQL2(sql_find_customer_word, "find.customer_word", WORD_AFTER("customer_words"), NO_WORD);
OD_SQL2(sql_find_item_word, "find.item_word", WORD_AFTER("item_words"), NO_WORD);

OD_SQL(sql_find_last_order, "find.last_order", "SELECT COALESCE(MAX(id), 0) FROM sales_order");
OD_SQL(sql_find_last_customer, "find.last_customer", "SELECT COALESCE(MAX(id), 0) FROM customer");
OD_SQL(sql_find_last_item, "find.last_item", "SELECT COALESCE(MAX(id), 0) FROM item");

struct spelling {
    struct desk *desk;
    enum find_kind kind;
    struct arena *arena;
    const char *words[SPELLED_WORDS];
    int n;
    bool is_full; /* there are more */
};

bool query_next_word(struct desk *desk, enum find_kind kind, const char *from, const char *end,
                     struct arena *arena, const char **out, struct err *err)
{
    static const struct sql *const statements[] = {
        [FIND_ORDER] = &sql_find_order_word,
        [FIND_CUSTOMER] = &sql_find_customer_word,
        [FIND_ITEM] = &sql_find_item_word,
    };
    OD_STMT *q = sql_read(desk_db(desk), statements[kind]);

    put_text(q, from);
    put_text(q, end);
    *out = sql_row(q) ? get_text(q, arena) : NULL;
    return sql_done(&q, err);
}

static bool next_word(struct spelling *s, const char *from, const char *end, const char **out,
                      struct err *err)
{
    return query_next_word(s->desk, s->kind, from, end, s->arena, out, err);
}

static bool find_words(struct spelling *s, const char *begin, struct err *err)
{
    const char *end = query_prefix_end(begin, s->arena), *word;

    s->n = 0;
    s->is_full = false;
    if (!next_word(s, begin, end, &word, err))
        return false;
    while (word && s->n < SPELLED_WORDS) {
        s->words[s->n++] = word;
        /* Nothing stands between a word and this. */
        if (!next_word(s, arena_printf(s->arena, "%s\x01", word), end, &word, err))
            return false;
    }
    s->is_full = word != NULL;
    return true;
}

static void add_words(const struct spelling *s, const char *begin, struct strbuf *out)
{
    if (s->is_full || s->n == 0) {
        strbuf_addf(out, "\"%s\"*", begin);
        return;
    }
    for (int i = 0; i < s->n; i++)
        strbuf_addf(out, "%s\"%s\"", i > 0 ? " OR " : s->n > 1 ? "(" : "", s->words[i]);
    if (s->n > 1)
        strbuf_addc(out, ')');
}

static int count_letters(const char *text)
{
    int n = 0;

    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

static bool last_id(struct desk *desk, enum find_kind kind, int64_t *out, struct err *err)
{
    static const struct sql *const statements[] = {
        [FIND_ORDER] = &sql_find_last_order,
        [FIND_CUSTOMER] = &sql_find_last_customer,
        [FIND_ITEM] = &sql_find_last_item,
    };
    OD_STMT *q = sql_read(desk_db(desk), statements[kind]);
    bool found;

    return sql_one_i64(&q, &found, out, err);
}

bool query_spell(struct desk *desk, enum find_kind kind, const char *match, struct arena *arena,
                 const char **out, struct err *err)
{
    struct spelling s = { .desk = desk, .kind = kind, .arena = arena };
    struct strbuf b;
    const char *at = match;
    int64_t last = 0;

    assert(kind != FIND_ALL);
    if (!last_id(desk, kind, &last, err))
        return false;
    if (last <= SPELLED_ROWS) {
        *out = match;
        return true;
    }
    strbuf_init(&b, arena, SPELLED_BYTES);
    while (*at) {
        size_t len = strcspn(at, "\"");
        const char *word = at + len + (at[len] == '"');
        size_t letters = strcspn(word, "\"");
        const char *begin = arena_strndup(arena, word, letters);

        strbuf_addf(&b, "%.*s", (int)len, at);
        at = word + letters + (word[letters] == '"');
        if (letters == 0)
            continue;
        if (*at != '*' || count_letters(begin) <= INDEXED_LETTERS) {
            strbuf_addf(&b, "\"%s\"", begin);
            continue;
        }
        at++;
        if (!find_words(&s, begin, err))
            return false;
        add_words(&s, begin, &b);
    }
    *out = b.is_cut ? match : b.s;
    return true;
}
