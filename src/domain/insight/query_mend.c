/*
 * Words with one letter wrong: where a search found nothing, its words that no record has are
 * looked for in the list of words that there are. The list is walked by beginnings, so only letters
 * are tried that stand there in some word.
 */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/words.h"
#include "domain/insight/query_parts.h"
#include "store/tx.h"

#define LETTERS_MIN 4
#define LETTERS_MAX 40
/* Different letters that words go on with at one place, and words that are as likely. */
#define NEXT_LETTERS 48
#define LIKELY       2
/* So many words of a search. */
#define MENDED_MAX 2

/* How the typed word differs, the likeliest slip first; whole words go before beginnings. */
enum slip { SLIP_SWAPPED, SLIP_WRONG, SLIP_MISSING, SLIP_TOO_MUCH, SLIPS };

struct mend {
    struct desk *desk;
    struct arena *arena;
    enum find_kind kind;
    const char *word;             /* folded */
    int at[LETTERS_MAX + 2], n;   /* bytes where its letters begin; at[n] its end */
    const char *found[LIKELY];
    int found_n, rank;
};

static bool has_word(struct mend *m, const char *begin, const char **word, struct err *err)
{
    return query_next_word(m->desk, m->kind, begin, query_prefix_end(begin, m->arena), m->arena,
                           word, err);
}

/* word: the first of the list from text on, or NULL. */
static void note_word(struct mend *m, const char *text, const char *word, enum slip slip)
{
    int rank;

    if (word == NULL || strncmp(word, text, strlen(text)) != 0)
        return;
    rank = (strcmp(word, text) == 0 ? 0 : SLIPS) + (int)slip;
    if (rank < m->rank) {
        m->rank = rank;
        m->found_n = 0;
    }
    for (int i = 0; i < m->found_n; i++)
        if (strcmp(m->found[i], text) == 0)
            return;
    if (rank == m->rank && m->found_n < LIKELY)
        m->found[m->found_n++] = text;
}

static bool try_word(struct mend *m, const char *text, enum slip slip, struct err *err)
{
    const char *word;

    if ((int)slip > m->rank) /* what was found is likelier, even if this is a whole word */
        return true;
    if (!has_word(m, text, &word, err))
        return false;
    note_word(m, text, word, slip);
    return true;
}

/* The first `keep` letters, another piece, and the word from one of its letters on. */
static const char *joined(struct mend *m, int keep, const char *piece, int from)
{
    return arena_printf(m->arena, "%.*s%s%s", m->at[keep], m->word, piece, m->word + m->at[from]);
}

static const char *letters(struct mend *m, int from, int to)
{
    return arena_strndup(m->arena, m->word + m->at[from], (size_t)(m->at[to] - m->at[from]));
}

/* Of two words with the same first letters: a look from the lesser one on mostly tells of both.
 * word becomes the last that was come upon, NULL where none was before end. */
static bool try_two(struct mend *m, const char *const text[2], const enum slip slip[2],
                    const char *end, const char **word, struct err *err)
{
    int low = strcmp(text[0], text[1]) > 0, high = !low;

    if (!query_next_word(m->desk, m->kind, text[low], end, m->arena, word, err))
        return false;
    note_word(m, text[low], *word, slip[low]);
    if (*word != NULL && strcmp(*word, text[high]) < 0 &&
        !query_next_word(m->desk, m->kind, text[high], end, m->arena, word, err))
        return false;
    note_word(m, text[high], *word, slip[high]);
    return true;
}

/* The first `keep` letters and the one that stands behind them in a word. */
static const char *with_next(struct mend *m, int keep, const char *word)
{
    const char *after = word + m->at[keep];

    (void)utf8_next(&after);
    return arena_strndup(m->arena, word, (size_t)(after - word));
}

/* Every letter with which some word goes on behind the first `keep` ones, in place of the next one
 * and before it. */
static bool try_letters(struct mend *m, int keep, struct err *err)
{
    static const enum slip slip[2] = { SLIP_WRONG, SLIP_MISSING };
    const char *begin = letters(m, 0, keep), *end = query_prefix_end(begin, m->arena);
    const char *from = begin, *word;

    if (!query_next_word(m->desk, m->kind, from, end, m->arena, &word, err))
        return false;
    for (int i = 0; word != NULL && i < NEXT_LETTERS; i++) {
        const char *next, *text[2];

        if (word[m->at[keep]] == '\0') { /* the beginning itself is a word */
            from = arena_printf(m->arena, "%s\x01", word);
        } else {
            next = with_next(m, keep, word);
            text[0] = arena_printf(m->arena, "%s%s", next, m->word + m->at[keep + 1]);
            text[1] = arena_printf(m->arena, "%s%s", next, m->word + m->at[keep]);
            if (!try_two(m, text, slip, end, &word, err))
                return false;
            if (word == NULL || strncmp(word, next, strlen(next)) != 0)
                continue; /* it is the first with the next letter */
            from = query_prefix_end(next, m->arena);
        }
        if (!query_next_word(m->desk, m->kind, from, end, m->arena, &word, err))
            return false;
    }
    return true;
}

/* Letters in another order or too many take two looks each. How many first letters of the word some
 * word begins with: behind them the slip is before. */
static bool try_own_letters(struct mend *m, int *known, struct err *err)
{
    for (int i = 0; i < m->n; i++) {
        const char *word;

        if (i > 0 && !has_word(m, letters(m, 0, i), &word, err))
            return false;
        if (i > 0 && word == NULL)
            return true;
        *known = i + 1;
        if ((i + 1 < m->n &&
             !try_word(m,
                       joined(m, i,
                              arena_printf(m->arena, "%s%s", letters(m, i + 1, i + 2),
                                           letters(m, i, i + 1)),
                              i + 2),
                       SLIP_SWAPPED, err)) ||
            !try_word(m, joined(m, i, "", i + 1), SLIP_TOO_MUCH, err))
            return false;
    }
    return true;
}

/* Other letters take as many looks as words go on, so they come last, where they can be
 * likelier. */
static bool mend_word(struct mend *m, struct err *err)
{
    int known = 0;

    m->rank = 2 * SLIPS;
    if (!try_own_letters(m, &known, err))
        return false;
    for (int i = 0; i < known && m->rank > SLIP_SWAPPED; i++)
        if (!try_letters(m, i, err))
            return false;
    return true;
}

/* Letters alone, and enough of them; sets them. */
static bool take_word(struct mend *m, const char *word)
{
    const char *at = word;

    m->word = word;
    for (m->n = 0; *at; m->n++) {
        const char *here = at;
        uint32_t cp = utf8_next(&at);

        if (m->n == LETTERS_MAX || words_is_gap(cp) || (cp >= '0' && cp <= '9'))
            return false;
        m->at[m->n] = (int)(here - word);
    }
    m->at[m->n] = m->at[m->n + 1] = (int)strlen(word);
    return m->n >= LETTERS_MIN;
}

static bool is_known(struct mend *m, uint32_t kinds, bool *out, struct err *err)
{
    *out = false;
    for (int kind = FIND_ORDER; kind <= FIND_ITEM && !*out; kind++) {
        const char *word;

        m->kind = (enum find_kind)kind;
        if (!(kinds & KIND(kind)))
            continue;
        if (!has_word(m, m->word, &word, err))
            return false;
        *out = word != NULL;
    }
    return true;
}

/* What customers are called is what their orders are found by. */
static bool mend_of_kinds(struct mend *m, uint32_t kinds, struct err *err)
{
    m->rank = 2 * SLIPS;
    m->found_n = 0;
    for (int kind = FIND_ORDER; kind <= FIND_ITEM && m->found_n == 0; kind++) {
        m->kind = (enum find_kind)kind;
        if ((kinds & KIND(kind)) && !(kind == FIND_ORDER && (kinds & KIND(FIND_CUSTOMER))) &&
            !mend_word(m, err))
            return false;
    }
    return true;
}

static void add(struct strbuf *b, const char *between, const char *text, size_t len)
{
    if (b->len > 0)
        strbuf_add(b, between);
    strbuf_addn(b, text, len);
}

bool query_mend(struct desk *desk, const char *text, enum find_kind kind, struct arena *arena,
                struct query_mended *out, struct err *err)
{
    struct mend *m = arena_new_of(arena, struct mend);
    struct query_parser p = { .desk = desk, .arena = arena };
    uint32_t kinds = kind == FIND_ALL ? KINDS_ALL : KIND(kind);
    struct strbuf all, was, is;
    int mended = 0;
    OD_VIEW view = { 0 };

    if (!read_view_join(desk_db(desk), &view, err))
        return false;
    *out = (struct query_mended){ NULL, NULL, NULL };
    m->desk = desk;
    m->arena = arena;
    strbuf_init(&all, arena, LIMIT_TEXT_BYTES);
    strbuf_init(&was, arena, LIMIT_TEXT_BYTES);
    strbuf_init(&is, arena, LIMIT_TEXT_BYTES);
    for (const char *at = text + strspn(text, " "); *at; at += strspn(at, " ")) {
        const char *end = query_piece_end(&p, at);
        const char *piece = arena_strndup(arena, at, (size_t)(end - at));
        bool known = true;

        at = end;
        if (strpbrk(piece, "\":<>|-") == NULL && take_word(m, utf8_fold(arena, piece)) &&
            !is_known(m, kinds, &known, err))
            return false;
        if (known) {
            add(&all, " ", piece, strlen(piece));
            continue;
        }
        if (++mended > MENDED_MAX)
            return true;
        if (!mend_of_kinds(m, kinds, err))
            return false;
        if (m->found_n == 0)
            return true;
        add(&was, " ", piece, strlen(piece));
        for (int i = 0; i < m->found_n; i++) {
            add(&all, i > 0 ? " or " : " ", m->found[i], strlen(m->found[i]));
            add(&is, i > 0 ? " or " : " ", m->found[i], strlen(m->found[i]));
            strbuf_add(&is, m->rank >= SLIPS ? "..." : "");
        }
    }
    if (mended > 0 && !all.is_cut)
        *out = (struct query_mended){ all.s, was.s, is.s };
    return true;
}
