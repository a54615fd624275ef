/*
 * Differing fields of two versions of a record, for the page that shows a conflict.
 */
#ifndef OD_DOMAIN_DESK_DIFF_H
#define OD_DOMAIN_DESK_DIFF_H

struct field_diff {
    const char *field, *label; /* label translated */
    const char *before, *now;  /* as text for people */
};
struct field_diffs {
    struct field_diff *v;
    int n;
};

#endif
