/*
 * Scans taken apart: GS1 strings by every way they come, what scanners put around a code, and what
 * is none.
 */
#include "base/mem.h"
#include "domain/catalog/scan.h"
#include "unit/domain_suites.h"

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_free(arena);
}

static const char *read_as(const char *text)
{
    struct scan s;

    scan_read(text, arena, &s);
    return arena_printf(arena, "%s count %lld lot %s serial %s sscc %s", s.code, (long long)s.count,
                        s.lot ? s.lot : "-", s.serial ? s.serial : "-", s.sscc ? s.sscc : "-");
}

static const struct {
    const char *text, *is;
} scans[] = {
    /* plain codes, and what stands around them */
    { "4711", "4711 count 0 lot - serial - sscc -" },
    { "]C14711", "4711 count 0 lot - serial - sscc -" },
    { " 4006381333931 ", "4006381333931 count 0 lot - serial - sscc -" },
    { "\x02"
      "4006381333931\x03",
      "4006381333931 count 0 lot - serial - sscc -" },
    { "]E04006381333931", "4006381333931 count 0 lot - serial - sscc -" },
    /* a trade item alone and with more, by FNC1, by its stand-in, in brackets */
    { "0104006381333931", "4006381333931 count 0 lot - serial - sscc -" },
    { "010400638133393110LOT7\x1D"
      "3724",
      "4006381333931 count 24 lot LOT7 serial - sscc -" },
    { "]C1010400638133393110LOT7|3724", "4006381333931 count 24 lot LOT7 serial - sscc -" },
    { "(01)04006381333931(21)S-9(37)6", "4006381333931 count 6 lot - serial S-9 sscc -" },
    { "|0104006381333931172612313712", "4006381333931 count 12 lot - serial - sscc -" },
    { "0114006381333938", "14006381333938 count 0 lot - serial - sscc -" }, /* a pack */
    { "0100000096385074", "96385074 count 0 lot - serial - sscc -" },       /* EAN-8 */
    { "0104006381333931"
      "3103001250"
      "30"
      "5",
      "4006381333931 count 5 lot - serial - sscc -" },
    { "00340123450000000000", "340123450000000000 count 0 lot - serial - sscc"
                              " 340123450000000000" },
    /* no GS1 strings: one code each */
    { "(01)04006381333931(37)-5", "(01)04006381333931(37)-5 count 0 lot - serial - sscc -" },
    { "0104006381333932", "0104006381333932 count 0 lot - serial - sscc -" }, /* check digit */
    { "00340123450000000023", "00340123450000000023 count 0 lot - serial - sscc -" },
    { "010400638133393199", "010400638133393199 count 0 lot - serial - sscc -" },
    { "(no) brackets", "(no) brackets count 0 lot - serial - sscc -" },
    { "", " count 0 lot - serial - sscc -" },
    { "]C1", "]C1 count 0 lot - serial - sscc -" },
};

START_TEST(a_scan_is_read_as_what_it_says)
{
    ck_assert_str_eq(read_as(scans[_i].text), scans[_i].is);
}
END_TEST

Suite *scan_suite(void)
{
    Suite *suite = suite_create("scan");
    TCase *tests = tcase_create("scans");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, a_scan_is_read_as_what_it_says, 0,
                        (int)(sizeof scans / sizeof scans[0]));
    suite_add_tcase(suite, tests);
    return suite;
}
