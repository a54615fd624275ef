/*
 * Texts of notices: parts of a text message, values between braces, HTML, the built-in words.
 */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "domain/outside/notice.h"
#include "domain/outside/sms_count.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

static struct arena *arena;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

/* --- parts ------------------------------------------------------------------------------------ */

static const char *times(const char *piece, int n)
{
    char *text = arena_calloc(arena, (size_t)n + 1, strlen(piece));

    for (int i = 0; i < n; i++)
        memcpy(text + (size_t)i * strlen(piece), piece, strlen(piece));
    return text;
}

static void check_parts(const char *text, bool is_wide, int units, int parts, int left)
{
    struct sms_count c;

    sms_count(text, &c);
    ck_assert_int_eq(c.is_wide, is_wide);
    ck_assert_int_eq(c.units, units);
    ck_assert_int_eq(c.parts, parts);
    ck_assert_int_eq(c.left, left);
}

START_TEST(a_text_message_of_seven_bits_holds_160_alone_and_153_in_each_of_several)
{
    check_parts("", false, 0, 0, 0);
    check_parts("a", false, 1, 1, 159);
    check_parts(times("a", 160), false, 160, 1, 0);
    check_parts(times("a", 161), false, 161, 2, 145);
    check_parts(times("a", 306), false, 306, 2, 0);
    check_parts(times("a", 307), false, 307, 3, 152);
    check_parts("\n@$_!\"#%&'()*+,-./:;<=>?", false, 24, 1, 136);
    check_parts("£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà", false, 39, 1, 121);
}
END_TEST

START_TEST(one_of_wide_characters_holds_70_alone_and_67_in_each_of_several)
{
    struct sms_count c;

    check_parts(times("я", 70), true, 70, 1, 0);
    check_parts(times("я", 71), true, 71, 2, 63);
    check_parts(times("я", 134), true, 134, 2, 0);
    check_parts("`", true, 1, 1, 69); /* the one of ASCII that is not there */
    check_parts("ç", true, 1, 1, 69); /* the capital is */
    sms_count("ok \xe2\x80\x93", &c);
    ck_assert_int_eq(c.wide, 0x2013);
}
END_TEST

START_TEST(braces_and_the_euro_take_two_and_are_not_torn_apart)
{
    check_parts("{}[]~|\\^€", false, 18, 1, 142);
    check_parts(times("€", 80), false, 160, 1, 0);
    /* 152 and then one of two: it goes whole into the second part. */
    check_parts(arena_printf(arena, "%s€%s", times("a", 152), times("a", 151)), false, 305, 2, 0);
    check_parts(arena_printf(arena, "%s€%s", times("a", 152), times("a", 152)), false, 306, 3, 152);
}
END_TEST

START_TEST(an_emoji_takes_two_and_is_not_torn_apart)
{
    check_parts("\xf0\x9f\x98\x80", true, 2, 1, 68);
    check_parts(times("\xf0\x9f\x98\x80", 35), true, 70, 1, 0);
    /* 33 whole ones in 67 units: one unit of each part stays empty. */
    check_parts(times("\xf0\x9f\x98\x80", 66), true, 132, 2, 1);
    check_parts(times("\xf0\x9f\x98\x80", 67), true, 134, 3, 65);
}
END_TEST

/* --- values ----------------------------------------------------------------------------------- */

START_TEST(a_value_that_is_not_known_is_refused_by_name)
{
    const struct notice_kind *k = notice_kind_of(NOTICE_CONFIRMATION);

    ck_ok(notice_text_check(k, "Order {number} of {date}, {{braces}", "body", arena, &err));
    ck_refused(notice_text_check(k, "Order {nmuber}", "body", arena, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "body");
    ck_assert_ptr_nonnull(strstr(err.text, "{nmuber}"));
    ck_assert_ptr_nonnull(strstr(err.text, "{number}"));
    ck_refused(notice_text_check(k, "a { b", "body", arena, &err), ERR_INVALID);
    ck_refused(notice_text_check(k, "{", "body", arena, &err), ERR_INVALID);
    /* The code belongs to what is collected. */
    ck_refused(notice_text_check(k, "{code}", "body", arena, &err), ERR_INVALID);
    ck_ok(notice_text_check(notice_kind_of(NOTICE_PICKUP), "{code}", "body", arena, &err));
}
END_TEST

static const char *filled(const char *text, bool is_line)
{
    struct notice_values v = { { 0 } };

    v.v[VALUE_NUMBER] = "10482";
    v.v[VALUE_CUSTOMER] = "A {code} <b> \x1b[31m\r\nBcc: x@example.com";
    v.v[VALUE_LINES] = "one\ntwo";
    v.v[VALUE_PO] = "";
    return notice_text_fill(text, &v, is_line, arena);
}

START_TEST(values_are_put_in_once_and_bring_no_line_into_a_subject)
{
    ck_assert_str_eq(filled("Order {number}.", true), "Order 10482.");
    ck_assert_str_eq(filled("{customer}", true),
                     "A {code} <b>  [31m  Bcc: x@example.com");
    ck_assert_str_eq(filled("{lines}", true), "one two");
    ck_assert_str_eq(filled("{lines}", false), "one\ntwo");
    ck_assert_str_eq(filled("{{number}", false), "{number}");
}
END_TEST

START_TEST(a_line_or_a_paragraph_without_any_value_is_left_out)
{
    ck_assert_str_eq(filled("No {number}\nPO {po}\nEnd", false), "No 10482\nEnd");
    ck_assert_str_eq(filled("PO {po} of {number}", false), "PO  of 10482");
    ck_assert_str_eq(filled("Hello\n\nLater:\n{waiting}\n\nBye {number}", false),
                     "Hello\n\nBye 10482");
    ck_assert_str_eq(filled("Hello\n\nWords alone:\nstay\n\nBye", false),
                     "Hello\n\nWords alone:\nstay\n\nBye");
}
END_TEST

/* --- HTML ------------------------------------------------------------------------------------- */

START_TEST(nothing_of_a_value_becomes_a_tag)
{
    const char *html = notice_html("Hi <script>alert('x')</script> & \"y\"\nnext\n\nlast", "en",
                                   arena);

    ck_assert_ptr_null(strstr(html, "<script"));
    ck_assert_ptr_nonnull(strstr(html, "<p>Hi &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp;"
                                       " &quot;y&quot;<br>\nnext</p>\n<p>last</p>"));
}
END_TEST

START_TEST(an_address_of_a_page_becomes_a_link_and_cannot_leave_it)
{
    const char *html = notice_html("See https://example.com/t?n=1&c=2. Not javascript:alert(1)."
                                   " https://x.example/\"onclick=\"a()",
                                   "en", arena);

    ck_assert_ptr_nonnull(strstr(html, "<a href=\"https://example.com/t?n=1&amp;c=2\">"));
    ck_assert_ptr_nonnull(strstr(html, "</a>. Not javascript:alert(1)."));
    ck_assert_ptr_nonnull(strstr(html, "<a href=\"https://x.example/\">https://x.example/</a>"
                                       "&quot;onclick=&quot;a()"));
    ck_assert_ptr_null(strstr(html, "href=\"javascript"));
}
END_TEST

/* --- built-in words --------------------------------------------------------------------------- */

START_TEST(every_notice_has_words_in_english_and_german_that_are_allowed)
{
    static const char *const langs[] = { "en", "de" };

    for (const struct notice_kind *k = notice_kinds; k->name != NULL; k++)
        for (int i = 0; i < 4; i++) {
            enum notice_channel channel = i % 2 == 0 ? NOTICE_MAIL : NOTICE_SMS;
            struct notice_words w;
            struct sms_count c;

            ck_assert_msg(notice_words_built_in(k->event, channel, langs[i / 2], arena, &w), "%s %s",
                          k->name, langs[i / 2]);
            ck_ok(notice_text_check(k, w.subject, "subject", arena, &err));
            ck_ok(notice_text_check(k, w.body, "body", arena, &err));
            ck_assert_int_gt(strlen(w.body), 20);
            ck_assert_int_eq(w.subject[0] != '\0', channel == NOTICE_MAIL);
            ck_assert_ptr_null(strchr(w.subject, '\n'));
            ck_assert_ptr_null(strstr(w.body, "\n["));
            sms_count(w.body, &c);
            ck_assert(channel == NOTICE_MAIL || (!c.is_wide && c.parts == 1));
        }
    ck_assert(!notice_words_built_in(NOTICE_SHIPPED, NOTICE_MAIL, "fr", arena,
                                     &(struct notice_words){ 0 }));
}
END_TEST

START_TEST(names_of_notices_and_ways_lead_back)
{
    const struct notice_kind *k;
    enum notice_channel c;

    ck_ok(notice_kind_find("shipped", &k, &err));
    ck_assert_int_eq(k->event, NOTICE_SHIPPED);
    ck_assert_ptr_eq(notice_kind_of_topic("order.shipped"), k);
    ck_assert_ptr_null(notice_kind_of_topic("channel.stock"));
    ck_refused(notice_kind_find("shiped", &k, &err), ERR_INVALID);
    ck_ok(notice_channel_find("sms", &c, &err));
    ck_assert_int_eq(c, NOTICE_SMS);
    ck_refused(notice_channel_find("fax", &c, &err), ERR_INVALID);
}
END_TEST

Suite *notice_text_suite(void)
{
    Suite *s = suite_create("notice_text");
    TCase *tc = tcase_create("notice_text");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_text_message_of_seven_bits_holds_160_alone_and_153_in_each_of_several);
    tcase_add_test(tc, one_of_wide_characters_holds_70_alone_and_67_in_each_of_several);
    tcase_add_test(tc, braces_and_the_euro_take_two_and_are_not_torn_apart);
    tcase_add_test(tc, an_emoji_takes_two_and_is_not_torn_apart);
    tcase_add_test(tc, a_value_that_is_not_known_is_refused_by_name);
    tcase_add_test(tc, values_are_put_in_once_and_bring_no_line_into_a_subject);
    tcase_add_test(tc, a_line_or_a_paragraph_without_any_value_is_left_out);
    tcase_add_test(tc, nothing_of_a_value_becomes_a_tag);
    tcase_add_test(tc, an_address_of_a_page_becomes_a_link_and_cannot_leave_it);
    tcase_add_test(tc, every_notice_has_words_in_english_and_german_that_are_allowed);
    tcase_add_test(tc, names_of_notices_and_ways_lead_back);
    suite_add_tcase(s, tc);
    return s;
}
