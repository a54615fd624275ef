/*
 * Staff: who may sign in and with which role.
 */
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/prompt.h"
#include "cli/verb.h"
#include "domain/desk/access.h"
#include "domain/desk/desk.h"

static const struct out_column user_columns[] = {
    { "login", N_("Login"), OUT_TEXT },
    { "name", N_("Name"), OUT_TEXT },
    { "role", N_("Role"), OUT_TEXT },
    { "discount_limit", N_("Discount up to %"), OUT_NUMBER },
    { "language", N_("Language"), OUT_TEXT },
    { "is_active", N_("Active"), OUT_BOOL },
    { "has_password", N_("Password"), OUT_BOOL },
    { NULL, NULL, OUT_TEXT },
};

static void put_user(struct out *o, const struct user *u)
{
    out_cell(o, u->login);
    out_cell(o, u->name);
    out_cell(o, role_name(u->role));
    out_cell_rate(o, u->discount_limit);
    out_cell(o, u->lang);
    out_cell_bool(o, u->is_active);
    out_cell_bool(o, u->has_password);
}

static bool find_user(struct cli *c, const char *login, struct user **out, struct err *err)
{
    if (!user_find(c->desk, login, c->arena, out, err))
        return false;
    if (*out == NULL)
        return err_set(err, ERR_NOT_FOUND, _("There is no user %s; see: orderdesk user list"),
                       login);
    return true;
}

static bool run_user_list(struct cli *c, struct err *err)
{
    struct user_list list;

    if (!user_list_load(c->desk, c->arena, &list, err))
        return false;
    out_list_begin(c->out, NULL, user_columns);
    for (int i = 0; i < list.n; i++)
        put_user(c->out, &list.v[i]);
    out_list_end(c->out);
    return true;
}

static bool run_user_show(struct cli *c, struct err *err)
{
    struct user *u;

    if (!find_user(c, verb_arg(c, 0), &u, err))
        return false;
    out_record_begin(c->out, user_columns);
    put_user(c->out, u);
    out_record_end(c->out);
    return true;
}

static bool save_user(struct cli *c, struct user *u, struct err *err)
{
    const char *role = verb_opt(c, "role");
    const char *limit = verb_opt(c, "discount-limit");
    struct user_id id;

    if (verb_opt(c, "name") != NULL)
        u->name = verb_opt(c, "name");
    if (verb_opt(c, "language") != NULL)
        u->lang = verb_opt(c, "language");
    if (verb_flag(c, "active") && verb_flag(c, "inactive"))
        return verb_misused(c, err, _("Choose one of --active and --inactive."));
    if (verb_flag(c, "active"))
        u->is_active = true;
    if (verb_flag(c, "inactive"))
        u->is_active = false;
    if (role != NULL && !role_parse(role, &u->role, err))
        return err_at(err, "role");
    if (limit != NULL && !rate_parse(limit, NULL, &u->discount_limit, err))
        return err_at(err, "discount_limit");
    return user_save(c->desk, u, &id, err);
}

static bool run_user_new(struct cli *c, struct err *err)
{
    struct user u = {
        .login = verb_arg(c, 0),
        .name = verb_arg(c, 0),
        .lang = "",
        .preferences = "{}",
        .role = ROLE_CLERK,
        .is_active = true,
    };

    return save_user(c, &u, err);
}

static bool run_user_set(struct cli *c, struct err *err)
{
    struct user *u;

    return find_user(c, verb_arg(c, 0), &u, err) && save_user(c, u, err);
}

static bool run_user_password(struct cli *c, struct err *err)
{
    const char *password, *again;
    struct user *u;

    if (!find_user(c, verb_arg(c, 0), &u, err))
        return false;
    if (verb_flag(c, "remove"))
        return user_set_password(c->desk, u->id, NULL, err);
    if (!prompt_secret(_("New password"), c->arena, &password, err))
        return false;
    if (isatty(STDIN_FILENO)) {
        if (!prompt_secret(_("The same again"), c->arena, &again, err))
            return false;
        if (strcmp(password, again) != 0)
            return err_field(err, ERR_INVALID, "password",
                             _("The two passwords differ; nothing was changed."));
    }
    if (password[0] == '\0')
        return err_field(err, ERR_INVALID, "password",
                         _("The password is empty; --remove takes it away."));
    return user_set_password(c->desk, u->id, password, err);
}

static const struct verb_option user_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("As colleagues see it.") },
    { "role", "ROLE", VERB_OPTIONAL, N_("clerk, warehouse, manager or admin.") },
    { "discount-limit", "PERCENT", VERB_OPTIONAL, N_("The largest discount the user may give.") },
    { "language", "LANG", VERB_OPTIONAL, N_("Language of the screens, \"de\".") },
    { "active", NULL, VERB_OPTIONAL, N_("May sign in.") },
    { "inactive", NULL, VERB_OPTIONAL, N_("May not sign in any more.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option password_options[] = {
    { "remove", NULL, VERB_OPTIONAL, N_("Take the password away: system login only.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_user[] = {
    { "user", "list", "", NULL, VERB_DESK, run_user_list, N_("List the staff.") },
    { "user", "show", "LOGIN", NULL, VERB_DESK, run_user_show, N_("Show one user.") },
    { "user", "new", "LOGIN", user_options, VERB_DESK, run_user_new, N_("Add a user.") },
    { "user", "set", "LOGIN", user_options, VERB_DESK, run_user_set, N_("Change a user.") },
    { "user", "password", "LOGIN", password_options, VERB_DESK, run_user_password,
      N_("Set a password; it is asked for, or read from standard input.") },
    { 0 },
};
