/*
 * The program's own words for notices, read from the texts that are built in. Sections are
 * [event way]; the first line of a mail's is its subject.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/outside/notice.h"

/* The section's text, from the line behind its head; NULL where there is none. *len without the
 * empty lines at its end. */
static const char *section_of(const char *text, const char *name, size_t *len)
{
    size_t n = strlen(name);

    for (const char *at = text; at != NULL; at = strstr(at, "\n[")) {
        const char *end;

        at += *at == '\n';
        if (strncmp(at, name, n) != 0 || at[n] != '\n') {
            at += *at != '\0';
            continue;
        }
        at += n + 1;
        end = strstr(at, "\n[");
        *len = end != NULL ? (size_t)(end - at) : strlen(at);
        while (*len > 0 && at[*len - 1] == '\n')
            (*len)--;
        return at;
    }
    return NULL;
}

bool notice_words_built_in(enum notice_event event, enum notice_channel channel, const char *lang,
                           struct arena *arena, struct notice_words *out)
{
    const struct notice_kind *kind = notice_kind_of(event);
    const char *all = strcmp(lang, "en") == 0   ? notice_words_en
                      : strcmp(lang, "de") == 0 ? notice_words_de
                                                : NULL;
    const char *at;
    size_t len = 0, line;

    if (all == NULL || kind == NULL)
        return false;
    at = section_of(all, arena_printf(arena, "[%s %s]", kind->name, notice_channel_name(channel)),
                    &len);
    if (at == NULL)
        return false;
    line = channel == NOTICE_MAIL ? strcspn(at, "\n") : 0;
    out->subject = arena_strndup(arena, at, line);
    while (line < len && at[line] == '\n')
        line++;
    out->body = arena_strndup(arena, at + line, len - line);
    return true;
}
