-- Step 2: what order entry needs in its full depth. One section a subject.

-- ---- prices, tax, currencies

-- ---- items, units, bundles, addresses, entry

CREATE TABLE item_uom (
    item_id INTEGER NOT NULL REFERENCES item (id),
    code TEXT NOT NULL,
    factor_qty INTEGER NOT NULL CHECK (factor_qty > 0),
    PRIMARY KEY (item_id, code)
) STRICT;

ALTER TABLE order_line ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE order_line ADD COLUMN unit_qty INTEGER NOT NULL DEFAULT 1000 CHECK (unit_qty > 0);
ALTER TABLE order_line ADD COLUMN requested_date TEXT NOT NULL DEFAULT '';
ALTER TABLE order_line ADD COLUMN promised_date TEXT NOT NULL DEFAULT '';

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
