-- Step 4: sites, carriers, goods coming in, papers.

-- ------------------------------------------------------------- sourcing and pickup


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
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

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
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
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


-- ------------------------------------------------------------------ papers, people

