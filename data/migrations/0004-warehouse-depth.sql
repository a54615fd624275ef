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


-- ----------------------------------------------------------- carriers and packages


-- -------------------------------------------------------- goods coming in, counting


-- ------------------------------------------------------------------ papers, people

