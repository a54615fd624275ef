/*
 * Texts that are against us through what is said of a placed order and beside it: notes,
 * attachments, holds and their end, cancelation, changes, contacts, contract prices, views,
 * settings. What is kept is clean, and so is what leaves: the timeline, the payloads of the outbox
 * (JSON that parses to one object), an order shown as a table, as JSON and as CSV, the exports.
 */
#include <stdio.h>

#include "base/json.h"
#include "cli/verb.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/insight/view.h"
#include "domain/intake/import.h"
#include "domain/order/note.h"
#include "prop/prop.h"
#include "support/bad_text.h"
#include "support/testorder.h"

static struct prop prop;
static struct testshop shop;
/* How many of each way were taken: ways that refuse everything prove nothing. */
enum way {
    WAY_ORDER,
    WAY_NOTE,
    WAY_ATTACH,
    WAY_HOLD,
    WAY_CHANGE,
    WAY_CANCEL,
    WAY_CONTACT,
    WAY_PRICE,
    WAY_VIEW,
    WAY_SETTING,
    WAYS
};
static int taken[WAYS];

static const char *bad(struct arena *arena)
{
    return bad_text_make(&prop, arena);
}

/* --- in --------------------------------------------------------------------------------------- */

static bool act_with(struct order_id id, const char *action, struct action_value *v, int n,
                     enum way way)
{
    struct action_values values = { v, n };
    struct err err = ERR_INIT;
    bool ok = act(shop.desk, &order_document, (struct record_at){ id.v, 0 }, action, &values, &err);

    /* "Not any more" is an answer too: an order is held once. */
    if (!ok && err.code == ERR_STATE)
        return false;
    taken[way] += ok;
    return is_taken(ok, &err);
}

/* Its number goes to the caller, its words to the file. */
static struct order_id place(struct arena *arena)
{
    struct order_header header = { .customer_po = bad(arena),
                                   .note = bad(arena),
                                   .ship_method = bad(arena) };
    struct line_input lines[] = {
        { .item = shop.bracket, .qty = { 2 * QTY_PER_UNIT } },
        { .comment = bad(arena) },
    };
    struct order_new in = { .customer = shop.acme,
                            .header = &header,
                            .lines = lines,
                            .line_count = 2,
                            .is_submit = true,
                            .is_confirm = true };
    struct order_taken out = { 0 };
    struct err err = ERR_INIT;

    if (is_taken(order_create(shop.desk, &in, arena, &out, &err), &err)) {
        taken[WAY_ORDER]++;
        return out.id;
    }
    /* Refused for its words: the plain one, so that the rest has something to speak of. */
    in.header = NULL;
    in.line_count = 1;
    err_clear(&err);
    ck_assert_msg(order_create(shop.desk, &in, arena, &out, &err), "%s", err.text);
    return out.id;
}

static void say(struct order_id id, struct arena *arena)
{
    static const char *const kinds[] = { "note", "note_customer", "note_warehouse" };
    struct action_value note = { "note", bad(arena) };
    struct action_value attached[] = { { "ref", bad(arena) }, { "title", bad(arena) } };
    struct action_value hold[] = { { "note", bad(arena) } };
    struct action_value release[] = { { "reason", "checked" }, { "note", bad(arena) } };
    struct order_notes notes;
    struct err err = ERR_INIT;

    (void)act_with(id, kinds[prop_between(&prop, 0, 2)], &note, 1, WAY_NOTE);
    (void)act_with(id, "attach", attached, 2, WAY_ATTACH);
    if (act_with(id, "hold", hold, 1, WAY_HOLD))
        (void)act_with(id, "release_hold", release, 2, WAY_HOLD);
    ck_assert(order_notes_load(shop.desk, id, 100, arena, &notes, &err));
    for (int i = 0; i < notes.n; i++) {
        check_kept(notes.v[i].text, false);
        check_kept(notes.v[i].ref, true);
    }
}

static void change(struct order_id id, struct arena *arena)
{
    struct order_change set = { .order = id,
                                .header = { .customer_po = bad(arena), .note = bad(arena) } };
    struct change_preview preview;
    struct order *o = NULL;
    struct err err = ERR_INIT;
    bool ok;

    ck_assert(order_load(shop.desk, id, arena, &o, &err));
    set.base_version = o->version;
    ok = change_apply(shop.desk, &set, arena, &preview, &err);
    if (!ok && err.code == ERR_STATE)
        return;
    taken[WAY_CHANGE] += is_taken(ok, &err);
}

static void beside(int round, struct arena *arena)
{
    struct contact contact = { .name = bad(arena),
                               .title = bad(arena),
                               .email = bad(arena),
                               .phone = bad(arena),
                               .is_active = true };
    struct price_rule rule = { .item = shop.bracket,
                               .customer = shop.acme,
                               .price = { 10000 },
                               .min_qty = { (10 + round) * QTY_PER_UNIT },
                               .contract_ref = bad(arena) };
    struct view view = {
        .kind = FIND_ORDER, .name = bad(arena), .query = bad(arena), .columns = ""
    };
    struct price_list *base;
    struct views views;
    struct contact_id contact_id;
    const char *name;
    struct err err = ERR_INIT;

    if (prop_between(&prop, 0, 1) == 0)
        contact.email = "";
    ck_assert(price_list_find(shop.desk, PRICE_LIST_BASE, arena, &base, &err));
    rule.list = base->id;
    taken[WAY_CONTACT] +=
        is_taken(contact_save(shop.desk, shop.acme, &contact, &contact_id, &err), &err);
    err_clear(&err);
    taken[WAY_PRICE] += is_taken(price_rule_save(shop.desk, &rule, &err), &err);
    err_clear(&err);
    if (is_taken(view_save(shop.desk, &view, &view.id, &err), &err)) {
        taken[WAY_VIEW]++;
        ck_assert(views_load(shop.desk, FIND_ORDER, arena, &views, &err));
        ck_assert_int_eq(views.n, 1);
        check_kept(views.v[0].name, true);
        check_kept(views.v[0].query, true);
        ck_assert(view_drop(shop.desk, &views.v[0], &err)); /* a user may have so many */
    }
    err_clear(&err);
    if (!is_taken(setting_set(shop.desk, "company.name", bad(arena), &err), &err))
        return;
    taken[WAY_SETTING]++;
    ck_assert(setting_get(shop.desk, "company.name", arena, &name, &err));
    check_kept(name, true);
}

static void check_records(struct arena *arena)
{
    struct customer *c = NULL;
    struct price_rules rules;
    struct err err = ERR_INIT;

    ck_assert(customer_load(shop.desk, shop.acme, arena, &c, &err));
    for (int i = 0; i < c->contact_count; i++) {
        check_kept(c->contacts[i].name, true);
        check_kept(c->contacts[i].title, true);
        check_kept(c->contacts[i].email, true);
        check_kept(c->contacts[i].phone, true);
    }
    ck_assert(price_rules_of_item(shop.desk, shop.bracket, arena, &rules, &err));
    for (int i = 0; i < rules.n; i++)
        check_kept(rules.v[i].contract_ref, true);
}

/* --- out -------------------------------------------------------------------------------------- */

static void check_json(const char *text, struct arena *arena)
{
    const struct json *json;
    struct err err = ERR_INIT;

    if (!json_parse(text, strlen(text), arena, &json, &err))
        ck_abort_msg("no JSON: %s (%s)", text, err.text);
    for (const char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 && *at != '\n')
            ck_abort_msg("a raw control byte in JSON: %s", text);
}

static void check_timeline(struct order_id id, struct arena *arena)
{
    struct event_list events;
    struct err err = ERR_INIT;

    ck_assert(event_list_order(shop.desk, id, 100, arena, &events, &err));
    ck_assert_int_gt(events.n, 0);
    for (int i = 0; i < events.n; i++) {
        check_kept(events.v[i].fields, true);
        if (events.v[i].before_json)
            check_json(events.v[i].before_json, arena);
        if (events.v[i].after_json)
            check_json(events.v[i].after_json, arena);
    }
}

static void check_outbox(struct arena *arena)
{
    struct outbox_list outbox;
    struct err err = ERR_INIT;

    ck_assert(outbox_list_load(shop.desk, 0, 50, arena, &outbox, &err));
    ck_assert_int_gt(outbox.n, 0);
    for (int i = 0; i < outbox.n; i++)
        check_json(outbox.v[i].payload, arena);
}

static char *read_back(FILE *file, struct arena *arena)
{
    size_t size = 1 << 18, n;
    char *bytes = arena_alloc(arena, size);

    rewind(file);
    n = fread(bytes, 1, size - 1, file);
    bytes[n] = '\0';
    fclose(file);
    return bytes;
}

/* Whatever a command says of the order, in one of its forms. */
static void check_shown(const struct verb *verb, const char *number, enum out_form form,
                        struct arena *arena)
{
    FILE *file = tmpfile();
    const char *words[] = { number };
    struct cli c = {
        .arena = arena, .verb = verb, .args = words, .arg_count = 1, .form = form, .desk = shop.desk
    };
    struct err err = ERR_INIT;
    char *got;

    ck_assert_ptr_nonnull(file);
    c.file = file;
    c.out = out_open(file, form);
    if (!verb->run(&c, &err))
        ck_abort_msg("%s %s: %s", verb->name, number, err.text);
    ck_assert(out_close(c.out, &err));
    got = read_back(file, arena);
    ck_assert_int_gt((int)strlen(got), 20);
    /* CSV ends its rows with CR LF. */
    for (char *at = got; form == OUT_CSV && *at != '\0'; at++)
        if (at[0] == '\r' && at[1] == '\n')
            at[0] = ' ';
    if (form == OUT_JSON)
        check_json(got, arena);
    else
        check_kept(got, false);
}

static void check_commands(struct order_id id, struct arena *arena)
{
    static const char *const names[] = { "show", "list", "why" };
    struct order *o = NULL;
    struct err err = ERR_INIT;

    ck_assert(order_load(shop.desk, id, arena, &o, &err));
    for (const struct verb *v = verbs_order; v->name != NULL; v++)
        for (size_t i = 0; i < OD_LEN(names); i++)
            for (int form = OUT_TABLE; strcmp(v->name, names[i]) == 0 && form <= OUT_CSV; form++)
                check_shown(v, o->number, (enum out_form)form, arena);
}

static bool sink_row(void *arg, const char *const *cells, int n, struct err *err)
{
    (void)err;
    ++*(int *)arg;
    for (int i = 0; i < n; i++)
        if (cells[i] != NULL)
            check_kept(cells[i], false);
    return true;
}

static void sink_head(void *arg, const char *const *names, int n)
{
    (void)arg;
    (void)names;
    (void)n;
}

static void check_exports(void)
{
    static const char *const kinds[] = { "customers", "orders", "lines", "events", "prices" };
    struct err err = ERR_INIT;

    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        int rows = 0;
        struct export_sink sink = { .head = sink_head, .row = sink_row, .arg = &rows };

        if (!export_run(shop.desk, kinds[i], NULL, &sink, &err))
            ck_abort_msg("export of %s: %s", kinds[i], err.text);
        ck_assert_int_gt(rows, 0);
    }
}

/* --- rounds ----------------------------------------------------------------------------------- */

static void one_round(int round)
{
    OD_ARENA *arena = arena_new();
    struct action_value cancel[] = { { "reason", "customer" }, { "note", bad(arena) } };
    struct order_id id = place(arena);

    say(id, arena);
    change(id, arena);
    beside(round, arena);
    check_timeline(id, arena);
    check_outbox(arena);
    if (round % 10 == 0)
        check_commands(id, arena);
    (void)act_with(id, "cancel", cancel, 2, WAY_CANCEL);
    check_timeline(id, arena);
}

START_TEST(what_is_said_of_an_order_comes_and_goes_as_text)
{
    OD_ARENA *arena = arena_new();

    testshop_open(&shop);
    for (int i = 0; i < prop.rounds; i++)
        one_round(i);
    check_records(arena);
    check_exports();
    for (int i = 0; i < WAYS; i++)
        ck_assert_msg(taken[i] > prop.rounds / 20, "way %d was taken %d times in %d", i, taken[i],
                      prop.rounds);
    testshop_close(&shop);
}
END_TEST

/* What the checks must find, or they find nothing. */
START_TEST(the_checks_find_what_is_not_text)
{
    ck_assert_ptr_nonnull(bad_text_found("a\033[31mb"));
    ck_assert_ptr_nonnull(bad_text_found("a\nb"));
    ck_assert_ptr_nonnull(bad_text_found("a\xe2\x80\xae"));
    ck_assert_ptr_nonnull(bad_text_found("a\xc2\x9b"));
    ck_assert_ptr_null(bad_text_found("M\xc3\xbcller"));
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("prop_sinks_order");
    TCase *tc = tcase_create("sinks");
    SRunner *runner = srunner_create(suite);
    int failed;

    prop = prop_args(argc, argv, 500);
    tcase_add_test(tc, the_checks_find_what_is_not_text);
    tcase_add_test(tc, what_is_said_of_an_order_comes_and_goes_as_text);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (failed > 0)
        fprintf(stderr, "again with: --seed and the same --rounds\n");
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
