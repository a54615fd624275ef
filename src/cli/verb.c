/*
 * The table of subcommands: taking words apart by its rows, and telling how a row is called. What
 * the commands do is in cmd_*.c.
 */
#include "cli/verb.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "cli/verb_action.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_action.h"
#include "domain/flow/manifest.h"
#include "domain/flow/shipment.h"

#define HELP_BYTES 65536

const struct verb_option verb_globals[] = {
    { "desk", "WHERE", VERB_OPTIONAL, N_("The desk: a file's path.") },
    { "user", "NAME", VERB_OPTIONAL, N_("Sign in as this user of the desk.") },
    { "config", "FILE", VERB_OPTIONAL, N_("Read this file instead of the user's configuration.") },
    { "json", NULL, VERB_OPTIONAL, N_("Give out one JSON object or array.") },
    { "csv", NULL, VERB_OPTIONAL, N_("Give out CSV with a header row.") },
    { "key", "TEXT", VERB_OPTIONAL,
      N_("Makes a command that creates safe to repeat: same key, same record.") },
    { "help", NULL, VERB_OPTIONAL, N_("Tell how a command is called.") },
    { "version", NULL, VERB_OPTIONAL, N_("Print the version and leave.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

/* --- all of them ------------------------------------------------------------------------------ */

static const struct verb *const tables[] = {
    verbs_order,          verbs_fulfillment, verbs_shipment, verbs_manifest,  verbs_print,
    verbs_customer,       verbs_item,        verbs_setup,    verbs_channel,   verbs_price_list,
    verbs_price,          verbs_tax,         verbs_rate,     verbs_data,      verbs_user,
    verbs_preference,     verbs_admin,       verbs_demo,     verbs_help,      verbs_view,
    verbs_customer_merge, verbs_document,    verbs_goods,    verbs_backorder, verbs_source,
    verbs_report,         verbs_carrier,     verbs_method,   verbs_terms,     verbs_pickup,
    verbs_wave,           verbs_notice,      verbs_template, verbs_sync,      verbs_label,
    verbs_track,          verbs_folder,      verbs_schedule, verbs_timers,
};

void verbs_all(struct arena *arena, struct verbs *out)
{
    struct verb_vec all = { 0 };

    for (size_t i = 0; i < OD_LEN(tables); i++) {
        for (const struct verb *v = tables[i]; v->name != NULL; v++)
            *vec_push(arena, &all) = *v;
        if (tables[i] == verbs_order)
            verbs_add_actions(arena, &order_document, run_order_action, &all);
        if (tables[i] == verbs_fulfillment)
            verbs_add_actions(arena, &fulfillment_document, run_fulfillment_action, &all);
        if (tables[i] == verbs_shipment)
            verbs_add_actions(arena, &shipment_document, run_shipment_action, &all);
        if (tables[i] == verbs_manifest)
            verbs_add_actions(arena, &manifest_document, run_manifest_action, &all);
    }
    out->v = all.v;
    out->n = all.n;
}

/* --- finding ---------------------------------------------------------------------------------- */

bool verb_misused(struct cli *c, struct err *err, const char *fmt, ...)
{
    va_list args;
    char text[sizeof err->text];

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    c->is_usage = true;
    return err_set(err, ERR_INVALID, "%s", text);
}

static bool is_group(const struct verbs *all, const char *word)
{
    for (int i = 0; i < all->n; i++)
        if (all->v[i].group[0] != '\0' && strcmp(all->v[i].group, word) == 0)
            return true;
    return false;
}

static bool same_name(const char *a, const char *b)
{
    for (; *a != '\0' || *b != '\0'; a++, b++) {
        char x = *a == '_' ? '-' : *a;
        char y = *b == '_' ? '-' : *b;

        if (x != y)
            return false;
    }
    return true;
}

static const struct verb *find_verb(const struct verbs *all, const char *group, const char *name)
{
    for (int i = 0; i < all->n; i++)
        if (strcmp(all->v[i].group, group) == 0 && same_name(all->v[i].name, name))
            return &all->v[i];
    return NULL;
}

/* Edit distance of two short words, for "did you mean"; long ones count as far. */
static int distance(const char *a, const char *b)
{
    enum { MAX = 24 };
    int row[MAX + 1];
    int m = (int)strlen(a), n = (int)strlen(b);

    if (m > MAX || n > MAX)
        return MAX;
    for (int j = 0; j <= n; j++)
        row[j] = j;
    for (int i = 1; i <= m; i++) {
        int diagonal = row[0];

        row[0] = i;
        for (int j = 1; j <= n; j++) {
            int above = row[j];
            int best = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);

            if (above + 1 < best)
                best = above + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
            diagonal = above;
        }
    }
    return row[n];
}

/* The nearest word of a group ("" for first words); NULL where nothing is near. */
static const char *nearest(const struct verbs *all, const char *group, const char *word)
{
    const char *best = NULL;
    int best_distance = strlen(word) > 3 ? 3 : 2; /* of a short word nothing would be left */

    for (int i = 0; i < all->n; i++) {
        const struct verb *v = &all->v[i];
        const char *name = v->name;
        int d;

        if (group[0] == '\0' && v->group[0] != '\0')
            name = v->group;
        else if (strcmp(v->group, group) != 0)
            continue;
        d = distance(word, name);
        if (d < best_distance) {
            best_distance = d;
            best = name;
        }
    }
    return best;
}

static bool refuse_verb(struct cli *c, const char *group, const char *word, struct err *err)
{
    const char *near = nearest(c->verbs, group, word);
    const char *space = group[0] == '\0' ? "" : " ";

    if (near != NULL)
        return verb_misused(c, err, _("There is no command \"%s%s%s\"; did you mean \"%s%s%s\"?"),
                            group, space, word, group, space, near);
    return verb_misused(c, err, _("There is no command \"%s%s%s\"; see: orderdesk help %s"), group,
                        space, word, group);
}

/* --- taking apart ----------------------------------------------------------------------------- */

struct words {
    char *const *v;
    int n, at;
    const char *group; /* seen, its verb is still to come; NULL before */
};

static const struct verb_option *find_option(const struct verb_option *table, const char *name,
                                             size_t len)
{
    for (; table != NULL && table->name != NULL; table++)
        if (strlen(table->name) == len && strncmp(table->name, name, len) == 0)
            return table;
    return NULL;
}

/* A group with a verb "run" goes without its name: `sync --once`. NULL: it has none, or not this
 * option. */
static const struct verb *run_of_group(const struct cli *c, const char *group, const char *name,
                                       size_t len)
{
    const struct verb *v = find_verb(c->verbs, group, "run");

    return v != NULL && find_option(v->options, name, len) != NULL ? v : NULL;
}

static bool take_option(struct cli *c, struct words *w, struct err *err)
{
    const char *word = w->v[w->at];
    const char *name = strcmp(word, "-o") == 0 ? "output" : word + 2;
    size_t len = strcspn(name, "=");
    const struct verb_option *o = NULL;
    struct verb_value *value = &c->values[c->value_count];

    if (c->verb == NULL && w->group != NULL)
        c->verb = run_of_group(c, w->group, name, len);
    if (c->verb != NULL)
        o = find_option(c->verb->options, name, len);
    if (o == NULL)
        o = find_option(verb_globals, name, len);
    if (o == NULL && c->verb != NULL)
        return verb_misused(c, err, _("There is no option %s here. Usage: %s"), word,
                            verb_usage(c->verb, c->arena));
    if (o == NULL)
        return verb_misused(c, err, _("There is no option %s here; see: orderdesk help"), word);
    value->name = o->name;
    value->value = "";
    if (o->arg == NULL && name[len] == '=')
        return verb_misused(c, err, _("The option --%s takes no value."), o->name);
    if (name[len] == '=') {
        value->value = name + len + 1;
    } else if (o->arg != NULL) {
        w->at++;
        if (w->at >= w->n)
            return verb_misused(c, err, _("The option --%s needs a value: --%s %s"), o->name,
                                o->name, o->arg);
        value->value = w->v[w->at];
    }
    if (o->count != VERB_REPEATED && o->count != VERB_MANY && verb_opt(c, o->name) != NULL)
        return verb_misused(c, err, _("The option --%s is given twice."), o->name);
    c->value_count++;
    return true;
}

/* A group whose verb "run" has arguments takes a word that is no verb as the first of them:
 * `report sales`. */
static bool takes_words_of_group(struct cli *c, const char *group)
{
    const struct verb *v = find_verb(c->verbs, group, "run");

    if (v == NULL || v->args[0] == '\0')
        return false;
    c->verb = v;
    return true;
}

/* A verb of two words: `report schedule add`. */
static const struct verb *verb_of_two(const struct cli *c, const char *group, const char *first,
                                      const char *second)
{
    return find_verb(c->verbs, group, arena_printf(c->arena, "%.40s %.40s", first, second));
}

/* Has the group verbs of two words that begin with this one? */
static bool begins_two(const struct cli *c, const char *group, const char *first)
{
    size_t len = strlen(first);

    for (int i = 0; i < c->verbs->n; i++) {
        const struct verb *v = &c->verbs->v[i];

        if (strcmp(v->group, group) == 0 && strncmp(v->name, first, len) == 0 &&
            v->name[len] == ' ')
            return true;
    }
    return false;
}

static bool take_word(struct cli *c, struct words *w, struct err *err)
{
    const char *word = w->v[w->at];

    if (c->verb != NULL) {
        c->args[c->arg_count++] = word;
        return true;
    }
    if (w->group == NULL && is_group(c->verbs, word)) {
        w->group = word;
        return true;
    }
    if (w->group != NULL && w->at + 1 < w->n)
        c->verb = verb_of_two(c, w->group, word, w->v[w->at + 1]);
    if (c->verb != NULL) {
        w->at++;
        return true;
    }
    if (w->group != NULL && begins_two(c, w->group, word)) {
        if (w->at + 1 < w->n && w->v[w->at + 1][0] != '-')
            word = arena_printf(c->arena, "%.40s %.40s", word, w->v[w->at + 1]);
        return refuse_verb(c, w->group, word, err);
    }
    c->verb = find_verb(c->verbs, w->group == NULL ? "" : w->group, word);
    if (c->verb == NULL && w->group != NULL && takes_words_of_group(c, w->group)) {
        c->args[c->arg_count++] = word;
        return true;
    }
    return c->verb != NULL || refuse_verb(c, w->group == NULL ? "" : w->group, word, err);
}

/* How many arguments "A B [C]" and "FILE..." allow. */
static void count_args(const char *args, int *min, int *max)
{
    *min = *max = 0;
    for (const char *at = args; *at != '\0';) {
        size_t len = strcspn(at, " ");

        *min += at[0] == '[' ? 0 : 1;
        if (*max >= 0)
            *max += 1;
        if (len > 3 && strstr(at, "...") != NULL && strstr(at, "...") < at + len)
            *max = -1;
        at += len;
        at += strspn(at, " ");
    }
}

static bool is_needed(const struct verb_option *o)
{
    return o->count == VERB_REQUIRED || o->count == VERB_REPEATED;
}

static bool check_call(struct cli *c, struct err *err)
{
    const struct verb *v = c->verb;
    int min, max;

    count_args(v->args, &min, &max);
    if (c->arg_count < min)
        return verb_misused(c, err, _("Something is missing. Usage: %s"), verb_usage(v, c->arena));
    if (max >= 0 && c->arg_count > max)
        return verb_misused(c, err, _("\"%s\" is too much. Usage: %s"), c->args[max],
                            verb_usage(v, c->arena));
    for (const struct verb_option *o = v->options; o != NULL && o->name != NULL; o++)
        if (is_needed(o) && verb_opt(c, o->name) == NULL)
            return verb_misused(c, err, _("The option --%s is missing. Usage: %s"), o->name,
                                verb_usage(v, c->arena));
    return true;
}

bool verb_parse(struct cli *c, int count, char *const *words, struct err *err)
{
    struct words w = { .v = words, .n = count };
    bool is_plain = false; /* after "--" everything is an argument */

    c->args = arena_array(c->arena, count + 1, const char *);
    c->values = arena_array(c->arena, count + 1, struct verb_value);
    for (; w.at < w.n; w.at++) {
        const char *word = w.v[w.at];

        if (!is_plain && strcmp(word, "--") == 0) {
            is_plain = true;
        } else if (!is_plain && strcmp(word, "-h") == 0) {
            c->values[c->value_count++] = (struct verb_value){ "help", "" };
        } else if (!is_plain && (strncmp(word, "--", 2) == 0 || strcmp(word, "-o") == 0)) {
            if (!take_option(c, &w, err))
                return false;
        } else if (!take_word(c, &w, err)) {
            return false;
        }
    }
    if (c->verb == NULL && w.group != NULL && verb_flag(c, "help")) {
        c->args[c->arg_count++] = w.group;
        return true;
    }
    if (c->verb == NULL && w.group != NULL)
        return verb_misused(c, err, _("Say what to do; see: orderdesk help %s"), w.group);
    return c->verb == NULL || verb_flag(c, "help") || check_call(c, err);
}

const char *verb_opt_at(const struct cli *c, const char *name, int n)
{
    for (int i = 0; i < c->value_count; i++)
        if (strcmp(c->values[i].name, name) == 0 && n-- == 0)
            return c->values[i].value;
    return NULL;
}

const char *verb_opt(const struct cli *c, const char *name)
{
    return verb_opt_at(c, name, 0);
}

bool verb_flag(const struct cli *c, const char *name)
{
    return verb_opt(c, name) != NULL;
}

const char *verb_arg(const struct cli *c, int n)
{
    return n < c->arg_count ? c->args[n] : NULL;
}

/* --- telling ---------------------------------------------------------------------------------- */

const char *verb_usage(const struct verb *v, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, HELP_BYTES);
    strbuf_addf(&b, "orderdesk %s%s%s", v->group, v->group[0] == '\0' ? "" : " ", v->name);
    if (v->args[0] != '\0')
        strbuf_addf(&b, " %s", v->args);
    for (const struct verb_option *o = v->options; o != NULL && o->name != NULL; o++) {
        const char *arg = o->arg == NULL ? "" : o->arg;

        strbuf_addf(&b, is_needed(o) ? " --%s%s%s" : " [--%s%s%s]", o->name,
                    o->arg == NULL ? "" : " ", arg);
        if (o->count == VERB_REPEATED || o->count == VERB_MANY)
            strbuf_add(&b, "...");
    }
    return b.s;
}

static void add_options(struct strbuf *b, const struct verb_option *table)
{
    for (const struct verb_option *o = table; o != NULL && o->name != NULL; o++) {
        size_t start = b->len;

        strbuf_addf(b, "  --%s%s%s", o->name, o->arg == NULL ? "" : " ",
                    o->arg == NULL ? "" : o->arg);
        strbuf_fill(b, ' ', b->len - start < 25 ? (int)(26 - (b->len - start)) : 2);
        strbuf_addf(b, "%s\n", _(o->help));
    }
}

static void add_verbs(struct strbuf *b, const struct verbs *all, const char *group)
{
    for (int i = 0; i < all->n; i++) {
        const struct verb *v = &all->v[i];
        size_t start = b->len;

        if (v->help[0] == '\0' || (group != NULL && strcmp(v->group, group) != 0))
            continue;
        strbuf_addf(b, "  %s%s%s", v->group, v->group[0] == '\0' ? "" : " ", v->name);
        strbuf_fill(b, ' ', b->len - start < 25 ? (int)(26 - (b->len - start)) : 2);
        strbuf_addf(b, "%s\n", _(v->help));
    }
}

const char *verb_help(const struct verbs *all, const struct verb *v, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, HELP_BYTES);
    if (v != NULL) {
        strbuf_addf(&b, "%s\n\n%s\n", verb_usage(v, arena), _(v->help));
        if (v->options != NULL && v->options->name != NULL)
            strbuf_addf(&b, "\n%s\n", _("Options:"));
        add_options(&b, v->options);
        return b.s;
    }
    strbuf_addf(&b, "%s\n\n", _("orderdesk [OPTIONS] [COMMAND ...]"));
    strbuf_addf(&b, "%s\n\n", _("Without a command the screens open. Commands:"));
    add_verbs(&b, all, NULL);
    strbuf_addf(&b, "\n%s\n", _("Options of every command:"));
    add_options(&b, verb_globals);
    strbuf_addf(&b, "\n%s\n", _("orderdesk help COMMAND tells more of one."));
    return b.s;
}

bool verb_help_of(struct cli *c, const char *const *words, int count, const char **out,
                  struct err *err)
{
    const struct verb *v;
    struct strbuf b;

    if (count == 0) {
        *out = verb_help(c->verbs, NULL, c->arena);
        return true;
    }
    if ((count == 1 && is_group(c->verbs, words[0])) ||
        (count == 2 && begins_two(c, words[0], words[1]))) {
        strbuf_init(&b, c->arena, HELP_BYTES);
        add_verbs(&b, c->verbs, words[0]);
        *out = b.s;
        return true;
    }
    v = count > 2 ? verb_of_two(c, words[0], words[1], words[2]) : NULL;
    if (v == NULL)
        v = find_verb(c->verbs, count > 1 ? words[0] : "", words[count > 1 ? 1 : 0]);
    if (v == NULL)
        return refuse_verb(c, count > 1 ? words[0] : "", words[count > 1 ? 1 : 0], err);
    *out = verb_help(c->verbs, v, c->arena);
    return true;
}
