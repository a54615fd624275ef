/*
 * Barcodes as bars: which modules of the one row are black.
 */
#ifndef OD_RENDER_BARCODE_H
#define OD_RENDER_BARCODE_H

#include <stdbool.h>

#define BARCODE_MODULES 1152

struct barcode {
    int width; /* modules, without the quiet zone of 10 on each side */
    bool is_black[BARCODE_MODULES];
};

/* Code 128 (ISO/IEC 15417). False where the text cannot be written in it. */
bool barcode_code128(const char *text, struct barcode *out);

#endif
