/*
 * See order_deeds.h. Each calls what is called for one order alone.
 */
#include "print/order_deeds.h"

#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/access.h"
#include "domain/flow/backorder.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_assign.h"
#include "domain/flow/order_wave.h"
#include "domain/outside/notice_desk.h"
#include "print/documents.h"

#define IN(status) (UINT32_C(1) << (status))
#define PLACED     (IN(ORDER_SUBMITTED) | IN(ORDER_CONFIRMED) | IN(ORDER_CLOSED))
#define GOES_ON    (IN(ORDER_DRAFT) | IN(ORDER_SUBMITTED) | IN(ORDER_CONFIRMED))

/* --- priority --------------------------------------------------------------------------------- */

static const struct action_input priority_inputs[] = {
    { "priority", N_("Priority, 0 to 9"), ACTION_IN_TEXT, true, NULL, N_("9 is served first.") },
    { 0 },
};

static bool parse_priority(const struct action_values *values, int *out, struct err *err)
{
    const char *text = action_value(values, "priority");
    int64_t n;

    if (text == NULL || !decimal_parse(text, 0, 9, NULL, &n, NULL) || n < 0)
        return err_field(err, ERR_INVALID, "priority",
                         _("The priority is a number from 0 to 9; 9 is served first."));
    *out = (int)n;
    return true;
}

static bool check_priority(struct desk *desk, const struct action_values *values, const void *ctx,
                           struct err *err)
{
    int priority;

    (void)desk;
    (void)ctx;
    return parse_priority(values, &priority, err);
}

static bool set_priority(struct desk *desk, struct record_at at, const struct action_values *values,
                         const void *ctx, struct err *err)
{
    int priority;

    (void)ctx;
    return parse_priority(values, &priority, err) &&
           order_set_priority(desk, (struct order_id){ at.id }, priority, at.version, err);
}

/* --- who picks -------------------------------------------------------------------------------- */

static const struct action_input assign_inputs[] = {
    { "picker", N_("Who picks (empty: nobody)"), ACTION_IN_TEXT, false, NULL, NULL },
    { 0 },
};

static bool may_assign(struct desk *desk, const struct order *o, const void *ctx, struct err *err)
{
    (void)ctx;
    return order_may_assign(desk, o, err);
}

static bool check_user(struct desk *desk, const struct action_values *values, const void *ctx,
                       struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *login = action_value(values, "picker");
    struct user *user;

    (void)ctx;
    if (login == NULL)
        return true;
    if (!user_find(desk, login, tmp, &user, err))
        return err_at(err, "picker");
    if (user == NULL || !user->is_active)
        return err_field(err, ERR_INVALID, "picker", _("There is no user %.40s."), login);
    return role_may(user->role, "fulfillment.pick") ||
           err_field(err, ERR_INVALID, "picker", _("%s may not pick (%s)."), user->login,
                     role_name(user->role));
}

static bool assign(struct desk *desk, struct record_at at, const struct action_values *values,
                   const void *ctx, struct err *err)
{
    (void)ctx;
    return order_assign(desk, at, action_value(values, "picker"), err);
}

/* --- into a wave ------------------------------------------------------------------------------ */

static bool may_join_wave(struct desk *desk, const struct order *o, const void *ctx,
                          struct err *err)
{
    (void)ctx;
    return order_may_wave(desk, o, err);
}

static bool make_wave(struct desk *desk, struct many_row *rows, int n,
                      const struct action_values *values, struct arena *arena, struct err *err)
{
    return orders_wave(desk, rows, n, action_value(values, "picker"), arena, err);
}

/* --- the latest notice again ------------------------------------------------------------------ */

/* Trials do not count: they went to whoever tried. */
static bool latest_notice(struct desk *desk, struct order_id order, int64_t *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct notices all;

    if (!notices_of_order(desk, order, tmp, &all, err))
        return false;
    for (int i = 0; i < all.n; i++) {
        if (all.v[i].is_test)
            continue;
        *out = all.v[i].id;
        return true;
    }
    return err_set(err, ERR_STATE, _("The customer was told nothing of it yet."));
}

static bool may_tell(struct desk *desk, const struct order *o, const void *ctx, struct err *err)
{
    int64_t id;

    (void)ctx;
    return latest_notice(desk, o->id, &id, err);
}

static bool tell_again(struct desk *desk, struct record_at at, const struct action_values *values,
                       const void *ctx, struct err *err)
{
    int64_t id, made;

    (void)ctx;
    (void)values;
    return latest_notice(desk, (struct order_id){ at.id }, &id, err) &&
           notice_resend(desk, id, &made, err);
}

/* --- papers ----------------------------------------------------------------------------------- */

static bool check_printer(struct desk *desk, const struct action_values *values, const void *ctx,
                          struct err *err)
{
    const struct printing *how = ctx;

    (void)desk;
    (void)values;
    return (how != NULL && how->command != NULL && how->command[0] != '\0') ||
           err_set(err, ERR_STATE,
                   _("This station prints nothing. Set print_command in its configuration."));
}

static bool print_one(struct desk *desk, const struct document_ask *ask, const void *ctx,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *name;

    return check_printer(desk, NULL, ctx, err) && document_print(desk, ask, ctx, tmp, &name, err);
}

static bool print_confirmation(struct desk *desk, struct record_at at,
                               const struct action_values *values, const void *ctx, struct err *err)
{
    const struct document_ask ask = { .kind = DOCUMENT_CONFIRMATION, .order = { at.id } };

    (void)values;
    return print_one(desk, &ask, ctx, err);
}

/* What is picked to its end and was not canceled has a slip. */
static bool has_slip(const struct fulfillment_row *f)
{
    return f->status >= FULFILLMENT_PICKED && f->status != FULFILLMENT_CANCELED;
}

static bool may_slips(struct desk *desk, const struct order *o, const void *ctx, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct fulfillment_rows rows;

    (void)ctx;
    if (!fulfillments_of_order(desk, o->id, tmp, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        if (has_slip(&rows.v[i]))
            return true;
    return err_set(err, ERR_STATE, _("Nothing of it is picked: there is no packing slip."));
}

static bool print_slips(struct desk *desk, struct record_at at, const struct action_values *values,
                        const void *ctx, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct fulfillment_rows rows;
    int n = 0;

    (void)values;
    if (!fulfillments_of_order(desk, (struct order_id){ at.id }, tmp, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        const struct document_ask ask = { .kind = DOCUMENT_PACKING_SLIP,
                                          .fulfillment = rows.v[i].id };

        if (!has_slip(&rows.v[i]))
            continue;
        if (!print_one(desk, &ask, ctx, err))
            return false;
        n++;
    }
    return n > 0 ||
           err_set(err, ERR_STATE, _("Nothing of it is picked: there is no packing slip."));
}

/* --- the table -------------------------------------------------------------------------------- */

static const struct many_deed deeds[] = {
    { .action = { .name = "priority",
                  .key = "y",
                  .label = N_("Priority"),
                  .help = N_("Say how urgent they are: who is served first where stock is short."),
                  .from = GOES_ON,
                  .inputs = priority_inputs },
      .right = "order.priority",
      .check = check_priority,
      .run = set_priority },
    { .action = { .name = "assign",
                  .key = "w",
                  .label = N_("Assign"),
                  .help = N_("Say who is to pick what of them is in the warehouse."),
                  .from = IN(ORDER_CONFIRMED),
                  .inputs = assign_inputs },
      .right = "fulfillment.assign",
      .may = may_assign,
      .check = check_user,
      .run = assign },
    { .action = { .name = "wave",
                  .key = "v",
                  .label = N_("Into a wave"),
                  .help = N_("Make waves of what is to be picked of them, one for each site."),
                  .from = IN(ORDER_CONFIRMED),
                  .inputs = assign_inputs },
      .right = "fulfillment.wave",
      .may = may_join_wave,
      .check = check_user,
      .run_rows = make_wave },
    { .action = { .name = "notice_again",
                  .key = "m",
                  .label = N_("Notice again"),
                  .help = N_("Send the latest notice of each order once more."),
                  .from = PLACED | IN(ORDER_CANCELED) },
      .right = "notice.resend",
      .may = may_tell,
      .run = tell_again },
    { .action = { .name = "print_confirmation",
                  .key = "o",
                  .label = N_("Print confirmation"),
                  .help = N_("The confirmation of each order, to the printer."),
                  .from = PLACED },
      .right = "paper.keep",
      .check = check_printer,
      .run = print_confirmation },
    { .action = { .name = "print_slip",
                  .key = "i",
                  .label = N_("Print packing slip"),
                  .help = N_("The packing slips of what is picked of them, to the printer."),
                  .from = IN(ORDER_CONFIRMED) | IN(ORDER_CLOSED) },
      .right = "paper.keep",
      .may = may_slips,
      .check = check_printer,
      .run = print_slips },
    { .action = { 0 } },
};

struct many_deeds order_deeds(const struct printing *how)
{
    return (struct many_deeds){ deeds, how };
}
