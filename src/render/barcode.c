/*
 * Code 128 by zint; its modules are taken as they are, the drawing is ours.
 */
#include "render/barcode.h"

#include <string.h>

#include <zint.h>

bool barcode_code128(const char *text, struct barcode *out)
{
    struct zint_symbol *symbol = ZBarcode_Create();
    bool ok;

    *out = (struct barcode){ 0 };
    if (symbol == NULL)
        return false;
    symbol->symbology = BARCODE_CODE128;
    symbol->input_mode = UNICODE_MODE;
    ok = text[0] != '\0' && ZBarcode_Encode(symbol, (const unsigned char *)text, 0) < ZINT_ERROR &&
         symbol->rows == 1 && symbol->width <= BARCODE_MODULES;
    if (ok) {
        out->width = symbol->width;
        for (int i = 0; i < symbol->width; i++)
            out->is_black[i] = ((symbol->encoded_data[0][i >> 3] >> (i & 7)) & 1) != 0;
    }
    ZBarcode_Delete(symbol);
    return ok;
}
