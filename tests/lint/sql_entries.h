/* All statements of the libraries that a lint program is linked with. */
#ifndef OD_TESTS_LINT_SQL_ENTRIES_H
#define OD_TESTS_LINT_SQL_ENTRIES_H

#include "store/sql.h"

/* Made by the linker around the section that OD_SQL fills. */
extern const struct sql *const __start_od_sql[];
extern const struct sql *const __stop_od_sql[];

#endif
