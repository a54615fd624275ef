/*
 * Values of settings that are words of a list: for setting_sql.c.
 */
#ifndef OD_DOMAIN_DESK_SETTING_CHECK_H
#define OD_DOMAIN_DESK_SETTING_CHECK_H

#include "domain/desk/desk.h"

/* Is it one of "a|b|c"? */
bool setting_is_choice(const char *choices, const char *value);
/* Words of the choices; *value gets them with one blank between. ERR_INVALID, field "value". */
OD_MUST_USE bool setting_check_list(const char *choices, struct arena *arena, const char **value,
                                    struct err *err);
/* The same of codes of sites there are. */
OD_MUST_USE bool setting_check_sites(struct desk *desk, struct arena *arena, const char **value,
                                     struct err *err);
/* setting_sql.c: ERR_INVALID, field "value". */
OD_MUST_USE bool setting_site(struct desk *desk, const char *code, int64_t *id, struct err *err);

#endif
