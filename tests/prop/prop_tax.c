/*
 * Tax of random orders (T2 to T5): shares add up, gross never changes with tax included, and each
 * tax is what rounding says, counted anew here in another way. A case that fails is made smaller
 * before it is printed.
 */
#include "base/compiler.h"
#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "prop/prop.h"

#define MAX_LINES 40

struct a_case {
    struct tax_line lines[MAX_LINES];
    int n;
    bool is_incl, has_negative;
    enum tax_round mode;
    enum round_mode round;
};

static const int32_t rates[] = {
    0, 1, 50000, 55000, 70000, 77000, 190000, 200000, 250000, 10000000
};

static struct tax_line some_line(struct prop *p, bool may_be_negative)
{
    static const int64_t tops[] = { 9, 999, 99999, INT64_C(1000000000000000) };
    int64_t top = tops[prop_between(p, 0, 3)];
    struct tax_line line = {
        .amount_minor = prop_between(p, may_be_negative ? -top : 0, top),
        .qty = { prop_between(p, 0, 3) == 0 ? prop_between(p, 0, 5000)
                                            : prop_between(p, 1, 200) * QTY_PER_UNIT },
        .rate = { rates[prop_between(p, 0, (int64_t)OD_LEN(rates) - 1)] },
        .category = TAX_STANDARD,
    };

    if (prop_between(p, 0, 9) == 0)
        line.category = (enum tax_category)prop_between(p, TAX_ZERO, TAX_REVERSE);
    return line;
}

static struct a_case some_case(struct prop *p)
{
    struct a_case c = {
        .n = (int)prop_between(p, 0, MAX_LINES),
        .is_incl = prop_between(p, 0, 1) == 1,
        .has_negative = prop_between(p, 0, 3) == 0,
        .mode = (enum tax_round)prop_between(p, TAX_PER_RATE, TAX_PER_UNIT),
        .round = (enum round_mode)prop_between(p, ROUND_HALF_UP, ROUND_UP),
    };

    for (int i = 0; i < c.n; i++)
        c.lines[i] = some_line(p, c.has_negative);
    return c;
}

static __int128 abs128(__int128 v)
{
    return v < 0 ? -v : v;
}

/* Is tax the exact num/den rounded by the mode? Halves may go either way: their rule has its own
 * golden test. With tax included it is the net that was rounded, so down and up change places. */
static bool is_rounded(int64_t tax, __int128 num, __int128 den, enum round_mode round, bool is_net)
{
    __int128 off = (__int128)tax * den - num;
    bool is_away = (round == ROUND_UP) != is_net;

    if (round == ROUND_HALF_UP || round == ROUND_HALF_EVEN)
        return 2 * abs128(off) <= den;
    if (abs128(off) >= den)
        return false;
    if (num == 0)
        return off == 0;
    return is_away ? (num > 0 ? off >= 0 : off <= 0) : (num > 0 ? off <= 0 : off >= 0);
}

static int32_t taxed_ppm(const struct tax_line *line)
{
    return line->category == TAX_STANDARD ? line->rate.ppm : 0;
}

static const char *check_line(const struct a_case *c, const struct tax_line *line)
{
    __int128 num = (__int128)line->amount_minor * taxed_ppm(line);
    __int128 den = c->is_incl ? PPM + taxed_ppm(line) : PPM;

    if (num == 0 && line->tax_minor != 0)
        return "a line without taxable amount has tax";
    if (c->mode == TAX_PER_LINE && !is_rounded(line->tax_minor, num, den, c->round, c->is_incl))
        return "a line's tax is not its exact tax rounded";
    if (c->mode == TAX_PER_RATE && abs128((__int128)line->tax_minor * den - num) > den)
        return "a line's share is more than one minor unit off";
    if (line->amount_minor >= 0 && line->tax_minor < 0)
        return "a line of a positive amount has negative tax";
    if (c->is_incl && line->amount_minor >= 0 && line->tax_minor > line->amount_minor)
        return "a line has more tax inside than its gross";
    return NULL;
}

static const char *check_group(const struct a_case *c, const struct tax_group *group)
{
    __int128 amount = 0, tax = 0, num, den;

    for (int i = 0; i < c->n; i++) {
        const struct tax_line *line = &c->lines[i];

        if (line->category != group->category || line->rate.ppm != group->rate.ppm)
            continue;
        amount += line->amount_minor;
        tax += line->tax_minor;
    }
    if (tax != group->tax_minor)
        return "the lines' shares do not add up to their group";
    if (group->base_minor + (c->is_incl ? tax : 0) != amount)
        return c->is_incl ? "the gross changed" : "the base is not the sum of the lines";
    num = amount * (group->category == TAX_STANDARD ? group->rate.ppm : 0);
    den = c->is_incl && group->category == TAX_STANDARD ? PPM + group->rate.ppm : PPM;
    if (c->mode == TAX_PER_RATE && !is_rounded(group->tax_minor, num, den, c->round, c->is_incl))
        return "a group's tax is not its exact tax rounded once";
    return NULL;
}

static const char *check_sum(const struct a_case *c, const struct tax_sum *sum)
{
    __int128 of_groups = 0, of_lines = 0;

    for (int i = 0; i < c->n; i++)
        of_lines += c->lines[i].tax_minor;
    for (int i = 0; i < sum->n; i++) {
        const struct tax_group *g = &sum->groups[i];

        of_groups += g->tax_minor;
        if (i > 0 && (g->category < g[-1].category ||
                      (g->category == g[-1].category && g->rate.ppm >= g[-1].rate.ppm)))
            return "groups are not sorted by category and rate";
    }
    if (of_groups != sum->tax_minor || of_lines != sum->tax_minor)
        return "groups, lines and sum disagree";
    return NULL;
}

/* What is wrong with the case, NULL where nothing is. */
static const char *check(const struct a_case *in)
{
    OD_ARENA *arena = arena_new();
    struct a_case c = *in;
    struct tax_sum sum;
    const char *wrong = NULL;

    tax_compute(c.lines, c.n, c.is_incl, c.mode, c.round, arena, &sum);
    wrong = check_sum(&c, &sum);
    for (int i = 0; wrong == NULL && i < c.n; i++)
        wrong = check_line(&c, &c.lines[i]);
    for (int i = 0; wrong == NULL && i < sum.n; i++)
        wrong = check_group(&c, &sum.groups[i]);
    return wrong;
}

static struct a_case without_line(const struct a_case *c, int at)
{
    struct a_case less = *c;

    for (int i = at; i + 1 < c->n; i++)
        less.lines[i] = c->lines[i + 1];
    less.n--;
    return less;
}

/* Takes away lines, then halves amounts, as long as it still fails. */
static void shrink(struct a_case *c)
{
    for (int i = 0; i < c->n;) {
        struct a_case less = without_line(c, i);

        if (check(&less) != NULL)
            *c = less;
        else
            i++;
    }
    for (int i = 0; i < c->n;) {
        struct a_case less = *c;

        less.lines[i].amount_minor /= 2;
        if (less.lines[i].amount_minor != c->lines[i].amount_minor && check(&less) != NULL)
            *c = less;
        else
            i++;
    }
}

static void print(const struct a_case *c)
{
    fprintf(stderr, "mode %d, %s, rounding %d\n", c->mode, c->is_incl ? "included" : "added",
            c->round);
    for (int i = 0; i < c->n; i++)
        fprintf(stderr, "  amount %lld, qty %lld, ppm %d, category %d\n",
                (long long)c->lines[i].amount_minor, (long long)c->lines[i].qty.milli,
                c->lines[i].rate.ppm, c->lines[i].category);
}

int main(int argc, char **argv)
{
    struct prop p = prop_args(argc, argv, 20000);

    for (int i = 0; i < p.rounds; i++) {
        struct a_case c;

        c = some_case(&p);
        if (check(&c) != NULL) {
            prop_failed(&p, check(&c));
            shrink(&c);
            print(&c);
            return EXIT_FAILURE;
        }
        prop_seed(&p, prop_next(&p));
    }
    printf("%d orders\n", p.rounds);
    return EXIT_SUCCESS;
}
