-- Step 4: sites, carriers, goods coming in, papers.

-- ------------------------------------------------------------- sourcing and pickup

ALTER TABLE site ADD COLUMN ships_to TEXT NOT NULL DEFAULT '';
ALTER TABLE sales_order ADD COLUMN max_sites INTEGER NOT NULL DEFAULT 0
    CHECK (max_sites BETWEEN 0 AND 5);
ALTER TABLE sales_order ADD COLUMN partial_after_date TEXT NOT NULL DEFAULT '';
ALTER TABLE sales_order ADD COLUMN cancel_backorders INTEGER NOT NULL DEFAULT 0
    CHECK (cancel_backorders IN (0, 1));
ALTER TABLE customer ADD COLUMN ship_policy INTEGER NOT NULL DEFAULT 1
    CHECK (ship_policy BETWEEN 1 AND 3);
-- Sites that a customer is not served from.
CREATE TABLE customer_site_out (
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    PRIMARY KEY (customer_id, site_id)
) STRICT;

-- Sites that a line does not come from, because someone said so.
CREATE TABLE order_line_site_out (
    order_line_id INTEGER NOT NULL REFERENCES order_line (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    reason_id INTEGER REFERENCES reason_code (id),
    PRIMARY KEY (order_line_id, site_id)
) STRICT;

-- Where a site was chosen anew for goods that were promised from another: each try.
CREATE TABLE order_reroute (
    id INTEGER PRIMARY KEY,
    order_line_id INTEGER NOT NULL REFERENCES order_line (id),
    site_id INTEGER REFERENCES site (id), -- that does not send them; NULL: all were asked anew
    why INTEGER NOT NULL CHECK (why BETWEEN 1 AND 3), -- 1 short pick 2 site closed 3 asked for
    qty INTEGER NOT NULL CHECK (qty > 0), -- looked for
    got_qty INTEGER NOT NULL CHECK (got_qty >= 0 AND got_qty <= qty), -- found
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id)
) STRICT;
CREATE INDEX order_reroute_line ON order_reroute (order_line_id, id);
INSERT INTO reason_code (kind, code, label) VALUES ('cancel', 'single', 'Only one shipment');
INSERT INTO reason_code (kind, code, label) VALUES ('source', 'nearer', 'Nearer to the customer');
INSERT INTO reason_code (kind, code, label) VALUES ('source', 'customer', 'The customer wants it so');
INSERT INTO reason_code (kind, code, label) VALUES ('source', 'not_there', 'Not to be had there');
INSERT INTO reason_code (kind, code, label) VALUES ('source', 'other', 'Other');

-- Orders that the customer collects. The table is made anew for the wider CHECK; what refers to it
-- keeps its ids.
CREATE TABLE fulfillment_4 (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    seq INTEGER NOT NULL,            -- within the order: number 10482-F1 has 1
    number TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 8),
        -- 1 released 2 picking 3 picked 4 packed 5 shipped 6 canceled 7 ready 8 collected
    due_date TEXT NOT NULL DEFAULT '', -- when it should leave
    assigned_to INTEGER REFERENCES app_user (id),
    package_count INTEGER NOT NULL DEFAULT 0 CHECK (package_count >= 0),
    weight_g INTEGER NOT NULL DEFAULT 0 CHECK (weight_g >= 0), -- of all packages, as weighed
    released_ms INTEGER NOT NULL,
    packed_ms INTEGER NOT NULL DEFAULT 0,
    ended_ms INTEGER NOT NULL DEFAULT 0, -- shipped, collected or canceled
    version INTEGER NOT NULL DEFAULT 1,
    kind INTEGER NOT NULL DEFAULT 1 CHECK (kind IN (1, 2)), -- 1 is sent 2 is collected
    pickup_code TEXT NOT NULL DEFAULT '',    -- what the customer says, once it is ready
    pickup_until_date TEXT NOT NULL DEFAULT '', -- the last day on which it is kept ready
    handed_to TEXT NOT NULL DEFAULT '',      -- who showed what, where no code was said
    is_to_put_back INTEGER NOT NULL DEFAULT 0 CHECK (is_to_put_back IN (0, 1)),
        -- it was not collected, and its goods are not back at their places yet
    UNIQUE (order_id, seq)
) STRICT;
INSERT INTO fulfillment_4 (id, order_id, seq, number, site_id, status, due_date, assigned_to,
    package_count, weight_g, released_ms, packed_ms, ended_ms, version)
SELECT id, order_id, seq, number, site_id, status, due_date, assigned_to, package_count, weight_g,
    released_ms, packed_ms, ended_ms, version
FROM fulfillment;
DROP TABLE fulfillment;
ALTER TABLE fulfillment_4 RENAME TO fulfillment;
-- The work that is open at a site, in the order in which it should leave.
CREATE INDEX fulfillment_queue ON fulfillment (site_id, due_date, id)
    WHERE status IN (1, 2, 3, 4, 7);
-- What waits to be collected, by what the customer says; no two have the same.
CREATE UNIQUE INDEX fulfillment_pickup ON fulfillment (pickup_code) WHERE status = 7;
CREATE INDEX fulfillment_put_back ON fulfillment (id) WHERE is_to_put_back = 1;


-- ----------------------------------------------------------- carriers and packages

CREATE TABLE carrier (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,              -- upper case
    name TEXT NOT NULL,
    tracking_url TEXT NOT NULL DEFAULT '',  -- %s in it stands for the number
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A way to send an order; orders keep its code. Orders of before, and imported ones, have any words.
CREATE TABLE ship_method (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,              -- upper case
    name TEXT NOT NULL,
    carrier_id INTEGER REFERENCES carrier (id), -- NULL: nobody's
    service TEXT NOT NULL DEFAULT '',       -- the carrier's word for it
    cutoff_minute INTEGER NOT NULL DEFAULT -1 CHECK (cutoff_minute BETWEEN -1 AND 1439), -- -1: the site's
    max_weight_g INTEGER NOT NULL DEFAULT 0 CHECK (max_weight_g >= 0), -- of an order; 0: any
    places TEXT NOT NULL DEFAULT '',        -- "GB, FR:75": countries, beginnings of post codes; '' any
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    charge_item_id INTEGER REFERENCES item (id), -- of its line on an order; NULL: it has none
    free_from_minor INTEGER NOT NULL DEFAULT 0 CHECK (free_from_minor >= 0), -- goods worth that; 0: never
    transit_min_days INTEGER NOT NULL DEFAULT 0 CHECK (transit_min_days BETWEEN 0 AND 365), -- working days
    transit_max_days INTEGER NOT NULL DEFAULT 0
        CHECK (transit_max_days BETWEEN transit_min_days AND 365), -- both 0: not said
    sites TEXT NOT NULL DEFAULT ''          -- "MAIN, HULL": codes it leaves from; '' any
) STRICT;

-- What a way to send costs, in the currency of the books, in its price mode: the rows with the same
-- places are a zone.
CREATE TABLE ship_rate (
    id INTEGER PRIMARY KEY,
    method_id INTEGER NOT NULL REFERENCES ship_method (id),
    places TEXT NOT NULL DEFAULT '',        -- as of a method; '' where no other zone is
    upto_g INTEGER NOT NULL CHECK (upto_g > 0),
    price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
    step_minor INTEGER NOT NULL DEFAULT 0 CHECK (step_minor >= 0),
        -- for each further kg begun, of the last row of a zone; 0: no further
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (method_id, places, upto_g)
) STRICT;

-- The usual way to send: the customer's, else the channel's, else the site's.
ALTER TABLE customer ADD COLUMN ship_method TEXT NOT NULL DEFAULT '';
ALTER TABLE channel ADD COLUMN ship_method TEXT NOT NULL DEFAULT '';
ALTER TABLE site ADD COLUMN ship_method TEXT NOT NULL DEFAULT '';

-- What goes to one carrier at one site on one day; closed when the carrier has it. Closed ones keep
-- their shipments as they are.
CREATE TABLE manifest (
    id INTEGER PRIMARY KEY,             -- people call it M17
    site_id INTEGER NOT NULL REFERENCES site (id),
    carrier TEXT NOT NULL DEFAULT '',   -- as on its shipments; '' where nobody said
    day_date TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 1 CHECK (status IN (1, 2)), -- 1 open 2 handed over
    closed_by INTEGER REFERENCES app_user (id),
    closed_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX manifest_open ON manifest (site_id, carrier, day_date) WHERE status = 1;

ALTER TABLE shipment RENAME TO shipment_1;
DROP INDEX shipment_order;
DROP INDEX shipment_fulfillment;
DROP INDEX shipment_tracking;
CREATE TABLE shipment (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 5),
        -- 1 in transit 2 delivered 3 lost 4 voided 5 on its way back
    carrier TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL DEFAULT '',
    tracking TEXT NOT NULL DEFAULT '',  -- the carrier's number
    shipped_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL DEFAULT 0, -- delivered, found lost, or voided
    created_by INTEGER NOT NULL REFERENCES app_user (id),
    version INTEGER NOT NULL DEFAULT 1,
    manifest_id INTEGER REFERENCES manifest (id) -- NULL: voided, or of before there were any
) STRICT;
CREATE INDEX shipment_order ON shipment (order_id, id);
CREATE INDEX shipment_fulfillment ON shipment (fulfillment_id, id);
CREATE INDEX shipment_tracking ON shipment (tracking) WHERE tracking <> '';
CREATE INDEX shipment_manifest ON shipment (manifest_id) WHERE manifest_id IS NOT NULL;
INSERT INTO shipment (id, order_id, fulfillment_id, status, carrier, service, tracking, shipped_ms,
    ended_ms, created_by, version)
SELECT id, order_id, fulfillment_id, status, carrier, service, tracking, shipped_ms, ended_ms,
    created_by, version
FROM shipment_1;
DROP TABLE shipment_1;
INSERT INTO reason_code (kind, code, label) VALUES ('lost', 'investigated', 'Carrier found nothing');
INSERT INTO reason_code (kind, code, label) VALUES ('lost', 'no_trace', 'No trace after pick-up');
INSERT INTO reason_code (kind, code, label) VALUES ('lost', 'destroyed', 'Destroyed on the way');

-- What left or will leave in one box. They are there from the time all is picked; a package whose
-- contents nobody said has no lines.
CREATE TABLE package (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    seq INTEGER NOT NULL,       -- within the fulfillment: number 10482-F1-P1 has 1
    number TEXT NOT NULL UNIQUE,
    weight_g INTEGER NOT NULL DEFAULT 0 CHECK (weight_g >= 0), -- 0: not known
    length_mm INTEGER NOT NULL DEFAULT 0 CHECK (length_mm >= 0),
    width_mm INTEGER NOT NULL DEFAULT 0 CHECK (width_mm >= 0),
    height_mm INTEGER NOT NULL DEFAULT 0 CHECK (height_mm >= 0),
    tracking TEXT NOT NULL DEFAULT '', -- the carrier's number
    UNIQUE (fulfillment_id, seq)
) STRICT;
CREATE INDEX package_tracking ON package (tracking) WHERE tracking <> '';

CREATE TABLE package_line (
    package_id INTEGER NOT NULL REFERENCES package (id),
    fulfillment_line_id INTEGER NOT NULL REFERENCES fulfillment_line (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    PRIMARY KEY (package_id, fulfillment_line_id)
) STRICT;
CREATE INDEX package_line_fulfillment ON package_line (fulfillment_line_id);

-- Packages were only counted before: of one it is plain what is in it, and whose number it has.
INSERT INTO package (fulfillment_id, seq, number, weight_g)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
    WHERE i < (SELECT MAX(package_count) FROM fulfillment))
SELECT f.id, n.i, f.number || '-P' || CAST(n.i AS TEXT),
    f.weight_g / f.package_count + CASE WHEN n.i <= f.weight_g % f.package_count THEN 1 ELSE 0 END
FROM fulfillment f
JOIN n ON n.i <= f.package_count
WHERE f.status BETWEEN 4 AND 5;
INSERT INTO package_line (package_id, fulfillment_line_id, qty)
SELECT p.id, l.id, l.picked_qty
FROM package p
JOIN fulfillment f ON f.id = p.fulfillment_id AND f.package_count = 1
JOIN fulfillment_line l ON l.fulfillment_id = f.id
WHERE l.picked_qty > 0;
UPDATE package
SET tracking = COALESCE((SELECT MAX(s.tracking)
    FROM shipment s
    WHERE s.fulfillment_id = package.fulfillment_id AND s.status <> 4), '')
WHERE seq = 1;
UPDATE fulfillment SET package_count = 0, weight_g = 0 WHERE status NOT BETWEEN 4 AND 5;

-- -------------------------------------------------------- goods coming in, counting

-- How backorders are filled: 1 by itself 2 proposed, a person gives.
ALTER TABLE site ADD COLUMN fill_mode INTEGER NOT NULL DEFAULT 2 CHECK (fill_mode IN (1, 2));
-- Who is served first where stock is short; 9 is first.
ALTER TABLE sales_order ADD COLUMN priority INTEGER NOT NULL DEFAULT 0
    CHECK (priority BETWEEN 0 AND 9);
-- What waits for stock: few, however many orders there are.
CREATE INDEX sales_order_short ON sales_order (id)
    WHERE status = 5 AND backordered_qty > 0;
-- What waits for someone, by how long (SHOWN_AWAITING_APPROVAL, ON_HOLD, SUBMITTED, ALLOCATED,
-- BACKORDERED): the age of the queues.
CREATE INDEX sales_order_waiting ON sales_order (shown_status, placed_ms)
    WHERE shown_status IN (6, 7, 8, 15, 16);
-- Set aside, not for sale and not on hand: the sum of the ledger's kind 7.
ALTER TABLE stock_level ADD COLUMN aside_qty INTEGER NOT NULL DEFAULT 0 CHECK (aside_qty >= 0);
UPDATE stock_level
SET aside_qty = COALESCE((SELECT CAST(SUM(m.qty) AS BIGINT)
    FROM stock_movement m
    WHERE m.kind = 7 AND m.item_id = stock_level.item_id AND m.site_id = stock_level.site_id), 0);
-- Where more is promised than is there: few.
CREATE INDEX stock_level_over ON stock_level (item_id, site_id)
    WHERE allocated_qty > on_hand_qty AND allocated_qty > 0;
-- What has to be ordered or sent for: few.
CREATE INDEX stock_level_low ON stock_level (site_id, item_id)
    WHERE reorder_qty > 0 AND on_hand_qty - allocated_qty < reorder_qty;
-- The receipt, count or transfer that moved it.
ALTER TABLE stock_movement ADD COLUMN doc_id INTEGER;

-- Goods that come in, are counted, or go from one site to another: typed or scanned line by line,
-- then booked whole.
CREATE TABLE stock_doc (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3), -- 1 receipt 2 count 3 transfer
    number TEXT NOT NULL UNIQUE,                        -- R-1, C-1, T-1
    site_id INTEGER NOT NULL REFERENCES site (id),      -- of a transfer: where it comes from
    to_site_id INTEGER REFERENCES site (id),            -- of a transfer
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 4),
        -- 1 open 2 sent and not all received 3 done 4 dropped or taken back
    ref TEXT NOT NULL DEFAULT '',                       -- delivery note, supplier, why
    due_date TEXT NOT NULL DEFAULT '',                  -- when a transfer should be there
    created_by INTEGER NOT NULL REFERENCES app_user (id),
    created_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX stock_doc_kind ON stock_doc (kind, id);
CREATE INDEX stock_doc_open ON stock_doc (kind, site_id, id) WHERE status <= 2;

CREATE TABLE stock_doc_line (
    id INTEGER PRIMARY KEY,
    doc_id INTEGER NOT NULL REFERENCES stock_doc (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    qty INTEGER NOT NULL CHECK (qty >= 0),            -- came, was counted, is sent
    aside_qty INTEGER NOT NULL DEFAULT 0 CHECK (aside_qty >= 0 AND aside_qty <= qty),
        -- of a receipt: damaged, not for sale
    done_qty INTEGER NOT NULL DEFAULT 0 CHECK (done_qty >= 0 AND done_qty <= qty),
        -- of a transfer: received or written off at the other site
    lost_qty INTEGER NOT NULL DEFAULT 0 CHECK (lost_qty >= 0 AND lost_qty <= done_qty),
    base_qty INTEGER NOT NULL DEFAULT 0,              -- on hand and not picked, when it was counted
    is_counted INTEGER NOT NULL DEFAULT 0 CHECK (is_counted IN (0, 1)),
    bin TEXT NOT NULL DEFAULT '',                     -- where it was put; '': where it always is
    for_line_id INTEGER REFERENCES order_line (id),   -- of a transfer: who gets it first; NULL: nobody
    UNIQUE (doc_id, item_id)
) STRICT;
CREATE INDEX stock_doc_line_item ON stock_doc_line (item_id, doc_id);
CREATE INDEX stock_doc_line_for ON stock_doc_line (for_line_id) WHERE for_line_id IS NOT NULL;
INSERT INTO sequence (name, next_value) VALUES ('receipt', 1001);
INSERT INTO sequence (name, next_value) VALUES ('count', 1001);
INSERT INTO sequence (name, next_value) VALUES ('transfer', 1001);

-- What was picked for work that was canceled, until it lies at its place again. Only a task: the
-- books never moved.
CREATE TABLE put_away (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    created_ms INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES app_user (id),
    done_ms INTEGER NOT NULL DEFAULT 0, -- 0: still to do
    done_by INTEGER REFERENCES app_user (id)
) STRICT;
CREATE INDEX put_away_open ON put_away (created_ms, id) WHERE done_ms = 0;


-- ------------------------------------------------------------------ papers, people

CREATE INDEX shipment_shipped ON shipment (shipped_ms);

-- Papers that went out, as the parts that text, PDF and labels are made of. Written once: what says
-- something else is the next revision.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),
        -- 1 pick list 2 packing slip 3 label 4 manifest 5 pick list of a wave
    subject TEXT NOT NULL,                        -- number of the fulfillment, manifest, wave; day and site
    order_id INTEGER REFERENCES sales_order (id), -- of manifests and waves none
    revision INTEGER NOT NULL CHECK (revision > 0),
    lang TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT 'text/x-orderdesk-paper',
    digest TEXT NOT NULL,                         -- BLAKE2b-256 of the content
    content TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    made_by INTEGER NOT NULL REFERENCES app_user (id),
    UNIQUE (subject, kind, revision)
) STRICT;
CREATE INDEX document_order ON document (order_id, id);

-- The boxes that picks are carried in: one open row for each code, closed when another
-- fulfillment takes it; what is packed needs none any more.
CREATE TABLE fulfillment_tote (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    code TEXT NOT NULL,
    bound_ms INTEGER NOT NULL,
    bound_by INTEGER NOT NULL REFERENCES app_user (id),
    freed_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX fulfillment_tote_of ON fulfillment_tote (fulfillment_id, id);
CREATE UNIQUE INDEX fulfillment_tote_bound ON fulfillment_tote (code) WHERE freed_ms = 0;

-- Many picks in one walk, of one site.
CREATE TABLE wave (
    id INTEGER PRIMARY KEY,             -- people call it W12
    site_id INTEGER NOT NULL REFERENCES site (id),
    picker_id INTEGER REFERENCES app_user (id), -- NULL: nobody yet
    made_by INTEGER NOT NULL REFERENCES app_user (id),
    made_ms INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
ALTER TABLE fulfillment ADD COLUMN wave_id INTEGER REFERENCES wave (id);
CREATE INDEX fulfillment_wave ON fulfillment (wave_id) WHERE wave_id IS NOT NULL;
CREATE INDEX fulfillment_wave_open ON fulfillment (wave_id) WHERE wave_id IS NOT NULL AND status <= 2;

-- ------------------------------------------------------------------------------ find

-- What words find is put in order without the rows of the table.
CREATE INDEX item_place ON item (id, sku);
CREATE INDEX customer_place ON customer (id, name_fold, merged_into_id);

-- sqlite-only: any three letters of a note are found
CREATE VIRTUAL TABLE note_fts USING fts5 (text, tokenize='trigram');
-- end
--pg CREATE TABLE note_fts (rowid BIGINT PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO upkeep (job, next_id) VALUES ('note.customer', 0), ('note.item', 0), ('note.order', 0);

-- ----------------------------------------------------------------------------- money

ALTER TABLE payment_terms ADD COLUMN is_cash INTEGER NOT NULL DEFAULT 0
    CHECK (is_cash IN (0, 1));
ALTER TABLE payment_terms ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE payment_terms SET is_cash = 1 WHERE code = 'COD';
ALTER TABLE sales_order ADD COLUMN cash_step_minor INTEGER NOT NULL DEFAULT 0
    CHECK (cash_step_minor >= 0);
ALTER TABLE sales_order ADD COLUMN rounding_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel ADD COLUMN total_tolerance_minor INTEGER NOT NULL DEFAULT 100
    CHECK (total_tolerance_minor >= 0);
ALTER TABLE item ADD COLUMN backorder_limit_qty INTEGER NOT NULL DEFAULT 0
    CHECK (backorder_limit_qty >= 0);

-- -------------------------------------------------------------------------- pickup

ALTER TABLE sales_order ADD COLUMN pickup_site_id INTEGER REFERENCES site (id);
