-- Step 6: the manager's figures, folders of files for partners, addresses checked.

-- ------------------------------------------------------------------------------- day figures

-- Figures of a day of the firm's time zone: counted by the transactions that change what they are
-- counted from, verified by check. What is ordered stands at the order's site, what the warehouse
-- does at the site where it is done.
CREATE TABLE metric_day (
    day_date TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    site_id INTEGER NOT NULL,
    orders INTEGER NOT NULL,           -- placed, whatever became of them
    base_total_minor INTEGER NOT NULL, -- what those are worth, with tax
    lines INTEGER NOT NULL,            -- of goods
    qty INTEGER NOT NULL,
    canceled INTEGER NOT NULL,         -- orders canceled whole
    canceled_minor INTEGER NOT NULL,
    waiting_lines INTEGER NOT NULL,    -- without their stock when their order was confirmed
    picks INTEGER NOT NULL,            -- lines of what was packed
    short_picks INTEGER NOT NULL,
    shipments INTEGER NOT NULL,        -- left or collected, not voided
    shipped_minor INTEGER NOT NULL,    -- their goods, without tax
    shipped_qty INTEGER NOT NULL,
    due_shipments INTEGER NOT NULL,    -- with a promised day
    late_shipments INTEGER NOT NULL,   -- that left after it
    delivered INTEGER NOT NULL,        -- shipments that arrived
    PRIMARY KEY (day_date, channel_id, site_id)
) STRICT;

-- Lines that had to wait for stock when their order was confirmed.
CREATE TABLE order_waited (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order (id),
    at_ms INTEGER NOT NULL,
    lines INTEGER NOT NULL CHECK (lines > 0)
) STRICT;
CREATE INDEX order_waited_at ON order_waited (at_ms);
ALTER TABLE shipment ADD COLUMN base_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shipment ADD COLUMN qty INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shipment ADD COLUMN promised_date TEXT NOT NULL DEFAULT '';
CREATE INDEX sales_order_canceled ON sales_order (ended_ms) WHERE status = 7;
CREATE INDEX fulfillment_packed ON fulfillment (packed_ms) WHERE packed_ms > 0;
CREATE INDEX shipment_arrived ON shipment (ended_ms) WHERE status = 2;
CREATE INDEX fulfillment_open ON fulfillment (status, due_date, order_id, released_ms)
    WHERE status IN (1, 2, 3, 4, 7);
-- SQLite turns a comparison so that its column stands in front, and then knew the index no more.
DROP INDEX stock_level_low;
CREATE INDEX stock_level_low ON stock_level (site_id, item_id)
    WHERE reorder_qty > 0 AND reorder_qty > on_hand_qty - allocated_qty;
INSERT INTO upkeep (job, next_id) VALUES ('shipment.worth', 0), ('metric.day', 0);

-- ------------------------------------------------------------------------------------ reports

ALTER TABLE fulfillment ADD COLUMN picked_ms INTEGER NOT NULL DEFAULT 0;
-- What reports read of orders that were placed, and of their lines, without the rest of them.
CREATE INDEX sales_order_figures ON sales_order (placed_ms, id, status, channel_id, site_id,
    customer_id, created_by, base_total_minor, is_tax_incl) WHERE status IN (4, 5, 6, 7);
CREATE INDEX order_line_figures ON order_line (order_id, item_id, kind, ordered_qty, canceled_qty,
    net_minor, order_disc_minor, tax_minor);

-- ----------------------------------------------------------------------------- find and views

-- What orders are searched by: few have it, or few of those that do are wanted at once.
CREATE INDEX shipment_carrier ON shipment (carrier, order_id) WHERE status <> 4;
CREATE INDEX order_hold_kind ON order_hold (kind, order_id) WHERE released_ms = 0;
CREATE INDEX sales_order_priority ON sales_order (priority, id) WHERE priority > 0;
CREATE INDEX sales_order_wanted ON sales_order (requested_date, id) WHERE requested_date > '';
CREATE INDEX sales_order_pickup ON sales_order (id) WHERE pickup_site_id IS NOT NULL;
CREATE INDEX item_category ON item (category, id);

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

CREATE TABLE order_told (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order (id),
    mail TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT ''
) STRICT;

ALTER TABLE outbox ADD COLUMN claim_no INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_sending ON outbox (provider, id) WHERE state = 2;
CREATE INDEX outbox_unclear ON outbox (provider, id) WHERE state = 6;

ALTER TABLE parcel_track ADD COLUMN due_date TEXT NOT NULL DEFAULT '';

-- The confirmation of an order is a paper that is kept.
ALTER TABLE document RENAME TO document_5;
DROP INDEX document_order;
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
        -- 1 pick list 2 packing slip 3 label 4 manifest 5 pick list of a wave 6 confirmation
    subject TEXT NOT NULL,                        -- number of the fulfillment, manifest, wave, order; day and site
    order_id INTEGER REFERENCES sales_order (id), -- of manifests and waves none
    revision INTEGER NOT NULL CHECK (revision > 0),
    lang TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT 'text/x-orderdesk-paper',
    digest TEXT NOT NULL,                         -- BLAKE2b-256 of the content
    content TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    made_by INTEGER NOT NULL REFERENCES app_user (id),
    UNIQUE (subject, kind, revision)
) STRICT;
CREATE INDEX document_order ON document (order_id, id);
INSERT INTO document (id, kind, subject, order_id, revision, lang, media_type, digest, content,
    made_ms, made_by)
SELECT id, kind, subject, order_id, revision, lang, media_type, digest, content, made_ms, made_by
FROM document_5;
DROP TABLE document_5;

-- ------------------------------------------------------------------------- scheduled reports

-- Reports that are mailed by themselves.
CREATE TABLE report_schedule (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    report TEXT NOT NULL,
    period TEXT NOT NULL,
    group_by TEXT NOT NULL,
    compare TEXT NOT NULL,
    site_id INTEGER REFERENCES site (id),
    channel_id INTEGER REFERENCES channel (id),
    days INTEGER NOT NULL,
    top INTEGER NOT NULL,
    form INTEGER NOT NULL CHECK (form BETWEEN 1 AND 3),
    recipients TEXT NOT NULL,
    lang TEXT NOT NULL,
    every INTEGER NOT NULL CHECK (every BETWEEN 1 AND 4),
    on_day INTEGER NOT NULL CHECK (on_day BETWEEN 0 AND 31),
    at_minute INTEGER NOT NULL CHECK (at_minute BETWEEN 0 AND 1439),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    next_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    removed_ms INTEGER NOT NULL DEFAULT 0,
    owner_id INTEGER NOT NULL REFERENCES app_user (id),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX report_schedule_name ON report_schedule (name_fold) WHERE removed_ms = 0;
CREATE INDEX report_schedule_due ON report_schedule (next_ms) WHERE next_ms > 0;
CREATE TABLE report_mailing (
    id INTEGER PRIMARY KEY,
    schedule_id INTEGER NOT NULL REFERENCES report_schedule (id),
    due_ms INTEGER NOT NULL,
    is_trial INTEGER NOT NULL CHECK (is_trial IN (0, 1)),
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    made_ms INTEGER NOT NULL DEFAULT 0,
    subject TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT '',
    content BLOB,
    UNIQUE (schedule_id, due_ms, is_trial)
) STRICT;
CREATE TABLE report_mail (
    id INTEGER PRIMARY KEY,
    mailing_id INTEGER NOT NULL REFERENCES report_mailing (id),
    recipient TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7),
    error TEXT NOT NULL DEFAULT '',
    provider TEXT NOT NULL DEFAULT '',
    remote_id TEXT NOT NULL DEFAULT '',
    ended_ms INTEGER NOT NULL DEFAULT 0,
    UNIQUE (mailing_id, recipient)
) STRICT;
CREATE INDEX report_mail_remote ON report_mail (provider, remote_id) WHERE remote_id <> '';

-- ---------------------------------------------------------------------------------- warehouse

-- When a line gets stock: at confirming, some days before it is wanted, when somebody says so.
ALTER TABLE site ADD COLUMN allocate_mode INTEGER NOT NULL DEFAULT 1
    CHECK (allocate_mode BETWEEN 1 AND 3);
ALTER TABLE site ADD COLUMN allocate_days INTEGER NOT NULL DEFAULT 0 CHECK (allocate_days >= 0);
ALTER TABLE order_line ADD COLUMN allocate_from TEXT NOT NULL DEFAULT '';
CREATE INDEX order_line_later ON order_line (allocate_from, order_id) WHERE allocate_from > '';

-- ------------------------------------------------------------------- customers, items, orders

-- ------------------------------------------------------------------------------ depth of a queue

CREATE INDEX outbox_depth ON outbox (provider, state, created_ms) WHERE state <> 3;
-- -------------------------------------------------------------------------- figures read fast

-- What is short, with all that the dashboard counts of it, so that no row is looked up.
DROP INDEX sales_order_short;
CREATE INDEX sales_order_short ON sales_order (id, status, backordered_qty, is_history, site_id,
    priority, promised_date, confirmed_ms, total_minor, base_total_minor)
    WHERE status = 5 AND backordered_qty > 0;
DROP INDEX order_line_short;
CREATE INDEX order_line_short ON order_line (item_id, order_id, kind, site_id, ordered_qty,
    canceled_qty, shipped_qty, allocated_qty, net_minor, is_whole,
    allocate_from)
    WHERE ordered_qty > canceled_qty + shipped_qty + allocated_qty;
CREATE TABLE item_text (
    item_id INTEGER NOT NULL REFERENCES item (id),
    lang TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (item_id, lang)
) STRICT;
ALTER TABLE order_line ADD COLUMN customer_text TEXT NOT NULL DEFAULT '';
