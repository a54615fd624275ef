/*
 * Passwords over libsodium: argon2id hashes and comparison in constant time.
 */
#ifndef OD_BASE_SECRET_H
#define OD_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define SECRET_HASH_SIZE 128

/* Starts the library once; ERR_IO without a source of randomness. */
OD_MUST_USE bool secret_init(struct err *err);
/* argon2id, 64 MiB, two passes; takes 50 to 500 ms. */
OD_MUST_USE bool secret_hash(const char *password, char out[SECRET_HASH_SIZE], struct err *err);
/* An empty or NULL hash is compared with a dummy, so "no such user" takes as long. */
bool secret_matches(const char *hash, const char *password);
bool secret_needs_rehash(const char *hash);
/* Overwrites memory; not optimised away. */
void secret_wipe(void *data, size_t size);
#define SECRET_DIGEST_SIZE 65
/* BLAKE2b-256 of data as hexadecimal text: to tell whether two contents are the same. */
const char *secret_digest(const void *data, size_t size, char out[SECRET_DIGEST_SIZE]);
/* Random bytes from the system. */
void random_bytes(void *out, size_t size);

#endif
