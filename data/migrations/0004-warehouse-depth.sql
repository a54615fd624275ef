-- Step 4: sites, carriers, goods coming in, papers.

-- ------------------------------------------------------------- sourcing and pickup


-- ----------------------------------------------------------- carriers and packages

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

