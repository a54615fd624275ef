/*
 * The operating system: folders of the XDG standard and atomic files. User-named files are opened
 * here, as the real user and group where the program is set-id.
 */
#ifndef OD_BASE_OS_H
#define OD_BASE_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"

struct arena;

/* First thing in main: descriptors 0-2 open, SIGPIPE and SIGXFSZ ignored, umask 007, the
 * environment cleared of all but what a terminal needs where the program is set-id. */
void os_harden(void);
bool os_is_setid(void);

/* "$XDG_DATA_HOME/orderdesk", "$XDG_STATE_HOME/orderdesk", "$XDG_CONFIG_HOME/orderdesk" with
 * their defaults below HOME; NULL without HOME. In the arena; not created. */
const char *os_data_dir(struct arena *arena);
const char *os_state_dir(struct arena *arena);
const char *os_config_dir(struct arena *arena);
/* The folder that the running program lies in; NULL where the system does not tell. */
const char *os_program_dir(struct arena *arena);
/* An environment variable, NULL where empty; only i18n, cli, tui and tests may ask. */
const char *os_env(const char *name);
/* Makes the folder and its parents, mode 0700 for new ones. */
OD_MUST_USE bool os_make_dir(const char *path, struct err *err);
bool os_file_exists(const char *path);
/* Bytes of a file, 0 where it is not there. */
int64_t os_file_size(const char *path);
/* Is the real user the owner of the file, or root? */
bool os_owns_file(const char *path);
/* open(2) with O_CLOEXEC as the real user and group: the one door for paths that people name. */
int os_open(const char *path, int flags, unsigned mode);
/* Login name of the real user, "uid1000" where there is none. */
const char *os_login_name(struct arena *arena);
const char *os_host_name(struct arena *arena);

/* Is it the name of a time zone on this machine ("Europe/Berlin")? "UTC" always is. */
bool os_is_time_zone(const char *name);
/* Sets the process's time zone (TZ); NULL or "" leaves the machine's. The desk does it, once. */
void os_set_time_zone(const char *name);
/* Sleeps; never with the turn in hand. */
void os_pause_ms(int ms);
int64_t os_process_id(void);
/* Does a process of this id live on this machine? */
bool os_process_lives(int64_t pid);

/* Reads a whole file of at most max bytes, terminated; len may be NULL. ERR_NOT_FOUND, ERR_LIMIT,
 * ERR_IO. */
OD_MUST_USE bool os_read_file(const char *path, size_t max, struct arena *arena, char **out,
                              size_t *len, struct err *err);
/* Writes beside it, syncs, renames over it; a device or pipe is written in place. */
OD_MUST_USE bool os_write_file(const char *path, const char *data, size_t len, struct err *err);

/*
 * A file for output that appears complete or not at all: written beside path, renamed by
 * os_out_commit, removed by os_out_close without it. "-" is standard output.
 */
struct os_out {
    FILE *file;
    char *path, *temp;
};
OD_MUST_USE bool os_out_open(struct os_out *out, const char *path, struct err *err);
/* The same for what only its owner may read (mode 0600), whatever it takes the place of. */
OD_MUST_USE bool os_out_open_private(struct os_out *out, const char *path, struct err *err);
OD_MUST_USE bool os_out_commit(struct os_out *out, struct err *err);
void os_out_close(struct os_out *out);

/* os_run.c: another program, started without a shell. */
struct os_run {
    const char *const *argv; /* looked for in PATH where it has no slash; NULL behind the last */
    const char *input;       /* for its standard input */
    size_t input_len;
};
/*
 * Runs it to its end, with the rights of the real user and group; *out (in the arena, terminated)
 * is what it gave out, len may be NULL. At most LIMIT_RUN_BYTES and LIMIT_RUN_WAIT_MS.
 * err  ERR_NOT_FOUND where it cannot be started; ERR_IO with its first words where it failed or
 *      took too long; ERR_LIMIT
 */
OD_MUST_USE bool os_run(const struct os_run *run, struct arena *arena, char **out, size_t *len,
                        struct err *err);

/* os_start.c */
/* A program of this package, beside this one in a build folder or a moved installation, else where
 * it was installed. In the arena. */
const char *os_helper_path(const char *name, struct arena *arena);
/*
 * Starts a program (argv[0] a path) beside this one, without a terminal, with the rights of the
 * real user; it is told to end (SIGTERM) when this one ends, however that happens.
 * err  ERR_NOT_FOUND, ERR_IO
 */
OD_MUST_USE bool os_start(const char *const *argv, int64_t *pid, struct err *err);
/* Does a started one live? One that has ended is taken leave of. */
bool os_child_lives(int64_t pid);
/* The same; *status of one that has ended is its exit status, -1 where something ended it. */
bool os_child_look(int64_t pid, int *status);
/* Tells it to end, and ends it where it does not. 0 is fine. */
void os_stop(int64_t pid);
/* Goes on as another program (argv[0] a path); returns only where that cannot be. ERR_IO. */
bool os_become(const char *const *argv, struct err *err);

/* Is the file on a network or user-space file system, where locks and WAL cannot be trusted?
 * Names its kind ("nfs"). false where it cannot be told. */
bool os_is_network_fs(const char *path, const char **kind);
/* Free bytes on the file system of path; -1 unknown. */
long long os_free_bytes(const char *path);

#endif
