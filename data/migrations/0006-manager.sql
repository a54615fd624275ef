-- Step 6: the manager's figures, folders of files for partners, addresses checked.

-- ------------------------------------------------------------------------------- day figures

-- Figures of a day of the firm's time zone: counted by the transactions that change what they are
-- counted from, verified by check. What is ordered stands at the order's site, what the warehouse
-- does at the site where it is done.
CREATE TABLE metric_day (
    day_date TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    site_id INTEGER NOT NULL,
    orders INTEGER NOT NULL,           -- placed, whatever became of them
    base_total_minor INTEGER NOT NULL, -- what those are worth, with tax
    lines INTEGER NOT NULL,            -- of goods
    qty INTEGER NOT NULL,
    canceled INTEGER NOT NULL,         -- orders canceled whole
    canceled_minor INTEGER NOT NULL,
    waiting_lines INTEGER NOT NULL,    -- without their stock when their order was confirmed
    picks INTEGER NOT NULL,            -- lines of what was packed
    short_picks INTEGER NOT NULL,
    shipments INTEGER NOT NULL,        -- left or collected, not voided
    shipped_minor INTEGER NOT NULL,    -- their goods, without tax
    shipped_qty INTEGER NOT NULL,
    due_shipments INTEGER NOT NULL,    -- with a promised day
    late_shipments INTEGER NOT NULL,   -- that left after it
    delivered INTEGER NOT NULL,        -- shipments that arrived
    PRIMARY KEY (day_date, channel_id, site_id)
) STRICT;

-- Lines that had to wait for stock when their order was confirmed.
CREATE TABLE order_waited (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order (id),
    at_ms INTEGER NOT NULL,
    lines INTEGER NOT NULL CHECK (lines > 0)
) STRICT;
CREATE INDEX order_waited_at ON order_waited (at_ms);
ALTER TABLE shipment ADD COLUMN base_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shipment ADD COLUMN qty INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shipment ADD COLUMN promised_date TEXT NOT NULL DEFAULT '';
CREATE INDEX sales_order_canceled ON sales_order (ended_ms) WHERE status = 7;
CREATE INDEX fulfillment_packed ON fulfillment (packed_ms) WHERE packed_ms > 0;
CREATE INDEX shipment_arrived ON shipment (ended_ms) WHERE status = 2;
INSERT INTO upkeep (job, next_id) VALUES ('shipment.worth', 0), ('metric.day', 0);

-- ------------------------------------------------------------------------------------ reports

ALTER TABLE fulfillment ADD COLUMN picked_ms INTEGER NOT NULL DEFAULT 0;
-- What reports read of orders that were placed, and of their lines, without the rest of them.
CREATE INDEX sales_order_figures ON sales_order (placed_ms, id, status, channel_id, site_id,
    customer_id, created_by, base_total_minor, is_tax_incl) WHERE status IN (4, 5, 6, 7);
CREATE INDEX order_line_figures ON order_line (order_id, item_id, kind, ordered_qty, canceled_qty,
    net_minor, order_disc_minor, tax_minor);

-- ----------------------------------------------------------------------------- find and views

-- ---------------------------------------------------------------------------- folder exchange

-- ------------------------------------------------------------- addresses checked, scan forms

-- ------------------------------------------------------------------------------------ notices

-- ---------------------------------------------------------------------------------- warehouse

-- ------------------------------------------------------------------- customers, items, orders

