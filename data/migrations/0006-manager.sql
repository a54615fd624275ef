-- Step 6: the manager's figures, folders of files for partners, addresses checked.

-- ------------------------------------------------------------------------------- day figures

-- ------------------------------------------------------------------------------------ reports

-- ----------------------------------------------------------------------------- find and views

-- ---------------------------------------------------------------------------- folder exchange

-- What came in as a file of a partner and was read: how many of its rows were taken, said what was
-- known, or were refused and why. A file that was read whole is known again by name and content.
CREATE TABLE folder_file (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,             -- of its content
    kind TEXT NOT NULL,               -- "ack", "tracking", "asn"; '': it is none of them
    taken INTEGER NOT NULL,
    same INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    report TEXT NOT NULL DEFAULT '',  -- a line for each refused row
    read_ms INTEGER NOT NULL,
    read_by INTEGER NOT NULL REFERENCES app_user (id),
    is_waiting INTEGER NOT NULL CHECK (is_waiting IN (0, 1)) -- it still is to leave the folder
) STRICT;
CREATE INDEX folder_file_name ON folder_file (name, digest);
CREATE INDEX folder_file_waiting ON folder_file (name) WHERE is_waiting = 1;

-- What a partner answered last, of an order or of a fulfillment.
CREATE TABLE folder_answer (
    id INTEGER PRIMARY KEY,
    record_kind TEXT NOT NULL,        -- "order", "fulfillment"
    record_id INTEGER NOT NULL,
    is_accepted INTEGER NOT NULL CHECK (is_accepted IN (0, 1)),
    reason TEXT NOT NULL DEFAULT '',
    at_ms INTEGER NOT NULL,
    UNIQUE (record_kind, record_id)
) STRICT;

-- The receipt that an announcement of goods became; version: as the announcement left it.
CREATE TABLE folder_asn (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    doc_id INTEGER NOT NULL REFERENCES stock_doc (id),
    doc_version INTEGER NOT NULL
) STRICT;

-- ------------------------------------------------------------- addresses checked, scan forms

-- ------------------------------------------------------------------------------------ notices

-- ---------------------------------------------------------------------------------- warehouse

-- ------------------------------------------------------------------- customers, items, orders

