/* What the programs that kill a worker share: the lot, a desk at a set time, the providers' books. */
#ifndef OD_TESTS_FAULT_KILL_SUPPORT_H
#define OD_TESTS_FAULT_KILL_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/mem.h"
#include "domain/desk/desk.h"

/* Where the lot goes on. */
extern uint64_t kill_seed;
/* 0 to below - 1. */
unsigned kill_lot(unsigned below);
/* The desk of "anna", whose clock stands; ends the process where it does not open. */
struct desk *kill_desk(const char *path, struct stamp now);
/* All of a provider's book, at most max bytes; "" where nothing was written yet. */
const char *kill_book(const char *path, size_t max, struct arena *arena);
int kill_times(const char *text, const char *what);

#endif
