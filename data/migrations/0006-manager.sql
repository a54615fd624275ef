-- Step 6: the manager's figures, folders of files for partners, addresses checked.

-- ------------------------------------------------------------------------------- day figures

-- ------------------------------------------------------------------------------------ reports

-- ----------------------------------------------------------------------------- find and views

-- What orders are searched by: few have it, or few of those that do are wanted at once.
CREATE INDEX shipment_carrier ON shipment (carrier, order_id) WHERE status <> 4;
CREATE INDEX order_hold_kind ON order_hold (kind, order_id) WHERE released_ms = 0;
CREATE INDEX sales_order_priority ON sales_order (priority, id) WHERE priority > 0;
CREATE INDEX sales_order_wanted ON sales_order (requested_date, id) WHERE requested_date > '';
CREATE INDEX sales_order_pickup ON sales_order (id) WHERE pickup_site_id IS NOT NULL;

-- ---------------------------------------------------------------------------- folder exchange

-- ------------------------------------------------------------- addresses checked, scan forms

-- ------------------------------------------------------------------------------------ notices

-- ---------------------------------------------------------------------------------- warehouse

-- ------------------------------------------------------------------- customers, items, orders

