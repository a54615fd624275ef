/*
 * SQL statements as named constants. Each stands right above the only function that runs it. All
 * are collected in a section of the program, so that the lint can prepare every one of them
 * against schema.sql on both engines.
 */
#ifndef OD_STORE_SQL_H
#define OD_STORE_SQL_H

#include <stddef.h>

struct sql {
    const char *name;        /* "item.save": module.purpose */
    const char *text;        /* in the common subset, $1..$n in order of first use */
    const char *text_pg;     /* the PostgreSQL text where it must differ, else NULL */
    const char *scan_reason; /* why a full scan of a large table is right, else NULL */
};

#define OD_SQL_DEFINE(ident, ...)                                                                  \
    static const struct sql ident = { __VA_ARGS__ };                                               \
    static const struct sql *const ident##_entry __attribute__((section("od_sql"), used)) = &ident

/* OD_SQL(sql_item_load, "item.load", "SELECT ..."); */
#define OD_SQL(ident, name, text) OD_SQL_DEFINE(ident, name, text, NULL, NULL)
/* Where the engines truly differ (full text). */
#define OD_SQL2(ident, name, text, text_pg) OD_SQL_DEFINE(ident, name, text, text_pg, NULL)
/* A statement that reads a whole large table on purpose. */
#define OD_SQL_SCAN(ident, name, reason, text) OD_SQL_DEFINE(ident, name, text, NULL, reason)

#endif
