/*
 * What someone else changed, as a table to be read: field, before, now.
 */
#ifndef OD_TUI_DIFFTEXT_H
#define OD_TUI_DIFFTEXT_H

struct arena;
struct field_diffs;

/* For app_show_text: the sentence, then a row for each field. */
const char *diffs_table(const char *sentence, const struct field_diffs *diffs, struct arena *arena);

#endif
