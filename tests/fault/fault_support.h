/* What the programs that hurt the store share: a folder of their own, words for what went wrong. */
#ifndef OD_TESTS_FAULT_SUPPORT_H
#define OD_TESTS_FAULT_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"

struct db;

/* Value of "--name N", or what is given. */
int fault_option(int argc, char **argv, const char *name, int otherwise);
/* The folder in memory, where it can be; what only kills or refuses needs no disk. */
void fault_in_memory(void);
/* A path in this run's folder, which fault_end removes; good until the next four calls. */
const char *fault_path(const char *name);

/* These end the process where they cannot. */
struct db *fault_create(const char *path);
struct db *fault_open(const char *path);
void fault_exec(struct db *db, const char *sql);
int64_t fault_ask(struct db *db, const char *sql);
OD_NORETURN void fault_die(const char *what, const struct err *err);

/* Counts and prints what does not hold. */
void fault_check(bool holds, const char *fmt, ...) OD_PRINTF(2, 3);
/* Takes back the last n: what a control had to find. */
void fault_forgive(int n);
/* Faults counted so far. */
int fault_count(void);
/* Removes the folder where all held (else keeps and names it); the exit status. */
int fault_end(void);

#endif
