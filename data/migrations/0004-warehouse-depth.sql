-- Step 4: sites, carriers, goods coming in, papers.

-- ------------------------------------------------------------- sourcing and pickup


-- ----------------------------------------------------------- carriers and packages


-- -------------------------------------------------------- goods coming in, counting

-- How backorders are filled: 1 by itself 2 proposed, a person gives.
ALTER TABLE site ADD COLUMN fill_mode INTEGER NOT NULL DEFAULT 2 CHECK (fill_mode IN (1, 2));
-- Who is served first where stock is short; 9 is first.
ALTER TABLE sales_order ADD COLUMN priority INTEGER NOT NULL DEFAULT 0
    CHECK (priority BETWEEN 0 AND 9);
-- What waits for stock: few, however many orders there are.
CREATE INDEX sales_order_short ON sales_order (id)
    WHERE status = 5 AND backordered_qty > 0;
-- Set aside, not for sale and not on hand: the sum of the ledger's kind 7.
ALTER TABLE stock_level ADD COLUMN aside_qty INTEGER NOT NULL DEFAULT 0 CHECK (aside_qty >= 0);
UPDATE stock_level
SET aside_qty = COALESCE((SELECT CAST(SUM(m.qty) AS BIGINT)
    FROM stock_movement m
    WHERE m.kind = 7 AND m.item_id = stock_level.item_id AND m.site_id = stock_level.site_id), 0);
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
    base_qty INTEGER NOT NULL DEFAULT 0,              -- on hand by the books when it was counted
    is_counted INTEGER NOT NULL DEFAULT 0 CHECK (is_counted IN (0, 1)),
    bin TEXT NOT NULL DEFAULT '',                     -- where it was put; '': where it always is
    UNIQUE (doc_id, item_id)
) STRICT;
CREATE INDEX stock_doc_line_item ON stock_doc_line (item_id, doc_id);
INSERT INTO sequence (name, next_value) VALUES ('receipt', 1001);
INSERT INTO sequence (name, next_value) VALUES ('count', 1001);
INSERT INTO sequence (name, next_value) VALUES ('transfer', 1001);


-- ------------------------------------------------------------------ papers, people

