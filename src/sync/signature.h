/*
 * Is a message that came in truly its provider's? Each signs the bytes as they came, so nothing may
 * be changed before. Comparison takes the same time wherever two signatures differ.
 */
#ifndef OD_SYNC_SIGNATURE_H
#define OD_SYNC_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

struct wire_header;

/* The bytes that came. */
struct signed_body {
    const char *data;
    size_t len;
};

/* EasyPost: header X-Hmac-Signature "hmac-sha256-hex=..." over the body; the secret in NFKD. */
bool signature_easypost(const char *header, const char *secret, struct signed_body body);

/* Twilio: header X-Twilio-Signature, base64 of HMAC-SHA1 over the URL and the fields of the form,
 * decoded, sorted by name, name and value one behind the other. */
bool signature_twilio(const char *header, const char *token, const char *url,
                      const struct wire_header *fields, int n_fields);

/* SendGrid: header X-Twilio-Email-Event-Webhook-Signature, base64 of ECDSA (P-256, SHA-256) over
 * the header -Timestamp and the body. The key is the public one, base64 of its DER. */
bool signature_sendgrid(const char *header, const char *timestamp, const char *public_key,
                        struct signed_body body);

#endif
