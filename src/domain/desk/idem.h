/*
 * Idempotency: a command that creates carries a key made before its first try. Done with the same
 * content: the same record again. Other content under the key: refused.
 */
#ifndef OD_DOMAIN_DESK_IDEM_H
#define OD_DOMAIN_DESK_IDEM_H

#include "domain/desk/desk.h"

/*
 * Looks the key up inside the transaction.
 * key      NULL or "": no key; *done is false and idem_record does nothing
 * content  what was asked, as text; only its hash is kept
 * done     true: *record_id is what the first try made; nothing more to do
 * err      ERR_INVALID where the key belongs to other content or another command
 */
OD_MUST_USE bool idem_check(struct tx *tx, const char *key, const char *command,
                            const char *content, bool *done, int64_t *record_id, struct err *err);
/* Writes down that the key made this record. */
OD_MUST_USE bool idem_record(struct tx *tx, struct desk *desk, const char *key,
                             const char *command, const char *content, int64_t record_id,
                             struct err *err);

#endif
