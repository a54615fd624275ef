-- Step 7: what the first mornings taught.

-- ---------------------------------------------------------------------------------- warehouse

-- ------------------------------------------------------------------- customers, items, orders

-- ------------------------------------------------------------------------- find, views, reports

CREATE INDEX sales_order_week ON sales_order ((placed_ms / 604800000), id);
