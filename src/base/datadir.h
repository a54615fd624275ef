/*
 * The folder of the program's own data: maps of imports, the demo company.
 */
#ifndef OD_BASE_DATADIR_H
#define OD_BASE_DATADIR_H

struct arena;

/* ORDERDESK_DATADIR, else beside the program in a build folder, else where it was installed.
 * NULL where there is none. */
const char *datadir(struct arena *arena);

#endif
