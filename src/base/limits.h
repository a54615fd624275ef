/*
 * Every upper bound of the program, with its reason. A bound is a promise: code may rely on it,
 * and input beyond it is refused with a sentence (ERR_LIMIT), never cut in silence.
 */
#ifndef OD_BASE_LIMITS_H
#define OD_BASE_LIMITS_H

#include <stdint.h>

/* 10^15 minor units (ten trillion in a two-digit currency): 1000 lines of it still fit an int64. */
#define LIMIT_MONEY_MINOR INT64_C(1000000000000000)
/* A unit price in 1/10 000 minor unit; a thousand million in a two-digit currency. */
#define LIMIT_PRICE_V INT64_C(1000000000000000)
/* Quantity in thousandths: a thousand million pieces on one line. */
#define LIMIT_QTY_MILLI INT64_C(1000000000000)
/* Rates in ppm: 1000 percent is more than any tax or discount. */
#define LIMIT_FX_E9 INT64_C(1000000000000000) /* a rate of one million */
#define LIMIT_RATE_PPM INT32_C(10000000)
/* Lines of one order; ARCHITECTURE of the values relies on it for sums. */
#define LIMIT_ORDER_LINES 1000
/* Lines pasted or read at once: a thousand of the longest, and room for columns nobody asks for. */
#define LIMIT_BULK_BYTES (1024 * 1024)
/* One-line text fields (names, streets, references), in bytes of UTF-8. */
#define LIMIT_TEXT_BYTES 400
/* Codes: SKU, customer code, site code, user name. */
#define LIMIT_CODE_BYTES 64
/* Notes and other text of several lines. */
#define LIMIT_NOTE_BYTES 16000
/* A typed or imported number, before it is parsed. */
#define LIMIT_NUMBER_BYTES 64
/* One cell and one record of a CSV file. */
#define LIMIT_CSV_CELL_BYTES 65536
#define LIMIT_CSV_COLUMNS    512
/* JSON read from others: nesting and size. */
#define LIMIT_JSON_DEPTH 32
#define LIMIT_JSON_BYTES (8 * 1024 * 1024)
/* A line of an INI file: the library reads 1,020 bytes and cuts the rest. */
#define LIMIT_CONF_LINE_BYTES 1000
/* Rows of one screen list page asked of the store. */
#define LIMIT_PAGE_ROWS 300
/* Rows of a list without pages that are written to a file: all of them are in memory then. */
#define LIMIT_FILE_ROWS 200000
/* Terms of one search. */
#define LIMIT_SORT_ROWS 2000 /* orders that a search puts in order without an index */
#define LIMIT_BULK_ORDERS 2000 /* orders that one action is done to at once */
#define LIMIT_VIEWS 100    /* saved views of one user */
#define LIMIT_VIEW_NAME 60 /* bytes */
#define LIMIT_QUERY_TERMS 16
/* Parameters and columns of one SQL statement. */
#define LIMIT_SQL_PARAMS 96
/* Waiting for the turn to write: people, and drafts saved while typing. */
#define LIMIT_WRITE_WAIT_MS 5000
#define LIMIT_DRAFT_WAIT_MS 50
/* What backups and imports leave free on the disk. */
#define LIMIT_FREE_BYTES (INT64_C(256) * 1024 * 1024)
/* A log beside the desk's file larger than this is spoken of. */
#define LIMIT_LOG_BYTES (INT64_C(64) * 1024 * 1024)
/* Screen size that is handled; larger terminals show this much. */
#define LIMIT_SCREEN_ROWS 200
#define LIMIT_SCREEN_COLS 500
/* Screens on the stack of one session. */
#define LIMIT_NAV_DEPTH 32
/* A paste or burst read in one go, in keys. */
#define LIMIT_KEY_BURST 512
/* A paste in brackets: 1,000 lines of an order with long codes have a hundred thousand. */
#define LIMIT_PASTE_BYTES 262144
/* Barcodes of one item: packs and makers, not a catalog. */
#define LIMIT_ITEM_BARCODES 50
/* Units of one item beside its own: piece, box, layer, pallet and a few more. */
#define LIMIT_ITEM_UNITS 20
/* Languages an item is described in beside the desk's. */
#define LIMIT_ITEM_TEXTS 20
/* Components of one bundle. */
#define LIMIT_BUNDLE_PARTS 50
/* Sites that sourcing and availability look at. */
#define LIMIT_SITES 64
/* Another program that is run: how long, and how much it may give out. */
#define LIMIT_RUN_WAIT_MS 30000
#define LIMIT_RUN_BYTES (16 * 1024 * 1024)
/* One paper: its parts, and its description as text. */
#define LIMIT_PAPER_PARTS 20000
#define LIMIT_PAPER_BYTES (8 * 1024 * 1024)
/* A reply of a provider: labels are the largest, and say so. Its headers, all and one. */
#define LIMIT_WIRE_REPLY_BYTES  ((size_t)1024 * 1024)
#define LIMIT_WIRE_HEADERS      100
#define LIMIT_WIRE_HEADER_BYTES ((size_t)64 * 1024)
/* Requests under way at once, and how long a provider may ask us to wait. */
#define LIMIT_WIRE_AT_ONCE  64
#define LIMIT_WIRE_RETRY_MS (INT64_C(24) * 3600 * 1000)
/* The body of a request that a provider sends by itself, and the fields of a form in it. */
#define LIMIT_REQUEST_BYTES  ((size_t)1024 * 1024)
#define LIMIT_REQUEST_FIELDS 200
/* A mail with its files, as it goes: more than that no server takes. */
#define LIMIT_MAIL_BYTES ((size_t)32 * 1024 * 1024)
/* What is kept of a report that is mailed regularly: its file, and its text. */
#define LIMIT_REPORT_FILE_BYTES ((size_t)8 * 1024 * 1024)
#define LIMIT_REPORT_TEXT_BYTES ((size_t)512 * 1024)

#endif
