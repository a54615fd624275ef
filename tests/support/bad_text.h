/*
 * Texts that are against us, and what must never come out of any sink.
 */
#ifndef OD_TESTS_SUPPORT_BAD_TEXT_H
#define OD_TESTS_SUPPORT_BAD_TEXT_H

#include <check.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "prop/prop.h"

static const char *const bad_pieces[] = {
    "\x1b[31m", "\x1b]0;own\x07", "\x1b", "\x9b", "\302\23331m", "\x07", "\x08", "\r", "\n",
    "\t",
    "\x7f", "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x80\x8b", "\xef\xbb\xbf", "\xf3\xa0\x81\xa1",
    "\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xc3",
    "=cmd|' /C calc'!A0",
    "+1+1", "-2+3", "@SUM(1)", "\"", "\"\"", "'", "';--", "\\", "%s%n", "%", "{}", "</a>", "&", ",",
    ";", "|", "`id`", "$(id)", "NEAR(", "*", "OR", "AND NOT", "^", ":", "status:", "-", "e\xcc\x81",
    "\xcc\x81", "\xe5\x95\x86\xe5\x93\x81", "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9",
    "\xd7\xa9",
    "^XZ", "~JA", "<b>", "]]>", "&#0;", "\xef\xbf\xbf", "\r\nBcc: a@b", "\xe2\x80\xa8",
    "\xd9\x84", "\xc3\x9f", "\xc4\xb0", "\xef\xac\x81", "0", "1e9", "a", "Leeds", " ", "  ",
};

/* One to eight of them; the first often alone, because some only hurt at the beginning. */
static inline const char *bad_text_make(struct prop *p, struct arena *arena)
{
    const char *text = "";
    int64_t n = prop_between(p, 0, 2) == 0 ? 1 : prop_between(p, 2, 8);

    for (int64_t i = 0; i < n; i++)
        text = arena_printf(arena, "%s%s", text,
                            bad_pieces[prop_between(p, 0, (int64_t)OD_LEN(bad_pieces) - 1)]);
    return text;
}

/* What a person's terminal must not be given; NULL: it is clean. */
static inline const char *bad_text_found(const char *text)
{
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);

        if (cp < 0x20 || (cp >= 0x7f && cp <= 0x9f))
            return "a control character";
        if ((cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069))
            return "a bidi control";
        if (cp == 0x200b || cp == 0xfeff || (cp >= 0xe0000 && cp <= 0xe007f))
            return "an invisible character";
        if ((cp & 0xfffe) == 0xfffe || (cp >= 0xfdd0 && cp <= 0xfdef))
            return "what is no character";
    }
    return NULL;
}

/* What a record kept, or a sink let out, is text; abort the test where it is not. */
static inline void check_kept(const char *text, bool is_one_line)
{
    bool is_clean = utf8_is_valid(text, strlen(text));
    OD_ARENA *tmp = arena_new();
    char *line = arena_strdup(tmp, text);

    for (char *at = line; !is_one_line && *at != '\0'; at++)
        if (*at == '\n')
            *at = ' ';
    if (!is_clean || bad_text_found(line) != NULL)
        ck_abort_msg("a record kept %s: \"%.400s\"", is_clean ? bad_text_found(line) : "bad UTF-8",
                     text);
}

/* A refusal is fine; a fault is none. */
static inline bool is_taken(bool is_ok, const struct err *err)
{
    if (!is_ok && err->code != ERR_INVALID && err->code != ERR_LIMIT && err->code != ERR_CONFLICT)
        ck_abort_msg("%s: %s %s", err_code_name(err->code), err->text, err->cause);
    return is_ok;
}

#endif
