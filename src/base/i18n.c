/*
 * Which language the texts have: that of the locale, then that of the user who signs in.
 */
#include "base/i18n.h"

#include <ctype.h>
#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/compiler.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/os.h"

#define LANG_MAX 20 /* "de", "pt_BR", "sr@latin" */

/* gettext's own state is the program's; this only remembers what it said. */
static bool has_no_catalog;

void i18n_changed(void)
{
    static const char head[] = "";

    (void)textdomain(PACKAGE); /* forgets what was looked up before */
    has_no_catalog = gettext(head)[0] == '\0';
}

const char *i18n_text(const char *text)
{
    return has_no_catalog ? text : gettext(text);
}

/* The first of the variables that is set, as setlocale asks them. */
static const char *wanted(const char *category)
{
    const char *all = os_env("LC_ALL");
    const char *own = all != NULL ? all : os_env(category);

    return own != NULL ? own : os_env("LANG");
}

static bool is_utf8_name(const char *locale)
{
    const char *codeset = locale != NULL ? strchr(locale, '.') : NULL;

    return codeset != NULL &&
           (strncasecmp(codeset, ".UTF-8", 6) == 0 || strncasecmp(codeset, ".utf8", 5) == 0);
}

/*
 * The locale that is asked for is not on this machine, as on a bare Debian without the package
 * locales. C.UTF-8 always is, and gettext looks at LANGUAGE there.
 */
static void fall_back(void)
{
    const char *messages = wanted("LC_MESSAGES");

    if (!is_utf8_name(wanted("LC_CTYPE")) || setlocale(LC_ALL, "C.UTF-8") == NULL)
        return;
    if (os_env("LANGUAGE") == NULL && messages != NULL && messages[0] != 'C')
        (void)setenv("LANGUAGE", messages, 1);
}

/* The folder of the catalogues: named, beside the program (a build folder, a moved installation),
 * or where the program was configured for. */
static const char *catalogs(struct arena *arena)
{
    static const char *const beside[] = { "locale", "../share/locale" };
    const char *named = os_is_setid() ? NULL : os_env("ORDERDESK_LOCALEDIR");
    const char *dir = os_is_setid() ? NULL : os_program_dir(arena);

    if (named != NULL)
        return named;
    for (size_t i = 0; dir != NULL && i < OD_LEN(beside); i++) {
        const char *path = arena_printf(arena, "%s/%s", dir, beside[i]);

        if (os_file_exists(arena_printf(arena, "%s/de/LC_MESSAGES/" PACKAGE ".mo", path)))
            return path;
    }
    return OD_LOCALEDIR;
}

void i18n_start(void)
{
    OD_ARENA *tmp = arena_new();

    if (setlocale(LC_ALL, "") == NULL)
        fall_back();
    /* Numbers are written by our own code; a library that uses printf must not see a comma. */
    (void)setlocale(LC_NUMERIC, "C");
    (void)bindtextdomain(PACKAGE, catalogs(tmp));
    (void)bind_textdomain_codeset(PACKAGE, "UTF-8");
    i18n_changed();
}

void i18n_use(const char *lang)
{
    size_t len = strlen(lang);

    if (len == 0 || len > LANG_MAX || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return;
    for (size_t i = 0; i < len; i++)
        if (!isalpha((unsigned char)lang[i]) && lang[i] != '_' && lang[i] != '@')
            return;
    /* gettext does not look at LANGUAGE where the messages are in the locale C. */
    if (strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0 ||
        strcmp(setlocale(LC_MESSAGES, NULL), "POSIX") == 0)
        (void)setlocale(LC_MESSAGES, "C.UTF-8");
    if (setenv("LANGUAGE", lang, 1) == 0)
        i18n_changed();
}

void language_switch(const char *lang, struct language_kept *kept)
{
    const char *now = os_env("LANGUAGE");

    (void)snprintf(kept->lang, sizeof kept->lang, "%s", now != NULL ? now : "");
    i18n_use(lang);
}

void language_switch_back(const struct language_kept *kept)
{
    if (kept->lang[0] == '\0')
        (void)unsetenv("LANGUAGE");
    else
        (void)setenv("LANGUAGE", kept->lang, 1);
    i18n_changed();
}

const char *language_now(struct arena *arena)
{
    const char *asked = os_env("LANGUAGE"), *locale = setlocale(LC_MESSAGES, NULL);
    const char *now = asked != NULL ? asked : locale;
    size_t len = 0;

    /* As gettext has it: LANGUAGE says nothing where the messages are in the locale C. */
    if (locale == NULL || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return "en";
    while (islower((unsigned char)now[len]))
        len++;
    return len == 2 || len == 3 ? arena_strndup(arena, now, len) : "en";
}
