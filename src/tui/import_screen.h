/*
 * IM, the import of files: what its files share. Nothing outside scr_import.c and import_*.c of
 * this folder includes this.
 */
#ifndef OD_TUI_IMPORT_SCREEN_H
#define OD_TUI_IMPORT_SCREEN_H

#include "domain/intake/import_file.h"
#include "tui/app.h"
#include "tui/form.h"
#include "tui/list.h"
#include "tui/nav.h"

enum im_field { IM_KIND, IM_FILE, IM_LINES, IM_MAP, IM_CHANNEL };

/* What stands below the form. */
enum im_state {
    IM_PAST,    /* the imports that were made */
    IM_RUNNING, /* rows come in */
    IM_REPORT   /* what came of it */
};

struct im {
    struct screen s;
    struct form form;
    struct list list;
    bool is_in_list; /* the cursor is there */
    enum im_state state;

    struct import_file *file; /* open while it runs */
    bool is_dry_run;
    int64_t drawn_ms; /* when progress was drawn last */

    struct arena *report; /* what the two below live in */
    const char *summary, *files;
    const char *tried; /* the input that was tried last, as one text; in s.arena; NULL: none */
};

/* import_show.c: progress and report in words, and the rows below the form. */
const char *im_progress(const struct im *im, struct arena *arena);
/* Takes counts, names of files and remarks over from im->file. */
void im_take_report(struct im *im, bool is_stopped);
/* The list for the state: past imports, or the remarks of the report. */
OD_MUST_USE bool im_show_past(struct im *im, struct err *err);

/* import_field.c: the form's table, with what its fields find. */
extern const struct form_field im_fields[];
extern const struct form_ops im_form_ops;

#endif
