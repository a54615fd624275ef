/*
 * An import of a file with the files around it: its map, the rows that were refused, the warnings,
 * and how far it is. What the command line and the screen share.
 */
#ifndef OD_DOMAIN_INTAKE_IMPORT_FILE_H
#define OD_DOMAIN_INTAKE_IMPORT_FILE_H

#include "base/csv.h"
#include "domain/intake/import.h"

struct import_file_in {
    enum import_kind kind;
    const char *path, *lines_path; /* "-": standard input; lines_path NULL: one file */
    const char *map;               /* a path, or the name of a map of the program; NULL: none */
    struct channel_id channel;
    struct csv_form form;     /* what a person says of the file */
    struct import_form cells; /* and of its dates and numbers */
    bool is_dry_run, is_number_kept;
    bool may_take_long; /* as of import_in */
};

/* One row that was refused, or came in with a warning. */
struct import_remark {
    int64_t line;
    const char *words;
    bool is_refusal;
};
/* The first ones, for a person to look at; the files have all. */
#define IMPORT_REMARKS 200
struct import_remarks {
    const struct import_remark *v;
    int n;
};

struct import_pace {
    int64_t a_second; /* rows */
    int percent;      /* of the file; -1 unknown */
    int64_t left_s;   /* -1 unknown */
};

struct import_file;

/*
 * Opens file and map and what they say; nothing is written yet. in is copied, its texts must live.
 * err  ERR_IO where a file cannot be read; as map_open for a map that does not fit
 */
OD_MUST_USE bool import_file_open(struct desk *desk, const struct import_file_in *in,
                                  struct import_file **out, struct err *err);
/* The next rows; *is_over after the last. */
OD_MUST_USE bool import_file_step(struct import_file *f, bool *is_over, struct err *err);
/*
 * The end, also of a run that was stopped: what came in stays, its counts are written, and
 * FILE.refused.csv and FILE.warnings.csv appear whole, where there is anything for them. Without it
 * import_file_close leaves no file.
 */
OD_MUST_USE bool import_file_end(struct import_file *f, struct err *err);
void import_file_close(struct import_file *f);

const struct import_counts *import_file_counts(const struct import_file *f);
struct import_pace import_file_pace(const struct import_file *f);
struct import_remarks import_file_remarks(const struct import_file *f);
/* Of the files beside it; "" where there is nothing to tell. */
const char *import_file_refused(const struct import_file *f);
const char *import_file_warnings(const struct import_file *f);
/* Columns that are no field, by name; "" for none. Lives as long as the file. */
const char *import_file_unread(const struct import_file *f);
/* "Windows-1252 ; 1.234,56 DD.MM.YYYY": how it was read, where it has such a thing. */
const char *import_file_read_as(const struct import_file *f, struct arena *arena);

/* Names of the maps that came with the program, for a kind; sorted. */
struct import_maps {
    const char **v;
    int n;
};
struct import_maps import_maps_of(enum import_kind kind, struct arena *arena);

/* The imports that were made, newest first; dry runs leave none. */
struct import_batch {
    int64_t id;
    struct stamp at;
    const char *user, *kind, *source;
    struct import_counts counts; /* of records; the rest of it is not kept */
};
struct import_batches {
    struct import_batch *v;
    int n;
};
OD_MUST_USE bool import_batches_load(struct desk *desk, int max, struct arena *arena,
                                     struct import_batches *out, struct err *err);

static inline void import_file_cleanup(struct import_file **f)
{
    import_file_close(*f);
}
#define OD_IMPORT_FILE OD_CLEANUP(import_file_cleanup) struct import_file

#endif
