/*
 * Lines of reports out of sums: what a key is called and how it is found.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/insight/figure_line.h"
#include "store/store.h"

/* --- keys ------------------------------------------------------------------------------------- */

struct figure_range figure_range(const struct report_ask *ask)
{
    struct date next = date_add_days(ask->to, 1);

    /* Behind 9999-12-31 there is no day. */
    return (struct figure_range){ date_begin(ask->from).ms,
                                  date_is_set(next) ? date_begin(next).ms : INT64_MAX };
}

struct stmt *figure_read(struct desk *desk, const struct sql *sql, const struct report_ask *ask)
{
    struct figure_range range = figure_range(ask);
    struct stmt *q = sql_read(desk_db(desk), sql);

    put_i64(q, range.from_ms);
    put_i64(q, range.to_ms);
    put_i64(q, ask->channel.v);
    put_i64(q, ask->site.v);
    return q;
}

bool figure_is_time(enum report_by by)
{
    return by >= REPORT_BY_DAY && by <= REPORT_BY_HOUR;
}

int64_t figure_when_key(struct figure_when *when, struct stamp at)
{
    int64_t day = figure_day(&when->zone, at);

    if (when->ask->by == REPORT_BY_HOUR)
        return figure_hour(&when->zone, at);
    if (when->ask->by == REPORT_BY_WEEKDAY)
        return day - figure_week(day);
    if (day != when->day) {
        when->day = day;
        when->at = report_at(when->ask, date_from_days(day));
    }
    return when->at;
}

int64_t figure_when_heat(struct figure_when *when, struct stamp at)
{
    int64_t day = figure_day(&when->zone, at);

    return (day - figure_week(day)) * 24 + figure_hour(&when->zone, at);
}

static uint64_t hash(const char *text)
{
    uint64_t h = UINT64_C(1469598103934665603);

    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h;
}

int64_t figure_word_key(struct figure_words *words, const char *text)
{
    int64_t key = (int64_t)(hash(text) >> 1);
    struct figure_sum *at;

    words->keys.arena = words->arena;
    for (;; key++) {
        at = figure_of(&words->keys, key);
        if (at->v[0] == 0)
            break;
        if (strcmp(words->text[at->v[0] - 1], text) == 0)
            return key;
    }
    words->text = vec_grow(words->arena, words->text, words->n, &words->cap, sizeof *words->text);
    words->text[words->n++] = arena_strdup(words->arena, text);
    at->v[0] = words->n;
    return key;
}

const char *figure_word(const struct figure_words *words, int64_t key)
{
    const struct figure_sum *at = figure_find(&words->keys, key);

    return at ? words->text[at->v[0] - 1] : "";
}

/* --- names ------------------------------------------------------------------------------------ */

OD_SQL(sql_figure_item, "figure.item",
       "SELECT sku, description"
       " FROM item"
       " WHERE id = $1");
OD_SQL(sql_figure_customer, "figure.customer",
       "SELECT code, name"
       " FROM customer"
       " WHERE id = $1");
OD_SQL(sql_figure_channel, "figure.channel",
       "SELECT code, name"
       " FROM channel"
       " WHERE id = $1");
OD_SQL(sql_figure_site, "figure.site",
       "SELECT code, name"
       " FROM site"
       " WHERE id = $1");
OD_SQL(sql_figure_person, "figure.person",
       "SELECT login, name"
       " FROM app_user"
       " WHERE id = $1");
OD_SQL(sql_figure_reason, "figure.reason",
       "SELECT code, label"
       " FROM reason_code"
       " WHERE id = $1");

static const struct sql *name_sql(enum report_by by)
{
    switch (by) {
    case REPORT_BY_ITEM:
        return &sql_figure_item;
    case REPORT_BY_CUSTOMER:
        return &sql_figure_customer;
    case REPORT_BY_CHANNEL:
        return &sql_figure_channel;
    case REPORT_BY_SITE:
        return &sql_figure_site;
    case REPORT_BY_PERSON:
        return &sql_figure_person;
    case REPORT_BY_REASON:
        return &sql_figure_reason;
    case REPORT_BY_NONE:
    case REPORT_BY_DAY:
    case REPORT_BY_WEEK:
    case REPORT_BY_MONTH:
    case REPORT_BY_WEEKDAY:
    case REPORT_BY_HOUR:
    case REPORT_BY_CATEGORY:
    case REPORT_BY_CARRIER:
    case REPORT_BYS:
        return NULL;
    }
    return NULL;
}

struct name {
    const char *code, *words;
};

/* Key 0 is what has none. */
static bool load_name(struct desk *desk, enum report_by by, int64_t key, struct arena *arena,
                      struct name *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), name_sql(by));

    *out = (struct name){ "", "" };
    put_i64(q, key);
    if (sql_row(q)) {
        out->code = get_text(q, arena);
        out->words = get_text(q, arena);
    }
    return sql_done(&q, err);
}

/* Past so many keys all names are read in one go, by id: a look-up each costs more. */
#define LOOKUPS_MAX 1000

OD_SQL_SCAN(sql_figure_items, "figure.items", "a report names most of them",
            "SELECT id, sku, description"
            " FROM item");
OD_SQL_SCAN(sql_figure_customers, "figure.customers", "a report names most of them",
            "SELECT id, code, name"
            " FROM customer");

/* Of each sum, in their order. */
static bool load_names(struct desk *desk, enum report_by by, const struct figure_sums *sums,
                       struct arena *arena, struct name *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = NULL;
    bool is_many = sums->n > LOOKUPS_MAX && (by == REPORT_BY_ITEM || by == REPORT_BY_CUSTOMER);

    for (int i = 0; i < sums->n; i++) {
        out[i] = (struct name){ "", "" };
        if (!is_many && !load_name(desk, by, sums->v[i].key, arena, &out[i], err))
            return false;
    }
    if (!is_many)
        return true;
    q = sql_read(desk_db(desk), by == REPORT_BY_ITEM ? &sql_figure_items : &sql_figure_customers);
    while (sql_row(q)) {
        const struct figure_sum *sum = figure_find(sums, get_i64(q));
        struct arena *to = sum ? arena : tmp;
        struct name name = { .code = get_text(q, to) };

        name.words = get_text(q, to);
        if (sum)
            out[sum - sums->v] = name;
        arena_reset(tmp);
    }
    return sql_done(&q, err);
}

/* Two texts with what stands between them. A report has a hundred thousand lines, and printing them
 * took as long as reading half a year. */
static const char *joined(struct arena *arena, const char *a, const char *between, const char *b)
{
    size_t n = strlen(a), m = strlen(between), k = strlen(b);
    char *text = arena_alloc(arena, n + m + k + 1);

    memcpy(text, a, n);
    memcpy(text + n, between, m);
    memcpy(text + n + m, b, k + 1);
    return text;
}

static const char *label_of(enum report_by by, const struct name *name, struct arena *arena)
{
    if (name->code[0] == '\0')
        return _("(none)");
    if (by == REPORT_BY_REASON)
        return _(name->words);
    if (name->words[0] == '\0' || strcmp(name->code, name->words) == 0)
        return name->code;
    return joined(arena, name->code, " ", name->words);
}

/* The query bar has one word for a value: it cannot be asked for a code with a gap or a quote. */
static bool is_askable(const char *code)
{
    return code[0] != '\0' && strpbrk(code, " \t\"',") == NULL;
}

/* The word of the query bar that names it; NULL where it has none. */
static const char *field_of(enum report_by by)
{
    return by == REPORT_BY_ITEM       ? "sku"
           : by == REPORT_BY_CUSTOMER ? "customer"
           : by == REPORT_BY_CHANNEL  ? "channel"
           : by == REPORT_BY_SITE     ? "site"
           : by == REPORT_BY_PERSON   ? "by"
                                      : NULL;
}

/* NULL where the query bar has no word for what is asked. */
static const char *with(const char *days, const char *more, struct arena *arena)
{
    return days && more[0] ? arena_printf(arena, "%s %s", days, more) : days;
}

/* Orders of these days; NULL: no query says it. Of what left, the query bar knows the site of the
 * order and the weekday of its placing, not those that are meant here. */
static const char *days_of(struct desk *desk, const struct report_ask *ask,
                           const struct figure_shape *shape, struct date from, struct date to,
                           struct arena *arena)
{
    if (shape->find == NULL ||
        (shape->is_shipped && (ask->site.v != 0 || ask->by == REPORT_BY_SITE ||
                               ask->by == REPORT_BY_WEEKDAY || ask->by == REPORT_BY_HOUR)))
        return NULL;
    return with(
        report_find_days(desk, ask, shape->is_shipped ? "shipped" : "date", from, to, arena),
        shape->find, arena);
}

/* --- lines ------------------------------------------------------------------------------------ */

struct writer {
    struct desk *desk;
    const struct report_ask *ask;
    const struct figure_shape *shape;
    struct arena *arena;
    struct report_table *out;
    const char *asked; /* the query of a line's records, but for the line's code; NULL: none */
};

static struct report_line *add(const struct writer *w, const char *name,
                               const struct figure_sum *sum)
{
    struct report_line *line = report_add(w->out, w->arena);

    line->v[0] = report_text(name);
    w->shape->fill(sum, line->v + 1);
    return line;
}

static const char *time_name(const struct writer *w, int64_t at)
{
    if (w->ask->by == REPORT_BY_WEEKDAY)
        return report_weekday((int)at);
    if (w->ask->by == REPORT_BY_HOUR)
        return arena_printf(w->arena, "%02d", (int)at);
    return report_span_name(w->ask, at, w->arena);
}

static void add_times(const struct writer *w, const struct figure_sums *sums)
{
    bool is_span = w->ask->by != REPORT_BY_WEEKDAY && w->ask->by != REPORT_BY_HOUR;
    int64_t last = w->ask->by == REPORT_BY_WEEKDAY ? 6
                   : w->ask->by == REPORT_BY_HOUR  ? 23
                                                   : report_at(w->ask, w->ask->to);

    for (int64_t at = 0; at <= last; at++) {
        static const struct figure_sum none;
        const struct figure_sum *sum = figure_find(sums, at);
        struct report_line *line = add(w, time_name(w, at), sum ? sum : &none);
        struct date from = w->ask->from, to = w->ask->to;

        line->at = at;
        line->group = at;
        if (is_span)
            report_span(w->ask, at, &from, &to);
        line->find = days_of(w->desk, w->ask, w->shape, from, to, w->arena);
        if (!is_span)
            line->find = with(line->find,
                              w->ask->by == REPORT_BY_HOUR
                                  ? report_find_when(-1, (int)at, w->arena)
                                  : report_find_when((int)at, -1, w->arena),
                              w->arena);
    }
}

/* The category alone, without what is below it; in quotes where a gap is in it. NULL: one with a
 * comma would be two. */
static const char *ask_category(const char *days, const char *name, struct arena *arena)
{
    if (name[0] == '\0' || strpbrk(name, "\t\",") != NULL)
        return NULL;
    return arena_printf(arena, strchr(name, ' ') != NULL ? "%s category:\"=%s\""
                                                         : "%s category:=%s",
                        days, name);
}

static void add_word(const struct writer *w, const char *days, const struct figure_sum *sum)
{
    const char *word = figure_word(w->shape->words, sum->key);
    struct report_line *line = add(w, word[0] ? word : _("(none)"), sum);

    line->key = word;
    line->group = sum->key;
    if (days && w->ask->by == REPORT_BY_CATEGORY)
        line->find = ask_category(days, word, w->arena);
    if (days && w->ask->by == REPORT_BY_CARRIER && is_askable(word))
        line->find = arena_printf(w->arena, "%s carrier:%s", days, word);
}

static void add_record(const struct writer *w, const struct figure_sum *sum,
                       const struct name *name)
{
    struct report_line *line = add(w, label_of(w->ask->by, name, w->arena), sum);

    line->key = name->code;
    line->group = sum->key;
    if (w->asked && is_askable(name->code))
        line->find = joined(w->arena, w->asked, name->code, "");
}

struct placed {
    int64_t by;
    int index;
};

static int by_largest(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    if (x->by != y->by)
        return x->by < y->by ? 1 : -1;
    return x->index - y->index;
}

/* The largest first; what is equal, by key. */
static const struct placed *in_order(const struct figure_sums *sums, int order, struct arena *arena)
{
    struct placed *v = arena_array(arena, sums->n + 1, struct placed);

    for (int i = 0; i < sums->n; i++)
        v[i] = (struct placed){ sums->v[i].v[order], i };
    qsort(v, (size_t)sums->n, sizeof *v, by_largest);
    return v;
}

bool figure_lines(struct desk *desk, const struct report_ask *ask, const struct figure_sums *sums,
                  const struct figure_shape *shape, struct arena *arena, struct report_table *out,
                  struct err *err)
{
    struct writer w = { desk, ask, shape, arena, out, NULL };
    struct figure_sum whole = shape->whole ? *shape->whole : figure_whole(sums);
    const struct placed *order;
    const char *days, *field = field_of(ask->by);
    bool has_names = name_sql(ask->by) != NULL;
    struct name *names = NULL;

    report_begin(out, shape->columns, arena);
    out->find_column = shape->find != NULL ? shape->find_column : 0;
    shape->fill(&whole, out->total + 1);
    if (figure_is_time(ask->by)) {
        add_times(&w, sums);
        return true;
    }
    days = days_of(desk, ask, shape, ask->from, ask->to, arena);
    if (days && field)
        w.asked = arena_printf(arena, "%s %s:", days, field);
    out->v = arena_array(arena, sums->n + 1, struct report_line);
    out->cap = sums->n + 1;
    order = in_order(sums, shape->order, arena);
    names = arena_array(arena, sums->n + 1, struct name);
    if (has_names && !load_names(desk, ask->by, sums, arena, names, err))
        return false;
    for (int i = 0; i < sums->n; i++) {
        const struct figure_sum *sum = &sums->v[order[i].index];

        if (has_names)
            add_record(&w, sum, &names[order[i].index]);
        else
            add_word(&w, days, sum);
    }
    return true;
}

/* --- values ----------------------------------------------------------------------------------- */

struct report_value figure_rate(int64_t n, int64_t of)
{
    if (of <= 0)
        return (struct report_value){ 0 };
    return report_n((int64_t)(((__int128)n * 1000000 + (n < 0 ? -of : of) / 2) / of));
}

struct report_value figure_mean(int64_t sum, int64_t n)
{
    if (n == 0)
        return (struct report_value){ 0 };
    return report_n((sum + (sum < 0 ? -n : n) / 2) / n);
}
