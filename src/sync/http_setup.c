/*
 * All that curl is told of one request. What must not be sent is found here, before anything moves.
 */
#include <assert.h>
#include <string.h>

#include "base/compiler.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "sync/http_parts.h"

#define USUAL_CONNECT_MS 10000L
#define USUAL_TOTAL_MS   60000L
#define USUAL_QUIET_S    45L
#define SLOW_BYTES       10L  /* a second */
#define CONN_LIFE_S      600L /* a kept connection is not used longer */

/* A line break in a header would be a header of somebody else's making. */
static bool is_one_line(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return false;
    }
    return true;
}

static bool is_this_machine(const char *host)
{
    return strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0 ||
           strcmp(host, "localhost") == 0;
}

static bool is_scheme_allowed(const struct transfer *t, const struct wire_limits *limits,
                              const char *scheme, const char *host)
{
    if (t->request.method == WIRE_MAIL)
        return strcmp(scheme, "smtp") == 0 || strcmp(scheme, "smtps") == 0;
    return strcmp(scheme, "https") == 0 ||
           (limits->is_loopback && strcmp(scheme, "http") == 0 && is_this_machine(host));
}

/* Why a request must not go to its URL, NULL where it may. Says nothing of the URL's rest, which
 * may hold what is secret. */
static const char *refuse_url(struct transfer *t, const struct wire_limits *limits)
{
    CURLU *url = curl_url();
    char *scheme = NULL, *host = NULL, *user = NULL;
    const char *why = NULL;

    if (url == NULL || curl_url_set(url, CURLUPART_URL, t->request.url, 0) != CURLUE_OK ||
        curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK)
        why = _("the address cannot be read as a URL.");
    else if (curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_OK)
        why = _("a URL holds no user and no password; options do.");
    else if (!is_scheme_allowed(t, limits, scheme, host))
        why = arena_printf(t->arena,
                           t->request.method == WIRE_MAIL
                               ? _("mail goes to smtp:// or smtps://, not to %s://%s.")
                               : _("only https:// is allowed, not %s://%s."),
                           scheme, host);
    curl_free(scheme);
    curl_free(host);
    curl_free(user);
    curl_url_cleanup(url);
    return why;
}

static const char *refuse_words(const struct wire_request *r)
{
    for (int i = 0; i < r->n_headers; i++) {
        if (!is_one_line(r->headers[i].name) || !is_one_line(r->headers[i].value))
            return _("a header has a line break or a control character in it.");
    }
    if (r->method != WIRE_MAIL)
        return NULL;
    if (r->mail_from == NULL || !is_one_line(r->mail_from) || r->n_mail_to < 1)
        return _("a mail needs a sender and a recipient.");
    for (int i = 0; i < r->n_mail_to; i++) {
        if (!is_one_line(r->mail_to[i]) || strpbrk(r->mail_to[i], "<> ") != NULL)
            return _("the address of a recipient has a character that none may have.");
    }
    return NULL;
}

static void add(struct curl_slist **list, const char *text)
{
    struct curl_slist *longer = curl_slist_append(*list, text);

    assert(longer != NULL); /* memory is gone */
    *list = longer;
}

static void put_headers(struct transfer *t)
{
    const struct wire_request *r = &t->request;

    for (int i = 0; i < r->n_headers; i++)
        add(&t->headers, arena_printf(t->arena, "%s: %s", r->headers[i].name, r->headers[i].value));
    add(&t->headers, "Expect:"); /* never two steps: what was sent could not be told any more */
    (void)curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static void put_method(struct transfer *t)
{
    const struct wire_request *r = &t->request;
    CURL *c = t->easy;

    switch (r->method) {
    case WIRE_GET:
        (void)curl_easy_setopt(c, CURLOPT_HTTPGET, 1L);
        return;
    case WIRE_POST:
        (void)curl_easy_setopt(c, CURLOPT_POST, 1L);
        (void)curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_len);
        return;
    case WIRE_MAIL:
        for (int i = 0; i < r->n_mail_to; i++)
            add(&t->recipients, r->mail_to[i]);
        (void)curl_easy_setopt(c, CURLOPT_MAIL_FROM, r->mail_from);
        (void)curl_easy_setopt(c, CURLOPT_MAIL_RCPT, t->recipients);
        (void)curl_easy_setopt(c, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
        OD_FALLTHROUGH;
    case WIRE_PUT:
        (void)curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
        (void)curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)r->body_len);
        return;
    case WIRE_PREPARE:
    case WIRE_PUBLISH:
    case WIRE_LOOK:
        assert(false && "files do not travel");
    }
}

static void put_limits(CURL *c, const struct wire_limits *limits)
{
    long connect_ms = limits->connect_ms > 0 ? (long)limits->connect_ms : USUAL_CONNECT_MS;
    long total_ms = limits->total_ms > 0 ? (long)limits->total_ms : USUAL_TOTAL_MS;
    long quiet_s = limits->quiet_s > 0 ? (long)limits->quiet_s : USUAL_QUIET_S;

    (void)curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    (void)curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, total_ms);
    /* curl waits two minutes for each answer of SMTP by itself; the total holds. */
    (void)curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES);
    (void)curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, quiet_s);
    (void)curl_easy_setopt(c, CURLOPT_MAXLIFETIME_CONN, CONN_LIFE_S);
    (void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    (void)curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    (void)curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    /* Without this the environment's proxies would count. */
    (void)curl_easy_setopt(c, CURLOPT_PROXY, limits->proxy != NULL ? limits->proxy : "");
    (void)curl_easy_setopt(c, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
}

static void put_safety(struct transfer *t, const struct wire_limits *limits)
{
    bool is_mail = t->request.method == WIRE_MAIL;
    CURL *c = t->easy;

    (void)curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR,
                           is_mail                 ? "smtps,smtp"
                           : limits->is_loopback ? "https,http"
                                                   : "https");
    (void)curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    (void)curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
    (void)curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
    (void)curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (limits->ca_file != NULL) {
        (void)curl_easy_setopt(c, CURLOPT_CAINFO, limits->ca_file);
        (void)curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
    }
    if (is_mail)
        (void)curl_easy_setopt(c, CURLOPT_USE_SSL,
                               limits->is_loopback &&
                                       strncmp(t->request.url, "smtp://127.0.0.1:", 17) == 0
                                   ? (long)CURLUSESSL_TRY
                                   : (long)CURLUSESSL_ALL);
}

bool transfer_prepare(struct transfer *t, const struct wire_limits *limits)
{
    t->barred = refuse_url(t, limits);
    if (t->barred == NULL)
        t->barred = refuse_words(&t->request);
    if (t->barred != NULL)
        return false;
    t->easy = curl_easy_init();
    assert(t->easy != NULL); /* memory is gone */
    (void)curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
    (void)curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->why);
    (void)curl_easy_setopt(t->easy, CURLOPT_URL, t->request.url);
    (void)curl_easy_setopt(t->easy, CURLOPT_USERAGENT, "orderdesk/" PACKAGE_VERSION);
    if (t->request.user != NULL) {
        (void)curl_easy_setopt(t->easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        (void)curl_easy_setopt(t->easy, CURLOPT_USERNAME, t->request.user);
        (void)curl_easy_setopt(t->easy, CURLOPT_PASSWORD,
                               t->request.password != NULL ? t->request.password : "");
    }
    put_limits(t->easy, limits);
    put_safety(t, limits);
    put_method(t);
    if (t->request.method != WIRE_MAIL)
        put_headers(t);
    transfer_listen(t);
    return true;
}
