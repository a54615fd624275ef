/*
 * What an event says: its words, and the values of changed fields as JSON.
 */
#include "domain/desk/event.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/diff.h"

/* Every character of a text can become six in JSON. */
#define VALUES_MAX ((size_t)LIMIT_NOTE_BYTES * 6 * 4)

const char *event_json(struct arena *arena, const char *name, const char *value)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, VALUES_MAX);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, name, value);
    json_end_object(&w);
    return b.s;
}

static const char *values_json(const struct field_diffs *diffs, bool is_now, struct arena *arena)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, VALUES_MAX);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    for (int i = 0; i < diffs->n; i++)
        json_put_text(&w, diffs->v[i].field, is_now ? diffs->v[i].now : diffs->v[i].before);
    json_end_object(&w);
    return b.s;
}

void event_note_diffs(struct event_note *note, const struct field_diffs *diffs, bool is_new,
                      struct arena *arena)
{
    struct strbuf fields;

    strbuf_init(&fields, arena, 2000);
    for (int i = 0; i < diffs->n; i++) {
        strbuf_add(&fields, i > 0 ? " " : "");
        strbuf_add(&fields, diffs->v[i].field);
    }
    note->fields = fields.s;
    note->before_json = is_new ? NULL : values_json(diffs, false, arena);
    note->after_json = values_json(diffs, true, arena);
}

static const struct event_word {
    const char *kind, *words;
} event_table[] = {
    { "carrier.save", N_("carrier changed") },
    { "channel.save", N_("channel changed") },
    { "channel.sku", N_("code of the channel set") },
    { "customer.address", N_("address changed") },
    { "customer.contact", N_("contact changed") },
    { "customer.merge", N_("customers merged") },
    { "customer.new", N_("customer made") },
    { "customer.pair", N_("not the same customer") },
    { "customer.save", N_("customer changed") },
    { "customer.unmerge", N_("merge undone") },
    { "folder.accepted", N_("the partner accepts it") },
    { "folder.refused", N_("the partner refuses it") },
    { "folder.written", N_("file for the partner") },
    { "fulfillment.assign", N_("pick given to someone") },
    { "fulfillment.box", N_("package begun") },
    { "fulfillment.cancel", N_("pick canceled") },
    { "fulfillment.collect", N_("collected") },
    { "fulfillment.finish", N_("picked") },
    { "fulfillment.force", N_("shipped beyond the books") },
    { "fulfillment.leave", N_("left out for now") },
    { "fulfillment.measure", N_("package measured") },
    { "fulfillment.no_show", N_("nobody came for it") },
    { "fulfillment.pack", N_("packed") },
    { "fulfillment.pick", N_("item picked") },
    { "fulfillment.put_away", N_("put away") },
    { "fulfillment.put_back", N_("item put back") },
    { "fulfillment.put_in", N_("put into a package") },
    { "fulfillment.ready", N_("ready to be collected") },
    { "fulfillment.ship", N_("shipped") },
    { "fulfillment.over", N_("picked more than ordered") },
    { "fulfillment.short", N_("came up short") },
    { "fulfillment.start", N_("pick started") },
    { "fulfillment.take_out", N_("package taken apart") },
    { "fulfillment.uncollect", N_("not handed over after all") },
    { "fulfillment.unpack", N_("unpacked") },
    { "fulfillment.unready", N_("not ready after all") },
    { "fulfillment.unship", N_("shipment taken back") },
    { "fulfillment.wave", N_("put into a wave") },
    { "fulfillment.wave_drop", N_("taken out of a wave") },
    { "item.new", N_("item made") },
    { "item.save", N_("item changed") },
    { "item.substitute", N_("alternative added") },
    { "manifest.form", N_("carrier's form asked for again") },
    { "notice.block", N_("told nothing any more") },
    { "notice.bounced", N_("notice came back") },
    { "notice.delivered", N_("notice delivered") },
    { "notice.failed", N_("notice failed") },
    { "notice.resend", N_("notice sent again") },
    { "notice.sent", N_("notice sent") },
    { "notice.unblock", N_("may be told again") },
    { "notice.unknown", N_("notice perhaps sent") },
    { "order.address", N_("address as the carrier has it") },
    { "order.address_keep", N_("address kept as it is") },
    { "order.allocate", N_("stock allocated") },
    { "order.attach", N_("attachment named") },
    { "order.cancel", N_("canceled") },
    { "order.cancel_line", N_("line canceled") },
    { "order.cancel_rest", N_("rest canceled") },
    { "order.change", N_("changed") },
    { "order.change_drop", N_("change dropped") },
    { "order.change_propose", N_("changed at the channel") },
    { "order.confirm", N_("confirmed") },
    { "order.discard", N_("discarded") },
    { "order.draft", N_("draft begun") },
    { "order.edit", N_("changed") },
    { "order.fetch", N_("fetched from another site") },
    { "order.fetch_less", N_("less is fetched from another site") },
    { "order.fetch_none", N_("not fetched from another site any more") },
    { "order.fill", N_("backorder filled") },
    { "order.header", N_("header changed") },
    { "order.hold", N_("put on hold") },
    { "order.hold_data", N_("put on hold, data") },
    { "order.hold_end", N_("hold ended by itself") },
    { "order.hold_release", N_("hold released") },
    { "order.import", N_("imported") },
    { "order.line", N_("line changed") },
    { "order.line_cut", N_("line taken out") },
    { "order.map_sku", N_("item found for a code") },
    { "order.new", N_("order made") },
    { "order.note", N_("note added") },
    { "order.note_customer", N_("note for the customer") },
    { "order.note_warehouse", N_("note for the warehouse") },
    { "order.part_day", N_("may leave in parts from today") },
    { "order.price", N_("price changed") },
    { "order.priority", N_("priority changed") },
    { "order.promise", N_("promised anew") },
    { "order.reallocate", N_("stock given to another order") },
    { "order.reject", N_("sent back to draft") },
    { "order.release", N_("sent to the warehouse") },
    { "order.release_hold", N_("hold released") },
    { "order.reroute", N_("sites chosen anew") },
    { "order.source_line", N_("site of a line chosen") },
    { "order.submit", N_("submitted") },
    { "order.take", N_("order taken") },
    { "order.tell", N_("notices go elsewhere") },
    { "order.unpromise", N_("stock taken away, not there") },
    { "order.wait", N_("customer asked to wait") },
    { "price.save", N_("price changed") },
    { "rate.save", N_("exchange rate changed") },
    { "setting.set", N_("setting changed") },
    { "ship_method.save", N_("ship method changed") },
    { "shipment.deliver", N_("delivered") },
    { "shipment.lose", N_("lost on the way") },
    { "shipment.reopen", N_("under way again") },
    { "shipment.to_carrier", N_("given to another carrier") },
    { "shipment.send_back", N_("on its way back") },
    { "site.close_days", N_("days closed") },
    { "site.open_days", N_("days opened again") },
    { "site.save", N_("site changed") },
    { "stock.count", N_("stock counted") },
    { "stock.put_away", N_("put back to its place") },
    { "stock.receive", N_("stock received") },
    { "stock.set", N_("stock settings changed") },
    { "sync.drop", N_("dropped, not sent") },
    { "sync.retry", N_("sent to be tried again") },
    { "sync.was_done", N_("said to have been done") },
    { "sync.was_not_done", N_("said not to have been done") },
    { "tax.save", N_("tax changed") },
    { "template.save", N_("words of a notice changed") },
    { "terms.save", N_("payment terms changed") },
    { "user.own_password", N_("own password changed") },
    { "user.password", N_("password changed") },
    { "user.save", N_("user changed") },
    { "view.drop", N_("view dropped") },
    { "view.save", N_("view saved") },
    { "timer.stuck", N_("could not go on by itself") },
    { "track.status", N_("news from the carrier") },
    { "label.ask", N_("carrier's label asked for") },
    { "label.buy", N_("carrier's label bought") },
    { "label.fail", N_("no carrier's label") },
    { "label.void", N_("carrier's label given up") },
    { "label.refunded", N_("carrier's label paid back") },
    { "label.voided", N_("carrier's label taken back") },
    { "label.kept", N_("carrier's label not taken back") },
};

const char *event_words(const char *kind)
{
    for (size_t i = 0; i < OD_LEN(event_table); i++) {
        if (strcmp(event_table[i].kind, kind) == 0)
            return _(event_table[i].words);
    }
    return kind;
}
