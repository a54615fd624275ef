/*
 * See chart.h.
 */
#include "print/chart.h"

#include <string.h>

#include "base/decimal.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"

#define CHART_HEAD   "chart 1"
#define CHART_END    "end"
#define FIELDS       9
#define POINT_FIELDS 6
#define VALUE_MAX    INT64_C(1000000000000000000)

static const char *const kind_words[] = { "bars", "line", "heat" };
static const char *const form_words[] = { "pdf", "svg" };

/* As one line of clean text, whatever it came from. */
static void put_field(struct strbuf *out, const char *text, struct arena *arena)
{
    char *line = arena_strdup(arena, text);

    for (char *c = line; *c != '\0'; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    strbuf_addc(out, '\t');
    strbuf_add(out, utf8_safe(arena, line));
}

void chart_write(const struct chart *chart, struct strbuf *out)
{
    OD_ARENA *tmp = arena_new();

    strbuf_add(out, CHART_HEAD);
    put_field(out, form_words[chart->form], tmp);
    put_field(out, kind_words[chart->kind], tmp);
    put_field(out, chart->title, tmp);
    put_field(out, chart->subtitle, tmp);
    put_field(out, chart->legend, tmp);
    put_field(out, chart->legend_before, tmp);
    put_field(out, chart->most, tmp);
    put_field(out, chart->made, tmp);
    for (int i = 0; i < chart->n; i++) {
        const struct chart_point *p = &chart->v[i];

        strbuf_add(out, "\npoint");
        put_field(out, p->label, tmp);
        strbuf_addf(out, "\t%lld\t%lld", (long long)p->value, (long long)p->before);
        put_field(out, p->text, tmp);
        strbuf_addf(out, "\t%d", p->at);
    }
    strbuf_add(out, "\n" CHART_END "\n");
}

bool chart_is(const char *text)
{
    return strncmp(text, CHART_HEAD "\t", strlen(CHART_HEAD) + 1) == 0;
}

/* Cuts a line at its tabs; how many fields there are, at most max. */
static int split(char *line, const char **fields, int max)
{
    int n = 0;

    while (n < max) {
        size_t len = strcspn(line, "\t");

        fields[n++] = line;
        if (line[len] == '\0')
            break;
        line[len] = '\0';
        line += len + 1;
    }
    return n;
}

static bool word_of(const char *word, const char *const *words, int n, int *out)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(word, words[i]) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool read_head(char *line, struct chart *out)
{
    const char *f[FIELDS];
    int form = 0, kind = 0;

    if (split(line, f, FIELDS) != FIELDS || strcmp(f[0], CHART_HEAD) != 0 ||
        !word_of(f[1], form_words, (int)OD_LEN(form_words), &form) ||
        !word_of(f[2], kind_words, (int)OD_LEN(kind_words), &kind))
        return false;
    *out = (struct chart){ .kind = (enum chart_kind)kind,
                           .form = (enum chart_form)form,
                           .title = f[3],
                           .subtitle = f[4],
                           .legend = f[5],
                           .legend_before = f[6],
                           .most = f[7],
                           .made = f[8] };
    return true;
}

static bool read_point(char *line, struct arena *arena, struct chart *out)
{
    const char *f[POINT_FIELDS];
    struct chart_point p = { 0 };
    int64_t at;

    if (split(line, f, POINT_FIELDS) != POINT_FIELDS || strcmp(f[0], "point") != 0 ||
        !decimal_parse(f[2], 0, VALUE_MAX, NULL, &p.value, NULL) ||
        !decimal_parse(f[3], 0, VALUE_MAX, NULL, &p.before, NULL) ||
        !decimal_parse(f[5], 0, 7 * 24 - 1, NULL, &at, NULL) || at < 0)
        return false;
    p.label = f[1];
    p.text = f[4];
    p.at = (int)at;
    *(struct chart_point *)vec_push(arena, out) = p;
    return true;
}

bool chart_read(const char *text, struct arena *arena, struct chart *out, struct err *err)
{
    int number = 0;

    for (const char *at = text; *at != '\0'; number++) {
        size_t len = strcspn(at, "\n");
        char *line = arena_strndup(arena, at, len);

        if (number > 0 && strcmp(line, CHART_END) == 0)
            return out->kind != CHART_BARS || out->n <= CHART_BARS_MOST ||
                   err_set(err, ERR_LIMIT, "chart: more than %d bars", CHART_BARS_MOST);
        if (number > CHART_POINTS)
            return err_set(err, ERR_LIMIT, "chart: more than %d points", CHART_POINTS);
        if (number == 0 ? !read_head(line, out) : !read_point(line, arena, out))
            return err_set(err, ERR_INVALID, "chart: line %d is none", number + 1);
        at += len + (at[len] == '\n');
    }
    return err_set(err, ERR_INVALID, "chart: it has no end");
}

int64_t chart_most(const struct chart *chart)
{
    int64_t most = 1;

    for (int i = 0; i < chart->n; i++) {
        most = chart->v[i].value > most ? chart->v[i].value : most;
        most = chart->v[i].before > most ? chart->v[i].before : most;
    }
    return most;
}

int64_t chart_below(const struct chart *chart)
{
    int64_t least = 0;

    for (int i = 0; chart->kind == CHART_BARS && i < chart->n; i++) {
        least = chart->v[i].value < least ? chart->v[i].value : least;
        least = chart->v[i].before < least ? chart->v[i].before : least;
    }
    return -(least < -INT64_MAX ? -INT64_MAX : least);
}
