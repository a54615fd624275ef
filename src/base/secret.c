/*
 * Passwords over libsodium, and random bytes from the kernel.
 */
#include "base/secret.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <sodium.h>

#include "base/i18n.h"

#define HASH_OPS   2ULL
#define HASH_BYTES ((size_t)64 * 1024 * 1024)

static_assert(SECRET_HASH_SIZE >= crypto_pwhash_STRBYTES, "hash does not fit");

/* A hash of the same cost that no password has, for "no such user". */
static const char no_user[] = "$argon2id$v=19$m=65536,t=2,p=1$Kp3yX0bGvYhQ1Lz8mTnRug$"
                              "0o1vWc7sYtqk2RjNfP4xHbLd9aEuMiZg5CyKwTQXGBs";

bool secret_init(struct err *err)
{
    if (sodium_init() < 0)
        return err_set(err, ERR_IO, _("The system gives no random numbers."));
    return true;
}

bool secret_hash(const char *password, char out[SECRET_HASH_SIZE], struct err *err)
{
    char hash[crypto_pwhash_STRBYTES];

    if (crypto_pwhash_str_alg(hash, password, strlen(password), HASH_OPS, HASH_BYTES,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(err, ERR_IO,
                       _("The password cannot be hashed: 64 MiB of memory are not free."));
    memcpy(out, hash, sizeof hash);
    return true;
}

bool secret_matches(const char *hash, const char *password)
{
    bool has_hash = hash != NULL && hash[0] != '\0';
    int status = crypto_pwhash_str_verify(has_hash ? hash : no_user, password, strlen(password));

    return has_hash && status == 0;
}

bool secret_needs_rehash(const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, HASH_OPS, HASH_BYTES) != 0;
}

void secret_wipe(void *data, size_t size)
{
    sodium_memzero(data, size);
}

const char *secret_digest(const void *data, size_t size, char out[SECRET_DIGEST_SIZE])
{
    unsigned char hash[(SECRET_DIGEST_SIZE - 1) / 2];
    int status = crypto_generichash(hash, sizeof hash, data, size, NULL, 0);

    assert(status == 0);
    return sodium_bin2hex(out, SECRET_DIGEST_SIZE, hash, sizeof hash);
}

void random_bytes(void *out, size_t size)
{
    unsigned char *at = out;

    while (size > 0) {
        ssize_t n = getrandom(at, size, 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            abort();
        at += n;
        size -= (size_t)n;
    }
}
