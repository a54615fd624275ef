/*
 * Signatures of webhooks over libcrypto.
 */
#include "sync/signature.h"

#include <stdlib.h>
#include <string.h>

#define ERR_STATE openssl_err_state /* a name that base/err.h has too */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/x509.h>
#undef ERR_STATE

#include "base/base64.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "sync/wire.h"

#define TEXT_BYTES   ((size_t)8 * 1024 * 1024)
#define BASE64_BYTES 1024

/* The length is no secret; the contents are. */
static bool is_same(const char *a, const char *b)
{
    size_t len = strlen(a);

    return len == strlen(b) && CRYPTO_memcmp(a, b, len) == 0;
}

static unsigned hmac(const EVP_MD *kind, const char *key, const char *data, size_t len,
                     unsigned char out[EVP_MAX_MD_SIZE])
{
    unsigned n = 0;

    if (HMAC(kind, key, (int)strlen(key), (const unsigned char *)data, len, out, &n) == NULL)
        return 0;
    return n;
}

bool signature_easypost(const char *header, const char *secret, struct signed_body body)
{
    OD_ARENA *tmp = arena_new();
    unsigned char digest[EVP_MAX_MD_SIZE];
    struct strbuf text;
    unsigned n;

    if (secret[0] == '\0')
        return false;
    n = hmac(EVP_sha256(), utf8_nfkd(secret, tmp), body.data, body.len, digest);
    strbuf_init(&text, tmp, BASE64_BYTES);
    strbuf_add(&text, "hmac-sha256-hex=");
    for (unsigned i = 0; i < n; i++)
        strbuf_addf(&text, "%02x", digest[i]);
    return n > 0 && is_same(header, text.s);
}

static int by_name(const void *a, const void *b)
{
    const struct wire_header *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : strcmp(x->value, y->value);
}

bool signature_twilio(const char *header, const char *token, const char *url,
                      const struct wire_header *fields, int n_fields)
{
    OD_ARENA *tmp = arena_new();
    struct wire_header *sorted = arena_array(tmp, n_fields + 1, struct wire_header);
    unsigned char digest[EVP_MAX_MD_SIZE];
    struct strbuf text, mine;
    unsigned n;

    if (token[0] == '\0')
        return false;
    for (int i = 0; i < n_fields; i++)
        sorted[i] = fields[i];
    qsort(sorted, (size_t)n_fields, sizeof *sorted, by_name);
    strbuf_init(&text, tmp, TEXT_BYTES);
    strbuf_add(&text, url);
    for (int i = 0; i < n_fields; i++) {
        strbuf_add(&text, sorted[i].name);
        strbuf_add(&text, sorted[i].value);
    }
    n = hmac(EVP_sha1(), token, text.s, text.len, digest);
    strbuf_init(&mine, tmp, BASE64_BYTES);
    base64_add(&mine, digest, n, 0);
    return n > 0 && !text.is_cut && is_same(header, mine.s);
}

/* Bytes of base64 of one line; 0 where it is none. */
static size_t decode(const char *text, unsigned char out[BASE64_BYTES])
{
    size_t len = strlen(text), pad = 0;
    int n;

    if (len == 0 || len % 4 != 0 || len > BASE64_BYTES)
        return 0;
    while (pad < 2 && text[len - 1 - pad] == '=')
        pad++;
    n = EVP_DecodeBlock(out, (const unsigned char *)text, (int)len);
    return n > (int)pad ? (size_t)n - pad : 0;
}

static EVP_PKEY *read_key(const char *text)
{
    unsigned char der[BASE64_BYTES];
    const unsigned char *at = der;
    size_t len = decode(text, der);

    return len > 0 ? d2i_PUBKEY(NULL, &at, (long)len) : NULL;
}

bool signature_sendgrid(const char *header, const char *timestamp, const char *public_key,
                        struct signed_body body)
{
    unsigned char signature[BASE64_BYTES];
    size_t len = decode(header, signature);
    EVP_PKEY *key = read_key(public_key);
    EVP_MD_CTX *check = EVP_MD_CTX_new();
    bool is_true;

    is_true = len > 0 && key != NULL && check != NULL && EVP_PKEY_is_a(key, "EC") == 1 &&
              EVP_DigestVerifyInit(check, NULL, EVP_sha256(), NULL, key) == 1 &&
              EVP_DigestVerifyUpdate(check, timestamp, strlen(timestamp)) == 1 &&
              EVP_DigestVerifyUpdate(check, body.data, body.len) == 1 &&
              EVP_DigestVerifyFinal(check, signature, len) == 1;
    EVP_MD_CTX_free(check);
    EVP_PKEY_free(key);
    return is_true;
}
