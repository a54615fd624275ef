/*
 * Properties of the arithmetic of money over seeded random numbers: rounding against a slow
 * reference, splits that sum exactly, texts that read back in every currency there is, the net of a
 * line, amounts brought from one currency to another. The seed is the first argument or PROP_SEED;
 * it is printed when something fails.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/money.h"
#include "support/rng.h"

#define RUNS 20000

struct run {
    struct rng rng;
    uint64_t seed; /* of this run alone */
    const char *property;
};

static void expect(const struct run *run, bool holds, const char *what)
{
    if (holds)
        return;
    (void)fprintf(stderr, "%s: %s does not hold; run again with PROP_SEED=%" PRIu64 "\n",
                  run->property, what, run->seed);
    exit(EXIT_FAILURE);
}

static __int128 magnitude(__int128 v)
{
    return v < 0 ? -v : v;
}

/* By the meaning of the modes, in steps of whole numbers beside the quotient. */
static __int128 slow_round(__int128 num, __int128 den, enum round_mode mode)
{
    __int128 low = num / den, high;

    while (low * den > num)
        low--;
    high = low * den == num ? low : low + 1;
    switch (mode) {
    case ROUND_DOWN:
        return magnitude(low) < magnitude(high) ? low : high;
    case ROUND_UP:
        return magnitude(low) < magnitude(high) ? high : low;
    case ROUND_HALF_UP:
    case ROUND_HALF_EVEN:
        break;
    }
    if (num - low * den != high * den - num)
        return num - low * den < high * den - num ? low : high;
    if (mode == ROUND_HALF_EVEN)
        return low % 2 == 0 ? low : high;
    return magnitude(low) < magnitude(high) ? high : low;
}

static void rounding_is_that_of_the_reference(struct run *run)
{
    for (int mode = ROUND_HALF_UP; mode <= ROUND_UP; mode++) {
        __int128 den = magnitude(rng_spread(&run->rng, 40)) + 1;
        __int128 num = (__int128)rng_spread(&run->rng, 60);

        if (rng_below(&run->rng, 3) == 0) { /* a tie, or next to one */
            den *= 2;
            num = (num / den) * den + den / 2 + (int)rng_below(&run->rng, 3) - 1;
        }
        expect(run,
               round_div(num, den, (enum round_mode)mode) ==
                   slow_round(num, den, (enum round_mode)mode),
               "round_div = reference");
        expect(run,
               round_div(-num, den, (enum round_mode)mode) ==
                   -round_div(num, den, (enum round_mode)mode),
               "symmetry");
    }
}

static void a_split_sums_exactly_and_is_fair(struct run *run)
{
    int64_t weights[20], out[20], sum = 0;
    int64_t total = rng_spread(&run->rng, 50);
    int n = (int)rng_below(&run->rng, 20) + 1;
    __int128 all = 0;

    for (int i = 0; i < n; i++) {
        weights[i] = (int64_t)magnitude(rng_spread(&run->rng, 40));
        all += weights[i];
    }
    split_minor(total, weights, n, out);
    for (int i = 0; i < n; i++) {
        __int128 share = all > 0 ? magnitude((__int128)total * weights[i]) / all : 0;

        sum += out[i];
        expect(run, all == 0 || magnitude(out[i]) == share || magnitude(out[i]) == share + 1,
               "a share is its quota, rounded down or up");
        expect(run, all == 0 || weights[i] > 0 || out[i] == 0, "no weight, no share");
    }
    expect(run, sum == total, "the shares sum to the total");
}

static const struct decimal_form forms[] = {
    { '.', '\0' }, { ',', '.' }, { '.', ',' }, { '.', '\'' }, { ',', ' ' },
};

/* Every currency of the table, found by trying all codes. */
static struct {
    struct currency v[17576];
    int n;
    int by_digits[5];
} currencies;

static void find_currencies(void)
{
    for (int i = 0; i < 17576; i++) {
        const char code[4] = { (char)('A' + i / 676), (char)('A' + i / 26 % 26),
                               (char)('A' + i % 26), '\0' };
        const struct currency *found = currency_find(code);

        if (found == NULL)
            continue;
        if (strcmp(found->code, code) != 0 || found->digits < 0 || found->digits > 4) {
            (void)fprintf(stderr, "%s: the table is wrong\n", code);
            exit(EXIT_FAILURE);
        }
        currencies.v[currencies.n++] = *found;
        currencies.by_digits[found->digits]++;
    }
    if (currencies.n < 150 || currencies.by_digits[0] == 0 || currencies.by_digits[2] == 0 ||
        currencies.by_digits[3] == 0) {
        (void)fprintf(stderr, "%d currencies are too few\n", currencies.n);
        exit(EXIT_FAILURE);
    }
}

static const struct currency *some_currency(struct run *run)
{
    return &currencies.v[rng_below(&run->rng, (uint64_t)currencies.n)];
}

static __int128 tens(int n)
{
    __int128 v = 1;

    while (n-- > 0)
        v *= 10;
    return v;
}

/*
 * What an amount is worth in the base, and back: at most half a minor unit from the exact value, so
 * that a round trip is off by no more than half a unit here and what half a unit there is worth.
 */
static void an_amount_brought_over_is_at_most_half_a_unit_off(struct run *run)
{
    const struct currency *cur = some_currency(run), *base = some_currency(run);
    struct fx fx = { (int64_t)magnitude(rng_spread(&run->rng, 40)) + 1 };
    int64_t minor = rng_spread(&run->rng, 40);
    /* The exact value in base minor units is num / den. */
    __int128 num = (__int128)minor * fx.e9 * tens(base->digits);
    __int128 den = (__int128)FX_ONE * tens(cur->digits);
    int64_t there, back;

    if (magnitude(num) / den > LIMIT_MONEY_MINOR)
        return;
    there = money_to_base(minor, cur->code, fx, base->code);
    expect(run, magnitude((__int128)there * den - num) * 2 <= den, "at most half a unit off");
    expect(run, money_to_base(-minor, cur->code, fx, base->code) == -there, "symmetry");
    expect(run, (minor >= 0) == (there >= 0) || there == 0, "the sign stays");
    num = (__int128)fx.e9 * tens(base->digits); /* one minor unit in units of the base, over den */
    if (den / num > 1000000000)
        return; /* half a unit there is more than anything here */
    back = money_from_base(there, base->code, fx, cur->code);
    expect(run, magnitude((__int128)back - minor) * 2 * num <= num + den,
           "there and back is no more than both halves off");
    expect(run, money_to_base(minor, cur->code, (struct fx){ FX_ONE }, cur->code) == minor,
           "at a rate of 1 in the same currency nothing changes");
}

static void texts_read_back(struct run *run)
{
    const struct decimal_form *form = &forms[rng_below(&run->rng, 5)];
    const char *cur = some_currency(run)->code;
    char out[MONEY_TEXT_SIZE];
    struct money m = money_make(rng_spread(&run->rng, 49), cur), m_again;
    struct price p = { rng_spread(&run->rng, 49) }, p_again;
    struct qty q = { (int64_t)magnitude(rng_spread(&run->rng, 39)) }, q_again;
    struct rate r = { (int32_t)rng_spread(&run->rng, 23) }, r_again;

    expect(run,
           money_parse(money_format(m, form, out), cur, form, &m_again, NULL) &&
               m_again.minor == m.minor && strcmp(m_again.cur, cur) == 0,
           "money reads back");
    expect(run,
           price_parse(price_format(p, cur, form, out), cur, form, &p_again, NULL) &&
               p_again.v == p.v,
           "a price reads back");
    expect(run,
           qty_parse(qty_format(q, form, out), 3, form, &q_again, NULL) && q_again.milli == q.milli,
           "a quantity reads back");
    expect(run, rate_parse(rate_format(r, form, out), form, &r_again, NULL) && r_again.ppm == r.ppm,
           "a rate reads back");
}

static int64_t net(struct qty q, struct price p, int32_t disc_ppm, int64_t off)
{
    return line_net_minor(q, p, (struct rate){ disc_ppm }, off, ROUND_HALF_UP);
}

static void the_net_of_a_line_is_the_exact_product_rounded_once(struct run *run)
{
    struct qty q = { rng_spread(&run->rng, 30) };
    struct price p = { (int64_t)magnitude(rng_spread(&run->rng, 40)) };
    int32_t disc = (int32_t)rng_below(&run->rng, 1000001);
    int64_t off = rng_spread(&run->rng, 30);
    __int128 exact = (__int128)q.milli * p.v * (PPM - disc);
    const __int128 unit = (__int128)QTY_PER_UNIT * PRICE_PER_MINOR * PPM;
    int64_t v = net(q, p, disc, 0);

    expect(run, magnitude(exact - (__int128)v * unit) * 2 <= unit, "at most half a minor unit off");
    expect(run, net(q, p, disc, off) == v - off, "an amount off is taken after rounding");
    expect(run, net(q, p, (int32_t)PPM, 0) == 0, "all off is nothing");
    expect(run, net((struct qty){ -q.milli }, p, disc, 0) == -v, "a return is the negative");
    expect(run, net((struct qty){ QTY_PER_UNIT }, (struct price){ v * PRICE_PER_MINOR }, 0, 0) == v,
           "one piece at a whole price is that price");
}

static const struct {
    const char *name;
    void (*check)(struct run *run);
} properties[] = {
    { "rounding_is_that_of_the_reference", rounding_is_that_of_the_reference },
    { "a_split_sums_exactly_and_is_fair", a_split_sums_exactly_and_is_fair },
    { "texts_read_back", texts_read_back },
    { "an_amount_brought_over_is_at_most_half_a_unit_off",
      an_amount_brought_over_is_at_most_half_a_unit_off },
    { "the_net_of_a_line_is_the_exact_product_rounded_once",
      the_net_of_a_line_is_the_exact_product_rounded_once },
};

int main(int argc, char **argv)
{
    const char *given = argc > 1 ? argv[1] : getenv("PROP_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 0) : 1;
    int runs = given != NULL ? 1 : RUNS;

    find_currencies();
    for (size_t i = 0; i < OD_LEN(properties); i++) {
        for (int k = 0; k < runs; k++) {
            struct run run = { { seed + (uint64_t)k }, seed + (uint64_t)k, properties[i].name };

            properties[i].check(&run);
        }
        printf("%s: %d runs from seed %" PRIu64 "\n", properties[i].name, runs, seed);
    }
    return EXIT_SUCCESS;
}
