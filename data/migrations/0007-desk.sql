-- Step 7: what the first mornings taught.

-- ---------------------------------------------------------------------------------- warehouse

-- What a manager shipped beyond the books.
CREATE INDEX stock_level_gap ON stock_level (site_id, item_id) WHERE on_hand_qty < 0;
INSERT INTO reason_code (kind, code, label)
VALUES ('force', 'not_booked', 'Came in, and is not booked yet');
INSERT INTO reason_code (kind, code, label) VALUES ('force', 'miscounted', 'Counted wrongly');
INSERT INTO reason_code (kind, code, label) VALUES ('force', 'other', 'Other reason');

-- ------------------------------------------------------------------- customers, items, orders

-- ------------------------------------------------------------------------- find, views, reports

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
