/*
 * What the desk knows of its backups: when the last checked copy was made, and whether that is too
 * long ago. Making copies is the store's work (store/rotate.h, store/backup.h).
 */
#ifndef OD_DOMAIN_DESK_BACKUP_H
#define OD_DOMAIN_DESK_BACKUP_H

#include "domain/desk/desk.h"

struct backup_state {
    struct stamp last; /* 0: never */
    int days;          /* whole days since; never: since the desk was made or brought up to date */
    bool is_late;      /* days reached the setting backup.warn_days, and that is not 0 */
};

OD_MUST_USE bool backup_state_load(struct desk *desk, struct backup_state *out, struct err *err);
/* Writes down that a checked copy was made. Action "backup". */
OD_MUST_USE bool backup_note(struct desk *desk, const char *path, int64_t bytes, struct err *err);

#endif
