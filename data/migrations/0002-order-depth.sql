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
CREATE TABLE customer_group (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
ALTER TABLE customer ADD COLUMN group_id INTEGER REFERENCES customer_group (id);
ALTER TABLE customer ADD COLUMN is_best_price INTEGER NOT NULL DEFAULT 0
    CHECK (is_best_price IN (0, 1));
ALTER TABLE item ADD COLUMN floor_price_v INTEGER NOT NULL DEFAULT 0 CHECK (floor_price_v >= 0);
ALTER TABLE price_list ADD COLUMN parent_id INTEGER REFERENCES price_list (id);
ALTER TABLE price_list ADD COLUMN adjust_ppm INTEGER NOT NULL DEFAULT 0
    CHECK (adjust_ppm BETWEEN -1000000 AND 10000000);
ALTER TABLE price_list ADD COLUMN valid_from_date TEXT NOT NULL DEFAULT '';
ALTER TABLE price_list ADD COLUMN valid_to_date TEXT NOT NULL DEFAULT '9999-12-31';
-- Rules of categories and of everything have no item: the table is made anew.
ALTER TABLE price_rule RENAME TO price_rule_1;
DROP INDEX price_rule_item;
DROP INDEX price_rule_list;
CREATE TABLE price_rule (
    id INTEGER PRIMARY KEY,
    price_list_id INTEGER NOT NULL REFERENCES price_list (id), -- gives currency and price mode
    item_id INTEGER REFERENCES item (id),   -- NULL: of the category
    category TEXT NOT NULL DEFAULT '',      -- with an item: not used; '' without one: everything
    customer_id INTEGER REFERENCES customer (id),
    group_id INTEGER REFERENCES customer_group (id),
    kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 3), -- 1 price 2 percent 3 amount off
    min_qty INTEGER NOT NULL DEFAULT 0 CHECK (min_qty >= 0),
    price_v INTEGER NOT NULL CHECK (price_v >= 0), -- of kind 3 what comes off
    percent_ppm INTEGER NOT NULL DEFAULT 0 CHECK (percent_ppm BETWEEN 0 AND 1000000),
    valid_from_date TEXT NOT NULL DEFAULT '',
    valid_to_date TEXT NOT NULL DEFAULT '9999-12-31',
    contract_ref TEXT NOT NULL DEFAULT '',  -- where it is agreed
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (customer_id IS NULL OR group_id IS NULL)
) STRICT;
CREATE INDEX price_rule_item ON price_rule (item_id, customer_id, group_id, price_list_id);
CREATE INDEX price_rule_list ON price_rule (price_list_id, customer_id, group_id);
CREATE INDEX price_rule_customer ON price_rule (customer_id, item_id);
CREATE INDEX price_rule_group ON price_rule (group_id, item_id);
INSERT INTO price_rule (id, price_list_id, item_id, customer_id, min_qty, price_v, valid_from_date,
    valid_to_date)
SELECT id, price_list_id, item_id, customer_id, min_qty, price_v, valid_from_date, valid_to_date
FROM price_rule_1;
DROP TABLE price_rule_1;

-- ---- items, units, bundles, addresses, entry

CREATE TABLE item_uom (
    item_id INTEGER NOT NULL REFERENCES item (id),
    code TEXT NOT NULL,
    factor_qty INTEGER NOT NULL CHECK (factor_qty > 0),
    PRIMARY KEY (item_id, code)
) STRICT;

CREATE TABLE bundle_component (
    bundle_id INTEGER NOT NULL REFERENCES item (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    PRIMARY KEY (bundle_id, item_id)
) STRICT;
CREATE INDEX bundle_component_item ON bundle_component (item_id);

ALTER TABLE order_line ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE order_line ADD COLUMN unit_qty INTEGER NOT NULL DEFAULT 1000 CHECK (unit_qty > 0);
ALTER TABLE order_line ADD COLUMN requested_date TEXT NOT NULL DEFAULT '';
ALTER TABLE order_line ADD COLUMN promised_date TEXT NOT NULL DEFAULT '';

-- ---- several taxes of one class

ALTER TABLE tax_rate RENAME TO tax_rate_1;
CREATE TABLE tax_rate (
    id INTEGER PRIMARY KEY,
    zone_id INTEGER NOT NULL REFERENCES tax_zone (id),
    class_id INTEGER NOT NULL REFERENCES tax_class (id),
    name TEXT NOT NULL,
    rate_ppm INTEGER NOT NULL CHECK (rate_ppm BETWEEN 0 AND 10000000),
    category INTEGER NOT NULL DEFAULT 1 CHECK (category BETWEEN 1 AND 4),
    valid_from_date TEXT NOT NULL DEFAULT '',
    valid_to_date TEXT NOT NULL DEFAULT '9999-12-31',
    code TEXT NOT NULL DEFAULT '',
    pass INTEGER NOT NULL DEFAULT 1 CHECK (pass BETWEEN 1 AND 3),
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (zone_id, class_id, code, valid_from_date)
) STRICT;
INSERT INTO tax_rate (id, zone_id, class_id, name, rate_ppm, category, valid_from_date,
    valid_to_date)
SELECT id, zone_id, class_id, name, rate_ppm, category, valid_from_date, valid_to_date
FROM tax_rate_1;
DROP TABLE tax_rate_1;
ALTER TABLE order_tax RENAME TO order_tax_1;
CREATE TABLE order_tax (
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    category INTEGER NOT NULL,
    rate_ppm INTEGER NOT NULL,
    name TEXT NOT NULL,
    base_minor INTEGER NOT NULL,
    tax_minor INTEGER NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    pass INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (order_id, category, rate_ppm, code, pass)
) STRICT;
INSERT INTO order_tax (order_id, category, rate_ppm, name, base_minor, tax_minor)
SELECT order_id, category, rate_ppm, name, base_minor, tax_minor
FROM order_tax_1;
DROP TABLE order_tax_1;
CREATE TABLE order_line_tax (
    line_id INTEGER NOT NULL REFERENCES order_line (id),
    part_no INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    category INTEGER NOT NULL,
    rate_ppm INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    base_minor INTEGER NOT NULL,
    tax_minor INTEGER NOT NULL,
    PRIMARY KEY (line_id, part_no)
) STRICT;
ALTER TABLE order_line ADD COLUMN tax_code TEXT NOT NULL DEFAULT '';
ALTER TABLE order_line ADD COLUMN tax_part_count INTEGER NOT NULL DEFAULT 0;

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
    ended_ms INTEGER NOT NULL DEFAULT 0,
    batch_id INTEGER
) STRICT;
CREATE INDEX order_change_order ON order_change (order_id, id);
CREATE UNIQUE INDEX order_change_open ON order_change (order_id) WHERE status = 1;
CREATE INDEX order_change_proposed ON order_change (order_id)
    WHERE status = 1 AND batch_id IS NOT NULL;
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
    until_ms INTEGER NOT NULL DEFAULT 0,    -- ends by itself then; 0: never
    is_auto INTEGER NOT NULL DEFAULT 0 CHECK (is_auto IN (0, 1))
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

CREATE INDEX customer_email ON customer (LOWER(email)); -- imports find private customers by it

-- An imported order that takes another one back, and which; found by customer and items.
CREATE TABLE order_cancel (
    order_id INTEGER NOT NULL PRIMARY KEY REFERENCES sales_order (id),
    cancels_id INTEGER NOT NULL REFERENCES sales_order (id)
) STRICT;
CREATE INDEX customer_group_code ON customer (group_id, code) WHERE group_id IS NOT NULL;

CREATE INDEX order_cancel_cancels ON order_cancel (cancels_id);

CREATE INDEX order_line_unmapped ON order_line (sku, order_id)
    WHERE item_id IS NULL AND kind = 1 AND ordered_qty > canceled_qty;
ALTER TABLE import_batch ADD COLUMN proposed_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN warned_count INTEGER NOT NULL DEFAULT 0;

-- ---- customers that may be one, merging

ALTER TABLE customer ADD COLUMN phone_key TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN place_key TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN merged_into_id INTEGER REFERENCES customer (id);
CREATE INDEX customer_phone_key ON customer (phone_key, id) WHERE phone_key > '';
CREATE INDEX customer_place_key ON customer (place_key, id) WHERE place_key > '';
CREATE INDEX customer_merged ON customer (merged_into_id) WHERE merged_into_id IS NOT NULL;

-- Two customers that may be one. A pair is filed once: what was said not to be the same stays so.
CREATE TABLE customer_pair (
    id INTEGER PRIMARY KEY,
    low_id INTEGER NOT NULL REFERENCES customer (id),
    high_id INTEGER NOT NULL REFERENCES customer (id),
    why INTEGER NOT NULL CHECK (why BETWEEN 1 AND 7), -- bits: 1 mail 2 phone 4 name and post code
    status INTEGER NOT NULL DEFAULT 1 CHECK (status BETWEEN 1 AND 3),
        -- 1 waits 2 merged 3 not the same
    found_ms INTEGER NOT NULL,
    ended_by INTEGER REFERENCES app_user (id),
    ended_ms INTEGER NOT NULL DEFAULT 0,
    UNIQUE (low_id, high_id),
    CHECK (low_id < high_id)
) STRICT;
CREATE INDEX customer_pair_high ON customer_pair (high_id);
CREATE INDEX customer_pair_waiting ON customer_pair (id) WHERE status = 1;

-- A merge of one customer into another, with what it moved and changed, so that it can be undone.
CREATE TABLE customer_merge (
    id INTEGER PRIMARY KEY,
    kept_id INTEGER NOT NULL REFERENCES customer (id),
    gone_id INTEGER NOT NULL REFERENCES customer (id),
    was_active INTEGER NOT NULL CHECK (was_active IN (0, 1)), -- the one that went
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    at_ms INTEGER NOT NULL,
    undone_by INTEGER REFERENCES app_user (id),
    undone_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX customer_merge_gone ON customer_merge (gone_id, id);

CREATE TABLE customer_merge_row (
    merge_id INTEGER NOT NULL REFERENCES customer_merge (id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
        -- 1 order 2 contact 3 address 4 price rule 5 name at a channel 6 customer merged before
    record_id INTEGER NOT NULL,    -- of kind 5 the channel's
    name TEXT NOT NULL DEFAULT '', -- kind 5
    was INTEGER NOT NULL DEFAULT 0, -- kind 2 is_active; kind 3 number * 2 + is_current
    PRIMARY KEY (merge_id, kind, record_id, name)
) STRICT;

-- Fields of the one that was kept which the other filled.
CREATE TABLE customer_merge_field (
    merge_id INTEGER NOT NULL REFERENCES customer_merge (id),
    field TEXT NOT NULL,           -- as in the table of fields in merge.c
    before_text TEXT NOT NULL,
    after_text TEXT NOT NULL,
    PRIMARY KEY (merge_id, field)
) STRICT;

-- ---- half-typed forms

CREATE TABLE form_typing (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    form TEXT NOT NULL,          -- kind of record: "customer"
    record_id INTEGER NOT NULL,  -- 0: a new one
    parent_id INTEGER NOT NULL,  -- of an address or contact: its customer; rule: its page
    session_id INTEGER NOT NULL, -- who types in it; 0, or not in session any more: it is offered again
    idem_key TEXT NOT NULL,
    fields TEXT NOT NULL,        -- JSON: {"name": ["before", "typed", row id]}
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX form_typing_user ON form_typing (user_id, form, record_id);

-- ---- the search index is made anew, in slices, after this step

CREATE TABLE upkeep (
    job TEXT NOT NULL PRIMARY KEY, -- as in the table of jobs in upkeep_sql.c
    next_id INTEGER NOT NULL       -- records from this one on are still to be done
) STRICT;
INSERT INTO upkeep (job, next_id) VALUES
    ('index.customer', 0),
    ('index.item', 0);

-- ---- search, saved views

DROP INDEX sales_order_promised;
CREATE INDEX sales_order_late ON sales_order (promised_date, base_total_minor, id)
    WHERE status = 5 AND open_qty > 0;

DROP INDEX customer_name;
CREATE INDEX customer_name ON customer (name_fold, id, search_text);
CREATE INDEX item_sku ON item (sku, search_text);
DROP INDEX sales_order_shown;
CREATE INDEX sales_order_shown ON sales_order (shown_status, id, base_total_minor);
CREATE INDEX sales_order_total ON sales_order (base_total_minor, id);
-- sqlite-only: one letter has an index, too
DROP TABLE order_fts;
CREATE VIRTUAL TABLE order_fts USING fts5 (search_text, content='sales_order', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3');
INSERT INTO order_fts (order_fts) VALUES ('rebuild');
DROP TABLE customer_fts;
CREATE VIRTUAL TABLE customer_fts USING fts5 (search_text, content='customer', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3');
INSERT INTO customer_fts (customer_fts) VALUES ('rebuild');
DROP TABLE item_fts;
CREATE VIRTUAL TABLE item_fts USING fts5 (search_text, content='item', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3');
INSERT INTO item_fts (item_fts) VALUES ('rebuild');
CREATE VIRTUAL TABLE order_words USING fts5vocab (order_fts, instance);
CREATE VIRTUAL TABLE customer_words USING fts5vocab (customer_fts, instance);
CREATE VIRTUAL TABLE item_words USING fts5vocab (item_fts, instance);
-- end

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
