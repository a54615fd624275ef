-- Step 2: what order entry needs in its full depth. One section a subject.

-- ---- prices, tax, currencies

CREATE TABLE exchange_rate (
    id INTEGER PRIMARY KEY,
    currency TEXT NOT NULL,          -- ISO 4217; never the company's own
    from_date TEXT NOT NULL,
    rate_e9 INTEGER NOT NULL CHECK (rate_e9 > 0),
    source TEXT NOT NULL DEFAULT '', -- "ECB", "bank"
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (currency, from_date)
) STRICT;
ALTER TABLE sales_order ADD COLUMN fx_source TEXT NOT NULL DEFAULT '';

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

CREATE TABLE order_change (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    base_version INTEGER NOT NULL,  -- of the order that was looked at
    status INTEGER NOT NULL DEFAULT 1 CHECK (status BETWEEN 1 AND 3), -- 1 open 2 applied 3 dropped
    reason_id INTEGER REFERENCES reason_code (id),
    opened_by INTEGER NOT NULL REFERENCES app_user (id),
    opened_ms INTEGER NOT NULL,
    ended_by INTEGER REFERENCES app_user (id),
    ended_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX order_change_order ON order_change (order_id, id);
CREATE UNIQUE INDEX order_change_open ON order_change (order_id) WHERE status = 1;
CREATE INDEX order_change_mine ON order_change (opened_by, id) WHERE status = 1;
CREATE TABLE order_change_action (
    change_id INTEGER NOT NULL REFERENCES order_change (id),
    line_no INTEGER NOT NULL,
    field TEXT NOT NULL,            -- as in the table of fields in change_sql.c
    value TEXT NOT NULL,
    PRIMARY KEY (change_id, line_no, field)
) STRICT;
INSERT INTO reason_code (kind, code, label) VALUES
    ('change', 'customer', 'Customer asked for it'),
    ('change', 'clerk_error', 'Entered by mistake'),
    ('change', 'no_stock', 'Not in stock'),
    ('change', 'other', 'Other reason');

-- ---- import, export, matching

-- An imported order that takes another one back, and which; found by customer and items.
CREATE TABLE order_cancel (
    order_id INTEGER NOT NULL PRIMARY KEY REFERENCES sales_order (id),
    cancels_id INTEGER NOT NULL REFERENCES sales_order (id)
) STRICT;
CREATE INDEX order_cancel_cancels ON order_cancel (cancels_id);

-- ---- search, saved views

DROP INDEX sales_order_promised;
CREATE INDEX sales_order_late ON sales_order (promised_date, base_total_minor, id)
    WHERE status = 5 AND open_qty > 0;

CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    query TEXT NOT NULL,
    columns TEXT NOT NULL DEFAULT '',
    is_shared INTEGER NOT NULL DEFAULT 0 CHECK (is_shared IN (0, 1)),
    owner_id INTEGER NOT NULL REFERENCES app_user (id),
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (owner_id, kind, name_fold)
) STRICT;

-- ---- terminals, backups

CREATE TABLE backup_run (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
