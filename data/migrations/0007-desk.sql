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
