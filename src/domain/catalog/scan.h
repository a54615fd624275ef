/*
 * What a scanner sends, taken apart: the kind of symbol in front (AIM), blanks, and the element
 * strings of GS1 (application identifiers). Pure.
 */
#ifndef OD_DOMAIN_CATALOG_SCAN_H
#define OD_DOMAIN_CATALOG_SCAN_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* Stands for FNC1 where a keyboard cannot send it (Ctrl-]). */
#define SCAN_SEPARATOR '|'

struct scan {
    const char *code;   /* what to look for: the trade item (01, 02), else the text as it is */
    const char *sscc;   /* 00: a logistic unit; NULL */
    const char *lot;    /* 10; NULL */
    const char *serial; /* 21; NULL */
    int64_t count;      /* 30, 37: how many; 0 where it does not say */
};

/* Texts live in the arena. What is no GS1 string is one code. */
void scan_read(const char *text, struct arena *arena, struct scan *out);

#endif
