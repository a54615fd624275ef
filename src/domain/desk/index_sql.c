/*
 * The full-text index. SQLite keeps it beside the tables without a copy of the text: a row is taken
 * out by naming exactly the text that was put in, so before the record changes.
 */
#include "domain/desk/index.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "store/store.h"

#define INDEX_TEXT_MAX 32000

OD_SQL2(sql_index_remove_order, "index.remove_order",
        "INSERT INTO order_fts (order_fts, rowid, search_text)"
        " SELECT 'delete', id, search_text"
        " FROM sales_order"
        " WHERE id = $1",
        "DELETE FROM order_fts"
        " WHERE rowid = $1");
OD_SQL2(sql_index_remove_customer, "index.remove_customer",
        "INSERT INTO customer_fts (customer_fts, rowid, search_text)"
        " SELECT 'delete', id, search_text"
        " FROM customer"
        " WHERE id = $1",
        "DELETE FROM customer_fts"
        " WHERE rowid = $1");
OD_SQL2(sql_index_remove_item, "index.remove_item",
        "INSERT INTO item_fts (item_fts, rowid, search_text)"
        " SELECT 'delete', id, search_text"
        " FROM item"
        " WHERE id = $1",
        "DELETE FROM item_fts"
        " WHERE rowid = $1");

OD_SQL(sql_index_remove_note, "index.remove_note",
       "DELETE FROM note_fts"
       " WHERE rowid = $1");

/* --- put off --------------------------------------------------------------------------------- */

struct later_row {
    enum index_kind kind;
    int64_t id;
    const char *search_text;
};

struct later_rows OD_VEC(struct later_row);

struct index_later {
    struct arena *arena;
    struct later_rows rows;
};

void index_put_off(struct tx *tx, struct arena *arena)
{
    assert(tx->db && !tx->later);
    tx->later = arena_new_of(arena, struct index_later);
    tx->later->arena = arena;
}

/* Takes out what waits for the record; false: nothing does. The latest is the likeliest. */
static bool drop_waiting(struct index_later *later, enum index_kind kind, int64_t id)
{
    struct later_rows *rows = &later->rows;

    for (int i = rows->n - 1; i >= 0; i--) {
        if (rows->v[i].id != id || rows->v[i].kind != kind)
            continue;
        rows->v[i] = rows->v[--rows->n];
        return true;
    }
    return false;
}

/* --- rows ------------------------------------------------------------------------------------ */

bool index_remove(struct tx *tx, enum index_kind kind, int64_t id, struct err *err)
{
    static const struct sql *const statements[] = {
        [INDEX_ORDER] = &sql_index_remove_order,
        [INDEX_CUSTOMER] = &sql_index_remove_customer,
        [INDEX_ITEM] = &sql_index_remove_item,
        [INDEX_NOTE] = &sql_index_remove_note,
    };
    OD_STMT *q = NULL;

    if (tx->later && drop_waiting(tx->later, kind, id))
        return true;
    q = sql_write(tx, statements[kind]);
    put_i64(q, id);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_index_add_order, "index.add_order",
       "INSERT INTO order_fts (rowid, search_text)"
       " VALUES ($1, $2)");
OD_SQL(sql_index_add_customer, "index.add_customer",
       "INSERT INTO customer_fts (rowid, search_text)"
       " VALUES ($1, $2)");
OD_SQL(sql_index_add_item, "index.add_item",
       "INSERT INTO item_fts (rowid, search_text)"
       " VALUES ($1, $2)");

OD_SQL(sql_index_add_note, "index.add_note",
       "INSERT INTO note_fts (rowid, text)"
       " VALUES ($1, $2)");

static bool add_row(struct tx *tx, enum index_kind kind, int64_t id, const char *search_text,
                    struct err *err)
{
    static const struct sql *const statements[] = {
        [INDEX_ORDER] = &sql_index_add_order,
        [INDEX_CUSTOMER] = &sql_index_add_customer,
        [INDEX_ITEM] = &sql_index_add_item,
        [INDEX_NOTE] = &sql_index_add_note,
    };
    OD_STMT *q = sql_write(tx, statements[kind]);

    put_i64(q, id);
    put_text(q, search_text);
    return sql_run(&q, NULL, err);
}

bool index_add(struct tx *tx, enum index_kind kind, int64_t id, const char *search_text,
               struct err *err)
{
    struct index_later *later = tx->later;

    if (!later)
        return add_row(tx, kind, id, search_text, err);
    *vec_push(later->arena, &later->rows) =
        (struct later_row){ kind, id, arena_strdup(later->arena, search_text) };
    return true;
}

static int by_kind_and_id(const void *left, const void *right)
{
    const struct later_row *a = left, *b = right;

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* SQLite writes out what its index gathered at every statement that can be taken back alone, and
 * at every row id that is not above the last one: so all at once, and sorted. */
bool index_catch_up(struct tx *tx, struct err *err)
{
    struct index_later *later = tx->later;

    tx->later = NULL;
    if (!later || later->rows.n == 0)
        return true;
    qsort(later->rows.v, (size_t)later->rows.n, sizeof *later->rows.v, by_kind_and_id);
    for (int i = 0; i < later->rows.n; i++) {
        const struct later_row *row = &later->rows.v[i];

        if (!add_row(tx, row->kind, row->id, row->search_text, err))
            return false;
    }
    return true;
}

/* The digits of a telephone number ("+44 (0)113 496-0000"), NULL where it is something else. */
static const char *phone_digits(const char *text, struct arena *arena)
{
    char *digits = arena_alloc(arena, strlen(text) + 1);
    size_t n = 0;

    for (; *text != '\0'; text++) {
        if (isdigit((unsigned char)*text))
            digits[n++] = *text;
        else if (strchr("+-()/. ", *text) == NULL)
            return NULL;
    }
    digits[n] = '\0';
    return n >= 6 ? digits : NULL;
}

/* Adds the words that are not there yet; b begins and ends with a blank. */
static void add_words(struct strbuf *b, const char *folded, struct arena *tmp)
{
    while (*folded != '\0') {
        size_t n = strcspn(folded, " ");
        char *word = arena_alloc(tmp, n + 3);

        word[0] = word[n + 1] = ' ';
        memcpy(word + 1, folded, n);
        word[n + 2] = '\0';
        if (n > 0 && strstr(b->s, word) == NULL)
            strbuf_add(b, word + 1);
        folded += n + strspn(folded + n, " ");
    }
}

const char *index_text(struct arena *arena, const char *const *parts, int n)
{
    OD_ARENA *tmp = arena_new();
    struct strbuf b;

    strbuf_init(&b, tmp, INDEX_TEXT_MAX);
    strbuf_addc(&b, ' ');
    for (int i = 0; i < n; i++) {
        const char *digits;

        if (parts[i] == NULL || parts[i][0] == '\0')
            continue;
        add_words(&b, utf8_fold(tmp, parts[i]), tmp);
        digits = phone_digits(parts[i], tmp);
        if (digits != NULL)
            add_words(&b, digits, tmp);
    }
    return arena_strndup(arena, b.s + 1, b.len > 1 ? b.len - 2 : 0);
}

const char *index_tails(struct arena *arena, const char *text, int from_letters, bool is_phone)
{
    OD_ARENA *tmp = arena_new();
    const char *folded = utf8_fold(tmp, text);
    char *letters = arena_alloc(tmp, strlen(folded) + 1);
    struct strbuf b;
    int n = 0;

    for (; *folded != '\0'; folded++)
        if (isdigit((unsigned char)*folded) ||
            (!is_phone && (isalpha((unsigned char)*folded) || (unsigned char)*folded >= 0x80)))
            letters[n++] = *folded;
    letters[n] = '\0';
    strbuf_init(&b, tmp, INDEX_TEXT_MAX);
    for (int at = 0; at + from_letters <= n; at++)
        if (((unsigned char)letters[at] & 0xC0) != 0x80) {
            strbuf_add(&b, b.len > 0 ? " " : "");
            strbuf_addn(&b, letters + at, (size_t)(n - at));
        }
    return arena_strdup(arena, b.s);
}
