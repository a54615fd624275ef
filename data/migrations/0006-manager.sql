-- Step 6: the manager's figures, folders of files for partners, addresses checked.

-- ------------------------------------------------------------------------------- day figures

-- ------------------------------------------------------------------------------------ reports

-- ----------------------------------------------------------------------------- find and views

-- ---------------------------------------------------------------------------- folder exchange

-- ------------------------------------------------------------- addresses checked, scan forms

-- ------------------------------------------------------------------------------------ notices

CREATE TABLE order_told (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order (id),
    mail TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT ''
) STRICT;

-- ---------------------------------------------------------------------------------- warehouse

-- ------------------------------------------------------------------- customers, items, orders

