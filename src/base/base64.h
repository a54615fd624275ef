/*
 * Base64 as RFC 4648 has it, with padding.
 */
#ifndef OD_BASE_BASE64_H
#define OD_BASE_BASE64_H

#include <stddef.h>

#include "base/strbuf.h"

/* Adds data as base64 in lines of width characters (a multiple of 4) that end in CRLF; width 0: in
 * one piece without an end. */
void base64_add(struct strbuf *b, const void *data, size_t len, int width);

#endif
