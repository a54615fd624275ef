/*
 * The addresses that were given for one order.
 */
#include "domain/order/told.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/text.h"
#include "domain/party/address_form.h"
#include "store/store.h"

OD_SQL(sql_order_told, "order.told",
       "SELECT mail, phone"
       " FROM order_told"
       " WHERE order_id = $1");

bool order_told_load(struct desk *desk, struct order_id order, struct arena *arena,
                     struct order_told *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_told);

    *out = (struct order_told){ "", "" };
    put_i64(q, order.v);
    if (sql_row(q)) {
        out->mail = get_text(q, arena);
        out->phone = get_text(q, arena);
    }
    return sql_done(&q, err);
}

/* As it is dialed from abroad; one without a country is of where the goods go. */
static bool take_phone(struct desk *desk, const struct order *o, struct arena *arena,
                       const char **phone, struct err *err)
{
    const char *country = o->ship_country[0] != '\0' ? o->ship_country
                                                     : desk_company(desk)->country;
    const char *number;

    if ((*phone)[0] == '\0')
        return true;
    number = phone_e164(*phone, country, arena);
    if (number == NULL)
        return err_field(err, ERR_INVALID, "phone",
                         _("\"%.40s\" cannot be a number of %s. Write it with + and the number of"
                           " the country, like +44 113 4960000."),
                         *phone, country);
    *phone = number;
    return true;
}

/* As it is kept: without blanks around, the phone as above. */
static bool check(struct desk *desk, const struct order *o, struct order_told *told,
                  struct arena *arena, struct err *err)
{
    if (!text_line(told->mail, "mail", arena, &told->mail, err) ||
        !text_line(told->phone, "phone", arena, &told->phone, err))
        return false;
    if (!email_check(told->mail, err))
        return err_field(err, ERR_INVALID, "mail", "%s", err->text);
    return take_phone(desk, o, arena, &told->phone, err);
}

OD_SQL(sql_order_told_put, "order.told_put",
       "INSERT INTO order_told (order_id, mail, phone)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (order_id)"
       " DO UPDATE SET mail = excluded.mail, phone = excluded.phone");

/* Both "": the contacts again. */
static bool put(struct tx *tx, struct order_id order, const struct order_told *told,
                struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_told_put);

    put_i64(q, order.v);
    put_text(q, told->mail);
    put_text(q, told->phone);
    return sql_run(&q, NULL, err);
}

const struct action_input order_tell_inputs[] = {
    { "mail", N_("Mail address"), ACTION_IN_TEXT, false, NULL,
      N_("Mails of this order go there, not to who orders. Empty: as it is; - takes it away.") },
    { "phone", N_("Phone"), ACTION_IN_TEXT, false, NULL,
      N_("Text messages of this order go there. Empty: as it is; - takes it away.") },
    { 0 },
};

/* *out stays where nothing was typed. */
static void take(const struct action_values *values, const char *name, const char **out)
{
    const char *value = action_value(values, name);

    if (value != NULL)
        *out = strcmp(value, "-") == 0 ? "" : value;
}

bool order_step_tell(struct action_run *run, void *record, const struct action_values *values,
                     struct err *err)
{
    const struct order *o = record;
    struct order_told told;

    if (action_value(values, "mail") == NULL && action_value(values, "phone") == NULL)
        return err_field(err, ERR_INVALID, "mail",
                         _("Type a mail address, a phone number, or - to take one away."));
    if (!order_told_load(run->desk, o->id, run->arena, &told, err))
        return false;
    take(values, "mail", &told.mail);
    take(values, "phone", &told.phone);
    return check(run->desk, o, &told, run->arena, err) && put(run->tx, o->id, &told, err);
}
