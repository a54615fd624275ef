/*
 * Descriptions of an item for customers who read another language than the desk: in the store and
 * as people type them.
 */
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/item_rules.h"
#include "domain/catalog/item_sql.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct text_vec OD_VEC(struct item_text);

OD_SQL(sql_item_texts, "item.texts",
       "SELECT lang, description"
       " FROM item_text"
       " WHERE item_id = $1"
       " ORDER BY lang");

bool item_texts_load(struct desk *desk, struct item_id id, struct arena *arena,
                     const struct item_text **out, struct err *err)
{
    struct text_vec texts = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_texts);

    put_i64(q, id.v);
    while (sql_row(q)) {
        struct item_text *t = vec_push(arena, &texts);

        t->lang = get_text(q, arena);
        t->description = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    *vec_push(arena, &texts) = (struct item_text){ 0 };
    *out = texts.v;
    return true;
}

OD_SQL(sql_item_texts_clear, "item.texts_clear",
       "DELETE FROM item_text"
       " WHERE item_id = $1");
OD_SQL(sql_item_text_add, "item.text_add",
       "INSERT INTO item_text (item_id, lang, description)"
       " VALUES ($1, $2, $3)");

bool item_texts_put(struct tx *tx, struct item_id id, const struct item_text *before,
                    const struct item_text *now, struct err *err)
{
    OD_STMT *q = NULL;

    if (before == now)
        return true;
    if (before != NULL && before->lang != NULL) {
        q = sql_write(tx, &sql_item_texts_clear);
        put_i64(q, id.v);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    for (; now != NULL && now->lang != NULL; now++) {
        q = sql_write(tx, &sql_item_text_add);
        put_i64(q, id.v);
        put_text(q, now->lang);
        put_text(q, now->description);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return true;
}

/* --- what they must look like ----------------------------------------------------------------- */

static bool is_lang(const char *text)
{
    return islower((unsigned char)text[0]) && islower((unsigned char)text[1]) && text[2] == '\0';
}

/* Puts it where it belongs by its language. */
static bool put_sorted(struct item_text *all, int n, const struct item_text *t, struct err *err)
{
    int at = n;

    for (; at > 0 && strcmp(all[at - 1].lang, t->lang) > 0; at--)
        all[at] = all[at - 1];
    if (at > 0 && strcmp(all[at - 1].lang, t->lang) == 0)
        return err_field(err, ERR_INVALID, "descriptions", _("%s is there twice."), t->lang);
    all[at] = *t;
    return true;
}

bool item_texts_clean(const struct item_text *in, struct arena *arena,
                      const struct item_text **out, struct err *err)
{
    struct item_text *all;
    int n = 0;

    if (in == NULL)
        return true;
    all = arena_array(arena, LIMIT_ITEM_TEXTS + 1, struct item_text);
    for (; in->lang != NULL; in++) {
        struct item_text t = *in;

        if (n == LIMIT_ITEM_TEXTS)
            return err_field(err, ERR_LIMIT, "descriptions",
                             _("An item is described in at most %d other languages."),
                             LIMIT_ITEM_TEXTS);
        if (!is_lang(t.lang))
            return err_field(err, ERR_INVALID, "descriptions",
                             _("A language is two small letters, like en or de (ISO 639-1)."));
        if (!text_required(t.description, "descriptions", _("the description"), arena,
                           &t.description, err) ||
            !put_sorted(all, n++, &t, err))
            return false;
    }
    *out = all;
    return true;
}

/* --- as text ---------------------------------------------------------------------------------- */

/* Does a language begin here: "de:"? */
static bool begins(const char *at)
{
    return islower((unsigned char)at[0]) && islower((unsigned char)at[1]) && at[2] == ':';
}

/* How long the words of one language are: up to where another begins, so ; may stand in them. */
static size_t length_of(const char *words)
{
    size_t n = 0;

    for (; words[n] != '\0'; n++)
        if ((words[n] == ';' || words[n] == '\n') &&
            begins(words + n + 1 + strspn(words + n + 1, " \n")))
            break;
    return n;
}

static bool is_nothing(const char *text)
{
    return text[strspn(text, " ;\n")] == '\0';
}

bool item_texts_parse(const char *text, struct arena *arena, const struct item_text **out,
                      struct err *err)
{
    struct text_vec texts = { 0 };
    const char *at;

    if (!text_note(text, "descriptions", arena, &at, err))
        return false;
    while (!is_nothing(at)) {
        struct item_text *t;
        size_t n;

        at += strspn(at, " ;\n");
        if (!begins(at))
            return err_field(err, ERR_INVALID, "descriptions",
                             _("Write each language with its two letters and a colon: "
                               "de: Schraube M8; fr: Vis M8."));
        if (texts.n > LIMIT_ITEM_TEXTS) /* refused when it is saved; no more of it is read */
            break;
        n = length_of(at + 3);
        while (n > 0 && strchr("; \n", at[3 + n - 1]) != NULL)
            n--; /* what ends the words is none of them */
        t = vec_push(arena, &texts);
        t->lang = arena_strndup(arena, at, 2);
        t->description = arena_strndup(arena, at + 3, n);
        at += 3 + n;
    }
    *vec_push(arena, &texts) = (struct item_text){ 0 };
    return item_texts_clean(texts.v, arena, out, err);
}

const char *item_texts_text(const struct item_text *texts, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, (LIMIT_TEXT_BYTES + 6) * LIMIT_ITEM_TEXTS);
    for (; texts != NULL && texts->lang != NULL; texts++)
        strbuf_addf(&b, "%s%s: %s", b.len > 0 ? "; " : "", texts->lang, texts->description);
    return b.s;
}
