-- Step 5: the work for the outside, the promise, what was missing at the counter.

-- ------------------------------------------------------------------------------------ promise

-- -------------------------------------------------------------------------------- tolerance

ALTER TABLE item ADD COLUMN over_ship_ppm INTEGER
    CHECK (over_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE item ADD COLUMN under_ship_ppm INTEGER
    CHECK (under_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE customer ADD COLUMN over_ship_ppm INTEGER
    CHECK (over_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE customer ADD COLUMN under_ship_ppm INTEGER
    CHECK (under_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE order_line ADD COLUMN over_ship_ppm INTEGER
    CHECK (over_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE order_line ADD COLUMN under_ship_ppm INTEGER
    CHECK (under_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE order_line ADD COLUMN over_qty INTEGER NOT NULL DEFAULT 0 CHECK (over_qty >= 0);
ALTER TABLE order_line ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0 CHECK (is_whole IN (0, 1));
ALTER TABLE fulfillment_line ADD COLUMN over_qty INTEGER NOT NULL DEFAULT 0
    CHECK (over_qty >= 0);
INSERT INTO reason_code (kind, code, label) VALUES ('cancel', 'tolerance', 'Within the tolerance');

-- ------------------------------------------------------------------------- carriers, methods

-- ---------------------------------------------------------- customers, items, prices, taxes

-- ----------------------------------------------------------------------- worker and its queue

-- -------------------------------------------------------------------------------- notices

-- ------------------------------------------------------------------------ carriers' labels

-- ------------------------------------------------------------------------------- tracking

