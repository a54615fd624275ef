/*
 * The words of notices: the firm's own, else the program's.
 */
#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/outside/notice_parts.h"
#include "domain/outside/sms_count.h"
#include "store/store.h"

struct rows OD_VEC(struct notice_template);

static const char *const built_in_langs[] = { "en", "de" };

#define COLUMNS                                                                                    \
    "SELECT event, channel, lang, subject, body, version"                                          \
    " FROM notice_template"

static void read_template(struct stmt *q, struct arena *arena, struct notice_template *t)
{
    t->event = (enum notice_event)get_i64(q);
    t->channel = (enum notice_channel)get_i64(q);
    t->lang = get_text(q, arena);
    t->words.subject = get_text(q, arena);
    t->words.body = get_text(q, arena);
    t->version = get_i64(q);
    t->is_own = true;
}

OD_SQL(sql_notice_template_list, "notice_template.list", COLUMNS " ORDER BY event, channel, lang");

/* The program's, where the firm's list has none of the same. */
static void add_built_in(const struct notice_kind *k, enum notice_channel channel, const char *lang,
                         struct arena *arena, struct rows *list)
{
    struct notice_template t = { .event = k->event, .channel = channel, .lang = lang };

    for (int i = 0; i < list->n; i++)
        if (list->v[i].event == k->event && list->v[i].channel == channel &&
            strcmp(list->v[i].lang, lang) == 0)
            return;
    if (notice_words_built_in(k->event, channel, lang, arena, &t.words))
        *vec_push(arena, list) = t;
}

bool notice_templates_load(struct desk *desk, struct arena *arena, struct notice_templates *out,
                           struct err *err)
{
    struct rows own = { 0 }, all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_template_list);

    while (sql_row(q))
        read_template(q, arena, vec_push(arena, &own));
    if (!sql_done(&q, err))
        return false;
    for (const struct notice_kind *k = notice_kinds; k->name != NULL; k++)
        for (enum notice_channel c = NOTICE_MAIL; c <= NOTICE_SMS; c++) {
            for (int i = 0; i < own.n; i++)
                if (own.v[i].event == k->event && own.v[i].channel == c)
                    *vec_push(arena, &all) = own.v[i];
            for (size_t i = 0; i < OD_LEN(built_in_langs); i++)
                add_built_in(k, c, built_in_langs[i], arena, &all);
        }
    *out = (struct notice_templates){ all.v, all.n };
    return true;
}

OD_SQL(sql_notice_template_find, "notice_template.find",
       COLUMNS " WHERE event = $1 AND channel = $2 AND lang = $3");

bool notice_template_find(struct desk *desk, enum notice_event event, enum notice_channel channel,
                          const char *lang, struct arena *arena, struct notice_template **out,
                          struct err *err)
{
    struct notice_template t = { .event = event,
                                 .channel = channel,
                                 .lang = arena_strdup(arena, lang) };
    bool found = false;
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_template_find);

    put_i64(q, event);
    put_i64(q, channel);
    put_text(q, lang);
    if (sql_row(q)) {
        read_template(q, arena, &t);
        found = true;
    }
    if (!sql_done(&q, err))
        return false;
    if (!found)
        found = notice_words_built_in(event, channel, lang, arena, &t.words);
    *out = found ? arena_memdup(arena, &t, sizeof t) : NULL;
    return true;
}

/* --- saving ----------------------------------------------------------------------------------- */

bool notice_lang_check(const char *lang, struct err *err)
{
    return (islower((unsigned char)lang[0]) && islower((unsigned char)lang[1]) &&
            lang[2] == '\0') ||
           err_field(err, ERR_INVALID, "lang",
                     _("A language is two small letters, like en or de (ISO 639-1)."));
}

/* The text without its values takes so many parts already; with them it is longer. */
static bool check_sms(const char *body, struct err *err)
{
    struct sms_count c;

    sms_count(body, &c);
    return c.parts <= NOTICE_SMS_PARTS ||
           err_field(err, ERR_LIMIT, "body",
                     _("The text takes %d parts, more than %d. Make it shorter."), c.parts,
                     NOTICE_SMS_PARTS);
}

static bool clean(const struct notice_template *in, struct arena *arena,
                  struct notice_template *out, struct err *err)
{
    const struct notice_kind *kind = notice_kind_of(in->event);
    bool is_mail = in->channel == NOTICE_MAIL;

    *out = *in;
    if (kind == NULL)
        return err_field(err, ERR_INVALID, "event", _("There is no such notice."));
    if (!notice_lang_check(in->lang, err))
        return false;
    if (!utf8_clean(in->words.subject, strlen(in->words.subject), UTF8_LINE, NOTICE_SUBJECT_BYTES,
                    arena, &out->words.subject, err))
        return err_at(err, "subject");
    if (!utf8_clean(in->words.body, strlen(in->words.body), UTF8_TEXT, NOTICE_BODY_BYTES, arena,
                    &out->words.body, err))
        return err_at(err, "body");
    if (!is_mail)
        out->words.subject = "";
    if (is_mail && out->words.subject[0] == '\0')
        return err_field(err, ERR_INVALID, "subject", _("A mail needs a subject."));
    if (out->words.body[0] == '\0')
        return err_field(err, ERR_INVALID, "body", _("Say something to the customer."));
    return notice_text_check(kind, out->words.subject, "subject", arena, err) &&
           notice_text_check(kind, out->words.body, "body", arena, err) &&
           (is_mail || check_sms(out->words.body, err));
}

OD_SQL(sql_notice_template_insert, "notice_template.insert",
       "INSERT INTO notice_template (event, channel, lang, subject, body)"
       " VALUES ($1, $2, $3, $4, $5)"
       " ON CONFLICT (event, channel, lang) DO NOTHING");

OD_SQL(sql_notice_template_update, "notice_template.update",
       "UPDATE notice_template"
       " SET subject = $1, body = $2, version = version + 1"
       " WHERE event = $3 AND channel = $4 AND lang = $5 AND version = $6");

static bool write_row(struct tx *tx, const struct notice_template *t, int64_t *changed,
                      struct err *err)
{
    OD_STMT *q =
        sql_write(tx, t->version == 0 ? &sql_notice_template_insert : &sql_notice_template_update);

    if (t->version != 0) {
        put_text(q, t->words.subject);
        put_text(q, t->words.body);
    }
    put_i64(q, t->event);
    put_i64(q, t->channel);
    put_text(q, t->lang);
    if (t->version != 0)
        put_i64(q, t->version);
    else {
        put_text(q, t->words.subject);
        put_text(q, t->words.body);
    }
    return sql_run(&q, changed, err);
}

static bool log_it(struct tx *tx, struct desk *desk, const struct notice_template *before,
                   const struct notice_template *now, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct event_note note = {
        .kind = "template.save",
        .fields = arena_printf(tmp, "%s %s %s", notice_kind_of(before->event)->name,
                               notice_channel_name(before->channel), before->lang),
        .before_json = event_json(tmp, "body", before->words.body),
        .after_json = now != NULL ? event_json(tmp, "body", now->words.body) : NULL,
    };

    return event_add(tx, desk, "notice_template", (int64_t)before->event, &note, err);
}

bool notice_template_save(struct desk *desk, const struct notice_template *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct notice_template t, none, *before;
    int64_t changed = 0;

    if (!clean(in, tmp, &t, err) || !desk_begin(desk, "template.save", &tx, err) ||
        !notice_template_find(desk, t.event, t.channel, t.lang, tmp, &before, err))
        return false;
    none = (struct notice_template){
        .event = t.event, .channel = t.channel, .lang = t.lang, .words = { "", "" }
    };
    if (before == NULL) /* the first one of this language */
        before = &none;
    if (before->version == t.version && strcmp(before->words.body, t.words.body) == 0 &&
        strcmp(before->words.subject, t.words.subject) == 0)
        return true; /* nothing differs */
    if (!write_row(&tx, &t, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("Someone else changed these words meanwhile."));
    return log_it(&tx, desk, before, &t, err) && tx_commit(&tx, err);
}

OD_SQL(sql_notice_template_drop, "notice_template.drop",
       "DELETE FROM notice_template"
       " WHERE event = $1 AND channel = $2 AND lang = $3");

bool notice_template_drop(struct desk *desk, const struct notice_template *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct notice_template *before = NULL;
    struct stmt *q;

    if (!desk_begin(desk, "template.save", &tx, err) ||
        !notice_template_find(desk, in->event, in->channel, in->lang, tmp, &before, err))
        return false;
    if (before == NULL || !before->is_own)
        return err_set(err, ERR_NOT_FOUND, _("These are the program's own words already."));
    q = sql_write(&tx, &sql_notice_template_drop);
    put_i64(q, in->event);
    put_i64(q, in->channel);
    put_text(q, in->lang);
    return sql_run(&q, NULL, err) && log_it(&tx, desk, before, NULL, err) && tx_commit(&tx, err);
}
