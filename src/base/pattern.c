/*
 * Patterns over PCRE2. What a bad expression can cost is bounded: matching gives up after a while
 * and counts as no match.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/pattern.h"

#include <pcre2.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

#define MATCH_LIMIT 100000

static void *take(size_t size, void *ctx)
{
    (void)ctx;
    return xmalloc(size);
}

static void give_back(void *memory, void *ctx)
{
    (void)ctx;
    xfree(memory);
}

struct pattern {
    pcre2_general_context *memory;
    pcre2_compile_context *compile;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    const char *text; /* of the last match */
    bool is_matched;
};

bool pattern_new(const char *expression, struct pattern **out, struct err *err)
{
    struct pattern *p = xcalloc(1, sizeof *p);
    int code;
    PCRE2_SIZE at;

    p->memory = pcre2_general_context_create(take, give_back, NULL);
    p->compile = pcre2_compile_context_create(p->memory);
    p->code = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
                            PCRE2_ANCHORED | PCRE2_ENDANCHORED, &code, &at, p->compile);
    if (p->code == NULL) {
        PCRE2_UCHAR words[120] = "";

        (void)pcre2_get_error_message(code, words, sizeof words);
        pattern_free(p);
        return err_set(err, ERR_INVALID, _("\"%.80s\" is no pattern: %s (at %d)."), expression,
                       (const char *)words, (int)at);
    }
    p->data = pcre2_match_data_create_from_pattern(p->code, p->memory);
    p->context = pcre2_match_context_create(p->memory);
    (void)pcre2_set_match_limit(p->context, MATCH_LIMIT);
    *out = p;
    return true;
}

void pattern_free(struct pattern *p)
{
    if (p == NULL)
        return;
    pcre2_match_context_free(p->context);
    pcre2_match_data_free(p->data);
    pcre2_code_free(p->code);
    pcre2_compile_context_free(p->compile);
    pcre2_general_context_free(p->memory);
    xfree(p);
}

bool pattern_match(struct pattern *p, const char *text)
{
    p->text = text;
    p->is_matched =
        pcre2_match(p->code, (PCRE2_SPTR)text, strlen(text), 0, 0, p->data, p->context) >= 0;
    return p->is_matched;
}

const char *pattern_group(const struct pattern *p, const char *name, struct arena *arena)
{
    const PCRE2_SIZE *ends;
    int n;

    if (!p->is_matched)
        return NULL;
    n = pcre2_substring_number_from_name(p->code, (PCRE2_SPTR)name);
    if (n <= 0)
        return NULL;
    ends = pcre2_get_ovector_pointer(p->data);
    if (ends[2 * n] == PCRE2_UNSET)
        return NULL;
    return arena_strndup(arena, p->text + ends[2 * n], ends[2 * n + 1] - ends[2 * n]);
}
