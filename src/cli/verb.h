/*
 * Subcommands: one row gives name, arguments, options, help and what runs. Parsing, usage, help,
 * the man page and the reason why a call is refused read the same rows. The actions of a document
 * become rows by themselves.
 */
#ifndef OD_CLI_VERB_H
#define OD_CLI_VERB_H

#include <stdbool.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "cli/out.h"

struct action;
struct arena;
struct cli;
struct desk;
struct log;

/* A table of options ends with name NULL. */
struct verb_option {
    const char *name; /* "customer": --customer */
    const char *arg;  /* what stands for its value in the usage; NULL: a flag */
    /* many: may be given again and again; repeated: that, and at least once */
    enum { VERB_OPTIONAL, VERB_REQUIRED, VERB_MANY, VERB_REPEATED } count;
    const char *help; /* N_() */
};

enum verb_need {
    VERB_NOTHING, /* not even the configuration */
    VERB_ALONE,   /* opens no desk, or opens it itself */
    VERB_DESK,    /* c->desk is open when it runs */
};

/* A table of verbs ends with name NULL. */
struct verb {
    const char *group; /* "order" of "order new"; "" for a command of one word */
    const char *name; /* "new"; of two words where the group has more than one subject */
    const char *args;                  /* "N [WHAT]", "FILE...": also says how many there may be */
    const struct verb_option *options; /* NULL for none */
    enum verb_need need;
    bool (*run)(struct cli *c, struct err *err);
    const char *help;            /* N_(), one sentence */
    const struct action *action; /* made of the action of a document, else NULL */
};

struct verbs {
    struct verb *v;
    int n;
};

struct verb_value {
    const char *name, *value; /* value "" for a flag */
};

/* One run of the command line. */
struct cli {
    struct arena *arena;
    const struct verbs *verbs;
    const struct verb *verb;
    const char **args;
    int arg_count;
    struct verb_value *values;
    int value_count;
    const char *where; /* of the desk */
    const char *login, *key, *config;
    enum out_form form;
    struct conf_stack conf;
    struct log *log;
    struct clock clock;
    struct desk *desk;
    struct out *out;
    FILE *file;      /* standard output, or where a played session goes */
    bool has_output; /* something was given out: no object may follow in JSON */
    bool is_usage;   /* the refusal is about how it was called: status 64 */
};

extern const struct verb_option verb_globals[];

/* Every verb, those made of actions included. */
void verbs_all(struct arena *arena, struct verbs *out);
/*
 * Takes apart the words of a call into c: verb, arguments, options. Without any word that is no
 * option c->verb stays NULL. Sets is_usage with its refusals.
 */
OD_MUST_USE bool verb_parse(struct cli *c, int count, char *const *words, struct err *err);
/* How it is called: one line. */
const char *verb_usage(const struct verb *v, struct arena *arena);
/* What `help` tells: usage, sentence, options. v NULL: all commands. */
const char *verb_help(const struct verbs *all, const struct verb *v, struct arena *arena);
/* `help order`, `help order new`: ERR_INVALID and is_usage where there is none. */
OD_MUST_USE bool verb_help_of(struct cli *c, const char *const *words, int count, const char **out,
                              struct err *err);

/* Refuses the way it was called; returns false. */
bool verb_misused(struct cli *c, struct err *err, const char *fmt, ...) OD_PRINTF(3, 4);
/* Value of an option, NULL where not given; "" for a flag. */
const char *verb_opt(const struct cli *c, const char *name);
bool verb_flag(const struct cli *c, const char *name);
/* The n-th value (from 0) of one that may be repeated; NULL past the last. */
const char *verb_opt_at(const struct cli *c, const char *name, int n);
/* The n-th argument, NULL where not given. */
const char *verb_arg(const struct cli *c, int n);

/* A sentence beside the output, on standard error. */
void cli_note(const struct cli *c, const char *text);

/* The tables. */
extern const struct verb verbs_document[];
extern const struct verb verbs_admin[], verbs_user[], verbs_order[], verbs_fulfillment[],
    verbs_shipment[], verbs_manifest[], verbs_print[], verbs_customer[], verbs_item[],
    verbs_setup[], verbs_channel[], verbs_price[], verbs_price_list[], verbs_tax[], verbs_rate[],
    verbs_data[], verbs_demo[], verbs_help[], verbs_preference[], verbs_view[],
    verbs_customer_merge[], verbs_goods[], verbs_backorder[], verbs_source[],
    verbs_report[], verbs_carrier[], verbs_terms[], verbs_method[],
    verbs_pickup[], verbs_wave[], verbs_notice[], verbs_template[], verbs_sync[], verbs_folder[],
    verbs_label[], verbs_track[], verbs_schedule[], verbs_timers[];
/* What runs for a verb made of an action of a document. */
bool run_order_action(struct cli *c, struct err *err);
bool run_fulfillment_action(struct cli *c, struct err *err);
bool run_shipment_action(struct cli *c, struct err *err);
bool run_manifest_action(struct cli *c, struct err *err);

#endif
