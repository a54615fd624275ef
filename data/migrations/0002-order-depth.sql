-- Step 2: what order entry needs in its full depth. One section a subject.

-- ---- prices, tax, currencies

-- ---- items, units, bundles, addresses, entry

-- ---- changes, holds, notes, timers

-- ---- import, export, matching

-- ---- search, saved views

-- ---- terminals, backups

CREATE TABLE backup_run (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
