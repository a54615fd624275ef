/*
 * Asking whether carriers know an address, and taking the answer down: an answer that came ends
 * what the orders to it wait for.
 */
#include "domain/flow/address_take.h"
#include "domain/outside/address_task.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/order/ship_check.h"

#define TASK_BYTES ((size_t)16 * 1024)

/* Is this the question that is open now? Not one to a provider that is asked no more. */
static bool is_open_question(const struct queue_row *row, const struct address_verdict *v)
{
    return v->answer == ADDRESS_ASKED && strcmp(row->provider, v->provider) == 0;
}

bool address_task_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                          struct topic_task *out, struct err *err)
{
    struct topic_task task = { 0 };
    struct address_verdict *v;
    struct json_out w;
    struct strbuf b;

    if (!address_verdict_load(desk, row->record_id, arena, &v, err))
        return false;
    if (!is_open_question(row, v))
        task.not_needed = v->answer != ADDRESS_ASKED ? _("The answer is there already.")
                                                     : _("It is not wanted any more.");
    strbuf_init(&b, arena, TASK_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_object(&w, "address");
    json_put_text(&w, "street1", v->asked.line1);
    json_put_text(&w, "street2", v->asked.line2);
    json_put_text(&w, "city", v->asked.city);
    json_put_text(&w, "state", v->asked.region);
    json_put_text(&w, "zip", v->asked.postcode);
    json_put_text(&w, "country", v->asked.country);
    json_end_object(&w);
    json_end_object(&w);
    if (b.is_cut)
        return err_set(err, ERR_LIMIT, _("This address is too long to be asked about."));
    task.json = b.s;
    *out = task;
    return true;
}

/* Of what came only clean text in one line is kept, as of what is typed. */
static const char *line_of(const struct json *v, const char *name, struct arena *arena)
{
    const char *text = json_text(json_get(v, name));

    return text != NULL ? utf8_safe(arena, text) : "";
}

/* What the answer leaves out of a place is as it was asked; taking it must lose nothing. */
static const char *or_as_asked(const char *came, const char *asked)
{
    return came[0] != '\0' ? came : asked;
}

static void read_answer(const struct json *data, struct arena *arena, struct address_verdict *v)
{
    const struct json *to = json_get(data, "address");
    const char *residence = line_of(data, "residence", arena);

    v->message = line_of(data, "message", arena);
    v->residence = strcmp(residence, "home") == 0   ? RESIDENCE_HOME
                   : strcmp(residence, "firm") == 0 ? RESIDENCE_FIRM
                                                    : RESIDENCE_UNSAID;
    v->proposed = v->asked;
    v->proposed.line1 = line_of(to, "street1", arena);
    v->proposed.line2 = line_of(to, "street2", arena);
    v->proposed.city = or_as_asked(line_of(to, "city", arena), v->asked.city);
    v->proposed.region = or_as_asked(line_of(to, "state", arena), v->asked.region);
    v->proposed.postcode = or_as_asked(line_of(to, "zip", arena), v->asked.postcode);
    v->proposed.country = or_as_asked(line_of(to, "country", arena), v->asked.country);
    if (!json_bool(json_get(data, "is_found")))
        v->answer = ADDRESS_UNKNOWN;
    else if (v->proposed.line1[0] == '\0')
        v->answer = ADDRESS_RIGHT; /* it is known, and nobody says how it is written */
    else
        v->answer = address_compare(&v->asked, &v->proposed, arena);
}

bool address_task_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                        struct arena *arena, struct err *err)
{
    const char *data = end->result->data, *message = end->result->message;
    bool is_over = end->state == QUEUE_DONE || end->state == QUEUE_DEAD;
    const struct json *answer;
    struct address_verdict *v;

    if (!address_verdict_load(desk, end->row->record_id, arena, &v, err))
        return false;
    if (!is_over || !is_open_question(end->row, v))
        return true; /* it is asked once more, was told twice, or another is asked now */
    v->answered_at = desk_now(desk);
    if (end->state == QUEUE_DONE && end->result->end == JOB_DONE && data != NULL) {
        if (!json_parse(data, strlen(data), arena, &answer, err))
            return false;
        read_answer(answer, arena, v);
    } else {
        v->answer = ADDRESS_UNANSWERED;
        v->message = message != NULL && message[0] != '\0' ? message : _("It was given up.");
    }
    return address_verdict_write(tx, v, err) &&
           (v->answer != ADDRESS_OTHERWISE || address_note_right(tx, desk, v, err)) &&
           orders_follow_check(tx, desk, v, err);
}
