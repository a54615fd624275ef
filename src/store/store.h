/* Everything a *_sql.c needs of the store. */
#ifndef OD_STORE_STORE_H
#define OD_STORE_STORE_H

#include "store/db.h"
#include "store/sql.h"
#include "store/stmt.h"
#include "store/tx.h"

#endif
