/*
 * Folders in which files are exchanged with others: what appears there is whole, what is taken from
 * there is a plain file. Every refusal of the system has one of three codes: ERR_NOT_FOUND (no such
 * folder or file), ERR_DENIED (no right), ERR_IO (all else: a full disk, a broken one).
 */
#ifndef OD_BASE_FOLDER_H
#define OD_BASE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

struct folder_entry {
    const char *name;
    bool is_folder;
    int64_t age_ms; /* since it was changed last, by the system's clock; of a time ahead too */
};
struct folder_entries {
    struct folder_entry *v;
    int n;
    bool is_cut; /* there are more */
};

/* At most max, by name; those that begin with a dot are left out. */
OD_MUST_USE bool folder_list(const char *dir, int max, struct arena *arena,
                             struct folder_entries *out, struct err *err);
/* Is there anything of this name? */
bool folder_has(const char *dir, const char *name);
/* The same where much hangs on a no: what cannot be told (a broken disk) is refused. */
OD_MUST_USE bool folder_find(const char *dir, const char *name, bool *is_there, struct err *err);
/*
 * Reads a plain file, terminated. A link is not followed and a pipe not waited for.
 * err  ERR_INVALID: it is no plain file; ERR_LIMIT: longer than max
 */
OD_MUST_USE bool folder_read(const char *dir, const char *name, size_t max, struct arena *arena,
                             char **out, size_t *len, struct err *err);
/* Writes a file anew under a name that nobody looks at yet; it and its folder are synced. */
OD_MUST_USE bool folder_prepare(const char *dir, const char *temp, const char *data, size_t len,
                                struct err *err);
/*
 * Gives a file another name, or another folder of the same file system; both folders are synced.
 * What somebody puts under the new name at the same moment is not written over.
 * err  also ERR_STATE: something of the new name is there
 */
OD_MUST_USE bool folder_move(const char *from_dir, const char *from, const char *to_dir,
                             const char *to, struct err *err);
/* A file that is not there is no trouble. */
OD_MUST_USE bool folder_remove(const char *dir, const char *name, struct err *err);
/* Makes the folder where it is not there; the one it lies in must be. */
OD_MUST_USE bool folder_make(const char *dir, struct err *err);

#endif
