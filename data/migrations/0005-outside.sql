-- Step 5: the work for the outside, the promise, what was missing at the counter.

-- ------------------------------------------------------------------------------------ promise

-- -------------------------------------------------------------------------------- tolerance

-- ------------------------------------------------------------------------- carriers, methods

-- ---------------------------------------------------------- customers, items, prices, taxes

-- ----------------------------------------------------------------------- worker and its queue

-- -------------------------------------------------------------------------------- notices

-- ------------------------------------------------------------------------ carriers' labels
ALTER TABLE item ADD COLUMN hs_code TEXT NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN origin TEXT NOT NULL DEFAULT '';
CREATE TABLE parcel_label (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    package_number TEXT NOT NULL,
    provider TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 9),
    rule INTEGER NOT NULL CHECK (rule BETWEEN 1 AND 3),
    max_days INTEGER NOT NULL DEFAULT 0,
    want_carrier TEXT NOT NULL DEFAULT '',
    want_service TEXT NOT NULL DEFAULT '',
    format TEXT NOT NULL,
    rates TEXT NOT NULL DEFAULT '[]',
    rate TEXT NOT NULL DEFAULT '',
    remote_id TEXT NOT NULL DEFAULT '',
    tracker TEXT NOT NULL DEFAULT '',
    carrier TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL DEFAULT '',
    tracking TEXT NOT NULL DEFAULT '',
    cost_minor INTEGER NOT NULL DEFAULT 0,
    currency TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    asked_by INTEGER NOT NULL REFERENCES app_user (id),
    asked_ms INTEGER NOT NULL,
    bought_ms INTEGER NOT NULL DEFAULT 0,
    ended_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX parcel_label_live ON parcel_label (package_number) WHERE state <= 4;
CREATE INDEX parcel_label_fulfillment ON parcel_label (fulfillment_id, id);
CREATE INDEX parcel_label_state ON parcel_label (state, id);
CREATE TABLE label_file (
    label_id INTEGER PRIMARY KEY REFERENCES parcel_label (id),
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    came_ms INTEGER NOT NULL
) STRICT;

-- ------------------------------------------------------------------------------- tracking

