/*
 * Actions of documents, run on a document of the test's own.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/action.h"
#include "domain/desk/event.h"
#include "store/tx.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

enum { OPEN = 1, DONE = 2 };
enum { HELD = 1 };

/* The one stored record; copied by load, written by save. */
static struct slip {
    int state;
    int64_t version;
    uint32_t holds;
    bool is_forbidden;
    const char *note;
} stored;
static const char *last_event, *last_after;
static struct reason_id last_reason;

static bool slip_load(struct desk *desk, int64_t id, struct arena *arena, void **record,
                      struct err *err)
{
    (void)desk;
    if (id != 1)
        return err_set(err, ERR_NOT_FOUND, "There is no slip.");
    *record = arena_memdup(arena, &stored, sizeof stored);
    return true;
}

static int slip_state(const void *record)
{
    return ((const struct slip *)record)->state;
}

static int64_t slip_version(const void *record)
{
    return ((const struct slip *)record)->version;
}

static uint32_t slip_holds(const void *record)
{
    return ((const struct slip *)record)->holds;
}

static const char *slip_hold_words(const void *record, uint32_t bits, struct arena *arena)
{
    (void)record;
    (void)bits;
    (void)arena;
    return "waits for the boss";
}

static const char *slip_state_name(int state)
{
    return state == OPEN ? "open" : "done";
}

static void slip_set_state(void *record, int state)
{
    ((struct slip *)record)->state = state;
}

static bool slip_save(struct action_run *run, void *record, struct err *err)
{
    (void)run;
    (void)err;
    stored = *(struct slip *)record;
    stored.version++;
    return true;
}

static bool slip_event(struct action_run *run, const void *record, const struct event_note *note,
                       struct err *err)
{
    static char kind[60], after[200];

    (void)run;
    (void)record;
    (void)err;
    strncpy(kind, note->kind, sizeof kind - 1);
    strncpy(after, note->after_json != NULL ? note->after_json : "", sizeof after - 1);
    last_event = kind;
    last_after = after;
    last_reason = note->reason;
    return true;
}

static const char *slip_title(const void *record, struct arena *arena)
{
    (void)record;
    return arena_strdup(arena, "Slip 1");
}

static bool may_finish(const void *record, struct err *err)
{
    if (((const struct slip *)record)->is_forbidden)
        return err_set(err, ERR_STATE, "This slip is forbidden.");
    return true;
}

static bool finish(struct action_run *run, void *record, const struct action_values *values,
                   struct err *err)
{
    static char note[100];
    const char *given = action_value(values, "note");

    (void)run;
    (void)err;
    strncpy(note, given != NULL ? given : "", sizeof note - 1);
    ((struct slip *)record)->note = note;
    return true;
}

static const struct action_input finish_inputs[] = {
    { "reason", N_("Reason"), ACTION_IN_REASON, true, "cancel", NULL },
    { "note", N_("Note"), ACTION_IN_TEXT, false, NULL, NULL },
    { "qty", N_("Quantity"), ACTION_IN_QTY, false, NULL, NULL },
    { "notify", N_("Tell the customer"), ACTION_IN_FLAG, false, NULL, NULL },
    { NULL },
};

/* The document calls itself "order", so that the table of rights has something to say. */
static const struct action slip_actions[] = {
    { "finish", N_("Finish"), N_("Finish it."), "f", 1U << OPEN, DONE, HELD, finish_inputs,
      may_finish, finish },
    { "lift_any", N_("Release"), N_("Release it."), "r", 1U << OPEN, ACTION_KEEPS_STATE, 0,
      NULL, NULL, NULL },
    { "again", N_("Again"), N_("Once more."), "a", 1U << DONE, OPEN, 0, NULL, NULL, NULL },
    { NULL },
};

static const struct document slip_document = {
    .name = "order",
    .actions = slip_actions,
    .load = slip_load,
    .state = slip_state,
    .version = slip_version,
    .holds = slip_holds,
    .hold_words = slip_hold_words,
    .state_name = slip_state_name,
    .set_state = slip_set_state,
    .save = slip_save,
    .event = slip_event,
    .title = slip_title,
};

static struct desk *desk;
static struct arena *arena;
static struct err err;
static const struct record_at at = { 1, 1 };

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
    desk = testdesk_new();
    stored = (struct slip){ .state = OPEN, .version = 1 };
    last_event = last_after = NULL;
}

static void tear_down(void)
{
    desk_close(desk);
    arena_free(arena);
}

static bool run_with(const char *name, const char *value)
{
    const struct action_value given[] = { { "reason", "customer" }, { name, value } };
    const struct action_values values = { given, 2 };

    return act(desk, &slip_document, at, "finish", &values, &err);
}

START_TEST(an_action_changes_the_state_and_writes_its_event)
{
    ck_ok(run_with("note", "  said so on the phone "));

    ck_assert_int_eq(stored.state, DONE);
    ck_assert_int_eq(stored.version, 2);
    ck_assert_str_eq(stored.note, "said so on the phone");
    ck_assert_str_eq(last_event, "order.finish");
    ck_assert_int_gt(last_reason.v, 0);
    ck_assert_ptr_nonnull(strstr(last_after, "said so"));
}
END_TEST

START_TEST(a_record_changed_meanwhile_is_a_conflict)
{
    stored.version = 2;

    ck_refused(run_with("note", ""), ERR_CONFLICT);
    ck_assert_int_eq(stored.state, OPEN);
}
END_TEST

START_TEST(version_zero_takes_whatever_is_there)
{
    const struct record_at any = { 1, 0 };

    stored.version = 7;
    stored.state = DONE;

    ck_ok(act(desk, &slip_document, any, "again", NULL, &err));
}
END_TEST

START_TEST(a_wrong_state_a_hold_and_a_guard_refuse)
{
    ck_refused(act(desk, &slip_document, at, "again", NULL, &err), ERR_STATE);
    stored.holds = HELD;
    ck_refused(run_with("note", ""), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(err.text, "waits for the boss"));
    stored.holds = 0;
    stored.is_forbidden = true;
    ck_refused(run_with("note", ""), ERR_STATE);
    ck_assert_int_eq(stored.version, 1);
}
END_TEST

START_TEST(inputs_are_checked_by_their_kind)
{
    ck_refused(act(desk, &slip_document, at, "finish", NULL, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_refused(run_with("reason", "whim"), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_refused(run_with("qty", "many"), ERR_INVALID);
    ck_assert_str_eq(err.field, "qty");
    ck_refused(run_with("notify", "perhaps"), ERR_INVALID);
    ck_assert_str_eq(err.field, "notify");
    ck_refused(run_with("note", "4111111111111111"), ERR_INVALID);
    ck_refused(run_with("color", "red"), ERR_INVALID);
    ck_assert_int_eq(stored.version, 1);
}
END_TEST

START_TEST(an_unknown_action_is_refused_with_those_that_exist)
{
    ck_refused(act(desk, &slip_document, at, "burn", NULL, &err), ERR_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.text, "finish, lift_any, again"));
}
END_TEST

START_TEST(an_action_asks_for_its_right)
{
    testdesk_be(desk, ROLE_CLERK);

    ck_refused(act(desk, &slip_document, at, "lift_any", NULL, &err), ERR_DENIED);
}
END_TEST

START_TEST(offers_name_the_reason_why_not)
{
    struct action_offers offers;

    testdesk_be(desk, ROLE_CLERK);
    stored.holds = HELD;
    actions_of(desk, &slip_document, &stored, arena, &offers);

    ck_assert_int_eq(offers.n, 2);
    ck_assert(!offers.v[0].is_allowed);
    ck_assert_ptr_nonnull(strstr(offers.v[0].why_not, "waits for the boss"));
    ck_assert(!offers.v[1].is_allowed);

    testdesk_be(desk, ROLE_MANAGER);
    stored.holds = 0;
    actions_of(desk, &slip_document, &stored, arena, &offers);

    ck_assert(offers.v[0].is_allowed);
    ck_assert_str_eq(offers.v[0].why_not, "");
    ck_assert(offers.v[1].is_allowed);
}
END_TEST

Suite *action_suite(void)
{
    Suite *s = suite_create("action");
    TCase *tc = tcase_create("action");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, an_action_changes_the_state_and_writes_its_event);
    tcase_add_test(tc, a_record_changed_meanwhile_is_a_conflict);
    tcase_add_test(tc, version_zero_takes_whatever_is_there);
    tcase_add_test(tc, a_wrong_state_a_hold_and_a_guard_refuse);
    tcase_add_test(tc, inputs_are_checked_by_their_kind);
    tcase_add_test(tc, an_unknown_action_is_refused_with_those_that_exist);
    tcase_add_test(tc, an_action_asks_for_its_right);
    tcase_add_test(tc, offers_name_the_reason_why_not);
    suite_add_tcase(s, tc);
    return s;
}
