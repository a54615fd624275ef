/*
 * Tax of random orders (T2 to T5), of lines with one tax and with several, side by side and
 * compound: shares add up, gross never changes with tax included, the order of lines does not
 * matter where a tax is rounded once, and each tax is what rounding says, counted anew here in
 * another way. A case that fails is made smaller before it is printed.
 */
#include "base/compiler.h"
#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "prop/prop.h"

#define MAX_LINES 40
#define SETS      3 /* of several taxes that lines choose among */

struct a_case {
    struct tax_line lines[MAX_LINES];
    struct tax_part parts[MAX_LINES][TAX_PARTS_MAX];
    int set_of[MAX_LINES]; /* 0: one tax */
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

/* Taxes of one line; by pass and code, as they come from the desk. */
static void fill_parts(int set, struct tax_part *parts, struct tax_line *line)
{
    static const struct {
        int n;
        struct {
            const char *code;
            int32_t ppm;
            int pass;
            enum tax_category category;
        } v[TAX_PARTS_MAX];
    } sets[SETS + 1] = {
        { 0 },
        { 2, { { "GST", 50000, 1, TAX_STANDARD }, { "QST", 95000, 2, TAX_STANDARD } } },
        { 4,
          { { "CITY", 7500, 1, TAX_STANDARD },
            { "GST", 50000, 1, TAX_STANDARD },
            { "STATE", 62500, 1, TAX_STANDARD },
            { "FEE", 0, 2, TAX_EXEMPT } } },
        { 3,
          { { "A", 100000, 1, TAX_STANDARD },
            { "B", 990000, 2, TAX_STANDARD },
            { "C", 10000, 3, TAX_STANDARD } } },
    };

    for (int i = 0; i < sets[set].n; i++)
        parts[i] = (struct tax_part){ .code = sets[set].v[i].code,
                                      .name = "",
                                      .rate = { sets[set].v[i].ppm },
                                      .category = sets[set].v[i].category,
                                      .pass = sets[set].v[i].pass };
    line->part_count = sets[set].n;
}

/* Pointers of a copy are into itself. */
static void settle(struct a_case *c)
{
    for (int i = 0; i < c->n; i++) {
        fill_parts(c->set_of[i], c->parts[i], &c->lines[i]);
        c->lines[i].parts = c->set_of[i] == 0 ? NULL : c->parts[i];
    }
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

    bool has_sets = prop_between(p, 0, 1) == 1;

    for (int i = 0; i < c.n; i++) {
        c.lines[i] = some_line(p, c.has_negative);
        if (has_sets && prop_between(p, 0, 3) > 0)
            c.set_of[i] = (int)prop_between(p, 1, SETS);
        else if (has_sets && c.lines[i].category == TAX_STANDARD && prop_between(p, 0, 1) == 1) {
            c.lines[i].rate.ppm = 50000; /* the same tax as in the sets */
            c.lines[i].code = "GST";
        }
    }
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

/* Parts of a line; a line with one tax is its own only part. */
static int parts_of(const struct tax_line *line, struct tax_part *out)
{
    if (line->part_count == 0)
        out[0] = (struct tax_part){ .code = line->code == NULL ? "" : line->code,
                                    .rate = line->rate,
                                    .category = line->category,
                                    .pass = 1,
                                    .base_minor = 0,
                                    .tax_minor = line->tax_minor };
    for (int i = 0; i < line->part_count; i++)
        out[i] = line->parts[i];
    return line->part_count == 0 ? 1 : line->part_count;
}

static const char *check_parts(const struct a_case *c, const struct tax_line *line)
{
    int64_t tax = 0, earlier = 0;

    for (int i = 0; i < line->part_count; i++) {
        const struct tax_part *part = &line->parts[i];

        if (i > 0 && part->pass > line->parts[i - 1].pass)
            earlier = tax;
        if (part->base_minor != line->amount_minor - (c->is_incl ? line->tax_minor : 0) + earlier)
            return "a tax is not on the net and the taxes before it";
        if (part->category != TAX_STANDARD && part->tax_minor != 0)
            return "a tax that is none takes something";
        if (line->amount_minor >= 0 && part->tax_minor < 0)
            return "a tax of a positive amount is negative";
        tax += part->tax_minor;
    }
    return line->part_count > 0 && tax != line->tax_minor ? "taxes of a line do not add up" : NULL;
}

static const char *check_line(const struct a_case *c, const struct tax_line *line)
{
    __int128 num = (__int128)line->amount_minor * taxed_ppm(line);
    __int128 den = c->is_incl ? PPM + taxed_ppm(line) : PPM;

    if (line->amount_minor >= 0 && line->tax_minor < 0)
        return "a line of a positive amount has negative tax";
    if (c->is_incl && line->amount_minor >= 0 && line->tax_minor > line->amount_minor)
        return "a line has more tax inside than its gross";
    if (line->part_count > 0)
        return check_parts(c, line);
    if (num == 0 && line->tax_minor != 0)
        return "a line without taxable amount has tax";
    if (c->mode == TAX_PER_LINE && !is_rounded(line->tax_minor, num, den, c->round, c->is_incl))
        return "a line's tax is not its exact tax rounded";
    if (c->mode == TAX_PER_RATE && abs128((__int128)line->tax_minor * den - num) > den)
        return "a line's share is more than one minor unit off";
    return NULL;
}

static bool is_of(const struct tax_part *part, const struct tax_group *group)
{
    return part->category == group->category && part->rate.ppm == group->rate.ppm &&
           part->pass == group->pass && strcmp(part->code, group->code) == 0;
}

static const char *check_group(const struct a_case *c, const struct tax_group *group)
{
    __int128 base = 0, gross = 0, tax = 0;
    bool is_single = true;

    for (int i = 0; i < c->n; i++) {
        const struct tax_line *line = &c->lines[i];
        struct tax_part parts[TAX_PARTS_MAX];
        int64_t earlier = 0;

        for (int k = 0, n = parts_of(line, parts); k < n; k++) {
            if (!is_of(&parts[k], group))
                continue;
            for (int e = 0; e < n; e++)
                earlier += parts[e].pass < parts[k].pass ? parts[e].tax_minor : 0;
            base += line->amount_minor + earlier - (c->is_incl ? line->tax_minor : 0);
            gross += line->amount_minor;
            tax += parts[k].tax_minor;
            is_single = is_single && n == 1;
        }
    }
    if (tax != group->tax_minor)
        return "the lines' shares do not add up to their group";
    if (group->base_minor != base)
        return c->is_incl ? "the gross changed" : "the base is not the sum of the lines";
    if (c->mode != TAX_PER_RATE || (c->is_incl && !is_single))
        return NULL;
    /* Without tax in the price each group is rounded once, whatever else its lines have. */
    if (group->category != TAX_STANDARD)
        return tax == 0 ? NULL : "a group that is not taxed has tax";
    if (!is_rounded(group->tax_minor, (c->is_incl ? gross : base) * group->rate.ppm,
                    c->is_incl ? PPM + group->rate.ppm : PPM, c->round, c->is_incl))
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
        if (i > 0 && g->category == g[-1].category && g->pass == g[-1].pass &&
            (g->rate.ppm > g[-1].rate.ppm ||
             (g->rate.ppm == g[-1].rate.ppm && strcmp(g->code, g[-1].code) <= 0)))
            return "groups are not sorted by rate and code";
        if (i > 0 && (g->category < g[-1].category ||
                      (g->category == g[-1].category && g->pass < g[-1].pass)))
            return "groups are not sorted by category and pass";
    }
    if (of_groups != sum->tax_minor || of_lines != sum->tax_minor)
        return "groups, lines and sum disagree";
    return NULL;
}

/* Lines of equal taxes and amounts may change places; the document is the same. */
static const char *check_turned(const struct a_case *c, const struct tax_sum *sum,
                                struct arena *arena)
{
    struct a_case turned = *c;
    struct tax_sum other;

    for (int i = 0; i < c->n; i++) {
        turned.lines[i] = c->lines[c->n - 1 - i];
        turned.set_of[i] = c->set_of[c->n - 1 - i];
    }
    settle(&turned);
    tax_compute(turned.lines, c->n, c->is_incl, c->mode, c->round, arena, &other);
    if (other.n != sum->n || other.tax_minor != sum->tax_minor)
        return "the order of lines changes the tax";
    for (int i = 0; i < sum->n; i++)
        if (other.groups[i].tax_minor != sum->groups[i].tax_minor ||
            other.groups[i].base_minor != sum->groups[i].base_minor)
            return "the order of lines changes a group";
    return NULL;
}

/* What is wrong with the case, NULL where nothing is. */
static const char *check(const struct a_case *in)
{
    OD_ARENA *arena = arena_new();
    struct a_case c = *in;
    struct tax_sum sum;
    const char *wrong = NULL;

    settle(&c);
    tax_compute(c.lines, c.n, c.is_incl, c.mode, c.round, arena, &sum);
    wrong = check_sum(&c, &sum);
    for (int i = 0; wrong == NULL && i < c.n; i++)
        wrong = check_line(&c, &c.lines[i]);
    for (int i = 0; wrong == NULL && i < sum.n; i++)
        wrong = check_group(&c, &sum.groups[i]);
    return wrong != NULL ? wrong : check_turned(&c, &sum, arena);
}

static struct a_case without_line(const struct a_case *c, int at)
{
    struct a_case less = *c;

    for (int i = at; i + 1 < c->n; i++) {
        less.lines[i] = c->lines[i + 1];
        less.set_of[i] = c->set_of[i + 1];
    }
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
        fprintf(stderr, "  amount %lld, qty %lld, ppm %d, category %d, set %d\n",
                (long long)c->lines[i].amount_minor, (long long)c->lines[i].qty.milli,
                c->lines[i].rate.ppm, c->lines[i].category, c->set_of[i]);
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
