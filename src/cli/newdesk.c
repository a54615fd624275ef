/*
 * Making a desk. Country and time zone are taken from the machine where nobody says else; the
 * domain fills what follows from the country.
 */
#include "cli/newdesk.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/prompt.h"
#include "cli/verb.h"
#include "domain/desk/desk.h"
#include "domain/party/customer.h"

/* "GB" of "en_GB.UTF-8"; "" where the locale names no country. */
static const char *locale_country(struct arena *arena)
{
    static const char *const names[] = { "LC_ALL", "LC_MONETARY", "LANG" };

    for (size_t i = 0; i < OD_LEN(names); i++) {
        const char *value = os_env(names[i]);
        const char *at = value == NULL ? NULL : strchr(value, '_');

        if (at != NULL && isupper((unsigned char)at[1]) && isupper((unsigned char)at[2]) &&
            !isalnum((unsigned char)at[3]))
            return arena_strndup(arena, at + 1, 2);
        if (value != NULL)
            return "";
    }
    return "";
}

/* "Europe/London": TZ, else where the machine's zone points to. */
static const char *machine_zone(struct arena *arena)
{
    static const char folder[] = "zoneinfo/";
    const char *zone = os_env("TZ");
    char target[256];
    ssize_t len;

    if (zone != NULL)
        return os_is_time_zone(zone) ? zone : NULL;
    len = readlink("/etc/localtime", target, sizeof target - 1);
    if (len <= 0)
        return NULL;
    target[len] = '\0';
    zone = strstr(target, folder);
    if (zone == NULL || !os_is_time_zone(zone + strlen(folder)))
        return NULL;
    return arena_strdup(arena, zone + strlen(folder));
}

/* The folder of the desk, where the default place has none yet. */
static bool make_folder(const struct cli *c, struct err *err)
{
    const char *dir = os_data_dir(c->arena);
    size_t len = dir == NULL ? 0 : strlen(dir);

    if (dir == NULL || strncmp(c->where, dir, len) != 0 || c->where[len] != '/')
        return true;
    return os_make_dir(dir, err);
}

bool newdesk_make(struct cli *c, const struct newdesk *in, struct err *err)
{
    struct desk_new make = {
        .where = c->where,
        .login = c->login,
        .user_name = c->login,
        .company = in->company,
        .country = in->country,
        .currency = in->currency,
        .time_zone = in->time_zone,
        .clock = c->clock,
    };

    if (make.country == NULL || make.country[0] == '\0')
        make.country = locale_country(c->arena);
    if (make.time_zone == NULL || make.time_zone[0] == '\0')
        make.time_zone = machine_zone(c->arena);
    if (!make_folder(c, err))
        return false;
    if (desk_create(&make, &c->desk, err))
        return true;
    /* A missing folder is a matter of files, not of records. */
    if (err->code == ERR_NOT_FOUND)
        err->code = ERR_IO;
    return false;
}

bool newdesk_ask(struct cli *c, struct err *err)
{
    struct newdesk in = { 0 };
    const char *answer;

    (void)fprintf(stderr, _("There is no desk at %s yet. Three questions make one; ^C leaves.\n"),
                  c->where);
    if (!prompt_line(_("Name of the company"), "", c->arena, &in.company, err) ||
        !prompt_line(_("Country, two letters"), locale_country(c->arena), c->arena, &answer, err))
        return false;
    in.country = country_code(answer);
    if (in.country == NULL)
        return err_field(err, ERR_INVALID, "country",
                         _("\"%s\" is no country; give its two letters, like GB."), answer);
    if (!prompt_line(_("Currency, three letters (empty: the country's)"), "", c->arena,
                     &in.currency, err))
        return false;
    return newdesk_make(c, &in, err);
}
