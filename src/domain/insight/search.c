/*
 * The language of the query bar: text to a struct query. Knows the fields and their forms, nothing
 * of SQL.
 */
#include "domain/insight/search.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/insight/query.h"
#include "domain/order/order_rules.h"

#define KIND(k) (UINT32_C(1) << (k))
#define KINDS_ALL (KIND(FIND_ORDER) | KIND(FIND_CUSTOMER) | KIND(FIND_ITEM))
#define MATCH_BYTES 8192
#define SHOWN_OPEN                                                                                 \
    (1u << SHOWN_AWAITING_APPROVAL | 1u << SHOWN_ON_HOLD | 1u << SHOWN_SUBMITTED |                 \
     1u << SHOWN_PART_SHIPPED | 1u << SHOWN_PICKING | 1u << SHOWN_ALLOCATED |                      \
     1u << SHOWN_BACKORDERED | 1u << SHOWN_CONFIRMED)

static_assert(SHOWN_CONFIRMED < 32, "a set of display statuses is one word");

struct parser {
    struct desk *desk;
    struct arena *arena;
    struct query *q;
    struct strbuf match;
    int terms;
};

/* --- words ----------------------------------------------------------------------------------- */

/* What the engine's tokenizer takes for a gap between words, as far as folded text has it. */
static bool is_gap(uint32_t cp)
{
    static const struct {
        uint32_t from, to;
    } gaps[] = {
        { 0x00, 0x2F },       { 0x3A, 0x40 },       { 0x5B, 0x60 },       { 0x7B, 0xA9 },
        { 0xAB, 0xB1 },       { 0xB4, 0xB4 },       { 0xB6, 0xB8 },       { 0xBB, 0xBB },
        { 0xBF, 0xBF },       { 0xD7, 0xD7 },       { 0xF7, 0xF7 },       { 0x300, 0x36F },
        { 0x2000, 0x206F },   { 0x20A0, 0x20FF },   { 0x2190, 0x245F },   { 0x2500, 0x2BFF },
        { 0x3000, 0x3004 },   { 0x3008, 0x3020 },   { 0xE000, 0xF8FF },   { 0xFE00, 0xFE6F },
        { 0xFFF0, 0xFFFF },   { 0x1F000, 0x1FBEF }, { 0xE0000, 0x10FFFF },
    };

    for (size_t i = 0; i < OD_LEN(gaps); i++)
        if (cp >= gaps[i].from && cp <= gaps[i].to)
            return true;
    return false;
}

/* One piece of a word; a quote in it cannot come here, but is doubled all the same. */
static void add_piece(struct strbuf *match, const char *piece, size_t len, bool is_prefix)
{
    if (match->len > 0)
        strbuf_add(match, " AND ");
    strbuf_addc(match, '"');
    for (size_t i = 0; i < len; i++) {
        if (piece[i] == '"')
            strbuf_addc(match, '"');
        strbuf_addc(match, piece[i]);
    }
    strbuf_add(match, is_prefix ? "\"*" : "\"");
}

/* Pieces between gaps; a piece that a blank or the end follows is a prefix. */
static int add_words(struct strbuf *match, const char *folded)
{
    const char *piece = folded, *at = folded;
    int n = 0;

    for (;;) {
        const char *here = at;
        uint32_t cp = utf8_next(&at);

        if (cp != 0 && !is_gap(cp))
            continue;
        if (here > piece) {
            add_piece(match, piece, (size_t)(here - piece), cp == 0 || cp == ' ');
            n++;
        }
        if (cp == 0)
            return n;
        piece = at;
    }
}

const char *query_match(const char *words, int *terms, struct arena *arena)
{
    struct strbuf match;

    strbuf_init(&match, arena, MATCH_BYTES);
    *terms += add_words(&match, utf8_fold(arena, words));
    return match.s;
}

const char *query_prefix_end(const char *prefix, struct arena *arena)
{
    return arena_printf(arena, "%s\xF4\x8F\xBF\xBF", prefix);
}

static bool take_word(struct parser *p, const char *word, struct err *err)
{
    p->terms += add_words(&p->match, utf8_fold(p->arena, word));
    if (p->terms > LIMIT_QUERY_TERMS || p->match.is_cut)
        return err_field(err, ERR_LIMIT, "query", _("A search takes at most %d words."),
                         LIMIT_QUERY_TERMS);
    return true;
}

/* --- values of fields ------------------------------------------------------------------------ */

static bool take_status(struct parser *p, const char *value, struct err *err)
{
    const char *at = value;

    while (*at) {
        size_t len = strcspn(at, ",");
        const char *name = arena_strndup(p->arena, at, len);
        enum order_shown shown;

        if (!order_shown_parse(name, &shown)) {
            struct strbuf names;

            strbuf_init(&names, p->arena, 400);
            for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++)
                strbuf_addf(&names, "%s%s", s > SHOWN_CANCELED ? ", " : "",
                            order_shown_name((enum order_shown)s));
            return err_field(err, ERR_INVALID, "status",
                             _("There is no status \"%s\". There are: %s."), name, names.s);
        }
        p->q->shown |= 1u << shown;
        at += len + (at[len] == ',');
    }
    return true;
}

struct span {
    struct date from, to; /* both included; unset: open */
};

/* "1997", "1997-03", "1997-03-20", "today", "yesterday", "-7" to the days they mean. */
static bool parse_days(struct parser *p, const char *text, struct span *out)
{
    struct date today = p->q->today, d = { 0 };
    size_t len = strlen(text);
    int64_t n;

    if (strcmp(text, "today") == 0 || strcmp(text, "yesterday") == 0) {
        d = date_add_days(today, text[0] == 't' ? 0 : -1);
    } else if (text[0] == '-' && decimal_parse(text + 1, 0, 36500, NULL, &n, NULL) && n >= 0) {
        d = date_add_days(today, (int)-n);
    } else if (len == 4 && date_parse(arena_printf(p->arena, "%s-01-01", text), &d, NULL)) {
        *out = (struct span){ d, { d.year, 12, 31 } };
        return true;
    } else if (len == 7 && date_parse(arena_printf(p->arena, "%s-01", text), &d, NULL)) {
        struct date next = d.month == 12 ? (struct date){ (int16_t)(d.year + 1), 1, 1 }
                                         : (struct date){ d.year, (int8_t)(d.month + 1), 1 };

        *out = (struct span){ d, date_add_days(next, -1) };
        return true;
    } else if (!date_parse(text, &d, NULL)) {
        return false;
    }
    *out = (struct span){ d, d };
    return true;
}

static bool parse_range(struct parser *p, const char *value, struct span *out)
{
    const char *dots = strstr(value, "..");
    struct span from = { 0 }, to = { 0 };

    if (!dots) {
        if (!parse_days(p, value, out))
            return false;
        if (value[0] == '-')
            out->to = p->q->today;
        return true;
    }
    if (dots > value &&
        !parse_days(p, arena_strndup(p->arena, value, (size_t)(dots - value)), &from))
        return false;
    if (dots[2] && !parse_days(p, dots + 2, &to))
        return false;
    *out = (struct span){ from.from, to.to };
    return true;
}

static bool take_date(struct parser *p, const char *value, struct err *err)
{
    struct span span = { 0 };

    if (!parse_range(p, value, &span))
        return err_field(err, ERR_INVALID, "date",
                         _("\"%s\" is no date. Write date:2026-11-24, date:2026-11, "
                           "date:2026-01-01..2026-03-31, date:today, date:yesterday or date:-7 "
                           "for the last seven days."),
                         value);
    p->q->has_placed = true;
    p->q->placed_from_ms = date_is_set(span.from) ? date_begin(span.from).ms : 1;
    p->q->placed_to_ms =
        date_is_set(span.to) ? date_begin(date_add_days(span.to, 1)).ms : INT64_MAX;
    return true;
}

static bool take_is(struct parser *p, const char *value, struct err *err)
{
    struct query *q = p->q;

    if (strcmp(value, "open") == 0) {
        q->shown |= SHOWN_OPEN;
        q->kinds &= KIND(FIND_ORDER);
    } else if (strcmp(value, "late") == 0) {
        q->is_late = true;
        q->kinds &= KIND(FIND_ORDER);
    } else if (strcmp(value, "backordered") == 0) {
        q->is_backordered = true;
        q->kinds &= KIND(FIND_ORDER);
    } else if (strcmp(value, "imported") == 0) {
        q->is_imported = true;
        q->kinds &= KIND(FIND_ORDER);
    } else if (strcmp(value, "held") == 0) {
        q->is_held = true;
        q->kinds &= KIND(FIND_ORDER) | KIND(FIND_CUSTOMER);
    } else if (strcmp(value, "active") == 0 || strcmp(value, "inactive") == 0) {
        q->active = value[0] == 'a' ? 1 : -1;
        q->kinds &= KIND(FIND_CUSTOMER) | KIND(FIND_ITEM);
    } else {
        return err_field(err, ERR_INVALID, "is",
                         _("\"is:%s\" is not known. There are: is:open, is:late, is:backordered, "
                           "is:held, is:imported, is:active, is:inactive."),
                         value);
    }
    return true;
}

static bool take_po(struct parser *p, const char *value, struct err *err)
{
    p->q->po = value;
    return take_word(p, value, err); /* the index leads; the text is compared after it */
}

/* value begins with the sign: total>100, total<100. */
static bool take_total(struct parser *p, const char *value, struct err *err)
{
    const char *currency = desk_company(p->desk)->currency;
    struct money m;

    if ((value[0] != '>' && value[0] != '<') ||
        (!money_parse(value + 1, currency, desk_form(p->desk), &m, NULL) &&
         !money_parse(value + 1, currency, NULL, &m, NULL)))
        return err_field(err, ERR_INVALID, "total",
                         _("Write an amount after total, such as total>100 or total<99.50."));
    if (value[0] == '>') {
        p->q->has_total_over = true;
        p->q->total_over_minor = m.minor;
    } else {
        p->q->has_total_under = true;
        p->q->total_under_minor = m.minor;
    }
    return true;
}

/* --- fields ---------------------------------------------------------------------------------- */

struct query_field {
    const char *name;
    uint32_t kinds;
    bool (*take)(struct parser *p, const char *value, struct err *err);
    size_t text_at; /* where take is NULL: the text of struct query that the value goes to */
};

static const struct query_field query_fields[] = {
    { "status", KIND(FIND_ORDER), take_status, 0 },
    { "customer", KIND(FIND_ORDER) | KIND(FIND_CUSTOMER), NULL, offsetof(struct query, customer) },
    { "channel", KIND(FIND_ORDER), NULL, offsetof(struct query, channel) },
    { "sku", KIND(FIND_ORDER) | KIND(FIND_ITEM), NULL, offsetof(struct query, sku) },
    { "number", KIND(FIND_ORDER), NULL, offsetof(struct query, number) },
    { "po", KIND(FIND_ORDER), take_po, 0 },
    { "by", KIND(FIND_ORDER), NULL, offsetof(struct query, by) },
    { "date", KIND(FIND_ORDER), take_date, 0 },
    { "total", KIND(FIND_ORDER), take_total, 0 },
    { "is", KINDS_ALL, take_is, 0 },
};

static bool unknown_field(struct parser *p, const char *name, struct err *err)
{
    struct strbuf names;

    strbuf_init(&names, p->arena, 400);
    for (size_t i = 0; i < OD_LEN(query_fields); i++)
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", query_fields[i].name);
    return err_field(err, ERR_INVALID, "query",
                     _("There is no search field \"%s\". There are: %s. To search for the text "
                       "itself, put it in quotes."),
                     name, names.s);
}

static bool has_kind_left(const struct query *q, const char *word, struct err *err)
{
    if (q->kinds != 0)
        return true;
    return err_field(err, ERR_INVALID, "query",
                     _("\"%s\" does not go with the rest: nothing has all of it."), word);
}

/* The narrowing words o: c: p:, alone or with a word behind. */
static uint32_t narrowed(const char *token)
{
    if (token[0] == '\0' || token[1] != ':')
        return 0;
    switch (token[0]) {
    case 'o':
        return KIND(FIND_ORDER);
    case 'c':
        return KIND(FIND_CUSTOMER);
    case 'p':
        return KIND(FIND_ITEM);
    default:
        return 0;
    }
}

static bool take_field(struct parser *p, const char *token, size_t name_len, struct err *err)
{
    const char *name = arena_strndup(p->arena, token, name_len);
    const char *value = token + name_len + (token[name_len] == ':');

    for (size_t i = 0; i < OD_LEN(query_fields); i++) {
        if (strcmp(name, query_fields[i].name) != 0)
            continue;
        if (*value == '\0')
            return true; /* still being typed: asks nothing yet */
        p->q->kinds &= query_fields[i].kinds;
        if (query_fields[i].take && !query_fields[i].take(p, value, err))
            return false;
        if (!query_fields[i].take)
            *(const char **)((char *)p->q + query_fields[i].text_at) = value;
        return has_kind_left(p->q, token, err);
    }
    return unknown_field(p, name, err);
}

/* token has its quotes taken out; is_text: it began with one, so it is words whatever it holds. */
static bool take_token(struct parser *p, const char *token, bool is_text, struct err *err)
{
    size_t letters = strspn(token, "abcdefghijklmnopqrstuvwxyz_");
    uint32_t narrow = is_text ? 0 : narrowed(token);

    if (narrow) {
        p->q->kinds &= narrow;
        return has_kind_left(p->q, token, err) && take_word(p, token + 2, err);
    }
    if (!is_text && letters > 0 && token[letters] && strchr(":<>", token[letters]))
        return take_field(p, token, letters, err);
    return take_word(p, token, err);
}

/* Cuts the next token off: up to a blank outside quotes; an open quote ends with the text. */
static const char *next_token(struct parser *p, const char **at, bool *is_text)
{
    struct strbuf token;
    bool is_quoted = false;

    *at += strspn(*at, " ");
    *is_text = **at == '"';
    strbuf_init(&token, p->arena, LIMIT_TEXT_BYTES);
    for (; **at && (is_quoted || **at != ' '); (*at)++) {
        if (**at == '"')
            is_quoted = !is_quoted;
        else
            strbuf_addc(&token, **at);
    }
    return token.s;
}

bool query_parse(const char *text, enum find_kind kind, struct desk *desk, struct arena *arena,
                 const struct query **out, struct err *err)
{
    struct query *q = arena_new_of(arena, struct query);
    struct parser p = { .desk = desk, .arena = arena, .q = q };
    const char *at;

    if (!utf8_clean(text ? text : "", text ? strlen(text) : 0, UTF8_LINE, LIMIT_TEXT_BYTES, arena,
                    &at, err))
        return err_at(err, "query");
    q->kinds = kind == FIND_ALL ? KINDS_ALL : KIND(kind);
    q->today = desk_today(desk);
    strbuf_init(&p.match, arena, MATCH_BYTES);
    while (*at) {
        bool is_text;
        const char *token = next_token(&p, &at, &is_text);

        if (!take_token(&p, token, is_text, err))
            return false;
    }
    q->match = p.match.len > 0 ? p.match.s : NULL;
    *out = q;
    return true;
}

enum find_kind query_kind(const struct query *q)
{
    for (int k = FIND_ORDER; k <= FIND_ITEM; k++)
        if (q->kinds == KIND(k))
            return (enum find_kind)k;
    return FIND_ALL;
}
