-- Step 5: the work for the outside, the promise, what was missing at the counter.

-- ------------------------------------------------------------------------------------ promise

ALTER TABLE site ADD COLUMN work_days INTEGER NOT NULL DEFAULT 31 CHECK (work_days BETWEEN 1 AND 127);
ALTER TABLE sales_order ADD COLUMN arrives_date TEXT NOT NULL DEFAULT '';
ALTER TABLE sales_order ADD COLUMN latest_ship_date TEXT NOT NULL DEFAULT '';
CREATE INDEX sales_order_latest ON sales_order (latest_ship_date, id)
    WHERE status = 5 AND open_qty > 0 AND latest_ship_date > '';
CREATE TABLE site_closed (
    site_id INTEGER NOT NULL REFERENCES site (id),
    day_date TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site_id, day_date)
) STRICT;

-- -------------------------------------------------------------------------------- tolerance

-- ------------------------------------------------------------------------- carriers, methods

-- ---------------------------------------------------------- customers, items, prices, taxes

-- ----------------------------------------------------------------------- worker and its queue

-- -------------------------------------------------------------------------------- notices

-- ------------------------------------------------------------------------ carriers' labels

-- ------------------------------------------------------------------------------- tracking

