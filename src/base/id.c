/*
 * UUIDv7 and the Damm check digit.
 */
#include "base/id.h"

#include <assert.h>
#include <string.h>

#include "base/secret.h"

static const char hex[] = "0123456789abcdef";

const char *uuid7(struct stamp at, char out[UUID_TEXT_SIZE])
{
    unsigned char b[16];
    uint64_t ms = (uint64_t)at.ms;
    char *s = out;

    random_bytes(b, sizeof b);
    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char)(ms >> (40 - 8 * i) & 0xFF);
    b[6] = (unsigned char)(0x70 | (b[6] & 0x0F));
    b[8] = (unsigned char)(0x80 | (b[8] & 0x3F));
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *s++ = '-';
        *s++ = hex[b[i] >> 4];
        *s++ = hex[b[i] & 0x0F];
    }
    *s = '\0';
    return out;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool uuid_is_valid(const char *text)
{
    if (text == NULL || strlen(text) != UUID_TEXT_SIZE - 1)
        return false;
    for (int i = 0; i < UUID_TEXT_SIZE - 1; i++) {
        bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (is_dash ? text[i] != '-' : !is_hex(text[i]))
            return false;
    }
    return true;
}

/* The quasigroup of order 10 of M. Damm's thesis (Marburg 2004, p. 111). */
static const unsigned char damm[10][10] = {
    { 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 }, { 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 },
    { 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 }, { 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 },
    { 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 }, { 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 },
    { 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 }, { 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 },
    { 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 }, { 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
};

char check_digit(const char *digits)
{
    int state = 0;

    for (; *digits != '\0'; digits++) {
        assert(*digits >= '0' && *digits <= '9');
        state = damm[state][*digits - '0'];
    }
    return (char)('0' + state);
}

bool check_digit_ok(const char *digits)
{
    int state = 0, n = 0;

    for (; digits[n] != '\0'; n++) {
        if (digits[n] < '0' || digits[n] > '9')
            return false;
        state = damm[state][digits[n] - '0'];
    }
    return n >= 2 && state == 0;
}
