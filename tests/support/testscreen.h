/*
 * The real screens over a shop in memory: keys in, cells out, keys counted.
 */
#ifndef OD_TESTS_TESTSCREEN_H
#define OD_TESTS_TESTSCREEN_H

#include "support/testorder.h"
#include "tui/app.h"
#include "tui/key.h"

/*
 * Beside the shop of testorder: customer 1042 "ACME Tools Ltd" (two addresses, a contact), 1045
 * "Ashworth & Sons" with a limit of 100, 1060 that demands a PO, 1049 whose credit is held; items
 * 4711 to 4713 at 1.45 (from 10 1.35) and 200 of each, "BOL-M8-40" with the alternative
 * "BOL-M8-50", 12 free. No order.
 */
struct testscreen {
    struct testshop shop;
    struct desk *desk;
    struct term *term;
    struct app *app;
    struct app_config config;
    struct app_hooks hooks;
    struct key_map keys;
    bool has_changed; /* the next tick finds another process's commit */
    const char *alarm; /* NULL: none */
    const struct printing *printing; /* from the next restart on; NULL: none */
    int pressed;      /* keys since the start or testscreen_count(ts, true) */
};

void testscreen_open(struct testscreen *ts, int rows, int cols);
/* As testscreen_open, with the accessibility option. */
void testscreen_open_a11y(struct testscreen *ts);
void testscreen_close(struct testscreen *ts);
/* A second start on the same desk, as after a lost terminal. */
void testscreen_restart(struct testscreen *ts);

/* Keys by name, each in a pass of its own. */
void testscreen_press(struct testscreen *ts, const char *names);
/* Characters, each in a pass of its own; \n is Enter. */
void testscreen_type(struct testscreen *ts, const char *text);
/* The same in one pass: typed ahead of the screen. */
void testscreen_burst(struct testscreen *ts, const char *text);
void testscreen_resize(struct testscreen *ts, int rows, int cols);
/* Another process committed: what the next tick finds. */
void testscreen_tick(struct testscreen *ts, bool has_changed);

/* In the shop's arena. */
const char *testscreen_dump(struct testscreen *ts);
const char *testscreen_row(struct testscreen *ts, int row);
bool testscreen_shows(struct testscreen *ts, const char *text);
/* The newest order with a number; NULL: none. */
struct order *testscreen_last_order(struct testscreen *ts);

#define ck_shows(ts, text)                                                                         \
    ck_assert_msg(testscreen_shows((ts), (text)), "not on the screen: %s\n%s", (text),             \
                  testscreen_dump(ts))
#define ck_hides(ts, text)                                                                         \
    ck_assert_msg(!testscreen_shows((ts), (text)), "on the screen: %s\n%s", (text),                \
                  testscreen_dump(ts))

#endif
