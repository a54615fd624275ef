-- Step 5: the work for the outside, the promise, what was missing at the counter.

-- ------------------------------------------------------------------------------------ promise

-- -------------------------------------------------------------------------------- tolerance

-- ------------------------------------------------------------------------- carriers, methods

-- ---------------------------------------------------------- customers, items, prices, taxes

-- ----------------------------------------------------------------------- worker and its queue

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

-- ------------------------------------------------------------------------------- tracking

