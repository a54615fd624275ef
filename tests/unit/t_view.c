/*
 * Saved views: own and shared ones, who may change them, and what is refused.
 */
#include <string.h>

#include "base/limits.h"
#include "domain/insight/view.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static struct view view_of(const char *name, const char *query)
{
    return (struct view){ .kind = FIND_ORDER, .name = name, .query = query, .columns = "" };
}

static struct view *save(const char *name, const char *query, bool is_shared)
{
    struct view v = view_of(name, query), *out = NULL;
    int64_t id;

    v.is_shared = is_shared;
    ck_ok(view_save(shop.desk, &v, &id, &err));
    ck_ok(view_find(shop.desk, FIND_ORDER, name, shop.arena, &out, &err));
    ck_assert_int_eq(out->id, id);
    return out;
}

START_TEST(a_view_is_found_by_its_name_without_case_and_accents)
{
    struct view *v = save("Märkte", "status:allocated sort:-total", false), *found;

    ck_assert_str_eq(v->query, "status:allocated sort:-total");
    ck_ok(view_find(shop.desk, FIND_ORDER, "MARKTE", shop.arena, &found, &err));
    ck_assert_int_eq(found->id, v->id);
    ck_ok(view_find(shop.desk, FIND_CUSTOMER, "MARKTE", shop.arena, &found, &err));
    ck_assert_ptr_null(found);
    ck_refused(view_load(shop.desk, FIND_ORDER, "nope", shop.arena, &found, &err), ERR_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.text, "Märkte"));
}
END_TEST

START_TEST(what_is_no_search_no_column_no_name_is_no_view)
{
    char name[LIMIT_VIEW_NAME + 2];
    struct view v = view_of("x", "colour:red");
    int64_t id;

    ck_refused(view_save(shop.desk, &v, &id, &err), ERR_INVALID);
    v = view_of("x", "group:bolts"); /* of customers, not of orders */
    ck_refused(view_save(shop.desk, &v, &id, &err), ERR_INVALID);
    v = view_of("x", "");
    v.columns = "number,colour";
    ck_refused(view_save(shop.desk, &v, &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "columns");
    v = view_of("", "is:late");
    ck_refused(view_save(shop.desk, &v, &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "name");
    v.kind = FIND_ALL;
    v.name = "x";
    ck_refused(view_save(shop.desk, &v, &id, &err), ERR_INVALID);
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    v = view_of(name, "is:late");
    ck_refused(view_save(shop.desk, &v, &id, &err), ERR_LIMIT);
    name[LIMIT_VIEW_NAME] = '\0';
    ck_ok(view_save(shop.desk, &v, &id, &err));
}
END_TEST

START_TEST(a_view_changed_meanwhile_is_not_written_over)
{
    struct view *v = save("late", "is:late", false), mine = *v;
    int64_t id;

    mine.query = "is:late -is:held";
    ck_ok(view_save(shop.desk, &mine, &id, &err));
    ck_assert_int_eq(id, v->id);
    mine.query = "is:open";
    ck_refused(view_save(shop.desk, &mine, &id, &err), ERR_CONFLICT);
    ck_refused(view_drop(shop.desk, &mine, &err), ERR_CONFLICT);
    mine = view_of("LATE", "is:open");
    ck_refused(view_save(shop.desk, &mine, &id, &err), ERR_CONFLICT);
    ck_ok(view_find(shop.desk, FIND_ORDER, "late", shop.arena, &v, &err));
    ck_assert_str_eq(v->query, "is:late -is:held");
    ck_ok(view_drop(shop.desk, v, &err));
    ck_ok(view_find(shop.desk, FIND_ORDER, "late", shop.arena, &v, &err));
    ck_assert_ptr_null(v);
}
END_TEST

START_TEST(the_last_view_there_is_room_for_is_the_last)
{
    struct view v = view_of("one more", "");
    int64_t id;

    for (int i = 0; i < LIMIT_VIEWS; i++)
        (void)save(arena_printf(shop.arena, "view %d", i), "", false);
    ck_refused(view_save(shop.desk, &v, &id, &err), ERR_LIMIT);
}
END_TEST

START_TEST(columns_are_whole_names)
{
    ck_assert(view_shows("", "number"));
    ck_assert(view_shows("number,name", "name"));
    ck_assert(!view_shows("number,names", "name"));
    ck_assert(!view_shows("surname", "name"));
}
END_TEST

Suite *view_suite(void)
{
    Suite *s = suite_create("view");
    TCase *tc = tcase_create("view");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_view_is_found_by_its_name_without_case_and_accents);
    tcase_add_test(tc, what_is_no_search_no_column_no_name_is_no_view);
    tcase_add_test(tc, a_view_changed_meanwhile_is_not_written_over);
    tcase_add_test(tc, the_last_view_there_is_room_for_is_the_last);
    tcase_add_test(tc, columns_are_whole_names);
    suite_add_tcase(s, tc);
    return s;
}
