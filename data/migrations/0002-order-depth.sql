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
CREATE TABLE order_change_action (
    change_id INTEGER NOT NULL REFERENCES order_change (id),
    line_no INTEGER NOT NULL,
    field TEXT NOT NULL,            -- as in the table of fields in change_sql.c
    value TEXT NOT NULL,
    PRIMARY KEY (change_id, line_no, field)
) STRICT;
CREATE TABLE order_hold_before AS SELECT * FROM order_hold;
DROP TABLE order_hold;
CREATE TABLE order_hold (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 10),
        -- 1 approval 2 data 3 credit 4 overdue 5 fraud 6 payment 7 address 8 customer request 9 manual
        -- 10 remorse
    blocks INTEGER NOT NULL,       -- bits: 1 confirm 2 allocate 4 pick 8 ship 16 invoice 32 capture
    note TEXT NOT NULL DEFAULT '', -- why, for the person
    opened_by INTEGER NOT NULL REFERENCES app_user (id),
    opened_ms INTEGER NOT NULL,
    released_by INTEGER REFERENCES app_user (id), -- NULL of a released one: it ended by itself
    released_ms INTEGER NOT NULL DEFAULT 0, -- 0: open
    release_reason_id INTEGER REFERENCES reason_code (id),
    until_ms INTEGER NOT NULL DEFAULT 0     -- ends by itself then; 0: never
) STRICT;
CREATE UNIQUE INDEX order_hold_open ON order_hold (order_id, kind, released_ms);
CREATE INDEX order_hold_until ON order_hold (until_ms, id) WHERE until_ms > 0 AND released_ms = 0;
INSERT INTO order_hold (id, order_id, kind, blocks, note, opened_by, opened_ms, released_by,
    released_ms, release_reason_id)
    SELECT id, order_id, kind, blocks, note, opened_by, opened_ms, released_by, released_ms,
    release_reason_id FROM order_hold_before;
DROP TABLE order_hold_before;
ALTER TABLE channel ADD COLUMN remorse_minutes INTEGER NOT NULL DEFAULT -1
    CHECK (remorse_minutes BETWEEN -1 AND 10080)
        -- in which a confirmed order is not picked yet; -1: as the firm's setting
;
CREATE TABLE order_note (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
        -- 1 for us 2 for the customer 3 for the warehouse 4 attachment
    text TEXT NOT NULL,            -- an attachment's title
    ref TEXT NOT NULL DEFAULT '',  -- path or address of an attachment; the file is not kept here
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX order_note_order ON order_note (order_id, id);
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

-- ---- terminals, backups

CREATE TABLE backup_run (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
