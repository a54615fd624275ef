-- Step 7: what the first mornings taught.

-- ---------------------------------------------------------------------------------- warehouse

-- What is due and could not be done by itself: the others go on, and this is tried again later and
-- later. A row ends with its work, or when the work is due no more.
CREATE TABLE timer_fault (
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
        -- 1 hold 2 later 3 pickup 4 fill 5 report 6 day for parts
    record_id INTEGER NOT NULL,
        -- of order_hold, sales_order, fulfillment, sales_order, schedule, sales_order
    order_id INTEGER REFERENCES sales_order (id),       -- NULL: it is of none
    tries INTEGER NOT NULL CHECK (tries > 0),
    first_ms INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,    -- not tried again before
    words TEXT NOT NULL,         -- why
    PRIMARY KEY (kind, record_id)
) STRICT;
-- What a manager shipped beyond the books.
CREATE INDEX stock_level_gap ON stock_level (site_id, item_id) WHERE on_hand_qty < 0;
INSERT INTO reason_code (kind, code, label)
VALUES ('force', 'not_booked', 'Came in, and is not booked yet');
INSERT INTO reason_code (kind, code, label) VALUES ('force', 'miscounted', 'Counted wrongly');
INSERT INTO reason_code (kind, code, label) VALUES ('force', 'other', 'Other reason');

-- ----------------------------------------------------------------------- orders in parts by a day

-- Of an order that goes out all together: the day for parts that came, and was looked at once.
CREATE TABLE order_parted (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order (id),
    day_date TEXT NOT NULL
) STRICT;
CREATE INDEX sales_order_part_day ON sales_order (partial_after_date, id)
    WHERE status = 5 AND ship_policy = 2 AND partial_after_date > '';

-- ------------------------------------------------------------------- customers, items, orders

-- ------------------------------------------------------------------------- find, views, reports

CREATE INDEX sales_order_week ON sales_order ((placed_ms / 604800000), id);

-- ---------------------------------------------------------------------------- figures of days

-- Lines that had to wait for stock on the day on which their site gives it to them, later than when
-- their order was confirmed.
CREATE TABLE line_waited (
    line_id INTEGER PRIMARY KEY REFERENCES order_line (id),
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX line_waited_at ON line_waited (at_ms);
CREATE INDEX line_waited_order ON line_waited (order_id);

-- ---------------------------------------------------------------------------- terms of an order

-- As they were called when it was submitted; '': as they are called.
ALTER TABLE sales_order ADD COLUMN terms_name TEXT NOT NULL DEFAULT '';
