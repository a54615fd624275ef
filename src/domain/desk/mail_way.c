/*
 * See mail_way.h.
 */
#include "domain/desk/mail_way.h"

#include <string.h>

#include "base/i18n.h"
#include "domain/desk/setting.h"

bool mail_way(struct desk *desk, struct arena *arena, const char **provider, const char **why_not,
              struct err *err)
{
    const char *by, *from;

    if (!setting_get(desk, "notice.mail_provider", arena, &by, err) ||
        !setting_get(desk, "notice.from", arena, &from, err))
        return false;
    *provider = strcmp(by, "none") == 0 ? "" : by;
    *why_not = "";
    if ((*provider)[0] == '\0')
        *why_not = _("No mails are sent: orderdesk setting set notice.mail_provider names who"
                     " sends them.");
    else if (from[0] == '\0')
        *why_not = _("No mails are sent: orderdesk setting set notice.from says from which"
                     " address.");
    return true;
}
