-- Step 5: the work for the outside, the promise, what was missing at the counter.

-- ------------------------------------------------------------------------------------ promise

-- -------------------------------------------------------------------------------- tolerance

-- ------------------------------------------------------------------------- carriers, methods

-- ---------------------------------------------------------- customers, items, prices, taxes

ALTER TABLE tax_class ADD COLUMN is_as_goods INTEGER NOT NULL DEFAULT 0
    CHECK (is_as_goods IN (0, 1));
-- Who has a class of that code keeps it as it is.
INSERT INTO tax_class (code, name, is_as_goods)
SELECT 'as-goods', 'As the goods', 1
WHERE NOT EXISTS (SELECT 1 FROM tax_class WHERE code = 'as-goods');

ALTER TABLE price_rule ADD COLUMN is_by_promise INTEGER NOT NULL DEFAULT 0
    CHECK (is_by_promise IN (0, 1));

-- ----------------------------------------------------------------------- worker and its queue

-- -------------------------------------------------------------------------------- notices

-- ------------------------------------------------------------------------ carriers' labels

-- ------------------------------------------------------------------------------- tracking

