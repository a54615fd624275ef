/* See words.h. */
#include "base/words.h"

#include <stddef.h>
#include <string.h>

#include "base/compiler.h"
#include "base/utf8.h"

struct word {
    const char *at;
    size_t len;
    bool is_begun; /* a word of the text need only begin so */
};

bool words_is_gap(uint32_t cp)
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

/* The words of a plain expression; -1 where it is none. */
static int parse(const char *match, struct word words[WORDS_MAX])
{
    int n = 0;

    while (n < WORDS_MAX && *match == '"') {
        struct word *w = &words[n++];

        w->at = match + 1;
        w->len = strcspn(w->at, "\"");
        if (w->at[w->len] == '\0' || w->len == 0)
            return -1;
        match = w->at + w->len + 1;
        w->is_begun = *match == '*';
        match += w->is_begun;
        if (*match == '\0')
            return n;
        if (strncmp(match, " AND ", 5) != 0)
            return -1;
        match += 5;
    }
    return -1;
}

bool words_is_plain(const char *match)
{
    struct word words[WORDS_MAX];

    return parse(match, words) > 0;
}

/* The end of the word that begins at text, or text itself where a gap is there. */
static const char *end_of_word(const char *text)
{
    for (;;) {
        const char *next = text;
        unsigned char c = (unsigned char)*text;

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            text++;
            continue;
        }
        if (c < 0x80 || words_is_gap(utf8_next(&next)))
            return text;
        text = next;
    }
}

static bool is_word(const struct word *w, const char *at, size_t len)
{
    return (w->is_begun ? len >= w->len : len == w->len) && memcmp(at, w->at, w->len) == 0;
}

bool words_match(const char *text, const char *match)
{
    struct word words[WORDS_MAX];
    int n = parse(match, words), left = n;
    uint32_t found = 0;

    while (left > 0 && *text) {
        const char *end = end_of_word(text);

        if (end == text) {
            (void)utf8_next(&text);
            continue;
        }
        for (int i = 0; i < n; i++) {
            if (!(found & UINT32_C(1) << i) && is_word(&words[i], text, (size_t)(end - text))) {
                found |= UINT32_C(1) << i;
                left--;
            }
        }
        text = end;
    }
    return left == 0;
}
