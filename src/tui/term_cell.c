/*
 * What the locale can show of a cell.
 */
#include "tui/term_cell.h"

#include "base/utf8.h"

int term_cell_text(const struct cell *cell, wchar_t out[sizeof cell->text])
{
    const char *p = cell->text, *end = p + cell->len;
    mbstate_t state = { 0 };
    char bytes[32]; /* more than any locale takes for a character */
    int n = 0;

    if (cell->len == 1) {
        out[0] = (wchar_t)cell->text[0];
        return 1;
    }
    while (p < end) {
        wchar_t wc = (wchar_t)utf8_next(&p);

        if (wcrtomb(bytes, wc, &state) == (size_t)-1)
            break;
        out[n++] = wc;
    }
    if (p == end && n > 0 && wcswidth(out, (size_t)n) == cell->cols)
        return n;
    out[0] = L'?';
    out[1] = L' ';
    return cell->cols;
}
