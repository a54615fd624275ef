-- Step 7: what the first mornings taught.

-- ---------------------------------------------------------------------------------- warehouse

-- What is due and could not be done by itself: the others go on, and this is tried again later and
-- later. A row ends with its work, or when the work is due no more.
CREATE TABLE timer_fault (
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5), -- 1 hold 2 later 3 pickup 4 fill 5 report
    record_id INTEGER NOT NULL,  -- of order_hold, sales_order, fulfillment, sales_order, schedule
    order_id INTEGER REFERENCES sales_order (id),       -- NULL: it is of none
    tries INTEGER NOT NULL CHECK (tries > 0),
    first_ms INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,    -- not tried again before
    words TEXT NOT NULL,         -- why
    PRIMARY KEY (kind, record_id)
) STRICT;

-- ------------------------------------------------------------------- customers, items, orders

-- ------------------------------------------------------------------------- find, views, reports
