/*
 * Mails as bytes: what a server gets, and that nothing a customer is called ends a header.
 */
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/compiler.h"
#include "base/limits.h"
#include "base/mem.h"
#include "sync/mime.h"
#include "sync/suites.h"

static struct arena *arena;
static struct err err;
static struct mime_mail mail;
static const char *to[] = { "ann@example.com", "bob@example.com" };

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    mail = (struct mime_mail){
        .from = "desk@example.com", .from_name = "", .reply_to = "", .to = to, .n_to = 1,
        .subject = "Order 10482", .text = "Hello\n", .html = "", .message_id = "k1@example.com",
        .language = "", .at = { INT64_C(1795874587000) },
    };
}

static void tear_down(void)
{
    arena_free(arena);
}

static const char *composed(void)
{
    const char *text;
    size_t len;

    ck_assert_msg(mime_compose(&mail, arena, &text, &len, &err), "%s", err.text);
    ck_assert_uint_eq(strlen(text), len);
    return text;
}

/* All lines end in CRLF, are ASCII and short. */
static void is_fit_for_a_server(const char *text)
{
    size_t column = 0;

    for (; *text != '\0'; text++) {
        ck_assert_uint_lt((unsigned char)*text, 0x80);
        ck_assert(*text != '\r' || text[1] == '\n');
        if (*text == '\r') {
            ck_assert_uint_le(column, 78);
            column = 0;
            text++;
        } else {
            ck_assert(*text != '\n');
            column++;
        }
    }
    ck_assert_uint_eq(column, 0);
}

/* What a reader gets of quoted-printable. */
static char *unquoted(const char *text, const char *end)
{
    char *out = arena_alloc(arena, (size_t)(end - text) + 1), *at = out;

    while (text < end) {
        if (text[0] == '=' && text[1] == '\r') {
            text += 3;
        } else if (text[0] == '=') {
            char hex[3] = { text[1], text[2], '\0' };

            *at++ = (char)strtol(hex, NULL, 16);
            text += 3;
        } else if (text[0] == '\r') {
            text++;
        } else {
            *at++ = *text++;
        }
    }
    *at = '\0';
    return out;
}

START_TEST(a_plain_mail_is_what_servers_expect)
{
    ck_assert_str_eq(composed(), "Date: Sat, 28 Nov 2026 14:03:07 +0000\r\n"
                                 "From: desk@example.com\r\n"
                                 "To: ann@example.com\r\n"
                                 "Subject: Order 10482\r\n"
                                 "Message-ID: <k1@example.com>\r\n"
                                 "Auto-Submitted: auto-generated\r\n"
                                 "MIME-Version: 1.0\r\n"
                                 "Content-Type: text/plain; charset=utf-8\r\n"
                                 "Content-Transfer-Encoding: quoted-printable\r\n"
                                 "\r\n"
                                 "Hello\r\n");
}
END_TEST

START_TEST(text_html_and_files_stand_in_their_parts)
{
    struct job_file file = { "Lieferschein 10482-F1 \xC3\xBC.pdf", "application/pdf", "%PDF-1", 6 };
    const char *text;

    mail.n_to = 2;
    mail.from_name = "ACME \"Tools\"";
    mail.reply_to = "sales@example.com";
    mail.language = "de";
    mail.html = "<p>Hello</p>";
    mail.files = (struct job_files){ &file, 1 };
    text = composed();
    is_fit_for_a_server(text);
    ck_assert_ptr_nonnull(strstr(text, "From: \"ACME \\\"Tools\\\"\"\r\n <desk@example.com>\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "To: ann@example.com,\r\n bob@example.com\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "Reply-To: sales@example.com\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "Content-Language: de\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "Content-Type: multipart/mixed;\r\n boundary=\"=_parts_"));
    ck_assert_ptr_nonnull(strstr(text, "multipart/alternative;\r\n boundary=\"=_words_"));
    ck_assert_ptr_nonnull(strstr(text, "\r\nContent-Type: application/pdf\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "filename*0*=UTF-8''Lieferschein%2010482-F1%20%C3%BC.pdf"));
    file.name = "10482-F1.pdf";
    ck_assert_ptr_nonnull(strstr(composed(), "attachment; filename=\"10482-F1.pdf\"\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "base64\r\n\r\nJVBERi0x\r\n--=_parts_"));
}
END_TEST

START_TEST(the_same_mail_is_the_same_bytes_at_each_try)
{
    mail.html = "<p>x</p>";
    ck_assert_str_eq(composed(), composed());
}
END_TEST

START_TEST(names_and_subjects_beyond_ascii_are_encoded_whole)
{
    const char *text;

    mail.from_name = "M\xC3\xBCller";
    mail.subject = "Auftrag best\xC3\xA4tigt";
    text = composed();
    is_fit_for_a_server(text);
    ck_assert_ptr_nonnull(strstr(text, "From: =?UTF-8?B?TcO8bGxlcg==?=\r\n <desk@example.com>"));
    ck_assert_ptr_nonnull(strstr(text, "Subject: =?UTF-8?B?QXVmdHJhZyBiZXN0w6R0aWd0?=\r\n"));
}
END_TEST

START_TEST(a_long_subject_is_folded_and_parts_no_character)
{
    struct strbuf subject;
    const char *at;

    strbuf_init(&subject, arena, 5000);
    for (int i = 0; i < 400; i++)
        strbuf_add(&subject, i % 3 == 0 ? "\xE2\x82\xAC" : "x");
    mail.subject = subject.s;
    at = composed();
    is_fit_for_a_server(at);
    /* A word that begins in a character would begin with a byte 10xxxxxx: in base64 g to v. */
    for (at = strstr(at, "=?UTF-8?B?"); at != NULL; at = strstr(at + 1, "=?UTF-8?B?"))
        ck_assert(!(at[10] >= 'g' && at[10] <= 'v'));
}
END_TEST

START_TEST(a_subject_that_looks_encoded_is_encoded)
{
    mail.subject = "=?UTF-8?B?QQ==?=";
    ck_assert_ptr_nonnull(strstr(composed(), "Subject: =?UTF-8?B?PT9VVEYtOD9CP1FRPT0/PQ==?="));
}
END_TEST

static const char *const bodies[] = {
    "a\nb\r\nc\rd\n",
    "equals = and caf\xC3\xA9 \nblank at the end \t\n",
    ".\n..\n.dot\nFrom here\n",
    "--=_words_x\n--\n",
    "\n\n",
};

START_TEST(a_text_comes_out_as_it_went_in)
{
    const char *text, *body, *want;

    mail.text = bodies[_i];
    text = composed();
    is_fit_for_a_server(text);
    body = strstr(text, "\r\n\r\n") + 4;
    ck_assert_ptr_null(strstr(body, "\r\n."));
    want = _i == 0 ? "a\nb\nc\nd\n" : bodies[_i];
    ck_assert_str_eq(unquoted(body, body + strlen(body)), want);
}
END_TEST

START_TEST(a_line_of_any_length_is_broken_and_comes_out_whole)
{
    char *line = arena_calloc(arena, 1, 5001);
    const char *text, *body;

    for (int i = 0; i < 4998; i++)
        line[i] = "abc .=\xC3\xA9"[i % 8];
    line[4998] = '\n';
    mail.text = line;
    text = composed();
    is_fit_for_a_server(text);
    body = strstr(text, "\r\n\r\n") + 4;
    ck_assert_str_eq(unquoted(body, body + strlen(body)), line);
}
END_TEST

static const char *const no_lines[] = { "a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\tb", "a\x7F" };

START_TEST(a_line_break_in_a_head_is_refused)
{
    const char *text;
    size_t len;

    mail.subject = no_lines[_i];
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_str_eq(err.field, "subject");
    mail.subject = "x";
    mail.from_name = no_lines[_i];
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_str_eq(err.field, "from_name");
}
END_TEST

static const char *const no_addresses[] = {
    "",           "ann",          "@example.com",       "ann@",           "a@b@c",
    "a b@x.com",  "a@x.com,b@y",  "<a@x.com>",          "a@x.com\r\nBcc", "\"a\"@x.com",
    "j\xC3\xB6@x.com", "a(b)@x.com",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.com",
};

START_TEST(what_is_no_address_is_refused_in_each_place)
{
    const char *text;
    size_t len;

    to[0] = no_addresses[_i];
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_eq(err.field, "to");
    to[0] = "ann@example.com";
    mail.from = no_addresses[_i];
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_str_eq(err.field, "from");
    mail.from = "desk@example.com";
    mail.message_id = no_addresses[_i];
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_str_eq(err.field, "message_id");
    mail.message_id = "k@example.com";
    if (no_addresses[_i][0] == '\0')
        return; /* no Reply-To is wanted */
    mail.reply_to = no_addresses[_i];
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_str_eq(err.field, "reply_to");
}
END_TEST

START_TEST(a_mail_without_recipient_or_text_is_refused)
{
    const char *text;
    size_t len;

    mail.n_to = 0;
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_str_eq(err.field, "to");
    mail.n_to = 1;
    mail.text = "";
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_str_eq(err.field, "text");
}
END_TEST

START_TEST(the_name_and_type_of_a_file_break_nothing)
{
    struct job_file file = { "a\"\r\nX: y;\xE2\x82\xAC", "text/plain\r\nX: y", "z", 1 };
    const char *text;

    mail.files = (struct job_files){ &file, 1 };
    text = composed();
    is_fit_for_a_server(text);
    ck_assert_ptr_null(strstr(text, "\nX:"));
    ck_assert_ptr_nonnull(strstr(text, "Content-Type: application/octet-stream\r\n"));
}
END_TEST

START_TEST(a_mail_larger_than_servers_take_is_refused)
{
    size_t len = LIMIT_MAIL_BYTES / 4 * 3;
    struct job_file file = { "a", "text/plain", arena_calloc(arena, 1, len), len };
    const char *text;

    mail.files = (struct job_files){ &file, 1 };
    ck_assert(!mime_compose(&mail, arena, &text, &len, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

static const char *const pairs[][2] = {
    { "", "" },         { "f", "Zg==" },         { "fo", "Zm8=" },         { "foo", "Zm9v" },
    { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
};

START_TEST(base64_is_that_of_the_standard)
{
    struct strbuf b;

    strbuf_init(&b, arena, 100);
    base64_add(&b, pairs[_i][0], strlen(pairs[_i][0]), 0);
    ck_assert_str_eq(b.s, pairs[_i][1]);
}
END_TEST

Suite *mime_suite(void)
{
    Suite *suite = suite_create("mime");
    TCase *t = tcase_create("mime");

    suite_add_tcase(suite, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, a_plain_mail_is_what_servers_expect);
    tcase_add_test(t, text_html_and_files_stand_in_their_parts);
    tcase_add_test(t, the_same_mail_is_the_same_bytes_at_each_try);
    tcase_add_test(t, names_and_subjects_beyond_ascii_are_encoded_whole);
    tcase_add_test(t, a_long_subject_is_folded_and_parts_no_character);
    tcase_add_test(t, a_subject_that_looks_encoded_is_encoded);
    tcase_add_loop_test(t, a_text_comes_out_as_it_went_in, 0, (int)OD_LEN(bodies));
    tcase_add_test(t, a_line_of_any_length_is_broken_and_comes_out_whole);
    tcase_add_loop_test(t, a_line_break_in_a_head_is_refused, 0, (int)OD_LEN(no_lines));
    tcase_add_loop_test(t, what_is_no_address_is_refused_in_each_place, 0,
                        (int)OD_LEN(no_addresses));
    tcase_add_test(t, a_mail_without_recipient_or_text_is_refused);
    tcase_add_test(t, the_name_and_type_of_a_file_break_nothing);
    tcase_add_test(t, a_mail_larger_than_servers_take_is_refused);
    tcase_add_loop_test(t, base64_is_that_of_the_standard, 0, (int)OD_LEN(pairs));
    return suite;
}
