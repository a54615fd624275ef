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
    if (cp < 0x80)
        return !((cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z'));
    return !utf8_is_of_word(cp);
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
