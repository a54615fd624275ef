/*
 * Who may do what: the one table of rights.
 */
#include "domain/desk/access.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/desk_impl.h"

static_assert(ROLE_CLERK == 1 && ROLE_WAREHOUSE == 2 && ROLE_MANAGER == 3 && ROLE_ADMIN == 4,
              "stored values");

#define ROLE_COUNT 4

/* A pattern is an action, or everything below "name.*", or "*"; with a '-' in front it takes the
 * right away. The first that fits decides; none: no. */
static const struct role_rights {
    const char *name, *label;
    const char *const *patterns;
} roles[ROLE_COUNT] = {
    { "clerk", N_("clerk"),
      (const char *const[]){ "-order.lift_any", "-order.tolerance", "-order.terms",
                             "timer.run", "sync.work", "sync.retry", "order.*", "quote.*",
                             "customer.new", "customer.save", "customer.address",
                             "customer.contact", "customer.pair", "notice.resend",
                             "fulfillment.collect", "fulfillment.uncollect",
                             "fulfillment.no_show", "paper.keep", "view.save", "form.keep",
                             "user.own_password", "user.preferences", "session.enter", NULL } },
    { "warehouse", N_("warehouse"),
      (const char *const[]){ "-fulfillment.force", "timer.run", "sync.work", "stock.*",
                             "order.release", "order.fill", "fulfillment.*", "shipment.*",
                             "manifest.close", "manifest.form", "paper.keep",
                             "view.save", "form.keep", "user.own_password", "user.preferences",
                             "session.enter", NULL } },
    { "manager", N_("manager"),
      (const char *const[]){ "user.own_password", "user.preferences", "-user.*", "-setting.set",
                             "-check.fix", "*", NULL } },
    { "admin", N_("admin"), (const char *const[]){ "*", NULL } },
};

static bool fits(const char *pattern, const char *action)
{
    size_t len = strlen(pattern);

    if (len > 0 && pattern[len - 1] == '*')
        return strncmp(pattern, action, len - 1) == 0;
    return strcmp(pattern, action) == 0;
}

bool role_may(enum role role, const char *action)
{
    assert(role >= ROLE_CLERK && role <= ROLE_ADMIN);
    assert(action != NULL && action[0] != '\0');
    for (const char *const *p = roles[role - 1].patterns; *p != NULL; p++) {
        bool is_denial = (*p)[0] == '-';

        if (fits(*p + (is_denial ? 1 : 0), action))
            return !is_denial;
    }
    return false;
}

const char *role_name(enum role role)
{
    assert(role >= ROLE_CLERK && role <= ROLE_ADMIN);
    return roles[role - 1].name;
}

bool role_parse(const char *text, enum role *out, struct err *err)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(text, roles[i].name) == 0 || strcmp(text, _(roles[i].label)) == 0) {
            *out = (enum role)(i + 1);
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "role",
                     _("\"%.40s\" is no role. The roles are clerk, warehouse, manager, admin."),
                     text);
}

bool desk_user_may(const struct desk_user *user, const char *action, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct strbuf who;

    if (role_may(user->role, action))
        return true;
    strbuf_init(&who, tmp, 200);
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (!role_may((enum role)(i + 1), action))
            continue;
        strbuf_add(&who, who.len > 0 ? _(" or ") : "");
        strbuf_add(&who, _(roles[i].label));
    }
    return err_set(err, ERR_DENIED,
                   _("Your role (%s) may not do this (%s). Ask a colleague with the role %s."),
                   _(roles[user->role - 1].label), action, who.s);
}
