/*
 * Text over utf8proc. Which code points are kept out is decided in is_unsafe() alone, for the
 * door (utf8_clean) and for the exits (utf8_safe).
 */
#include "base/utf8.h"

#include <string.h>

#include <utf8proc.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"

#define REPLACEMENT 0xFFFDU

bool utf8_is_valid(const char *text, size_t len)
{
    size_t at = 0;

    while (at < len) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t n;

        if ((unsigned char)text[at] < 0x80) {
            at++;
            continue;
        }
        n = utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at),
                             &cp);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

uint32_t utf8_next(const char **text)
{
    unsigned char first = (unsigned char)**text;
    utf8proc_int32_t cp;
    utf8proc_ssize_t n;

    if (first == '\0')
        return 0;
    if (first < 0x80) {
        (*text)++;
        return first;
    }
    n = utf8proc_iterate((const utf8proc_uint8_t *)*text, -1, &cp);
    if (n <= 0) {
        (*text)++;
        return REPLACEMENT;
    }
    *text += n;
    return (uint32_t)cp;
}

int utf8_put(uint32_t cp, char out[5])
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n;

    if (!utf8proc_codepoint_valid((utf8proc_int32_t)cp))
        cp = REPLACEMENT;
    n = utf8proc_encode_char((utf8proc_int32_t)cp, bytes);
    memcpy(out, bytes, (size_t)n);
    out[n] = '\0';
    return (int)n;
}

int utf8_cp_cols(uint32_t cp)
{
    int cols;

    if (cp < 0x7F)
        return cp >= 0x20 ? 1 : 0;
    cols = utf8proc_charwidth((utf8proc_int32_t)cp);
    return cols < 0 ? 0 : cols;
}

int utf8_cols(const char *text)
{
    int cols = 0;

    while (*text != '\0')
        cols += utf8_cp_cols(utf8_next(&text));
    return cols;
}

size_t utf8_fit(const char *text, int cols)
{
    const char *at = text;
    int used = 0;

    while (*at != '\0') {
        const char *next = at;

        used += utf8_cp_cols(utf8_next(&next));
        if (used > cols)
            break;
        at = next;
    }
    return (size_t)(at - text);
}

/* Cut to cols and filled up to at least fill columns. */
static char *cut_and_fill(struct arena *arena, const char *text, int cols, int fill)
{
    struct strbuf b;
    size_t len = strlen(text);

    strbuf_init(&b, arena, len + (size_t)(cols > 0 ? cols : 0) + 1);
    if (cols <= 0)
        return b.s;
    if (utf8_fit(text, cols) == len) {
        strbuf_addn(&b, text, len);
    } else {
        strbuf_addn(&b, text, utf8_fit(text, cols - 1));
        /* Half of a wide character does not fit: the mark still stands in the last column. */
        strbuf_fill(&b, ' ', cols - 1 - utf8_cols(b.s));
        strbuf_addc(&b, '~');
    }
    strbuf_fill(&b, ' ', fill - utf8_cols(b.s));
    return b.s;
}

char *utf8_cut(struct arena *arena, const char *text, int cols)
{
    return cut_and_fill(arena, text, cols, 0);
}

char *utf8_pad(struct arena *arena, const char *text, int cols)
{
    return cut_and_fill(arena, text, cols, cols);
}

static bool is_line_end(uint32_t cp)
{
    return cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_blank(uint32_t cp)
{
    if (cp < 0x80)
        return cp == ' ' || (cp >= 0x09 && cp <= 0x0D);
    return is_line_end(cp) || utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_ZS;
}

static bool is_bidi_control(uint32_t cp)
{
    return cp == 0x061C || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_zero_width(uint32_t cp)
{
    return cp == 0x00AD || cp == 0x180E || (cp >= 0x200B && cp <= 0x200D) ||
           (cp >= 0x2060 && cp <= 0x2064) || (cp >= 0x206A && cp <= 0x206F) || cp == 0xFEFF ||
           (cp >= 0xFFF9 && cp <= 0xFFFB);
}

/* Never characters (Unicode 23.7): drawing programs refuse a whole text for one of them. */
static bool is_no_character(uint32_t cp)
{
    return (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF);
}

/* Code points that could drive a terminal, reorder a line or hide in it, and what is none. */
static bool is_unsafe(uint32_t cp)
{
    if (cp < 0xA0)
        return cp < 0x20 || cp >= 0x7F;
    return is_bidi_control(cp) || is_zero_width(cp) || cp == 0x2028 || cp == 0x2029 ||
           (cp >= 0xE0000 && cp <= 0xE007F) || is_no_character(cp);
}

/* Letters that are one with their stroke or ligature, so that no decomposition takes them apart,
 * and what people type for them. Lower case: folding comes first. */
static const struct {
    uint32_t cp;
    const char *plain;
} fold_more[] = {
    { 0x00E6, "ae" }, { 0x00F0, "d" }, { 0x00F8, "o" },  { 0x00FE, "th" },
    { 0x0111, "d" },  { 0x0127, "h" }, { 0x0131, "i" },  { 0x0138, "k" },
    { 0x0142, "l" },  { 0x014B, "n" }, { 0x0153, "oe" }, { 0x0167, "t" },
};

static void add_folded(struct strbuf *b, uint32_t cp)
{
    char bytes[5];

    for (size_t i = 0; i < OD_LEN(fold_more); i++) {
        if (fold_more[i].cp == cp) {
            strbuf_add(b, fold_more[i].plain);
            return;
        }
    }
    (void)utf8_put(cp, bytes);
    strbuf_add(b, bytes);
}

/* Folds one code point past ASCII; what becomes blank is told to the caller. */
static void fold_cp(struct strbuf *b, uint32_t cp, bool *is_gap)
{
    enum { ROOM = 32 }; /* the longest decomposition of Unicode has 18 code points */
    utf8proc_int32_t parts[ROOM];
    utf8proc_ssize_t n;

    n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, ROOM,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
                                    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
                                NULL);
    for (utf8proc_ssize_t i = 0; i < n && i < ROOM; i++) {
        if (is_blank((uint32_t)parts[i])) {
            *is_gap = true;
            continue;
        }
        if (*is_gap && b->len > 0)
            strbuf_addc(b, ' ');
        *is_gap = false;
        add_folded(b, (uint32_t)parts[i]);
    }
}

char *utf8_upper(struct arena *arena, const char *text)
{
    struct strbuf b;
    char bytes[8];

    strbuf_init(&b, arena, strlen(text) * 3 + 8);
    while (*text != '\0') {
        int32_t cp = utf8proc_toupper((int32_t)utf8_next(&text));

        strbuf_addn(&b, bytes, (size_t)utf8_put((uint32_t)cp, bytes));
    }
    return b.s;
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80)
            return false;
    }
    return true;
}

/* Most texts are ASCII alone: their folding is never longer, and needs no builder. */
static char *fold_ascii(struct arena *arena, const char *text, size_t len)
{
    char *out = arena_alloc(arena, len + 1);
    bool is_gap = false;
    size_t n = 0;

    for (; *text != '\0'; text++) {
        char c = *text;

        if (is_blank((unsigned char)c)) {
            is_gap = n > 0;
            continue;
        }
        if (is_gap)
            out[n++] = ' ';
        is_gap = false;
        out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    out[n] = '\0';
    return out;
}

char *utf8_fold(struct arena *arena, const char *text)
{
    struct strbuf b;
    bool is_gap = false;
    size_t len = strlen(text);

    if (is_ascii(text))
        return fold_ascii(arena, text, len);
    /* NFKD makes at most 11 times as many bytes (U+FDFA: 3 to 33), and 3 of an invalid one. */
    strbuf_init(&b, arena, len * 12 + 8);
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);

        if (cp >= 0x80) {
            fold_cp(&b, cp, &is_gap);
            continue;
        }
        if (is_blank(cp)) {
            is_gap = true;
            continue;
        }
        if (is_gap && b.len > 0)
            strbuf_addc(&b, ' ');
        is_gap = false;
        strbuf_addc(&b, (char)(cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp));
    }
    return b.s;
}

/* text without what is_unsafe() names; line ends and tabs as the kind asks. */
static char *strip(const char *text, size_t len, enum utf8_kind kind, struct arena *arena)
{
    char *out = arena_alloc(arena, len + 1);
    size_t at = 0, n = 0;

    while (at < len) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t step;

        step = utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at),
                                &cp);
        if (cp == '\r' && at + 1 < len && text[at + 1] == '\n') {
            at++;
            continue;
        }
        if (is_line_end((uint32_t)cp)) {
            out[n++] = kind == UTF8_TEXT ? '\n' : ' ';
        } else if (cp == '\t') {
            out[n++] = ' ';
        } else if (!is_unsafe((uint32_t)cp)) {
            memcpy(out + n, text + at, (size_t)step);
            n += (size_t)step;
        }
        at += (size_t)step;
    }
    out[n] = '\0';
    return out;
}

/* Canonical composition (NFC) of valid text. */
static char *normal(const char *text, utf8proc_option_t options, struct arena *arena)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t len = (utf8proc_ssize_t)strlen(text), n;
    utf8proc_int32_t *cps;

    n = utf8proc_decompose(bytes, len, NULL, 0, options);
    assert(n >= 0);
    /* utf8proc_reencode writes its bytes into the same room, and an end mark. */
    cps = arena_array(arena, n + 1, utf8proc_int32_t);
    n = utf8proc_decompose(bytes, len, cps, n, options);
    assert(n >= 0);
    n = utf8proc_reencode(cps, n, options);
    assert(n >= 0);
    return (char *)cps;
}

static char *compose(const char *text, struct arena *arena)
{
    return normal(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE, arena);
}

bool utf8_is_of_word(uint32_t cp)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);

    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO) ||
           category == UTF8PROC_CATEGORY_CO;
}

bool utf8_is_unsafe(uint32_t cp)
{
    return is_unsafe(cp);
}

char *utf8_nfc(const char *text, struct arena *arena)
{
    return utf8_is_valid(text, strlen(text)) ? compose(text, arena) : arena_strdup(arena, text);
}

char *utf8_nfkd(const char *text, struct arena *arena)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;

    return utf8_is_valid(text, strlen(text)) ? normal(text, options, arena)
                                             : arena_strdup(arena, text);
}

/* The text between its outer blanks; *len becomes its length. */
static const char *trim(const char *text, size_t *len)
{
    const char *begin = text, *end, *at;

    while (*begin != '\0') {
        at = begin;
        if (!is_blank(utf8_next(&at)))
            break;
        begin = at;
    }
    end = begin;
    for (at = begin; *at != '\0';) {
        if (!is_blank(utf8_next(&at)))
            end = at;
    }
    *len = (size_t)(end - begin);
    return begin;
}

/* Nothing but the signs of a keyboard, no blank at either end: as most of what is typed and
 * imported, and as it comes out of cleaning. */
static bool is_clean(const char *text, size_t len)
{
    if (len > 0 && (text[0] == ' ' || text[len - 1] == ' '))
        return false;
    for (size_t i = 0; i < len; i++)
        if (text[i] < ' ' || text[i] > '~')
            return false;
    return true;
}

static bool clean_any(const char *text, size_t len, enum utf8_kind kind, size_t max_bytes,
                      struct arena *arena, const char **out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *clean;
    size_t n;

    if (!utf8_is_valid(text, len))
        return err_set(err, ERR_INVALID, _("This text is not valid UTF-8."));
    clean = strip(text, len, kind, tmp);
    if (!is_ascii(clean))
        clean = compose(clean, tmp);
    clean = trim(clean, &n);
    if (n > max_bytes)
        return err_set(err, ERR_LIMIT, _("This text is too long: %zu bytes, at most %zu fit."), n,
                       max_bytes);
    *out = arena_strndup(arena, clean, n);
    return true;
}

bool utf8_clean(const char *text, size_t len, enum utf8_kind kind, size_t max_bytes,
                struct arena *arena, const char **out, struct err *err)
{
    if (text == NULL)
        len = 0;
    if (len > max_bytes || !is_clean(text, len))
        return clean_any(text, len, kind, max_bytes, arena, out, err);
    *out = arena_strndup(arena, text != NULL ? text : "", len);
    return true;
}

char *utf8_safe(struct arena *arena, const char *text)
{
    size_t len = strlen(text), n = 0;
    char *out = arena_alloc(arena, len + 1);
    size_t at = 0;

    while (at < len) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t step;

        step = utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at),
                                &cp);
        if (step <= 0 || is_unsafe((uint32_t)cp)) {
            out[n++] = '?';
            at += step > 0 ? (size_t)step : 1;
            continue;
        }
        memcpy(out + n, text + at, (size_t)step);
        n += (size_t)step;
        at += (size_t)step;
    }
    out[n] = '\0';
    return out;
}
