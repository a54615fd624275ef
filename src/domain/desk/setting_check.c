/*
 * See setting_check.h.
 */
#include "domain/desk/setting_check.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/text.h"

bool setting_is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);

    for (const char *at = choices;; at++) {
        size_t n = strcspn(at, "|");

        if (n == len && memcmp(at, value, n) == 0)
            return true;
        at += n;
        if (*at == '\0')
            return false;
    }
}

/* Words of the choices, with one blank between. */
bool setting_check_list(const char *choices, struct arena *arena, const char **value,
                        struct err *err)
{
    const char *out = "";

    for (const char *at = *value + strspn(*value, " ,"); *at != '\0';) {
        size_t len = strcspn(at, " ,");
        const char *word = arena_strndup(arena, at, len);

        if (!setting_is_choice(choices, word))
            return err_field(err, ERR_INVALID, "value",
                             _("\"%.40s\" does not fit here. Choose of: %s."), word, choices);
        out = arena_printf(arena, "%s%s%s", out, out[0] != '\0' ? " " : "", word);
        at += len;
        at += strspn(at, " ,");
    }
    *value = out;
    return true;
}

/* Codes of sites there are, with one blank between. */
bool setting_check_sites(struct desk *desk, struct arena *arena, const char **value,
                         struct err *err)
{
    const char *out = "";
    int64_t id;

    for (const char *at = *value + strspn(*value, " ,"); *at != '\0';) {
        size_t len = strcspn(at, " ,");
        const char *code;

        if (!text_code(arena_strndup(arena, at, len), "value", arena, &code, err) ||
            !setting_site(desk, code, &id, err))
            return false;
        out = arena_printf(arena, "%s%s%s", out, out[0] != '\0' ? " " : "", code);
        at += len;
        at += strspn(at, " ,");
    }
    *value = out;
    return true;
}
