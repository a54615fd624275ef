/*
 * The decoder. One step looks at the bytes in front and says: a key, nothing to see (K_NONE), or
 * more bytes are needed.
 */
#include "tui/term_input.h"

#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"

#define ESC 0x1B
/* A sequence longer than this is rubbish. */
#define SEQUENCE_MAX 64

enum step { STEP_KEY, STEP_NOTHING, STEP_MORE };

static const struct {
    const char *text;
    uint32_t sym;
} common[] = {
    { "[A", K_UP }, { "[B", K_DOWN }, { "[C", K_RIGHT }, { "[D", K_LEFT },
    { "OA", K_UP }, { "OB", K_DOWN }, { "OC", K_RIGHT }, { "OD", K_LEFT },
    /* Home and End of xterm, VT220 and linux, rxvt. */
    { "[H", K_HOME }, { "[F", K_END }, { "OH", K_HOME }, { "OF", K_END },
    { "[1~", K_HOME }, { "[4~", K_END }, { "[7~", K_HOME }, { "[8~", K_END },
    { "[2~", K_INSERT }, { "[3~", K_DELETE }, { "[5~", K_PAGE_UP }, { "[6~", K_PAGE_DOWN },
    /* F-keys: VT100 and xterm, VT220 and PuTTY, the Linux console. */
    { "OP", K_F1 }, { "OQ", K_F1 + 1 }, { "OR", K_F1 + 2 }, { "OS", K_F1 + 3 },
    { "[11~", K_F1 }, { "[12~", K_F1 + 1 }, { "[13~", K_F1 + 2 }, { "[14~", K_F1 + 3 },
    { "[[A", K_F1 }, { "[[B", K_F1 + 1 }, { "[[C", K_F1 + 2 }, { "[[D", K_F1 + 3 },
    { "[[E", K_F1 + 4 }, { "[15~", K_F1 + 4 }, { "[17~", K_F1 + 5 }, { "[18~", K_F1 + 6 },
    { "[19~", K_F1 + 7 }, { "[20~", K_F1 + 8 }, { "[21~", K_F1 + 9 }, { "[23~", K_F1 + 10 },
    { "[24~", K_F1 + 11 }, { "[P", K_F1 }, { "[Q", K_F1 + 1 }, { "[S", K_F1 + 3 },
    /* The keypad of terminals that send it as an application's: digits all the same. */
    { "Op", '0' }, { "Oq", '1' }, { "Or", '2' }, { "Os", '3' }, { "Ot", '4' }, { "Ou", '5' },
    { "Ov", '6' }, { "Ow", '7' }, { "Ox", '8' }, { "Oy", '9' }, { "On", '.' }, { "Ol", ',' },
    { "Oj", '*' }, { "Ok", '+' }, { "Om", '-' }, { "Oo", '/' }, { "OM", K_ENTER },
    { "OX", '=' }, { "[200~", K_PASTE_BEGIN }, { "[201~", K_PASTE_END },
};

void term_input_define(struct term_input *in, const char *sequence, uint32_t sym)
{
    size_t len = sequence == NULL ? 0 : strlen(sequence);

    if (len < 2 || len >= TERM_INPUT_SEQUENCE || sequence[0] != ESC ||
        in->own_n == TERM_INPUT_OWN)
        return;
    memcpy(in->own[in->own_n].text, sequence + 1, len);
    in->own[in->own_n++].sym = sym;
}

void term_input_define_all(struct term_input *in, const char *(*get)(const char *name))
{
    static const struct {
        const char *cap;
        uint32_t sym;
    } caps[] = {
        { "kcuu1", K_UP }, { "kcud1", K_DOWN }, { "kcub1", K_LEFT }, { "kcuf1", K_RIGHT },
        { "khome", K_HOME }, { "kend", K_END }, { "kpp", K_PAGE_UP }, { "knp", K_PAGE_DOWN },
        { "kich1", K_INSERT }, { "kdch1", K_DELETE }, { "kbs", K_BACKSPACE },
        { "kent", K_ENTER }, { "kf1", K_F1 }, { "kf2", K_F1 + 1 }, { "kf3", K_F1 + 2 },
        { "kf4", K_F1 + 3 }, { "kf5", K_F1 + 4 }, { "kf6", K_F1 + 5 }, { "kf7", K_F1 + 6 },
        { "kf8", K_F1 + 7 }, { "kf9", K_F1 + 8 }, { "kf10", K_F1 + 9 }, { "kf11", K_F1 + 10 },
        { "kf12", K_F1 + 11 },
    };

    for (size_t i = 0; i < OD_LEN(caps); i++)
        term_input_define(in, get(caps[i].cap), caps[i].sym);
}

size_t term_input_feed(struct term_input *in, const void *bytes, size_t n)
{
    size_t room;

    if (in->at > 0) {
        memmove(in->bytes, in->bytes + in->at, in->end - in->at);
        in->end -= in->at;
        in->at = 0;
    }
    room = sizeof in->bytes - in->end;
    if (n > room)
        n = room;
    if (n > 0)
        memcpy(in->bytes + in->end, bytes, n);
    in->end += n;
    return n;
}

bool term_input_is_partial(const struct term_input *in)
{
    return in->at < in->end;
}

bool term_input_is_sequence(const struct term_input *in)
{
    size_t n = in->end - in->at;

    if (n == 0 || in->bytes[in->at] != ESC)
        return false;
    /* Before anybody pressed a key the first ESC is that of the answer. */
    if (n == 1)
        return in->awaits_ground == TERM_INPUT_GROUND_KEYS;
    return in->bytes[in->at + 1] == '[' || in->bytes[in->at + 1] == 'O' ||
           (in->awaits_ground > 0 && in->bytes[in->at + 1] == ']');
}

void term_input_clear(struct term_input *in)
{
    in->at = in->end = 0;
    in->is_pasting = in->was_return = in->was_escape = false;
    in->answer_n = 0;
}

bool term_input_end_paste(struct term_input *in, struct key *out)
{
    if (!in->is_pasting)
        return false;
    in->is_pasting = false;
    *out = key_make(K_PASTE_END, 0);
    return true;
}

/* The key of a sequence without its ESC; K_NONE where none is known. */
static uint32_t sequence_sym(const struct term_input *in, const char *text)
{
    for (int i = 0; i < in->own_n; i++) {
        if (strcmp(in->own[i].text, text) == 0)
            return in->own[i].sym;
    }
    for (size_t i = 0; i < OD_LEN(common); i++) {
        if (strcmp(common[i].text, text) == 0)
            return common[i].sym;
    }
    return K_NONE;
}

/* xterm's way to send modifiers: "[1;5A" is Ctrl and "[A", "[3;2~" Shift and "[3~". */
static struct key with_mods(const struct term_input *in, const char *text)
{
    const char *semicolon = strchr(text, ';');
    size_t len = strlen(text);
    char plain[TERM_INPUT_SEQUENCE];
    int code, mods = 0;
    uint32_t sym;

    if (semicolon == NULL || len >= sizeof plain || text[0] != '[')
        return key_make(K_NONE, 0);
    code = semicolon[1] >= '1' && semicolon[1] <= '8' ? semicolon[1] - '1' : 0;
    mods |= code & 1 ? KEY_SHIFT : 0;
    mods |= code & 2 ? KEY_ALT : 0;
    mods |= code & 4 ? KEY_CTRL : 0;
    memset(plain, 0, sizeof plain);
    if (text[len - 1] == '~') {
        memcpy(plain, text, (size_t)(semicolon - text));
        plain[semicolon - text] = '~';
    } else {
        plain[0] = '[';
        plain[1] = text[len - 1];
    }
    sym = sequence_sym(in, plain);
    return key_make(sym, sym == K_NONE ? 0 : mods);
}

/* --- the color of the ground ------------------------------------------------------------------ */

static const char answer_head[] = "\033]11;rgb:";

/* Can c stand at place n of an answer? */
static bool answer_has(int n, unsigned char c)
{
    int head = (int)sizeof answer_head - 1;

    if (n < head)
        return c == (unsigned char)answer_head[n];
    return n < TERM_INPUT_ANSWER - 1 && c != '\0' && strchr("0123456789abcdefABCDEF/\033\\\a", c);
}

/* "ffff/ffff/ffff", of one to four digits each: is it more light than dark, as the eye has it? */
static void take_ground(struct term_input *in, const char *colors)
{
    static const int weights[] = { 299, 587, 114 };
    long light = 0; /* in millionths */

    for (size_t i = 0; i < OD_LEN(weights); i++) {
        char *end;
        long max = 1, v = strtol(colors, &end, 16);

        if (end == colors || end - colors > 4 || v < 0)
            return;
        for (const char *at = colors; at < end; at++)
            max *= 16;
        light += weights[i] * v * 1000 / (max - 1);
        colors = *end == '/' ? end + 1 : end;
    }
    in->ground = light > 500000 ? TERM_GROUND_LIGHT : TERM_GROUND_DARK;
    in->awaits_ground = 0;
}

/* An answer of which only the beginning had come in time: the rest must not be typed. */
static bool keep_beginning(struct term_input *in)
{
    size_t n = in->end - in->at;

    if (in->awaits_ground == 0 || n < 2 || n >= TERM_INPUT_ANSWER)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!answer_has((int)i, in->bytes[in->at + i]))
            return false;
    memcpy(in->answer, in->bytes + in->at, n);
    in->answer_n = (int)n;
    return true;
}

/* One more byte of it. False: it belongs to something else. */
static bool take_answer(struct term_input *in)
{
    unsigned char c = in->bytes[in->at];
    bool is_end = c == '\a' || (c == '\\' && in->answer[in->answer_n - 1] == ESC);

    if (!answer_has(in->answer_n, c)) {
        in->answer_n = 0;
        return false;
    }
    in->at++;
    in->answer[in->answer_n++] = (char)c;
    if (!is_end)
        return true;
    in->answer[in->answer_n] = '\0';
    in->answer_n = 0;
    take_ground(in, in->answer + sizeof answer_head - 1);
    return true;
}

/* --- the mouse -------------------------------------------------------------------------------- */

/* "[<0;COL;ROWM": a press of the left button, or the wheel; all else is nothing. */
static struct key mouse_key(const struct term_input *in, const char *text)
{
    char *end;
    long button = strtol(text + 2, &end, 10), col, row;
    enum key_mouse what;

    if (!in->has_mouse || *end != ';')
        return key_make(K_NONE, 0);
    col = strtol(end + 1, &end, 10);
    if (*end != ';')
        return key_make(K_NONE, 0);
    row = strtol(end + 1, &end, 10);
    if (strcmp(end, "M") != 0 || row < 1 || col < 1 || row > 1000 || col > 1000)
        return key_make(K_NONE, 0);
    if (button != 0 && button != 64 && button != 65)
        return key_make(K_NONE, 0);
    what = button == 0 ? MOUSE_CLICK : button == 64 ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
    return key_make_mouse(what, (int)row - 1, (int)col - 1);
}

/* --- sequences -------------------------------------------------------------------------------- */

/* The length of the sequence that begins with ESC at s, 0 where its end is not there yet. */
static size_t sequence_length(const unsigned char *s, size_t n, bool has_mouse)
{
    if (n < 2)
        return 0;
    if (s[1] == 'O')
        return n >= 3 ? 3 : 0;
    if (s[1] == '[' && n >= 3 && s[2] == '[')
        return n >= 4 ? 4 : 0;
    /* The old way to send a mouse, of terminals that do not know the new one. */
    if (has_mouse && s[1] == '[' && n >= 3 && s[2] == 'M')
        return n >= 6 ? 6 : 0;
    for (size_t i = 2; i < n; i++) {
        if (s[1] == '[' && s[i] >= 0x40 && s[i] <= 0x7E)
            return i + 1;
        /* OSC, DCS and the like end in BEL or ESC \. */
        if (s[1] != '[' && (s[i] == '\a' || (s[i] == '\\' && s[i - 1] == ESC)))
            return i + 1;
        if (i >= SEQUENCE_MAX)
            return i;
    }
    return 0;
}

static bool begins_sequence(unsigned char c)
{
    return c == '[' || c == 'O' || c == ']' || c == 'P' || c == '_' || c == '^';
}

static enum step take_sequence(struct term_input *in, struct key *out)
{
    const unsigned char *s = in->bytes + in->at;
    size_t n = sequence_length(s, in->end - in->at, in->has_mouse);
    char text[SEQUENCE_MAX + 2];

    if (n == 0)
        return STEP_MORE;
    memcpy(text, s + 1, n - 1);
    text[n - 1] = '\0';
    in->at += n;
    if (strcmp(text, "[?2026;1$y") == 0 || strcmp(text, "[?2026;2$y") == 0)
        in->says_sync = true;
    *out = key_make(sequence_sym(in, text), 0);
    if (out->sym == K_NONE && strcmp(text, "[Z") == 0)
        *out = key_make(K_TAB, KEY_SHIFT);
    if (strncmp(text, "[<", 2) == 0)
        *out = mouse_key(in, text);
    else if (in->has_mouse && strncmp(text, "[M", 2) == 0)
        *out = key_make(K_NONE, 0); /* the old way is swallowed */
    else if (out->sym == K_NONE)
        *out = with_mods(in, text);
    if (strncmp(text, answer_head + 1, sizeof answer_head - 2) == 0)
        take_ground(in, text + sizeof answer_head - 2);
    if (out->sym == K_PASTE_BEGIN)
        in->is_pasting = true;
    else if (out->sym == K_PASTE_END)
        in->is_pasting = false;
    else if (in->is_pasting)
        return STEP_NOTHING;
    return out->sym == K_NONE ? STEP_NOTHING : STEP_KEY;
}

static struct key control_key(unsigned char c)
{
    switch (c) {
    case '\r':
    case '\n':
        return key_make(K_ENTER, 0);
    case '\t':
        return key_make(K_TAB, 0);
    case '\b':
    case 0x7F:
        return key_make(K_BACKSPACE, 0);
    case 0x1C:
        return key_make('\\', KEY_CTRL);
    case 0x1D:
        return key_make(']', KEY_CTRL);
    default:
        return c >= 1 && c <= 26 ? key_make((uint32_t)('a' + c - 1), KEY_CTRL)
                                 : key_make(K_NONE, 0);
    }
}

static enum step take_control(struct term_input *in, struct key *out)
{
    unsigned char c = in->bytes[in->at++];
    bool after_return = in->was_return;

    in->was_return = c == '\r';
    /* A scanner that ends in CR LF means one Enter. */
    if (c == '\n' && after_return)
        return STEP_NOTHING;
    *out = control_key(c);
    if (in->is_pasting && out->sym != K_ENTER && out->sym != K_TAB)
        return STEP_NOTHING;
    return out->sym == K_NONE ? STEP_NOTHING : STEP_KEY;
}

static enum step take_character(struct term_input *in, struct key *out)
{
    mbstate_t state = { 0 };
    wchar_t wc = 0;
    size_t n = mbrtowc(&wc, (const char *)in->bytes + in->at, in->end - in->at, &state);

    in->was_return = false;
    if (n == (size_t)-2)
        return STEP_MORE;
    if (n == (size_t)-1 || n == 0) {
        in->at++;
        return STEP_NOTHING;
    }
    in->at += n;
    *out = key_make((uint32_t)wc, 0);
    return STEP_KEY;
}

static enum step take_plain(struct term_input *in, struct key *out)
{
    unsigned char c = in->bytes[in->at];

    return c < 0x20 || c == 0x7F ? take_control(in, out) : take_character(in, out);
}

/* What begins with ESC: a sequence, Alt and a key, or Esc itself. */
static enum step take_escape(struct term_input *in, bool is_final, struct key *out)
{
    size_t n = in->end - in->at;
    enum step step;

    in->was_return = false;
    if (n == 1 && !is_final)
        return STEP_MORE;
    if (n == 1 || in->bytes[in->at + 1] == ESC) {
        in->at++;
        in->was_escape = n == 1 && !in->is_pasting;
        *out = key_make(K_ESC, 0);
        return in->is_pasting ? STEP_NOTHING : STEP_KEY;
    }
    if (begins_sequence(in->bytes[in->at + 1]))
        return take_sequence(in, out);
    in->at++;
    step = take_plain(in, out);
    if (step == STEP_MORE)
        in->at--;
    else if (in->is_pasting)
        return STEP_NOTHING;
    if (step == STEP_KEY)
        out->mods |= KEY_ALT;
    return step;
}

/* The line stopped right behind the ESC of a paste, for longer than Esc waits: what follows must
 * not be typed and acted upon. */
static enum step take_late_bracket(struct term_input *in, bool is_final, struct key *out)
{
    static const char bracket[] = "[200~";
    size_t n = in->end - in->at, len = sizeof bracket - 1;

    if (memcmp(in->bytes + in->at, bracket, n < len ? n : len) != 0 || (n < len && is_final)) {
        in->was_escape = false;
        if (in->awaits_ground > 0 && in->bytes[in->at] == ']') {
            in->answer[0] = ESC;
            in->answer_n = 1;
        }
        return STEP_NOTHING;
    }
    if (n < len)
        return STEP_MORE;
    in->at += len;
    in->was_escape = false;
    in->is_pasting = true;
    *out = key_make(K_PASTE_BEGIN, 0);
    return STEP_KEY;
}

static enum step take_any(struct term_input *in, bool is_final, struct key *out)
{
    if (in->answer_n > 0 && take_answer(in))
        return STEP_NOTHING;
    if (in->was_escape)
        return take_late_bracket(in, is_final, out);
    return in->bytes[in->at] == ESC ? take_escape(in, is_final, out) : take_plain(in, out);
}

bool term_input_next(struct term_input *in, bool is_final, struct key *out)
{
    while (in->at < in->end) {
        enum step step = take_any(in, is_final, out);

        if (step == STEP_KEY) {
            if (in->is_pasting && out->sym != K_PASTE_BEGIN)
                out->mods |= KEY_PASTED;
            if (in->awaits_ground > 0)
                in->awaits_ground--;
            return true;
        }
        if (step == STEP_MORE) {
            if (!is_final && in->end - in->at < SEQUENCE_MAX)
                return false;
            (void)keep_beginning(in);
            in->at = in->end;
        }
    }
    return false;
}
