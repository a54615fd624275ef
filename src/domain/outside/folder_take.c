/*
 * Taking a file of the partner down: in one transaction, rows that belong together as a whole or
 * not at all.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/flow/order_action.h"
#include "domain/order/order.h"
#include "domain/outside/folder_parts.h"
#include "store/tx.h"

/* Of all refusals together; the counts say how many there were. */
#define REPORT_BYTES 64000

static const struct {
    folder_unit_take *take;
    const char *right; /* of who reads it by hand */
    enum folder_field key[2]; /* rows that say the same there belong together */
    bool is_alone;            /* each row for itself */
} ways[] = {
    [FOLDER_ACK] = { folder_answer_take, "order.hold_data", { FIELD_ORDER, FIELD_ORDER }, true },
    [FOLDER_TRACKING] = { folder_ship_take, "fulfillment.ship",
                          { FIELD_FULFILLMENT, FIELD_ORDER }, false },
    [FOLDER_ASN] = { folder_asn_take, "stock.receive", { FIELD_ASN, FIELD_ASN }, false },
};

struct taking {
    struct folder_run run;
    const struct folder_in *in;
    struct folder_rows rows;
    bool *is_done;            /* of each row */
    const char **wrong_order; /* of each that cannot be read: its order, ""; NULL: not asked yet */
    struct strbuf text;
    struct folder_report report;
};

bool folder_fulfillment(struct folder_run *run, const struct folder_row *row,
                        struct fulfillment **out, struct err *err)
{
    const char *number =
        row->v[FIELD_FULFILLMENT][0] != '\0' ? row->v[FIELD_FULFILLMENT] : row->v[FIELD_ORDER];
    int64_t id;

    if (!fulfillment_find(run->desk, number, &id, err) ||
        !fulfillment_load(run->desk, id, run->arena, out, err))
        return false;
    if (row->v[FIELD_FULFILLMENT][0] != '\0' && row->v[FIELD_ORDER][0] != '\0' &&
        strcmp((*out)->order->number, row->v[FIELD_ORDER]) != 0)
        return err_set(err, ERR_STATE, _("%s is not of order %s."), (*out)->number,
                       row->v[FIELD_ORDER]);
    return folder_serves(&run->way, (*out)->site_code) ||
           err_set(err, ERR_STATE, _("%s is worked at %s, which is no site of the partner."),
                   (*out)->number, (*out)->site_code);
}

/* --- rows ------------------------------------------------------------------------------------- */

static void refuse(struct taking *t, const struct folder_row *row, const char *why)
{
    t->report.refused++;
    if (row->wrong_has_line)
        strbuf_add(&t->text, why);
    else
        strbuf_addf(&t->text, _("Line %lld: %s"), (long long)row->line, why);
    strbuf_addc(&t->text, '\n');
}

/* The rows from this one on that belong to it; they are done with it. */
static void gather(struct taking *t, int from, const struct folder_row **rows, int *n)
{
    const enum folder_field *key = ways[t->rows.kind].key;
    const struct folder_row *first = &t->rows.v[from];

    *n = 0;
    for (int i = from; i < t->rows.n; i++) {
        const struct folder_row *row = &t->rows.v[i];
        bool is_like = i == from || (!ways[t->rows.kind].is_alone &&
                                     strcmp(row->v[key[0]], first->v[key[0]]) == 0 &&
                                     strcmp(row->v[key[1]], first->v[key[1]]) == 0);

        if (t->is_done[i] || !is_like || row->wrong != NULL)
            continue;
        t->is_done[i] = true;
        rows[(*n)++] = row;
    }
}

/* Of rows that belong together one has the reason; a row that cannot be read takes those that
 * belong to it along, for without it they would say something else. */
static bool take_unit(struct taking *t, struct folder_unit *unit, struct err *err)
{
    struct err why = ERR_INIT;
    bool is_same = false;

    if (!tx_part_begin(t->run.tx, err))
        return false;
    if (ways[t->rows.kind].take(&t->run, unit, &is_same, &why)) {
        *(is_same ? &t->report.same : &t->report.taken) += unit->n;
        return tx_part_keep(t->run.tx, err);
    }
    if (why.code == ERR_IO || why.code == ERR_BUSY || why.code == ERR_CORRUPT) {
        *err = why;
        return false;
    }
    if (!tx_part_undo(t->run.tx, err))
        return false;
    refuse(t, unit->rows[unit->at], why.text);
    t->report.refused += unit->n - 1;
    return true;
}

/* Both say it, and not the same. */
static bool differs(const char *a, const char *b)
{
    return a[0] != '\0' && b[0] != '\0' && strcmp(a, b) != 0;
}

/* The number of the order that a row which cannot be read names, as this desk calls it: it may be
 * named as it is called elsewhere. "" where it names none that is known. */
static const char *order_of_wrong(const struct taking *t, const struct folder_row *row)
{
    struct err unknown = ERR_INIT;
    struct order_id id;
    struct order *o;

    if (row->v[FIELD_ORDER][0] == '\0' ||
        !order_find(t->run.desk, row->v[FIELD_ORDER], &id, &unknown) || id.v == 0 ||
        !order_load(t->run.desk, id, t->run.arena, &o, &unknown))
        return "";
    return o->number;
}

/* Is a fulfillment's number, 10019-F1, one of another order than a row that cannot be read? Where
 * an order has one only, the number may be the order's. */
static bool is_of_other_order(struct taking *t, int wrong, const char *number)
{
    const char *order;
    size_t len;

    if (number[0] == '\0')
        return false;
    if (t->wrong_order[wrong] == NULL)
        t->wrong_order[wrong] = order_of_wrong(t, &t->rows.v[wrong]);
    order = t->wrong_order[wrong];
    len = strlen(order);
    return len > 0 &&
           (strncasecmp(number, order, len) != 0 ||
            (number[len] != '\0' && strncasecmp(number + len, "-F", 2) != 0));
}

/* A row that cannot be read belongs to whatever it does not clearly say to be none of: it may name
 * its order alone, for its fulfillment is what cannot be read. */
static bool is_like_wrong(struct taking *t, const struct folder_row *first)
{
    const enum folder_field *key = ways[t->rows.kind].key;

    if (ways[t->rows.kind].is_alone)
        return false;
    for (int i = 0; i < t->rows.n; i++) {
        const struct folder_row *row = &t->rows.v[i];

        if (row->wrong != NULL && !differs(row->v[key[0]], first->v[key[0]]) &&
            !differs(row->v[key[1]], first->v[key[1]]) &&
            !is_of_other_order(t, i, first->v[FIELD_FULFILLMENT]))
            return true;
    }
    return false;
}

static bool take_rows(struct taking *t, struct err *err)
{
    const struct folder_row **rows =
        arena_array(t->run.arena, t->rows.n, const struct folder_row *);

    t->is_done = arena_array(t->run.arena, t->rows.n, bool);
    t->wrong_order = arena_array(t->run.arena, t->rows.n, const char *);
    for (int i = 0; i < t->rows.n; i++) {
        struct folder_unit unit = { .rows = rows };

        if (t->rows.v[i].wrong != NULL)
            refuse(t, &t->rows.v[i], t->rows.v[i].wrong);
        if (t->is_done[i] || t->rows.v[i].wrong != NULL)
            continue;
        gather(t, i, rows, &unit.n);
        if (is_like_wrong(t, rows[0])) {
            refuse(t, rows[0], _("Another row of it cannot be read, so nothing of it is taken."));
            t->report.refused += unit.n - 1;
        } else if (!take_unit(t, &unit, err)) {
            return false;
        }
    }
    return true;
}

/* --- the file --------------------------------------------------------------------------------- */

/* Is there nothing to do? A row of the whole: where it cannot be read, that is its one refusal. */
static bool read_rows(struct taking *t)
{
    struct err why = ERR_INIT;
    enum folder_kind kind;

    t->report.kind = folder_kind_of(t->in->name, &kind) ? folder_kind_name(kind) : "";
    if (t->in->why_not != NULL)
        (void)err_set(&why, ERR_INVALID, "%s", t->in->why_not);
    else if (folder_rows_read(t->in->name, t->in->bytes, t->in->len, t->run.arena, &t->rows, &why))
        return true;
    t->report.refused = 1;
    strbuf_addf(&t->text, "%s\n", why.text);
    return false;
}

static const char *right_of(const struct taking *t, bool has_rows)
{
    return t->in->is_by_hand && has_rows ? ways[t->rows.kind].right : "sync.work";
}

static bool write_down(struct taking *t, const char *digest, struct err *err)
{
    const struct folder_file file = { .name = t->in->name,
                                      .kind = t->report.kind,
                                      .report = t->report.text,
                                      .taken = t->report.taken,
                                      .same = t->report.same,
                                      .refused = t->report.refused,
                                      .is_waiting = !t->in->is_by_hand };

    return folder_file_add(t->run.tx, t->run.desk, &file, digest, err);
}

/* What the partner left behind is sent on: as a person would, with a pick of its own. Where that
 * is refused it stays with the order, in the queue of what is to be released. */
static void send_on(struct taking *t)
{
    for (int i = 0; i < t->run.rests.n; i++) {
        struct err ignored = ERR_INIT;

        (void)!act(t->run.desk, &order_document, (struct record_at){ .id = t->run.rests.v[i].v },
                   "release", NULL, &ignored);
    }
}

static bool take_new(struct taking *t, const char *digest, struct err *err)
{
    OD_TX tx = { 0 };
    bool has_rows = read_rows(t);

    t->run.tx = &tx;
    if (!desk_begin(t->run.desk, right_of(t, has_rows), &tx, err) ||
        !folder_way_load(t->run.desk, t->run.arena, &t->run.way, err) ||
        (has_rows && !take_rows(t, err)))
        return false;
    t->report.text = t->text.s;
    if (t->in->is_dry)
        return true;
    if (!write_down(t, digest, err) || !tx_commit(&tx, err))
        return false;
    send_on(t);
    return true;
}

bool folder_take(struct desk *desk, const struct folder_in *in, struct arena *arena,
                 struct folder_report *out, struct err *err)
{
    struct taking t = { .run = { .desk = desk, .arena = arena }, .in = in };
    char digest[SECRET_DIGEST_SIZE] = "";
    struct folder_file known;
    bool found;

    if (in->why_not == NULL)
        (void)secret_digest(in->bytes, in->len, digest);
    if (!folder_file_find(desk, in->name, digest, arena, &found, &known, err))
        return false;
    if (found && (known.is_waiting || known.refused == 0)) {
        *out = (struct folder_report){ .kind = known.kind,
                                       .taken = known.taken,
                                       .same = known.same,
                                       .refused = known.refused,
                                       .text = known.report,
                                       .is_known = true };
        return true;
    }
    strbuf_init(&t.text, arena, REPORT_BYTES);
    if (!take_new(&t, digest, err))
        return false;
    *out = t.report;
    return true;
}
