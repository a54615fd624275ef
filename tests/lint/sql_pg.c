/*
 * Prepares every statement of the program on PostgreSQL: sql_pg CONNECTION SCHEMA.sql. Run by
 * sql_pg.sh, which starts a server of its own and maps the schema.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "lint/search_combos.h"
#include "lint/sql_entries.h"

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "r");
    size_t size = 4 * 1024 * 1024, n;
    char *text = malloc(size);

    if (!file || !text)
        return NULL;
    n = fread(text, 1, size - 1, file);
    text[n] = '\0';
    fclose(file);
    return text;
}

static int report(const char *name, PGresult *result, ExecStatusType want)
{
    int fault = PQresultStatus(result) != want;

    if (fault)
        printf("%s: %s", name, PQresultErrorMessage(result));
    PQclear(result);
    return fault;
}

struct looked {
    PGconn *pg;
    int n, faults;
};

static void look_at_search(const struct sql *sql, void *arg)
{
    struct looked *l = arg;

    l->n++;
    l->faults += report(sql->name, PQprepare(l->pg, "", sql->text_pg, 0, NULL), PGRES_COMMAND_OK);
}

int main(int argc, char **argv)
{
    const struct sql *const *at;
    struct looked searches = { 0 };
    PGresult *control;
    PGconn *pg;
    char *schema;
    int faults = 0;

    if (argc != 3 || !(schema = read_whole(argv[2])))
        return 99;
    pg = PQconnectdb(argv[1]);
    if (PQstatus(pg) != CONNECTION_OK) {
        printf("%s", PQerrorMessage(pg));
        return 99;
    }
    faults += report("schema.sql", PQexec(pg, schema), PGRES_COMMAND_OK);
    for (at = __start_od_sql; at < __stop_od_sql; at++) {
        const char *text = (*at)->text_pg ? (*at)->text_pg : (*at)->text;

        faults += report((*at)->name, PQprepare(pg, "", text, 0, NULL), PGRES_COMMAND_OK);
    }
    searches.pg = pg;
    each_search(look_at_search, &searches);
    faults += searches.faults;
    /* A control: what must not pass does not. */
    control = PQprepare(pg, "", "SELECT nothing FROM item", 0, NULL);
    if (PQresultStatus(control) == PGRES_COMMAND_OK)
        faults += printf("control: a statement that does not stand was taken\n") > 0;
    PQclear(control);
    printf("%ld statements and %d searches on PostgreSQL %d, %d faults\n",
           (long)(__stop_od_sql - __start_od_sql), searches.n, PQserverVersion(pg) / 10000, faults);
    PQfinish(pg);
    free(schema);
    return faults > 0;
}
