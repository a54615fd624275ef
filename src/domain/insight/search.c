/*
 * The language of the query bar: text to tokens, words to a full-text expression. Sides of "or" are
 * query_or.c's, fields query_field.c's; of SQL none of them knows anything.
 */
#include "domain/insight/search.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/words.h"
#include "domain/insight/query_parts.h"

#define MATCH_BYTES 8192
/* Digits that may be a telephone number, and so many at its end that no prefix of a country or a
 * trunk is among them. */
#define PHONE_DIGITS_MIN 6
#define PHONE_DIGITS     10
#define PHONE_TAIL       9
#define POSTCODE_MAX     10

/* --- words ----------------------------------------------------------------------------------- */

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

        if (cp != 0 && !words_is_gap(cp))
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

bool query_take_words(struct query_parser *p, const char *words, struct err *err)
{
    int terms = add_words(&p->match, utf8_fold(p->arena, words));

    p->q->has_idle |= terms == 0 && *words != '\0';
    p->terms += terms;
    if (p->terms > LIMIT_QUERY_TERMS || p->match.is_cut)
        return err_field(err, ERR_LIMIT, "query", _("A search takes at most %d words."),
                         LIMIT_QUERY_TERMS);
    return true;
}

/* Words that must not be there: none of the tokens, each with all of its pieces. */
static bool take_words_not(struct query_parser *p, const char *words, struct err *err)
{
    struct strbuf one;

    strbuf_init(&one, p->arena, MATCH_BYTES);
    p->terms += add_words(&one, utf8_fold(p->arena, words));
    p->q->has_idle |= one.len == 0;
    if (one.len > 0 && ++p->not_count <= QUERY_NAMES)
        p->q->words_not.v[p->q->words_not.n++] = one.s;
    if (one.len > 0)
        strbuf_addf(&p->match_not, "%s(%s)", p->match_not.len > 0 ? " OR " : "", one.s);
    if (p->terms > LIMIT_QUERY_TERMS || p->match_not.is_cut || one.is_cut)
        return err_field(err, ERR_LIMIT, "query", _("A search takes at most %d words."),
                         LIMIT_QUERY_TERMS);
    return true;
}

/* --- telephone numbers ----------------------------------------------------------------------- */

static bool is_phone_token(const char *token)
{
    return token[0] != '-' && strpbrk(token, "0123456789") != NULL &&
           strspn(token, "0123456789+-()/.") == strlen(token);
}

/*
 * Tokens that may be one telephone number, in whatever groups: their words as ever, or else their
 * digits together; without what comes before them in other forms of the same number.
 */
static bool take_phone(struct query_parser *p, const char *run, struct err *err)
{
    struct strbuf words, digits;
    int terms = 0;

    strbuf_init(&words, p->arena, MATCH_BYTES);
    strbuf_init(&digits, p->arena, LIMIT_TEXT_BYTES);
    terms = add_words(&words, run);
    for (const char *c = run; *c; c++)
        if (*c >= '0' && *c <= '9')
            strbuf_addc(&digits, *c);
    if (digits.len < PHONE_DIGITS_MIN || (terms == 1 && digits.len < PHONE_DIGITS) ||
        digits.len > 2 * PHONE_DIGITS)
        return query_take_words(p, run, err);
    p->terms += terms;
    strbuf_addf(&p->match, "%s((%s) OR \"%s\"*", p->match.len > 0 ? " AND " : "", words.s,
                digits.s);
    if (digits.len >= PHONE_DIGITS)
        strbuf_addf(&p->match, " OR \"%s\"*", digits.s + digits.len - PHONE_TAIL);
    strbuf_addc(&p->match, ')');
    if (p->terms > LIMIT_QUERY_TERMS || p->match.is_cut || words.is_cut)
        return err_field(err, ERR_LIMIT, "query", _("A search takes at most %d words."),
                         LIMIT_QUERY_TERMS);
    return true;
}

const char *query_phone(const char *text, struct arena *arena)
{
    struct query ignored = { 0 };
    struct query_parser p = { .arena = arena, .q = &ignored };
    struct err none = ERR_INIT;

    strbuf_init(&p.match, arena, MATCH_BYTES);
    return take_phone(&p, text, &none) ? p.match.s : "";
}

/* --- post codes ------------------------------------------------------------------------------ */

const char *query_squeeze(const char *text, struct arena *arena)
{
    struct strbuf b;
    const char *at = utf8_fold(arena, text);

    strbuf_init(&b, arena, LIMIT_TEXT_BYTES);
    while (*at) {
        const char *here = at;

        if (!words_is_gap(utf8_next(&at)))
            strbuf_addf(&b, "%.*s", (int)(at - here), here);
    }
    return b.s;
}

/* The index has its words as they were written: the code in one, or cut anywhere in two. */
bool query_take_code(struct query_parser *p, const char *code, struct err *err)
{
    const char *all = query_squeeze(code, p->arena);

    if (*all == '\0' || strlen(all) > POSTCODE_MAX)
        return query_take_words(p, code, err);
    strbuf_addf(&p->match, "%s(\"%s\"*", p->match.len > 0 ? " AND " : "", all);
    for (size_t i = 1; all[i]; i++)
        if (((unsigned char)all[i] & 0xC0) != 0x80)
            strbuf_addf(&p->match, " OR (\"%.*s\" AND \"%s\"*)", (int)i, all, all + i);
    strbuf_addc(&p->match, ')');
    if (++p->terms > LIMIT_QUERY_TERMS || p->match.is_cut)
        return err_field(err, ERR_LIMIT, "query", _("A search takes at most %d words."),
                         LIMIT_QUERY_TERMS);
    return true;
}

/* --- tokens ---------------------------------------------------------------------------------- */

static bool has_kind_left(const struct query *q, const char *word, struct err *err)
{
    if (q->kinds != 0)
        return true;
    return err_field(err, ERR_INVALID, "query",
                     _("\"%s\" does not go with the rest: nothing has all of it."), word);
}

/* The narrowing words o: c: p:; what stands right behind one is a word or field like any. */
#define NARROW_LEN 2

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

/* token has its quotes taken out; is_text: it began with one, so it is words whatever it holds. */
static bool take_token(struct query_parser *p, const char *token, bool is_text, int sign,
                       struct err *err)
{
    size_t letters = strspn(token, "abcdefghijklmnopqrstuvwxyz_");

    p->q->has_idle |= is_text && *token == '\0';
    if (!is_text && letters > 0 && token[letters] && strchr(":<>", token[letters]))
        return query_take_field(p, arena_strndup(p->arena, token, letters),
                                token + letters + (token[letters] == ':'), sign, err) &&
               has_kind_left(p->q, token, err);
    return sign == QUERY_NOT ? take_words_not(p, token, err) : query_take_words(p, token, err);
}

/* Cuts the next token off: up to a blank outside quotes; an open quote ends with the text. */
static const char *next_token(struct query_parser *p, const char **at, bool *is_text, int *sign)
{
    struct strbuf token;
    bool is_quoted = false;

    *at += strspn(*at, " ");
    *sign = **at == '-' ? QUERY_NOT : QUERY_IS;
    *at += **at == '-';
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

/* The tokens from at on that may belong to one telephone number, blank between; "" where none. */
static const char *next_phone(struct query_parser *p, const char **at)
{
    struct strbuf run;

    strbuf_init(&run, p->arena, LIMIT_TEXT_BYTES);
    for (;;) {
        const char *from = *at + strspn(*at, " ");
        size_t len = strcspn(from, " ");
        const char *token = arena_strndup(p->arena, from, len);

        if (!is_phone_token(token))
            return run.s;
        strbuf_addf(&run, "%s%s", run.len > 0 ? " " : "", token);
        *at = from + len;
    }
}

const char *query_piece_end(struct query_parser *p, const char *from)
{
    const char *at = from;
    bool is_text;
    int sign;

    if (narrowed(from))
        return from + NARROW_LEN;
    if (*next_phone(p, &at) == '\0')
        (void)next_token(p, &at, &is_text, &sign);
    return at;
}

static bool take_all(struct query_parser *p, const char *at, struct err *err)
{
    while (*at) {
        const char *phone, *token;
        uint32_t narrow;
        bool is_text;
        int sign;

        p->from = at + strspn(at, " ");
        narrow = narrowed(p->from);
        if (narrow) {
            token = arena_strndup(p->arena, p->from, strcspn(p->from, " "));
            at = p->from + NARROW_LEN;
            p->to = p->from + strlen(token);
            p->q->kinds &= narrow;
            if (!has_kind_left(p->q, token, err))
                return false;
            continue;
        }
        phone = next_phone(p, &at);
        p->to = at;
        if (*phone) {
            if (!take_phone(p, phone, err))
                return false;
            continue;
        }
        p->from = at + strspn(at, " ");
        token = next_token(p, &at, &is_text, &sign);
        p->to = at;
        if (!take_token(p, token, is_text, sign, err))
            return false;
    }
    return true;
}

/* What the words come to, for the index and for rows at hand. */
static bool end_words(struct query_parser *p, const char *text, struct err *err)
{
    struct query *q = p->q;
    bool is_begun = text[0] != '-' && !strstr(text, " -") && !strpbrk(text, "\":<>");
    bool has_many_not = p->not_count > QUERY_NAMES;

    if (p->match.len > 0 && words_is_plain(p->match.s) && !has_many_not) {
        q->words = arena_strdup(p->arena, p->match.s);
        q->begin = is_begun ? utf8_fold(p->arena, text) : NULL;
    }
    if (p->match.len > 0 && p->match_not.len > 0)
        strbuf_addf(&p->match, " NOT (%s)", p->match_not.s);
    if (p->match.is_cut)
        return err_field(err, ERR_LIMIT, "query", _("A search takes at most %d words."),
                         LIMIT_QUERY_TERMS);
    q->match = p->match.len > 0 ? p->match.s : NULL;
    if (has_many_not) {
        q->words_not.n = 0;
        q->match_not = q->match ? NULL : p->match_not.s;
    }
    return true;
}

bool query_parse_side(struct query_parser *p, const char *text, struct err *err)
{
    struct query *q = p->q;

    q->is_sort_down = true;
    strbuf_init(&p->match, p->arena, MATCH_BYTES);
    strbuf_init(&p->match_not, p->arena, MATCH_BYTES);
    if (!take_all(p, text, err))
        return false;
    p->from = p->to = NULL;
    if (!end_words(p, text, err))
        return false;
    query_end(q);
    return true;
}

/* The word as it stands in the text before it was cleaned; what cleaning changed is not found. */
static struct query_word word_in(const char *text, const char *cleaned,
                                 const struct query_parser *p)
{
    const char *at = p->from != NULL ? strstr(text, cleaned) : NULL;

    if (at == NULL)
        return (struct query_word){ -1, -1 };
    return (struct query_word){ (int)(at - text + (p->from - cleaned)),
                                (int)(at - text + (p->to - cleaned)) };
}

bool query_parse_at(const char *text, enum find_kind kind, struct desk *desk, struct arena *arena,
                    const struct query **out, struct query_word *refused, struct err *err)
{
    struct query_parser p = { .desk = desk, .arena = arena };
    const char *cleaned;

    *refused = (struct query_word){ -1, -1 };
    text = text != NULL ? text : "";
    if (!utf8_clean(text, strlen(text), UTF8_LINE, LIMIT_TEXT_BYTES, arena, &cleaned, err))
        return err_at(err, "query");
    if (!query_parse_sides(&p, cleaned, kind, out, err)) {
        *refused = word_in(text, cleaned, &p);
        return false;
    }
    return true;
}

bool query_parse(const char *text, enum find_kind kind, struct desk *desk, struct arena *arena,
                 const struct query **out, struct err *err)
{
    struct query_word refused;

    return query_parse_at(text, kind, desk, arena, out, &refused, err);
}

bool query_is_whole(const struct query *q)
{
    while (q != NULL && !q->has_idle)
        q = q->other;
    return q == NULL;
}

bool query_parse_whole(const char *text, enum find_kind kind, struct desk *desk,
                       struct arena *arena, const struct query **out, struct err *err)
{
    const struct query *q;

    if (!query_parse(text, kind, desk, arena, &q, err))
        return false;
    if (!query_is_whole(q))
        return err_field(err, ERR_INVALID, "query",
                         _("A word of the search \"%s\" asks for nothing, so it finds more than "
                           "is meant."),
                         text);
    *out = q;
    return true;
}

enum find_kind query_kind(const struct query *q)
{
    uint32_t kinds = 0;

    for (; q != NULL; q = q->other)
        kinds |= q->kinds;
    for (int k = FIND_ORDER; k <= FIND_ITEM; k++)
        if (kinds == KIND(k))
            return (enum find_kind)k;
    return FIND_ALL;
}
