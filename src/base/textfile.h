/*
 * Files from anywhere as UTF-8: what they are written in is found out, or said by the caller.
 * Standards: RFC 3629 (UTF-8), RFC 2781 (UTF-16).
 */
#ifndef OD_BASE_TEXTFILE_H
#define OD_BASE_TEXTFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum encoding {
    ENCODING_UNKNOWN, /* find out */
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_LATIN1,
    ENCODING_CP1252,
};

struct textfile;

/*
 * Opens path ("-" is standard input). Without an encoding: a byte order mark says it; else zeros
 * at every second byte are UTF-16; else a file with more characters of UTF-8 than bytes that are
 * none is UTF-8, another with bytes 80 to 9F is Windows-1252, and one without them Latin-1. A
 * regular file is read to its end for this, of a pipe only the first block.
 * err  ERR_NOT_FOUND, ERR_IO
 */
OD_MUST_USE bool textfile_open(struct textfile **out, const char *path, enum encoding encoding,
                               struct err *err);
/* The same over bytes in memory, which stay until it is closed. */
OD_MUST_USE bool textfile_open_bytes(struct textfile **out, const char *bytes, size_t len,
                                     enum encoding encoding, struct err *err);
void textfile_close(struct textfile *t); /* NULL is fine */
/*
 * At most cap (64 or more) bytes of UTF-8 without the mark; *n 0 at the end. What the encoding does
 * not know comes as the byte FF, which no UTF-8 has; broken UTF-8 as it is.
 */
OD_MUST_USE bool textfile_read(struct textfile *t, char *out, size_t cap, size_t *n,
                               struct err *err);
enum encoding textfile_encoding(const struct textfile *t);
/* Bytes of the file read so far and its size (0 where unknown). */
void textfile_progress(const struct textfile *t, int64_t *done, int64_t *size);

/* "UTF-8", "UTF-16LE", "Windows-1252" ... */
const char *encoding_name(enum encoding encoding);
/* By those names, case and marks aside ("utf8", "cp1252", "iso-8859-1"). ERR_INVALID lists them. */
OD_MUST_USE bool encoding_parse(const char *name, enum encoding *out, struct err *err);

#endif
