/*
 * Codes and days of the catalog, and its changes as the event log wants them.
 */
#include "domain/catalog/catalog_text.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/country.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"

/* Names or values of all fields of one record, written into the log. */
#define DIFF_MAX_BYTES (4 * LIMIT_NOTE_BYTES)
#define DATE_OPEN_END  "9999-12-31"

static char in_case(char c, enum code_case letters)
{
    if (letters == CODE_UPPER && c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    if (letters == CODE_LOWER && c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c;
}

char *catalog_upper(struct arena *arena, const char *text)
{
    char *out = arena_strdup(arena, text == NULL ? "" : text);

    for (char *p = out; *p != '\0'; p++)
        *p = in_case(*p, CODE_UPPER);
    return out;
}

bool catalog_code(const char **code, const char *field, enum code_case letters, struct arena *arena,
                  struct err *err)
{
    const char *cleaned;
    char *out;

    if (!text_line(*code, field, arena, &cleaned, err))
        return false;
    if (*cleaned == '\0')
        return err_field(err, ERR_INVALID, field, _("The code is missing. Type one in."));
    if (strchr(cleaned, ' ') != NULL)
        return err_field(err, ERR_INVALID, field,
                         _("\"%s\" has a blank in it. Write the code without, for example with -."),
                         cleaned);
    if (strlen(cleaned) > LIMIT_CODE_BYTES)
        return err_field(err, ERR_LIMIT, field, _("A code has at most %d bytes."),
                         LIMIT_CODE_BYTES);
    out = arena_strdup(arena, cleaned);
    for (char *p = out; *p != '\0'; p++)
        *p = in_case(*p, letters);
    *code = out;
    return true;
}

bool catalog_country(const char **country, struct err *err)
{
    const char *code = country_code(*country);

    if (code == NULL && **country != '\0')
        return err_field(err, ERR_INVALID, "country",
                         _("There is no country \"%.40s\". Write its two letters or its name."),
                         *country);
    if (code != NULL)
        *country = code;
    return true;
}

const char *catalog_from_text(struct date from, struct arena *arena)
{
    char text[DATE_TEXT_SIZE];

    return arena_strdup(arena, date_format(from, text));
}

const char *catalog_to_text(struct date to, struct arena *arena)
{
    return date_is_set(to) ? catalog_from_text(to, arena) : DATE_OPEN_END;
}

struct date catalog_date(const char *text)
{
    struct date d = { 0 };

    if (text == NULL || *text == '\0' || strcmp(text, DATE_OPEN_END) == 0)
        return d;
    if (!date_parse(text, &d, NULL))
        return (struct date){ 0 };
    return d;
}

void diff_text(struct arena *arena, struct diff_vec *diffs, const char *field, const char *label,
               const char *before, const char *now)
{
    before = before == NULL ? "" : before;
    now = now == NULL ? "" : now;
    if (strcmp(before, now) == 0)
        return;
    *vec_push(arena, diffs) = (struct field_diff){
        .field = field,
        .label = label,
        .before = arena_strdup(arena, before),
        .now = arena_strdup(arena, now),
    };
}

static const char *values_json(const struct diff_vec *diffs, bool is_now, struct arena *arena)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, DIFF_MAX_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    for (int i = 0; i < diffs->n; i++)
        json_put_text(&w, diffs->v[i].field, is_now ? diffs->v[i].now : diffs->v[i].before);
    json_end_object(&w);
    /* A cut object would not be JSON; the names of the fields still say what changed. */
    return b.is_cut ? NULL : b.s;
}

void diff_note(const struct diff_vec *diffs, struct arena *arena, struct event_note *note)
{
    struct strbuf names;

    strbuf_init(&names, arena, DIFF_MAX_BYTES);
    for (int i = 0; i < diffs->n; i++) {
        if (i > 0)
            strbuf_addc(&names, ' ');
        strbuf_add(&names, diffs->v[i].field);
    }
    note->fields = names.s;
    note->before_json = values_json(diffs, false, arena);
    note->after_json = values_json(diffs, true, arena);
}

const char *site_code_of(const struct site_list *sites, struct site_id id)
{
    for (int i = 0; i < sites->n; i++)
        if (sites->v[i].id.v == id.v)
            return sites->v[i].code;
    return "";
}

const char *channel_code_of(const struct channel_list *channels, struct channel_id id)
{
    for (int i = 0; i < channels->n; i++)
        if (channels->v[i].id.v == id.v)
            return channels->v[i].code;
    return "";
}
