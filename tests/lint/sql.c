/*
 * Takes every statement of the program, prepares it on SQLite against the schema, looks at its
 * parameters and at its plan. Faults, one a line: SQL that does not stand, parameters that are not
 * $1..$n in order of first use, a name used twice, and a plan that walks a whole large table with
 * no reason given (OD_SQL_SCAN). With --control it checks that it finds one of each.
 */
#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/compiler.h"
#include "lint/search_combos.h"
#include "lint/sql_entries.h"
#include "store/migrate.h"

static const char *const large_tables[] = {
    "address",     "allocation",     "channel_customer", "contact",     "customer",
    "event_log",   "idem_key",       "import_record",    "item",        "order_event",
    "order_line",  "outbox",         "price_rule",       "sales_order", "stock_hold",
    "stock_level", "stock_movement", "shipment", "fulfillment", "fulfillment_line", "package",
    "notice", "tracking_event", "parcel_label", "parcel_track", "inbox", "outbox_exchange",
};

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The next word or sign of SQL text; strings come as one sign. */
static const char *next_token(const char *at, char *out, size_t size)
{
    size_t n = 0;

    while (isspace((unsigned char)*at))
        at++;
    if (*at == '\'') {
        for (at++; *at && *at != '\''; at++)
            ;
        out[n++] = '\'';
        at += *at == '\'';
    } else if (is_word(*at)) {
        for (; is_word(*at); at++)
            if (n + 1 < size)
                out[n++] = *at;
    } else if (*at) {
        out[n++] = *at++;
    }
    out[n] = '\0';
    return at;
}

static bool is_keyword(const char *word)
{
    static const char *const words[] = { "ON",     "WHERE",  "SET",     "JOIN",  "LEFT",
                                         "INNER",  "CROSS",  "ORDER",   "GROUP", "VALUES",
                                         "UNION",  "LIMIT",  "INDEXED", "NOT",   "RETURNING",
                                         "HAVING", "DEFAULT" };
    size_t i;

    for (i = 0; i < OD_LEN(words); i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Does name stand for table in this text: the table itself, or its alias? */
static bool stands_for(const char *text, const char *name, const char *table)
{
    char word[64], alias[64];
    const char *at = text;

    if (strcmp(name, table) == 0)
        return true;
    while (*(at = next_token(at, word, sizeof word))) {
        const char *then;

        if (strcmp(word, table) != 0)
            continue;
        then = next_token(at, alias, sizeof alias);
        if (strcmp(alias, "AS") == 0)
            next_token(then, alias, sizeof alias);
        if (!is_keyword(alias) && strcmp(alias, name) == 0)
            return true;
    }
    return false;
}

static const char *large_table_of(const char *text, const char *name)
{
    size_t i;

    for (i = 0; i < OD_LEN(large_tables); i++)
        if (stands_for(text, name, large_tables[i]))
            return large_tables[i];
    return NULL;
}

/*
 * One line of a plan. "SCAN x USING INDEX" with a LIMIT and without sorting is a page of a list in
 * the order of that index, and fine; not so a half of a union that is merged in order.
 */
static bool is_bad_scan(const struct sql *sql, const char *detail, bool is_sorted,
                        const char **table)
{
    char name[64];

    if (strncmp(detail, "SCAN ", 5) != 0 || strstr(detail, "VIRTUAL TABLE"))
        return false;
    next_token(detail + 5, name, sizeof name);
    *table = large_table_of(sql->text, name);
    if (!*table)
        return false;
    return is_sorted || !strstr(sql->text, "LIMIT");
}

/* The selects of a plan whose rows are put in order, by the number of their line in it. */
struct sorted {
    int v[16], n;
};

static bool is_sorted_select(const struct sorted *sorted, int select)
{
    for (int i = 0; i < sorted->n; i++)
        if (sorted->v[i] == select)
            return true;
    return false;
}

static int check_plan(sqlite3 *db, const struct sql *sql)
{
    char text[16384];
    sqlite3_stmt *s = NULL;
    struct sorted sorted = { 0 };
    bool is_scan = false, is_merge = false;
    const char *table = NULL;
    int faults = 0, round;

    snprintf(text, sizeof text, "EXPLAIN QUERY PLAN %s", sql->text);
    if (sqlite3_prepare_v2(db, text, -1, &s, NULL) != SQLITE_OK) {
        printf("%s: no plan: %s\n", sql->name, sqlite3_errmsg(db));
        return 1;
    }
    for (round = 0; round < 2; round++, sqlite3_reset(s)) {
        while (sqlite3_step(s) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(s, 3);

            int select = sqlite3_column_int(s, 1);

            is_merge |= strncmp(detail, "MERGE (", 7) == 0;
            if (strstr(detail, "USE TEMP B-TREE FOR ORDER BY") && sorted.n < 16)
                sorted.v[sorted.n++] = select;
            if (round == 1 &&
                is_bad_scan(sql, detail, is_merge || is_sorted_select(&sorted, select), &table)) {
                is_scan = true;
                if (!sql->scan_reason) {
                    printf("%s: walks the whole table %s (%s)\n", sql->name, table, detail);
                    faults++;
                }
            }
        }
    }
    sqlite3_finalize(s);
    if (sql->scan_reason && !is_scan && strncmp(sql->name, "find.", 5) != 0)
        printf("%s: note: it scans no large table, so its reason can go\n", sql->name);
    return faults;
}

static int check_params(sqlite3_stmt *s, const struct sql *sql)
{
    int i, n = sqlite3_bind_parameter_count(s);

    for (i = 1; i <= n; i++) {
        const char *name = sqlite3_bind_parameter_name(s, i);
        char want[16];

        snprintf(want, sizeof want, "$%d", i);
        if (!name || strcmp(name, want) != 0) {
            printf("%s: parameter %d is %s, not %s\n", sql->name, i, name ? name : "?", want);
            return 1;
        }
    }
    return 0;
}

static int check_one(sqlite3 *db, const struct sql *sql)
{
    sqlite3_stmt *s = NULL;
    const char *tail = NULL;
    int faults = 0;

    if (sqlite3_prepare_v2(db, sql->text, -1, &s, &tail) != SQLITE_OK) {
        printf("%s: %s\n", sql->name, sqlite3_errmsg(db));
        return 1;
    }
    if (!s || *tail) {
        printf("%s: is not one statement\n", sql->name);
        faults++;
    }
    faults += check_params(s, sql);
    sqlite3_finalize(s);
    return faults + check_plan(db, sql);
}

static int check_all(sqlite3 *db, const struct sql *const *from, const struct sql *const *to)
{
    const struct sql *const *at, *const *other;
    int faults = 0;

    for (at = from; at < to; at++) {
        for (other = from; other < at; other++) {
            if (strcmp((*at)->name, (*other)->name) == 0) {
                printf("%s: two statements have this name\n", (*at)->name);
                faults++;
            }
        }
        faults += check_one(db, *at);
    }
    return faults;
}

struct looked {
    sqlite3 *db;
    int n, faults;
};

static void look_at_search(const struct sql *sql, void *arg)
{
    struct looked *l = arg;

    l->n++;
    l->faults += check_one(l->db, sql);
}

/* Statements with one fault each, and two without. */
static int control(sqlite3 *db)
{
    static const struct sql bad[] = {
        { "control.syntax", "SELEC 1", NULL, NULL },
        { "control.column", "SELECT nothing FROM item", NULL, NULL },
        { "control.order", "SELECT id FROM item WHERE id = $2 AND id > $1", NULL, NULL },
        { "control.scan", "SELECT note FROM item WHERE note = $1", NULL, NULL },
        { "control.alias", "SELECT i.note FROM item AS i WHERE i.note = $1", NULL, NULL },
        { "control.sorted", "SELECT note FROM item ORDER BY note LIMIT 5", NULL, NULL },
        { "control.merged",
          "SELECT id FROM item WHERE note = $1 UNION SELECT id FROM item WHERE sku = $1"
          " ORDER BY 1 LIMIT 5", NULL, NULL },
        { "control.two", "SELECT id FROM site; SELECT 1", NULL, NULL },
        { "control.update", "UPDATE outbox SET attempts = 0", NULL, NULL },
    };
    static const struct sql good[] = {
        { "control.good", "SELECT note FROM item WHERE id = $1", NULL, NULL },
        { "control.page", "SELECT id FROM customer ORDER BY name_fold, id LIMIT 5", NULL, NULL },
        { "control.reason", "SELECT note FROM item WHERE note = $1", NULL, "tests this" },
    };
    const struct sql *twice[] = { &good[0], &good[0] };
    size_t i;
    int missed = 0;

    for (i = 0; i < OD_LEN(bad); i++)
        if (check_one(db, &bad[i]) != 1)
            missed += printf("%s: not found, or found twice\n", bad[i].name) > 0;
    for (i = 0; i < OD_LEN(good); i++)
        missed += check_one(db, &good[i]);
    return missed + (check_all(db, twice, twice + 2) != 1);
}

/* The functions that the store adds to the engine's own; here only their names count. */
static void first_value(sqlite3_context *context, int n, sqlite3_value **v)
{
    if (n > 0)
        sqlite3_result_value(context, v[0]);
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    long count = __stop_od_sql - __start_od_sql;
    int faults;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db, migration_plan_program.schema_sql, NULL, NULL, &message) != SQLITE_OK) {
        printf("schema.sql: %s\n", message ? message : "no memory");
        return 1;
    }
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
    sqlite3_create_function(db, "od_fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                            first_value, NULL, NULL);
    sqlite3_create_function(db, "od_words", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                            first_value, NULL, NULL);
    sqlite3_create_function(db, "od_weekday", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                            first_value, NULL, NULL);
    sqlite3_create_function(db, "od_hour", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                            first_value, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "--control") == 0) {
        faults = control(db);
        printf("control: %d missed\n", faults);
    } else {
        struct looked searches = { .db = db };

        each_search(look_at_search, &searches);
        faults = check_all(db, __start_od_sql, __stop_od_sql) + searches.faults;
        printf("%ld statements and %d searches on SQLite %s, %d faults\n", count, searches.n,
               sqlite3_libversion(), faults);
        faults += count < 2; /* the section did not come through the linker */
    }
    sqlite3_close(db);
    return faults > 0;
}
