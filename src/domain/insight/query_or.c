/*
 * "or" in the query bar: `acme or beta status:allocated` has two sides, one with each word and the
 * status in both. Each is a query of its own (search.c); what they find is put together in
 * search_or.c.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/insight/query_parts.h"

/* A piece takes a byte and a blank at least. */
#define PIECES (LIMIT_TEXT_BYTES / 2 + 1)
/* A parcel's number has so many letters and digits at least, and a digit among them. */
#define PARCEL_MIN 8

/* A piece of the text, and where it stands in the side that is parsed. */
struct piece {
    const char *from;
    int len, at;
    int group; /* pieces of one group are alternatives */
};

struct pieces {
    struct piece v[PIECES];
    int n, groups, sides;
};

static bool is_or(const char *from, size_t len)
{
    return (len == 2 && (from[0] == 'o' || from[0] == 'O') && (from[1] == 'r' || from[1] == 'R')) ||
           (len == 1 && from[0] == '|');
}

/* c: and its like; the piece has nothing behind it. */
static bool is_narrowing(const struct piece *piece)
{
    return piece->len == 2 && piece->from[1] == ':';
}

/* "or" joins what stands on both sides of it; at either end of the text it is a word like any. */
static void split(struct query_parser *p, const char *text, struct pieces *out)
{
    bool joins = false;

    *out = (struct pieces){ .sides = 1 };
    while (*(text += strspn(text, " ")) != '\0') {
        const char *end = query_piece_end(p, text);
        struct piece *piece = &out->v[out->n];
        const char *next;

        /* Behind "or" a narrowing word is for its side alone. */
        if (joins && end - text == 2 && text[1] == ':' && *end != ' ' && *end != '\0')
            end = query_piece_end(p, end);
        next = end + strspn(end, " ");
        assert(out->n < PIECES && end > text);
        *piece = (struct piece){ text, (int)(end - text), 0, 0 };
        text = end;
        if (is_or(piece->from, (size_t)piece->len) && out->n > 0 && *next != '\0' && !joins &&
            !is_narrowing(piece - 1)) {
            joins = true;
            continue;
        }
        piece->group = joins ? out->groups - 1 : out->groups++;
        joins = false;
        out->n++;
    }
}

static void count_sides(struct pieces *pieces)
{
    for (int g = 0; g < pieces->groups && pieces->sides <= QUERY_SIDES; g++) {
        int n = 0;

        for (int i = 0; i < pieces->n; i++)
            n += pieces->v[i].group == g;
        pieces->sides *= n;
    }
}

/* The text of one side: of each group the alternative that the number says. */
static const char *side_text(struct pieces *pieces, int side, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_TEXT_BYTES * 2);
    for (int at = 0; at < pieces->n;) {
        int n = 1;

        while (at + n < pieces->n && pieces->v[at + n].group == pieces->v[at].group)
            n++;
        for (int i = 0; i < n; i++)
            pieces->v[at + i].at = -1;
        strbuf_add(&b, b.len > 0 ? " " : "");
        pieces->v[at + side % n].at = (int)b.len;
        strbuf_addn(&b, pieces->v[at + side % n].from, (size_t)pieces->v[at + side % n].len);
        side /= n;
        at += n;
    }
    return b.s;
}

/* The word at fault in the whole text. */
static void blame(struct query_parser *p, const struct pieces *pieces, const char *side)
{
    if (p->from == NULL)
        return;
    for (int i = pieces->n - 1; i >= 0; i--) {
        const struct piece *piece = &pieces->v[i];
        int from = (int)(p->from - side), to = (int)(p->to - side);

        if (piece->at < 0 || piece->at > from)
            continue;
        p->from = piece->from + (from - piece->at);
        p->to = piece->from + (to - piece->at < piece->len ? to - piece->at : piece->len);
        return;
    }
    p->from = p->to = NULL;
}

static bool parse_side(struct query_parser *p, const char *text, enum find_kind kind,
                       struct query **out, struct err *err)
{
    *out = p->q = arena_new_of(p->arena, struct query);
    p->terms = p->not_count = 0;
    p->q->kinds = kind == FIND_ALL ? KINDS_ALL : KIND(kind);
    p->q->today = desk_today(p->desk);
    return query_parse_side(p, text, err);
}

/* One word that may be the number on a parcel finds its order, too. */
static bool add_parcel(struct query_parser *p, const char *text, struct query *words,
                       struct err *err)
{
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    struct query *parcel;
    size_t len = strlen(text);

    if (len < PARCEL_MIN || strspn(text, signs) != len || strpbrk(text, "0123456789") == NULL ||
        !(words->kinds & KIND(FIND_ORDER)))
        return true;
    if (!parse_side(p, arena_printf(p->arena, "tracking:%s", text), FIND_ORDER, &parcel, err))
        return false;
    words->other = parcel;
    return true;
}

bool query_parse_sides(struct query_parser *p, const char *text, enum find_kind kind,
                       const struct query **out, struct err *err)
{
    struct pieces *pieces = arena_new_of(p->arena, struct pieces);
    struct query *first = NULL, *last = NULL;

    split(p, text, pieces);
    count_sides(pieces);
    if (pieces->sides > QUERY_SIDES)
        return err_field(err, ERR_LIMIT, "query",
                         _("A search with \"or\" can mean at most %d searches, and this one means "
                           "more."),
                         QUERY_SIDES);
    if (pieces->sides == 1) {
        if (!parse_side(p, text, kind, &first, err) || !add_parcel(p, text, first, err))
            return false;
        *out = first;
        return true;
    }
    for (int side = 0; side < pieces->sides; side++) {
        const char *one = side_text(pieces, side, p->arena);
        struct query *q;

        if (!parse_side(p, one, kind, &q, err)) {
            blame(p, pieces, one);
            return false;
        }
        if (first && (q->sort != first->sort || q->is_sort_down != first->is_sort_down))
            return err_field(err, ERR_INVALID, "sort",
                             _("\"sort:\" is for the whole search: it cannot stand beside "
                               "\"or\"."));
        if (!first)
            first = q;
        else
            last->other = q;
        last = q;
    }
    *out = first;
    return true;
}
