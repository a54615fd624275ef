/*
 * The full-text index. SQLite keeps it beside the tables without a copy of the text: a row is taken
 * out by naming exactly the text that was put in, so before the record changes.
 */
#include "domain/desk/index.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
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

bool index_remove(struct tx *tx, enum index_kind kind, int64_t id, struct err *err)
{
    static const struct sql *const statements[] = {
        [INDEX_ORDER] = &sql_index_remove_order,
        [INDEX_CUSTOMER] = &sql_index_remove_customer,
        [INDEX_ITEM] = &sql_index_remove_item,
    };
    OD_STMT *q = sql_write(tx, statements[kind]);

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

bool index_add(struct tx *tx, enum index_kind kind, int64_t id, const char *search_text,
               struct err *err)
{
    static const struct sql *const statements[] = {
        [INDEX_ORDER] = &sql_index_add_order,
        [INDEX_CUSTOMER] = &sql_index_add_customer,
        [INDEX_ITEM] = &sql_index_add_item,
    };
    OD_STMT *q = sql_write(tx, statements[kind]);

    put_i64(q, id);
    put_text(q, search_text);
    return sql_run(&q, NULL, err);
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
        const char *word = arena_printf(tmp, " %.*s ", (int)n, folded);

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
        if (((unsigned char)letters[at] & 0xC0) != 0x80)
            strbuf_addf(&b, "%s%s", b.len > 0 ? " " : "", letters + at);
    return arena_strdup(arena, b.s);
}
