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

ALTER TABLE item ADD COLUMN over_ship_ppm INTEGER
    CHECK (over_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE item ADD COLUMN under_ship_ppm INTEGER
    CHECK (under_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE customer ADD COLUMN over_ship_ppm INTEGER
    CHECK (over_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE customer ADD COLUMN under_ship_ppm INTEGER
    CHECK (under_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE order_line ADD COLUMN over_ship_ppm INTEGER
    CHECK (over_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE order_line ADD COLUMN under_ship_ppm INTEGER
    CHECK (under_ship_ppm BETWEEN 0 AND 1000000);
ALTER TABLE order_line ADD COLUMN over_qty INTEGER NOT NULL DEFAULT 0 CHECK (over_qty >= 0);
ALTER TABLE order_line ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0 CHECK (is_whole IN (0, 1));
ALTER TABLE fulfillment_line ADD COLUMN over_qty INTEGER NOT NULL DEFAULT 0
    CHECK (over_qty >= 0);
INSERT INTO reason_code (kind, code, label) VALUES ('cancel', 'tolerance', 'Within the tolerance');

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
ALTER TABLE outbox ADD COLUMN error_code TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN remote_id TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN is_out INTEGER NOT NULL DEFAULT 0 CHECK (is_out IN (0, 1));
ALTER TABLE outbox ADD COLUMN lookups INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN first_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN done_ms INTEGER NOT NULL DEFAULT 0;
DROP INDEX outbox_due;
CREATE INDEX outbox_open ON outbox (provider, id) WHERE state <> 3;
CREATE INDEX outbox_open_order ON outbox (order_id, id) WHERE state <> 3;
CREATE INDEX outbox_past_event ON outbox (done_ms) WHERE state = 3 AND provider = '';
CREATE TABLE provider_state (
    provider TEXT PRIMARY KEY,
    is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
    is_stopped INTEGER NOT NULL DEFAULT 0 CHECK (is_stopped IN (0, 1)),
    why TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    closed_until_ms INTEGER NOT NULL DEFAULT 0,
    last_ok_ms INTEGER NOT NULL DEFAULT 0,
    last_failed_ms INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    tokens_milli INTEGER NOT NULL DEFAULT 0,
    tokens_ms INTEGER NOT NULL DEFAULT 0,
    leased_by TEXT NOT NULL DEFAULT '',
    lease_until_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    lacks TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE outbox_exchange (
    id INTEGER PRIMARY KEY,
    outbox_id INTEGER NOT NULL REFERENCES outbox (id),
    is_lookup INTEGER NOT NULL CHECK (is_lookup IN (0, 1)),
    at_ms INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    request TEXT NOT NULL,
    status INTEGER NOT NULL,
    reply TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_exchange_of ON outbox_exchange (outbox_id, id);
CREATE INDEX outbox_exchange_at ON outbox_exchange (at_ms);
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    provider TEXT NOT NULL,
    external_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    content TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
    why TEXT NOT NULL DEFAULT '',
    came_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_ms INTEGER NOT NULL DEFAULT 0,
    UNIQUE (provider, external_id)
) STRICT;
CREATE INDEX inbox_due ON inbox (next_ms, id) WHERE state = 1;

-- -------------------------------------------------------------------------------- notices

ALTER TABLE contact ADD COLUMN no_mail INTEGER NOT NULL DEFAULT 0 CHECK (no_mail IN (0, 1));
ALTER TABLE contact ADD COLUMN by_sms INTEGER NOT NULL DEFAULT 0 CHECK (by_sms IN (0, 1));

-- What customers are told: a row for each who is told of one thing over one way, once.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    event INTEGER NOT NULL CHECK (event BETWEEN 1 AND 99), -- as in the table of notice_event.c
    record_kind TEXT NOT NULL,  -- what of the order: "order", "shipment", "fulfillment", "change"
    record_id INTEGER NOT NULL, -- of a change the row of the outbox that told of it
    channel INTEGER NOT NULL CHECK (channel IN (1, 2)), -- 1 mail 2 text message
    recipient TEXT NOT NULL,    -- mail address, or phone as E.164
    resend INTEGER NOT NULL DEFAULT 0 CHECK (resend >= 0), -- 0 by itself, else how often on purpose
    contact_id INTEGER REFERENCES contact (id),
    lang TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7),
        -- 1 waits 2 sent 3 delivered 4 came back 5 failed 6 not sent 7 perhaps sent
    is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)),
    subject TEXT NOT NULL DEFAULT '', -- as sent
    text TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    provider TEXT NOT NULL DEFAULT '',
    remote_id TEXT NOT NULL DEFAULT '', -- the provider's name for it
    outbox_id INTEGER,                  -- the work that sends it
    user_id INTEGER NOT NULL REFERENCES app_user (id), -- who asked, or in whose name it went
    created_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    sent_ms INTEGER NOT NULL DEFAULT 0,
    ended_ms INTEGER NOT NULL DEFAULT 0, -- delivered, came back, failed
    UNIQUE (order_id, event, record_kind, record_id, channel, recipient, resend)
) STRICT;
CREATE INDEX notice_remote ON notice (provider, remote_id) WHERE remote_id <> '';

-- Who is told nothing any more, over which way.
CREATE TABLE notice_block (
    id INTEGER PRIMARY KEY,
    channel INTEGER NOT NULL CHECK (channel IN (1, 2)),
    recipient TEXT NOT NULL,
    reason INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 3), -- 1 came back 2 said stop 3 by us
    note TEXT NOT NULL DEFAULT '',
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    at_ms INTEGER NOT NULL,
    UNIQUE (channel, recipient)
) STRICT;

-- The firm's own words for a notice, instead of those of the program.
CREATE TABLE notice_template (
    id INTEGER PRIMARY KEY,
    event INTEGER NOT NULL CHECK (event BETWEEN 1 AND 99),
    channel INTEGER NOT NULL CHECK (channel IN (1, 2)),
    lang TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (event, channel, lang)
) STRICT;

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
    version INTEGER NOT NULL DEFAULT 1,
    station TEXT NOT NULL DEFAULT '',
    print_state INTEGER NOT NULL DEFAULT 0 CHECK (print_state BETWEEN 0 AND 2)
) STRICT;
CREATE UNIQUE INDEX parcel_label_live ON parcel_label (package_number) WHERE state <= 4;
CREATE INDEX parcel_label_fulfillment ON parcel_label (fulfillment_id, id);
CREATE INDEX parcel_label_state ON parcel_label (state, id);
CREATE INDEX parcel_label_print ON parcel_label (station, id) WHERE print_state = 1;
CREATE TABLE label_file (
    label_id INTEGER PRIMARY KEY REFERENCES parcel_label (id),
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    came_ms INTEGER NOT NULL
) STRICT;

-- ------------------------------------------------------------------------------- tracking

-- Where a carrier has a parcel: a row for each number of a shipment that somebody asked after or
-- told of. The state is that of the newest event whose word we know, by its own time.
CREATE TABLE parcel_track (
    id INTEGER PRIMARY KEY,
    shipment_id INTEGER NOT NULL REFERENCES shipment (id),
    tracking TEXT NOT NULL,              -- the carrier's number; '' of a shipment that has none
    provider TEXT NOT NULL DEFAULT '',   -- who is asked; '' nobody
    tracker TEXT NOT NULL DEFAULT '',    -- its id for it
    carrier TEXT NOT NULL DEFAULT '',    -- its word for the carrier
    status INTEGER NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 9),
        -- 0 none 1 label made 2 in transit 3 out for delivery 4 to be collected 5 delivered
        -- 6 exception 7 returned 8 lost 9 canceled
    signed_by TEXT NOT NULL DEFAULT '',
    moved_ms INTEGER NOT NULL,           -- time of the newest event; at first when it left
    next_ms INTEGER NOT NULL DEFAULT 0,  -- asked after again then; 0 not by itself; -1 being asked
    is_open INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1)), -- it is still followed
    UNIQUE (shipment_id, tracking)
) STRICT;
CREATE INDEX parcel_track_number ON parcel_track (tracking);
CREATE INDEX parcel_track_due ON parcel_track (next_ms) WHERE next_ms > 0;
CREATE INDEX parcel_track_open ON parcel_track (moved_ms) WHERE is_open = 1;
CREATE INDEX shipment_moving ON shipment (shipped_ms) WHERE status = 1;

-- What carriers said of it; every event stays.
CREATE TABLE tracking_event (
    id INTEGER PRIMARY KEY,
    track_id INTEGER NOT NULL REFERENCES parcel_track (id),
    provider TEXT NOT NULL,              -- who said so; '' a person
    event_key TEXT NOT NULL,             -- digest of what it says
    at_ms INTEGER NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 10), -- as above; 10 a word nobody knows
    raw TEXT NOT NULL,                   -- the word as it came
    message TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id), -- who wrote it, or in whose name it came
    came_ms INTEGER NOT NULL,
    UNIQUE (provider, event_key)
) STRICT;
CREATE INDEX tracking_event_of ON tracking_event (track_id, at_ms, id);
-- Questions that were answered and may go.
CREATE INDEX outbox_past_track ON outbox (done_ms) WHERE state = 3 AND topic = 'tracker.get';

