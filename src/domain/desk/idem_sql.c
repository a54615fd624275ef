/*
 * Idempotency keys. Only a digest of what was asked is kept.
 */
#include "domain/desk/idem.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "store/store.h"

OD_SQL(sql_idem_find, "idem.find",
       "SELECT command, content_hash, record_id"
       " FROM idem_key"
       " WHERE key = $1");

bool idem_check(struct tx *tx, const char *key, const char *command, const char *content,
                bool *done, int64_t *record_id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char digest[SECRET_DIGEST_SIZE];
    const char *known_command = NULL, *known_digest = NULL;
    int64_t id = 0;
    struct stmt *q;

    *done = false;
    if (key == NULL || key[0] == '\0')
        return true;
    if (strlen(key) > LIMIT_CODE_BYTES || !utf8_is_valid(key, strlen(key)))
        return err_field(err, ERR_INVALID, "key", _("A key has at most %d characters."),
                         LIMIT_CODE_BYTES);
    q = sql_read(tx->db, &sql_idem_find);
    put_text(q, key);
    if (sql_row(q)) {
        known_command = get_text(q, tmp);
        known_digest = get_text(q, tmp);
        id = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    if (known_command == NULL)
        return true;
    if (strcmp(known_command, command) != 0 ||
        strcmp(known_digest, secret_digest(content, strlen(content), digest)) != 0)
        return err_field(err, ERR_INVALID, "key",
                         _("The key %.64s was used before for something else. Use a new key."),
                         key);
    *record_id = id;
    *done = true;
    return true;
}

OD_SQL(sql_idem_record, "idem.record",
       "INSERT INTO idem_key (key, command, content_hash, record_id, at_ms)"
       " VALUES ($1, $2, $3, $4, $5)");

bool idem_record(struct tx *tx, struct desk *desk, const char *key, const char *command,
                 const char *content, int64_t record_id, struct err *err)
{
    char digest[SECRET_DIGEST_SIZE];
    struct stmt *q;

    if (key == NULL || key[0] == '\0')
        return true;
    assert(record_id > 0);
    q = sql_write(tx, &sql_idem_record);
    put_text(q, key);
    put_text(q, command);
    put_text(q, secret_digest(content, strlen(content), digest));
    put_i64(q, record_id);
    put_i64(q, desk_now(desk).ms);
    return sql_run(&q, NULL, err);
}
