-- Step 6: the manager's figures, folders of files for partners, addresses checked.

-- ------------------------------------------------------------------------------- day figures

-- ------------------------------------------------------------------------------------ reports

-- ----------------------------------------------------------------------------- find and views

-- ---------------------------------------------------------------------------- folder exchange

-- ------------------------------------------------------------- addresses checked, scan forms

-- What a carrier said of an address, by its content: the same words are asked about once.
CREATE TABLE address_check (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,          -- BLAKE2b-256 of the six fields
    line1 TEXT NOT NULL,
    line2 TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    postcode TEXT NOT NULL,
    country TEXT NOT NULL,
    provider TEXT NOT NULL,               -- who is asked
    answer INTEGER NOT NULL CHECK (answer BETWEEN 1 AND 5),
        -- 1 being asked 2 right 3 written otherwise 4 not known 5 nobody could say
    message TEXT NOT NULL DEFAULT '',     -- in the provider's words
    to_line1 TEXT NOT NULL DEFAULT '',    -- as the carrier writes it
    to_line2 TEXT NOT NULL DEFAULT '',
    to_city TEXT NOT NULL DEFAULT '',
    to_region TEXT NOT NULL DEFAULT '',
    to_postcode TEXT NOT NULL DEFAULT '',
    to_country TEXT NOT NULL DEFAULT '',
    residence INTEGER NOT NULL DEFAULT 0 CHECK (residence BETWEEN 0 AND 2),
        -- 0 nobody said 1 a home 2 a firm
    kept_by INTEGER REFERENCES app_user (id), -- who said that it stays as it is; NULL nobody
    asked_ms INTEGER NOT NULL,
    answered_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX address_check_bad ON address_check (answered_ms) WHERE answer = 4 AND kept_by IS NULL;

-- Which of them an order goes to.
CREATE TABLE order_address_check (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order (id),
    check_id INTEGER NOT NULL REFERENCES address_check (id)
) STRICT;
CREATE INDEX order_address_check_of ON order_address_check (check_id, order_id);

-- ------------------------------------------------------------------------------------ notices

-- ---------------------------------------------------------------------------------- warehouse

-- ------------------------------------------------------------------- customers, items, orders

