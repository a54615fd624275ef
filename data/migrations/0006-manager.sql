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

-- The form that a carrier scans once for all parcels of a manifest, of whoever sold their labels.
CREATE TABLE manifest_form (
    id INTEGER PRIMARY KEY,
    manifest_id INTEGER NOT NULL REFERENCES manifest (id),
    provider TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3), -- 1 being made 2 there 3 failed
    message TEXT NOT NULL DEFAULT '',    -- why it failed, or takes long
    media_type TEXT NOT NULL DEFAULT '',
    content BLOB,                        -- as it came
    asked_by INTEGER NOT NULL REFERENCES app_user (id),
    asked_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL DEFAULT 0,
    station TEXT NOT NULL DEFAULT '',    -- the machine that it was asked for from
    print_state INTEGER NOT NULL DEFAULT 0 CHECK (print_state BETWEEN 0 AND 2),
        -- 1 is printed there by itself when it comes, 2 somebody does that
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX manifest_form_of ON manifest_form (manifest_id, id);
CREATE INDEX manifest_form_asked ON manifest_form (asked_ms, id);
CREATE INDEX manifest_form_print ON manifest_form (station, id) WHERE print_state = 1;
ALTER TABLE parcel_label ADD COLUMN form_id INTEGER REFERENCES manifest_form (id);
CREATE INDEX parcel_label_form ON parcel_label (form_id) WHERE form_id IS NOT NULL;
ALTER TABLE parcel_label ADD COLUMN refund INTEGER NOT NULL DEFAULT 0
    CHECK (refund BETWEEN 0 AND 3);
ALTER TABLE parcel_label ADD COLUMN refund_ms INTEGER NOT NULL DEFAULT 0;
CREATE INDEX parcel_label_refund ON parcel_label (refund_ms) WHERE refund_ms > 0;

-- ------------------------------------------------------------------------------------ notices

-- ---------------------------------------------------------------------------------- warehouse

-- ------------------------------------------------------------------- customers, items, orders

