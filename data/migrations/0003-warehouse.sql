-- Step 3: what the warehouse does with an order.

-- A piece of work of one site for one order: what is to be picked, packed and handed over. Its lines
-- claim what the order's lines have been allocated at that site.
CREATE TABLE fulfillment (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    seq INTEGER NOT NULL,            -- within the order: number 10482-F1 has 1
    number TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 6),
        -- 1 released 2 picking 3 picked 4 packed 5 shipped 6 canceled
    due_date TEXT NOT NULL DEFAULT '', -- when it should leave
    assigned_to INTEGER REFERENCES app_user (id),
    package_count INTEGER NOT NULL DEFAULT 0 CHECK (package_count >= 0),
    weight_g INTEGER NOT NULL DEFAULT 0 CHECK (weight_g >= 0), -- of all packages, as weighed
    released_ms INTEGER NOT NULL,
    packed_ms INTEGER NOT NULL DEFAULT 0,
    ended_ms INTEGER NOT NULL DEFAULT 0, -- shipped or canceled
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (order_id, seq)
) STRICT;
-- The work that is open at a site, in the order in which it should leave.
CREATE INDEX fulfillment_queue ON fulfillment (site_id, due_date, id) WHERE status <= 4;

CREATE TABLE fulfillment_line (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    order_line_id INTEGER NOT NULL REFERENCES order_line (id),
    item_id INTEGER NOT NULL REFERENCES item (id), -- of a bundle's line a component
    qty INTEGER NOT NULL CHECK (qty >= 0),         -- still to go with it; a short pick lowers it
    picked_qty INTEGER NOT NULL DEFAULT 0 CHECK (picked_qty >= 0 AND picked_qty <= qty),
    short_qty INTEGER NOT NULL DEFAULT 0 CHECK (short_qty >= 0), -- could not be picked
    short_reason_id INTEGER REFERENCES reason_code (id),
    kit_qty INTEGER NOT NULL DEFAULT 0 CHECK (kit_qty >= 0), -- of a component: how many in one kit
    UNIQUE (fulfillment_id, order_line_id, item_id)
) STRICT;
CREATE INDEX fulfillment_line_order ON fulfillment_line (order_line_id);

-- What left: one hand-over of goods of an order to a carrier.
CREATE TABLE shipment (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 4),
        -- 1 in transit 2 delivered 3 lost 4 voided
    carrier TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL DEFAULT '',
    tracking TEXT NOT NULL DEFAULT '',  -- the carrier's number
    shipped_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL DEFAULT 0, -- delivered, found lost, or voided
    created_by INTEGER NOT NULL REFERENCES app_user (id),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX shipment_order ON shipment (order_id, id);
CREATE INDEX shipment_fulfillment ON shipment (fulfillment_id, id);
CREATE INDEX shipment_tracking ON shipment (tracking) WHERE tracking <> '';

-- Why a pick came up short; desks of before have no such reasons.
INSERT INTO reason_code (kind, code, label) VALUES ('short', 'not_found', 'Not at its place');
INSERT INTO reason_code (kind, code, label) VALUES ('short', 'damaged', 'Damaged, set aside');
