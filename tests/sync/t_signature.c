/*
 * Signatures of webhooks: those that providers publish, and each thing changed once.
 */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/os.h"
#include "sync/signature.h"
#include "sync/suites.h"
#include "sync/wire.h"

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

/* Of RFC 4231, test 2. */
#define RFC_BODY "what do ya want for nothing?"
#define RFC_HEX  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

START_TEST(easypost_signs_with_sha256_in_hexadecimal)
{
    struct signed_body body = { RFC_BODY, sizeof RFC_BODY - 1 };

    ck_assert(signature_easypost("hmac-sha256-hex=" RFC_HEX, "Jefe", body));
    ck_assert(!signature_easypost("hmac-sha256-hex=" RFC_HEX, "jefe", body));
    ck_assert(!signature_easypost(RFC_HEX, "Jefe", body));
    ck_assert(!signature_easypost("hmac-sha256-hex=", "Jefe", body));
    ck_assert(!signature_easypost("", "Jefe", body));
    ck_assert(!signature_easypost("hmac-sha256-hex=" RFC_HEX, "", body));
    body.len--;
    ck_assert(!signature_easypost("hmac-sha256-hex=" RFC_HEX, "Jefe", body));
}
END_TEST

/* With the event that EasyPost publishes, where it is at hand. Its secret is composed there, and
 * signs decomposed. */
START_TEST(the_published_event_of_easypost_is_true)
{
    static const char header[] = "hmac-sha256-hex="
                                 "38f3f53c103713df81616a0a186d77141957323ec21d5fe9363db93840f527db";
    const char *shared = getenv("ORDERDESK_SHARED_DATA");
    struct err err = ERR_INIT;
    char *text;
    size_t len;

    if (shared == NULL)
        return;
    ck_assert_msg(os_read_file(arena_printf(arena, "%s/providers/easypost/webhooks/event-body.json",
                                            shared),
                               (size_t)1 << 20, arena, &text, &len, &err), "%s", err.text);
    len -= text[len - 1] == '\n';
    ck_assert(signature_easypost(header, "s\xC3\xA9" "cret", (struct signed_body){ text, len }));
    ck_assert(!signature_easypost(header, "secret", (struct signed_body){ text, len }));
}
END_TEST

START_TEST(twilio_signs_the_url_and_the_sorted_form)
{
    static const char url[] = "https://mycompany.com/myapp.php?foo=1&bar=2";
    static const char header[] = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    struct wire_header form[] = {
        { "To", "+18005551212" },         { "Digits", "1234" },
        { "CallSid", "CA1234567890ABCDE" }, { "From", "+14158675309" },
        { "Caller", "+14158675309" },
    };
    int n = (int)OD_LEN(form);

    ck_assert(signature_twilio(header, "12345", url, form, n));
    ck_assert(!signature_twilio(header, "12346", url, form, n));
    ck_assert(!signature_twilio(header, "", url, form, n));
    ck_assert(!signature_twilio(header, "12345", "https://mycompany.com/myapp.php", form, n));
    ck_assert(!signature_twilio(header, "12345", url, form, n - 1));
    ck_assert(!signature_twilio("", "12345", url, form, n));
    form[1].value = "1235";
    ck_assert(!signature_twilio(header, "12345", url, form, n));
}
END_TEST

/* Two keys of P-256, and what the first signs; the private ones are gone. */
#define PUBLIC_KEY \
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdrYIK95i7VBfsbS3ZYt5kFE6Op9tJXuy4ZOiu6Xl4SP5" \
    "Bs3hy9LFAfR8CaiRtRss//6rcjKw1qWz2az8AmHA4w=="
#define OTHER_KEY \
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELsa/sFoHrLTziO6vWePeCHFTcQ4aYGO37EzKMDEOiZy1" \
    "es+xJmkUXsse6LkwidQuU2g1aM5tjSO/2CJTuCuRgw=="
#define SIGNED \
    "MEQCIHsq/5bDXLwdOXKJf7zXTGNCR1f43Fpqc2Vs3qfJDfqvAiAg+2QY+Q/mFBWPNaSn7j1+Irvgk301" \
    "ZJCtXayp0Afsrg=="

START_TEST(sendgrid_signs_time_and_body_with_its_key)
{
    static const char stamp[] = "1600112502", events[] = "[{\"event\":\"bounce\"}]";
    struct signed_body body = { events, sizeof events - 1 };

    ck_assert(signature_sendgrid(SIGNED, stamp, PUBLIC_KEY, body));
    ck_assert(!signature_sendgrid(SIGNED, "1600112503", PUBLIC_KEY, body));
    ck_assert(!signature_sendgrid(SIGNED, stamp, OTHER_KEY, body));
    ck_assert(!signature_sendgrid("", stamp, PUBLIC_KEY, body));
    ck_assert(!signature_sendgrid("AAAA", stamp, PUBLIC_KEY, body));
    ck_assert(!signature_sendgrid(SIGNED, stamp, "", body));
    ck_assert(!signature_sendgrid(SIGNED, stamp, "AAAA", body));
    body.len--;
    ck_assert(!signature_sendgrid(SIGNED, stamp, PUBLIC_KEY, body));
}
END_TEST

Suite *signature_suite(void)
{
    Suite *suite = suite_create("signature");
    TCase *t = tcase_create("signature");

    suite_add_tcase(suite, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, easypost_signs_with_sha256_in_hexadecimal);
    tcase_add_test(t, the_published_event_of_easypost_is_true);
    tcase_add_test(t, twilio_signs_the_url_and_the_sorted_form);
    tcase_add_test(t, sendgrid_signs_time_and_body_with_its_key);
    return suite;
}
