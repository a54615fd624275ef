/*
 * Base64, one way.
 */
#include "base/base64.h"

void base64_add(struct strbuf *b, const void *data, size_t len, int width)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *at = data;
    int column = 0;

    assert(width >= 0 && width % 4 == 0);
    for (size_t i = 0; i < len; i += 3) {
        size_t n = len - i < 3 ? len - i : 3;
        unsigned bits = (unsigned)at[i] << 16;
        char four[4];

        bits |= n > 1 ? (unsigned)at[i + 1] << 8 : 0;
        bits |= n > 2 ? (unsigned)at[i + 2] : 0;
        four[0] = digits[bits >> 18];
        four[1] = digits[(bits >> 12) & 63];
        four[2] = n > 1 ? digits[(bits >> 6) & 63] : '=';
        four[3] = n > 2 ? digits[bits & 63] : '=';
        strbuf_addn(b, four, 4);
        column += 4;
        if (width > 0 && (column >= width || i + 3 >= len)) {
            strbuf_add(b, "\r\n");
            column = 0;
        }
    }
}
