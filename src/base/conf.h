/*
 * INI files through iniparser, and the table of options with type, range, default and help from
 * which checks, man page and `orderdesk setting` come.
 */
#ifndef OD_BASE_CONF_H
#define OD_BASE_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct conf;

/*
 * Reads an INI file. Refuses, with file and line: lines longer than LIMIT_CONF_LINE_BYTES, a byte
 * order mark, a key given twice in a section, anything iniparser cannot read. Names of sections
 * and keys are lower case. ERR_INVALID, ERR_IO, ERR_NOT_FOUND.
 */
OD_MUST_USE bool conf_load(struct conf **out, const char *path, struct err *err);
void conf_close(struct conf *c);
/* Value of "section" "key", NULL where not given. Lives as long as c. */
const char *conf_get(const struct conf *c, const char *section, const char *key);
/* Keys of a section in file order; NULL after the last. */
const char *conf_key(const struct conf *c, const char *section, int index);
const char *conf_section(const struct conf *c, int index);
const char *conf_path(const struct conf *c);

static inline void conf_cleanup(struct conf **c)
{
    conf_close(*c);
}
#define OD_CONF OD_CLEANUP(conf_cleanup) struct conf

enum option_type { OPTION_TEXT, OPTION_PATH, OPTION_INT, OPTION_BOOL, OPTION_CHOICE };

struct option {
    const char *name;     /* "section.key"; the section of plain options is "orderdesk" */
    enum option_type type;
    int64_t min, max;     /* OPTION_INT */
    const char *choices;  /* OPTION_CHOICE: "auto|f|ctrl" */
    const char *fallback; /* default as text, NULL for none */
    const char *help;     /* N_() */
};

/* Every option of the configuration file; ends with name NULL. */
extern const struct option conf_options[];

/* Several files, the later ones over the earlier; each name is looked up in reverse order. */
struct conf_stack {
    struct conf *file[4];
    int n;
};
/* Text of an option by its full name, the default where none is given; asserts that it exists. */
const char *conf_text(const struct conf_stack *s, const char *name);
int64_t conf_int(const struct conf_stack *s, const char *name);
bool conf_bool(const struct conf_stack *s, const char *name);
/* Every key in the files is known and its value fits; names file, section, key. ERR_INVALID.
 * Sections listed in free_sections ("keys", NULL-terminated) may hold any key. */
OD_MUST_USE bool conf_check(const struct conf_stack *s, const char *const *free_sections,
                            struct err *err);

#endif
