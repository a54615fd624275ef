/*
 * JSON, read and written.
 */
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "unit/suites.h"

static struct arena *arena;
static struct err err;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
}

static void tear_down(void)
{
    arena_free(arena);
}

static const struct json *parse(const char *text)
{
    const struct json *v = NULL;

    ck_assert_msg(json_parse(text, strlen(text), arena, &v, &err), "%s: %s", text, err.text);
    return v;
}

static enum err_code refused(const char *text)
{
    const struct json *v = NULL;

    err_clear(&err);
    ck_assert_msg(!json_parse(text, strlen(text), arena, &v, &err), "%s", text);
    ck_assert_ptr_null(v);
    return err.code;
}

START_TEST(a_document_is_read_with_its_members_in_order)
{
    const struct json *v = parse("{\"b\": [1, -2.50, \"x\\u00fc\\n\"], \"a\": {\"t\": true,"
                                 " \"f\": false, \"n\": null, \"e\": []}}");

    ck_assert_int_eq(json_kind(v), JSON_OBJECT);
    ck_assert_int_eq(json_len(v), 2);
    ck_assert_str_eq(json_name(v, 0), "b");
    ck_assert_str_eq(json_name(v, 1), "a");
    const struct json *b = json_get(v, "b"), *a = json_get(v, "a");
    ck_assert_int_eq(json_kind(b), JSON_ARRAY);
    ck_assert_int_eq(json_len(b), 3);
    ck_assert_str_eq(json_text(json_at(b, 0)), "1");
    ck_assert_str_eq(json_text(json_at(b, 1)), "-2.50");
    ck_assert_str_eq(json_text(json_at(b, 2)), "x\xC3\xBC\n");
    ck_assert(json_bool(json_get(a, "t")));
    ck_assert(!json_bool(json_get(a, "f")));
    ck_assert_int_eq(json_kind(json_get(a, "n")), JSON_NULL);
    ck_assert_int_eq(json_kind(json_get(a, "e")), JSON_ARRAY);
    ck_assert_int_eq(json_len(json_get(a, "e")), 0);
}
END_TEST

START_TEST(what_is_not_there_is_null)
{
    const struct json *v = parse("{\"a\": [1]}");

    ck_assert_ptr_null(json_get(v, "x"));
    ck_assert_ptr_null(json_get(json_get(v, "a"), "x"));
    ck_assert_ptr_null(json_at(json_get(v, "a"), 1));
    ck_assert_ptr_null(json_at(json_get(v, "a"), -1));
    ck_assert_ptr_null(json_name(v, 1));
    ck_assert_ptr_null(json_text(v));
    ck_assert_ptr_null(json_text(NULL));
    ck_assert_int_eq(json_kind(NULL), JSON_NULL);
    ck_assert_int_eq(json_len(NULL), 0);
    ck_assert(!json_bool(NULL));
}
END_TEST

START_TEST(values_alone_are_documents)
{
    ck_assert_str_eq(json_text(parse("12")), "12");
    ck_assert_str_eq(json_text(parse(" \"x\" \n")), "x");
    ck_assert_int_eq(json_kind(parse("null")), JSON_NULL);
    ck_assert(json_bool(parse("true")));
    ck_assert_int_eq(json_kind(parse("\xEF\xBB\xBF[]")), JSON_ARRAY);
}
END_TEST

START_TEST(numbers_keep_their_text)
{
    static const char *const numbers[] = { "0",
                                           "0.10",
                                           "1e5",
                                           "-1.5E-10",
                                           "1234567890.1234567890123",
                                           "9223372036854775807",
                                           "-9223372036854775808" };

    for (size_t i = 0; i < OD_LEN(numbers); i++)
        ck_assert_str_eq(json_text(parse(numbers[i])), numbers[i]);
}
END_TEST

START_TEST(integers_are_given_up_to_64_bits)
{
    int64_t n = 5;

    ck_assert(json_i64(parse("9223372036854775807"), &n));
    ck_assert_int_eq(n, INT64_MAX);
    ck_assert(json_i64(parse("-9223372036854775808"), &n));
    ck_assert_int_eq(n, INT64_MIN);
    ck_assert(!json_i64(parse("9223372036854775808"), &n));
    ck_assert(!json_i64(parse("1.0"), &n));
    ck_assert(!json_i64(parse("\"1\""), &n));
    ck_assert(!json_i64(NULL, &n));
    ck_assert_int_eq(n, INT64_MIN);
}
END_TEST

START_TEST(integers_past_64_bits_are_refused)
{
    ck_assert_str_eq(json_text(parse("18446744073709551615")), "18446744073709551615");
    ck_assert_int_eq(refused("18446744073709551616"), ERR_INVALID);
    ck_assert_int_eq(refused("[-9223372036854775809]"), ERR_INVALID);
    ck_assert_int_eq(refused("99999999999999999999999"), ERR_INVALID);
}
END_TEST

static const char *const wrong[] = {
    "",         " ",         "{",     "[1",      "[1,]",      "{\"a\":1,}",  "{\"a\"}",
    "{a: 1}",   "{'a': 1}",  "[1 2]", "[1]]",    "1 2",       "NaN",         "[NaN]",
    "Infinity", "-Infinity", "nul",   "TRUE",    "truefalse", "01",          "1.",
    ".5",       "+1",        "-",     "1e",      "0x10",      "// c\n1",     "/* c */ 1",
    "\"abc",    "\"a\nb\"",  "\"a\\", "\"\\x\"", "\"\\u12\"", "\"\\u0000\"", "{\"\\u0000\": 1}",
    "\"\xFF\"", "\xC3\xBC",  "[1}",   "{]",
};

START_TEST(what_is_not_json_is_refused)
{
    ck_assert_int_eq(refused(wrong[_i]), ERR_INVALID);
    ck_assert_str_ne(err.text, "");
}
END_TEST

START_TEST(a_nul_byte_is_refused)
{
    const struct json *v;

    ck_assert(!json_parse("[1]\0", 4, arena, &v, &err));
    ck_assert(!json_parse("\"a\0b\"", 5, arena, &v, &err));
}
END_TEST

START_TEST(an_escaped_backslash_before_u0000_is_text)
{
    ck_assert_str_eq(json_text(parse("\"\\\\u0000\"")), "\\u0000");
}
END_TEST

START_TEST(the_place_of_an_error_is_told)
{
    (void)refused("{\n \"a\": 01}");

    ck_assert_ptr_nonnull(strstr(err.text, "Line 2, column 7"));
}
END_TEST

static void make_nested(char *out, int depth)
{
    memset(out, '[', (size_t)depth);
    memset(out + depth, ']', (size_t)depth);
    out[2 * depth] = '\0';
}

START_TEST(nesting_ends_at_its_limit)
{
    char text[2 * LIMIT_JSON_DEPTH + 3];

    make_nested(text, LIMIT_JSON_DEPTH);
    ck_assert_int_eq(json_kind(parse(text)), JSON_ARRAY);
    make_nested(text, LIMIT_JSON_DEPTH + 1);
    ck_assert_int_eq(refused(text), ERR_LIMIT);
}
END_TEST

START_TEST(text_past_its_limit_is_refused)
{
    const struct json *v;
    char *text = arena_alloc(arena, LIMIT_JSON_BYTES + 1);

    memset(text, ' ', LIMIT_JSON_BYTES + 1);
    text[0] = '1';
    ck_assert(json_parse(text, LIMIT_JSON_BYTES, arena, &v, &err));
    ck_assert(!json_parse(text, LIMIT_JSON_BYTES + 1, arena, &v, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

START_TEST(what_is_written_is_read_back)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, 1000);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_text(&w, "t", "a\"b\\c\n\x1B\x7F\xC2\x9B\xE2\x80\xAE\xC3\xBC\xF0\x9F\x98\x80");
    json_put_text(&w, "none", NULL);
    json_put_i64(&w, "i", INT64_MIN);
    json_begin_array(&w, "list");
    json_put_bool(&w, NULL, true);
    json_begin_object(&w, NULL);
    json_end_object(&w);
    json_put_number(&w, NULL, "-0.50");
    json_end_array(&w);
    json_end_object(&w);

    ck_assert_int_eq(w.depth, 0);
    ck_assert_str_eq(b.s, "{\"t\":\"a\\\"b\\\\c\\n\\u001b\\u007f\\u009b\\u202e\xC3\xBC"
                          "\xF0\x9F\x98\x80\",\"none\":null,\"i\":-9223372036854775808,"
                          "\"list\":[true,{},-0.50]}");
    const struct json *v = parse(b.s);
    ck_assert_str_eq(json_text(json_get(v, "t")),
                     "a\"b\\c\n\x1B\x7F\xC2\x9B\xE2\x80\xAE\xC3\xBC\xF0\x9F\x98\x80");
    ck_assert_str_eq(json_text(json_at(json_get(v, "list"), 2)), "-0.50");
}
END_TEST

START_TEST(invalid_bytes_are_written_as_the_replacement)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, 100);
    json_out_init(&w, &b);
    json_put_text(&w, NULL, "a\xFF");

    ck_assert_str_eq(b.s, "\"a\xEF\xBF\xBD\"");
}
END_TEST

START_TEST(a_number_that_is_none_aborts)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, 100);
    json_out_init(&w, &b);
    json_put_number(&w, "n", "1,5");
}
END_TEST

START_TEST(an_end_without_a_begin_aborts)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, 100);
    json_out_init(&w, &b);
    json_end_array(&w);
}
END_TEST

Suite *json_suite(void)
{
    Suite *s = suite_create("json");
    TCase *tc = tcase_create("json");

    tcase_set_timeout(tc, 60); /* eight megabytes, byte by byte, under the sanitizers */
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_document_is_read_with_its_members_in_order);
    tcase_add_test(tc, what_is_not_there_is_null);
    tcase_add_test(tc, values_alone_are_documents);
    tcase_add_test(tc, numbers_keep_their_text);
    tcase_add_test(tc, integers_are_given_up_to_64_bits);
    tcase_add_test(tc, integers_past_64_bits_are_refused);
    tcase_add_loop_test(tc, what_is_not_json_is_refused, 0, (int)OD_LEN(wrong));
    tcase_add_test(tc, a_nul_byte_is_refused);
    tcase_add_test(tc, an_escaped_backslash_before_u0000_is_text);
    tcase_add_test(tc, the_place_of_an_error_is_told);
    tcase_add_test(tc, nesting_ends_at_its_limit);
    tcase_add_test(tc, text_past_its_limit_is_refused);
    tcase_add_test(tc, what_is_written_is_read_back);
    tcase_add_test(tc, invalid_bytes_are_written_as_the_replacement);
    tcase_add_test_raise_signal(tc, a_number_that_is_none_aborts, 6);
    tcase_add_test_raise_signal(tc, an_end_without_a_begin_aborts, 6);
    suite_add_tcase(s, tc);
    return s;
}
