-- orderdesk: the whole current schema. A new desk loads this file; an older one is brought here by
-- the numbered steps in data/migrations, and a test proves that both ways end alike.
--
-- Portable subset. Four type words (INTEGER, TEXT, BLOB and "INTEGER PRIMARY KEY") are mapped for
-- PostgreSQL, STRICT is dropped there. What only one engine knows stands between the markers
-- "-- sqlite-only" / "-- end", or behind "--pg " at the start of a line.
--
-- A CHECK of three values or more is a range: a list of them makes the engine build a table for each
-- row written.
--
-- Units: *_minor money in minor units of the row's currency; *_v price in 1/10 000 minor unit;
-- *_qty and qty columns thousandths; *_ppm rates; *_e9 exchange rates x 10^9; *_ms UTC milliseconds;
-- *_date "YYYY-MM-DD"; is_/can_ 0 or 1. Enums are integers; the C enum of the same name has the
-- same values, asserted there.

CREATE TABLE schema_version (
    version INTEGER NOT NULL,        -- number of the last migration step
    oldest_program INTEGER NOT NULL, -- a program that knows fewer steps than this must not open it
    stamped_ms INTEGER NOT NULL
) STRICT;

-- ------------------------------------------------------------------ desk: settings, users, logs

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY, -- as in the table of settings in setting_sql.c
    value TEXT NOT NULL
) STRICT;

CREATE TABLE sequence (
    name TEXT NOT NULL PRIMARY KEY, -- "order", "customer", ...
    next_value INTEGER NOT NULL CHECK (next_value > 0)
) STRICT;

CREATE TABLE app_user (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,   -- system login, or a name at a shared counter
    name TEXT NOT NULL,           -- as shown to colleagues
    role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 4), -- 1 clerk 2 warehouse 3 manager 4 admin
    password_hash TEXT,           -- argon2id; NULL: signs in by system login only
    discount_limit_ppm INTEGER NOT NULL DEFAULT 0 CHECK (discount_limit_ppm BETWEEN 0 AND 1000000),
    lang TEXT NOT NULL DEFAULT '',
    preferences TEXT NOT NULL DEFAULT '{}', -- JSON: theme, keys, columns of this user
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    failed_tries INTEGER NOT NULL DEFAULT 0,
    locked_until_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What one unit of a currency is worth in the company's, from a day on until the next row.
CREATE TABLE exchange_rate (
    id INTEGER PRIMARY KEY,
    currency TEXT NOT NULL,          -- ISO 4217; never the company's own
    from_date TEXT NOT NULL,
    rate_e9 INTEGER NOT NULL CHECK (rate_e9 > 0),
    source TEXT NOT NULL DEFAULT '', -- "ECB", "bank"
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (currency, from_date)
) STRICT;

-- Who has the desk open. A row goes with its process; stale ones are swept at the next start.
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE reason_code (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,   -- "cancel", "price", "stock", "discard"
    code TEXT NOT NULL,   -- stable, for scripts
    label TEXT NOT NULL,  -- N_() text of the program, or the firm's own words
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    UNIQUE (kind, code)
) STRICT;

-- A search with a name, of its owner or for all.
CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3), -- 1 orders 2 customers 3 items
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    query TEXT NOT NULL,
    columns TEXT NOT NULL DEFAULT '', -- names with commas between; "" the usual
    is_shared INTEGER NOT NULL DEFAULT 0 CHECK (is_shared IN (0, 1)),
    owner_id INTEGER NOT NULL REFERENCES app_user (id),
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (owner_id, kind, name_fold)
) STRICT;

-- A key is made before the first try of a command that creates; the row says it was done.
CREATE TABLE idem_key (
    key TEXT NOT NULL PRIMARY KEY,
    command TEXT NOT NULL,      -- action name: "order.new"
    content_hash TEXT NOT NULL, -- same key with other content is refused
    record_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

-- The timeline of every record but orders (those have order_event). Append-only.
CREATE TABLE event_log (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    kind TEXT NOT NULL,         -- action name: "item.save"
    record_kind TEXT NOT NULL,  -- "item", "customer", "user" ...
    record_id INTEGER NOT NULL,
    reason_id INTEGER REFERENCES reason_code (id),
    fields TEXT NOT NULL DEFAULT '' -- names of the changed fields, blank between
) STRICT;
CREATE INDEX event_log_record ON event_log (record_kind, record_id, id);

-- Values before and after, apart so that erasure may empty them without touching the ledgers.
CREATE TABLE event_value (
    ledger INTEGER NOT NULL CHECK (ledger IN (1, 2)), -- 1 event_log 2 order_event
    event_id INTEGER NOT NULL,
    before_json TEXT,
    after_json TEXT,
    PRIMARY KEY (ledger, event_id)
) STRICT;

-- Work for the outside, written in the transaction that caused it.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,        -- "order.confirmed", "channel.stock"
    provider TEXT NOT NULL DEFAULT '', -- '' until routed
    order_id INTEGER,           -- strict order per order
    record_kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    payload TEXT NOT NULL DEFAULT '{}',
    idem_key TEXT NOT NULL UNIQUE,
    state INTEGER NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 6),
        -- 1 queued 2 sending 3 done 4 retry 5 dead 6 unknown
    attempts INTEGER NOT NULL DEFAULT 0,
    next_ms INTEGER NOT NULL,
    lease_until_ms INTEGER NOT NULL DEFAULT 0,
    leased_by TEXT NOT NULL DEFAULT '',
    last_error TEXT NOT NULL DEFAULT '',
    created_ms INTEGER NOT NULL,
    error_code TEXT NOT NULL DEFAULT '',   -- the provider's; "dropped", "late" of what was not sent
    remote_id TEXT NOT NULL DEFAULT '',    -- the provider's id of what was made
    is_out INTEGER NOT NULL DEFAULT 0 CHECK (is_out IN (0, 1)), -- a write of this try has left
    lookups INTEGER NOT NULL DEFAULT 0,    -- of an unknown: how often it was asked after
    first_ms INTEGER NOT NULL DEFAULT 0,   -- its first try
    done_ms INTEGER NOT NULL DEFAULT 0,
    claim_no INTEGER NOT NULL DEFAULT 0    -- counts up with each claim: whose try it is
) STRICT;
-- What is open, by who does it and in its order; and what an order still waits for.
CREATE INDEX outbox_open ON outbox (provider, id) WHERE state <> 3;
CREATE INDEX outbox_open_order ON outbox (order_id, id) WHERE state <> 3;
-- What is being sent, and what is unclear: few, however much waits.
CREATE INDEX outbox_sending ON outbox (provider, id) WHERE state = 2;
CREATE INDEX outbox_unclear ON outbox (provider, id) WHERE state = 6;
-- How much waits, counted without the rows.
CREATE INDEX outbox_depth ON outbox (provider, state, created_ms) WHERE state <> 3;
-- What was done and may go one day.
CREATE INDEX outbox_past_event ON outbox (done_ms) WHERE state = 3 AND provider = '';

-- What is typed into a form and not saved yet, so that a lost terminal loses nothing.
CREATE TABLE form_typing (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    form TEXT NOT NULL,          -- kind of record: "customer"
    record_id INTEGER NOT NULL,  -- 0: a new one
    parent_id INTEGER NOT NULL,  -- of an address or contact: its customer; rule: its page
    session_id INTEGER NOT NULL, -- who types in it; 0, or not in session any more: it is offered again
    idem_key TEXT NOT NULL,
    fields TEXT NOT NULL,        -- JSON: {"name": ["before", "typed", row id]}
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX form_typing_user ON form_typing (user_id, form, record_id);

-- Work over all records that an update left to be done in slices. No row: it is done.
CREATE TABLE upkeep (
    job TEXT NOT NULL PRIMARY KEY, -- as in the table of jobs in upkeep_sql.c
    next_id INTEGER NOT NULL       -- records from this one on are still to be done
) STRICT;

-- Copies that were made and checked whole.
CREATE TABLE backup_run (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;

-- -------------------------------------------------------------------------------- sites, channels

CREATE TABLE site (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    line1 TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '', -- ISO 3166-1 alpha-2
    priority INTEGER NOT NULL DEFAULT 100, -- lower is asked first
    can_ship INTEGER NOT NULL DEFAULT 1 CHECK (can_ship IN (0, 1)),
    can_pickup INTEGER NOT NULL DEFAULT 1 CHECK (can_pickup IN (0, 1)),
    can_return INTEGER NOT NULL DEFAULT 1 CHECK (can_return IN (0, 1)),
    cutoff_minute INTEGER NOT NULL DEFAULT 900 CHECK (cutoff_minute BETWEEN 0 AND 1439),
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    ships_to TEXT NOT NULL DEFAULT '', -- "GB IE FR-75": countries, beginnings of post codes; '' all
    ship_method TEXT NOT NULL DEFAULT '', -- code of the usual one for orders of this site
    fill_mode INTEGER NOT NULL DEFAULT 2 CHECK (fill_mode IN (1, 2)),
        -- of backorders: 1 by itself 2 proposed, a person gives
    work_days INTEGER NOT NULL DEFAULT 31 CHECK (work_days BETWEEN 1 AND 127), -- Monday 1 .. Sunday 64
    allocate_mode INTEGER NOT NULL DEFAULT 1 CHECK (allocate_mode BETWEEN 1 AND 3),
        -- a line gets stock 1 when its order is confirmed 2 so many days before it is wanted
        -- 3 when somebody says so
    allocate_days INTEGER NOT NULL DEFAULT 0 CHECK (allocate_days >= 0) -- of mode 2
) STRICT;

-- -------------------------------------------------------------------------------------------- tax

CREATE TABLE tax_class (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE, -- "standard", "reduced", "zero"
    name TEXT NOT NULL,
    is_as_goods INTEGER NOT NULL DEFAULT 0 CHECK (is_as_goods IN (0, 1))
        -- of charges: taxed as the goods they go with, in proportion
) STRICT;

-- The longest matching postcode prefix wins, then region, then country; '' matches all.
CREATE TABLE tax_zone (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    country TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    postcode_prefix TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A class has one tax in a zone, or several with different codes: GST and PST, state and county.
CREATE TABLE tax_rate (
    id INTEGER PRIMARY KEY,
    zone_id INTEGER NOT NULL REFERENCES tax_zone (id),
    class_id INTEGER NOT NULL REFERENCES tax_class (id),
    name TEXT NOT NULL,         -- "VAT 20%"
    rate_ppm INTEGER NOT NULL CHECK (rate_ppm BETWEEN 0 AND 10000000),
    category INTEGER NOT NULL DEFAULT 1 CHECK (category BETWEEN 1 AND 4),
        -- 1 standard 2 zero 3 exempt 4 reverse charge
    valid_from_date TEXT NOT NULL DEFAULT '',
    valid_to_date TEXT NOT NULL DEFAULT '9999-12-31',
    code TEXT NOT NULL DEFAULT '', -- which tax: "GST"
    pass INTEGER NOT NULL DEFAULT 1 CHECK (pass BETWEEN 1 AND 3),
        -- 1 on the amount; 2, 3 on amount and taxes of earlier passes
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (zone_id, class_id, code, valid_from_date)
) STRICT;

-- ---------------------------------------------------------------------------------------- catalog

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    sku TEXT NOT NULL UNIQUE,      -- upper case
    kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 4), -- 1 stock 2 service 3 charge 4 bundle
    description TEXT NOT NULL,
    category TEXT NOT NULL DEFAULT '',
    uom TEXT NOT NULL DEFAULT 'ea',
    qty_decimals INTEGER NOT NULL DEFAULT 0 CHECK (qty_decimals BETWEEN 0 AND 3),
    tax_class_id INTEGER NOT NULL REFERENCES tax_class (id),
    weight_g INTEGER NOT NULL DEFAULT 0 CHECK (weight_g >= 0),
    backorder_policy INTEGER NOT NULL DEFAULT 2 CHECK (backorder_policy IN (1, 2)), -- 1 deny 2 allow
    min_qty INTEGER NOT NULL DEFAULT 0 CHECK (min_qty >= 0),
    qty_step INTEGER NOT NULL DEFAULT 0 CHECK (qty_step >= 0), -- 0: any
    lead_days INTEGER NOT NULL DEFAULT 0 CHECK (lead_days >= 0),
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    note TEXT NOT NULL DEFAULT '',
    search_text TEXT NOT NULL,     -- folded: SKU and its ends, description, category, barcodes
    created_ms INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    floor_price_v INTEGER NOT NULL DEFAULT 0 CHECK (floor_price_v >= 0), -- without tax, company's money
    backorder_limit_qty INTEGER NOT NULL DEFAULT 0 CHECK (backorder_limit_qty >= 0),
        -- that all orders together may wait for; 0: any
    over_ship_ppm INTEGER CHECK (over_ship_ppm BETWEEN 0 AND 1000000),
        -- of what is ordered, may be delivered beyond it; NULL: as the customer
    under_ship_ppm INTEGER CHECK (under_ship_ppm BETWEEN 0 AND 1000000),
        -- of what is ordered, may stay away without being waited for; NULL: as the customer
    hs_code TEXT NOT NULL DEFAULT '',   -- tariff number (Harmonized System), for customs
    origin TEXT NOT NULL DEFAULT ''     -- country it was made in, ISO 3166-1 alpha-2
) STRICT;
CREATE INDEX item_sku ON item (sku, search_text); -- codes are walked for words
CREATE INDEX item_place ON item (id, sku); -- what words find is put in order out of it

CREATE TABLE item_barcode (
    barcode TEXT NOT NULL PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item (id),
    pack_qty INTEGER NOT NULL DEFAULT 1000 CHECK (pack_qty > 0) -- one scan counts this much
) STRICT;
CREATE INDEX item_barcode_item ON item_barcode (item_id);

-- Descriptions for customers who read another language than the desk.
CREATE TABLE item_text (
    item_id INTEGER NOT NULL REFERENCES item (id),
    lang TEXT NOT NULL,            -- ISO 639-1: "de"
    description TEXT NOT NULL,
    PRIMARY KEY (item_id, lang)
) STRICT;

-- Units an item is ordered in beside its own: "box", "pallet". Prices and stock stay in the item's.
CREATE TABLE item_uom (
    item_id INTEGER NOT NULL REFERENCES item (id),
    code TEXT NOT NULL,
    factor_qty INTEGER NOT NULL CHECK (factor_qty > 0), -- the item's units in one of these
    PRIMARY KEY (item_id, code)
) STRICT;

-- What a bundle (kind 4) is made of: stock items only, so that none is in itself. It does not change
-- while stock is allocated to it: the allocation rows of its lines are whole kits of these.
CREATE TABLE bundle_component (
    bundle_id INTEGER NOT NULL REFERENCES item (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    qty INTEGER NOT NULL CHECK (qty > 0), -- of it in one bundle
    PRIMARY KEY (bundle_id, item_id)
) STRICT;
CREATE INDEX bundle_component_item ON bundle_component (item_id);

CREATE TABLE item_substitute (
    item_id INTEGER NOT NULL REFERENCES item (id),
    substitute_id INTEGER NOT NULL REFERENCES item (id),
    rank INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (item_id, substitute_id),
    CHECK (item_id <> substitute_id)
) STRICT;

CREATE TABLE price_list (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,     -- "BASE" is the list of the house
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    is_tax_incl INTEGER NOT NULL DEFAULT 0 CHECK (is_tax_incl IN (0, 1)),
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    parent_id INTEGER REFERENCES price_list (id), -- has its prices where there is no row of its own
    adjust_ppm INTEGER NOT NULL DEFAULT 0 CHECK (adjust_ppm BETWEEN -1000000 AND 10000000),
    valid_from_date TEXT NOT NULL DEFAULT '',
    valid_to_date TEXT NOT NULL DEFAULT '9999-12-31'
) STRICT;

-- -------------------------------------------------------------------------------------- customers

CREATE TABLE customer_group (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE payment_terms (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,  -- "NET30"
    name TEXT NOT NULL,
    days INTEGER NOT NULL CHECK (days >= 0),
    is_cash INTEGER NOT NULL DEFAULT 0 CHECK (is_cash IN (0, 1)), -- paid in notes and coins
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL DEFAULT 1 CHECK (kind IN (1, 2)), -- 1 b2b 2 b2c
    currency TEXT NOT NULL,
    lang TEXT NOT NULL DEFAULT '',
    tax_zone_id INTEGER REFERENCES tax_zone (id),    -- overrides the zone of the address
    tax_number TEXT NOT NULL DEFAULT '',
    tax_exempt_cert TEXT NOT NULL DEFAULT '',        -- '' not exempt
    tax_exempt_until_date TEXT NOT NULL DEFAULT '',
    payment_terms_id INTEGER NOT NULL REFERENCES payment_terms (id),
    credit_limit_minor INTEGER,                      -- NULL: no limit
    is_credit_held INTEGER NOT NULL DEFAULT 0 CHECK (is_credit_held IN (0, 1)),
    is_po_required INTEGER NOT NULL DEFAULT 0 CHECK (is_po_required IN (0, 1)),
    backorder_policy INTEGER NOT NULL DEFAULT 0 CHECK (backorder_policy BETWEEN 0 AND 2), -- 0 as item
    price_list_id INTEGER REFERENCES price_list (id),
    site_id INTEGER REFERENCES site (id),            -- default source
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',                  -- as given
    bill_address_id INTEGER,
    ship_address_id INTEGER,
    note TEXT NOT NULL DEFAULT '',                   -- shown at entry
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    name_fold TEXT NOT NULL,                         -- for sorting
    search_text TEXT NOT NULL,  -- folded: code, name, contacts, cities, post codes, phone digits, mail
    created_ms INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    group_id INTEGER REFERENCES customer_group (id), -- whose price rules hold for it
    is_best_price INTEGER NOT NULL DEFAULT 0 CHECK (is_best_price IN (0, 1)), -- lowest of all sources
    phone_key TEXT NOT NULL DEFAULT '', -- the phone as E.164, else its digits: the same is the same
    place_key TEXT NOT NULL DEFAULT '', -- name and post code of the bill-to, letters and digits alone
    merged_into_id INTEGER REFERENCES customer (id), -- who it is now; never one that was merged itself
    ship_policy INTEGER NOT NULL DEFAULT 1 CHECK (ship_policy BETWEEN 1 AND 3), -- of its new orders
    ship_method TEXT NOT NULL DEFAULT '', -- code of the usual one; '': the channel's
    over_ship_ppm INTEGER CHECK (over_ship_ppm BETWEEN 0 AND 1000000), -- NULL: nothing, as 0
    under_ship_ppm INTEGER CHECK (under_ship_ppm BETWEEN 0 AND 1000000)
) STRICT;
CREATE INDEX customer_name ON customer (name_fold, id, search_text); -- names are walked for words
CREATE INDEX customer_place ON customer (id, name_fold, merged_into_id); -- as item_place
CREATE INDEX customer_group_code ON customer (group_id, code) WHERE group_id IS NOT NULL;
CREATE INDEX customer_email ON customer (LOWER(email)); -- imports find private customers by it
CREATE INDEX customer_phone_key ON customer (phone_key, id) WHERE phone_key > '';
CREATE INDEX customer_place_key ON customer (place_key, id) WHERE place_key > '';
CREATE INDEX customer_merged ON customer (merged_into_id) WHERE merged_into_id IS NOT NULL;

-- Two customers that may be one. A pair is filed once: what was said not to be the same stays so.
CREATE TABLE customer_pair (
    id INTEGER PRIMARY KEY,
    low_id INTEGER NOT NULL REFERENCES customer (id),
    high_id INTEGER NOT NULL REFERENCES customer (id),
    why INTEGER NOT NULL CHECK (why BETWEEN 1 AND 7), -- bits: 1 mail 2 phone 4 name and post code
    status INTEGER NOT NULL DEFAULT 1 CHECK (status BETWEEN 1 AND 3),
        -- 1 waits 2 merged 3 not the same
    found_ms INTEGER NOT NULL,
    ended_by INTEGER REFERENCES app_user (id),
    ended_ms INTEGER NOT NULL DEFAULT 0,
    UNIQUE (low_id, high_id),
    CHECK (low_id < high_id)
) STRICT;
CREATE INDEX customer_pair_high ON customer_pair (high_id);
CREATE INDEX customer_pair_waiting ON customer_pair (id) WHERE status = 1;

-- A merge of one customer into another, with what it moved and changed, so that it can be undone.
CREATE TABLE customer_merge (
    id INTEGER PRIMARY KEY,
    kept_id INTEGER NOT NULL REFERENCES customer (id),
    gone_id INTEGER NOT NULL REFERENCES customer (id),
    was_active INTEGER NOT NULL CHECK (was_active IN (0, 1)), -- the one that went
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    at_ms INTEGER NOT NULL,
    undone_by INTEGER REFERENCES app_user (id),
    undone_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX customer_merge_gone ON customer_merge (gone_id, id);

CREATE TABLE customer_merge_row (
    merge_id INTEGER NOT NULL REFERENCES customer_merge (id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
        -- 1 order 2 contact 3 address 4 price rule 5 name at a channel 6 customer merged before
    record_id INTEGER NOT NULL,    -- of kind 5 the channel's
    name TEXT NOT NULL DEFAULT '', -- kind 5
    was INTEGER NOT NULL DEFAULT 0, -- kind 2 is_active; kind 3 number * 2 + is_current
    PRIMARY KEY (merge_id, kind, record_id, name)
) STRICT;

-- Fields of the one that was kept which the other filled.
CREATE TABLE customer_merge_field (
    merge_id INTEGER NOT NULL REFERENCES customer_merge (id),
    field TEXT NOT NULL,           -- as in the table of fields in merge.c
    before_text TEXT NOT NULL,
    after_text TEXT NOT NULL,
    PRIMARY KEY (merge_id, field)
) STRICT;

-- What something costs from a quantity on: a price, or so much off what the next lower source says.
-- Of an item, of a category and those below it ("tools", "tools/drills"), or of everything; for a
-- customer (a contract), for a group of customers, or for all who buy from the list.
CREATE TABLE price_rule (
    id INTEGER PRIMARY KEY,
    price_list_id INTEGER NOT NULL REFERENCES price_list (id), -- gives currency and price mode
    item_id INTEGER REFERENCES item (id),   -- NULL: of the category
    category TEXT NOT NULL DEFAULT '',      -- with an item: not used; '' without one: everything
    customer_id INTEGER REFERENCES customer (id),
    group_id INTEGER REFERENCES customer_group (id),
    kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 3), -- 1 price 2 percent 3 amount off
    min_qty INTEGER NOT NULL DEFAULT 0 CHECK (min_qty >= 0),
    price_v INTEGER NOT NULL CHECK (price_v >= 0), -- of kind 3 what comes off
    percent_ppm INTEGER NOT NULL DEFAULT 0 CHECK (percent_ppm BETWEEN 0 AND 1000000),
    valid_from_date TEXT NOT NULL DEFAULT '',
    valid_to_date TEXT NOT NULL DEFAULT '9999-12-31',
    contract_ref TEXT NOT NULL DEFAULT '',  -- where it is agreed
    version INTEGER NOT NULL DEFAULT 1,
    is_by_promise INTEGER NOT NULL DEFAULT 0 CHECK (is_by_promise IN (0, 1)),
        -- of a customer: the promised day must be in its dates, not the order's
    CHECK (customer_id IS NULL OR group_id IS NULL)
) STRICT;
CREATE INDEX price_rule_item ON price_rule (item_id, customer_id, group_id, price_list_id);
CREATE INDEX price_rule_list ON price_rule (price_list_id, customer_id, group_id);
CREATE INDEX price_rule_customer ON price_rule (customer_id, item_id);
CREATE INDEX price_rule_group ON price_rule (group_id, item_id);

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    roles INTEGER NOT NULL DEFAULT 1, -- bits: 1 orders 2 approves 4 receives 8 pays
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    no_mail INTEGER NOT NULL DEFAULT 0 CHECK (no_mail IN (0, 1)), -- wants no notices by mail
    by_sms INTEGER NOT NULL DEFAULT 0 CHECK (by_sms IN (0, 1))    -- wants them as text messages too
) STRICT;
CREATE INDEX contact_customer ON contact (customer_id, id);

-- Immutable: a correction is a new row that takes the number over; orders keep pointing at theirs.
CREATE TABLE address (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    number INTEGER NOT NULL,          -- 1, 2 ... as the clerk says it
    name TEXT NOT NULL DEFAULT '',    -- of the firm or person there, '' as the customer
    line1 TEXT NOT NULL,
    line2 TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    postcode TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '', -- ISO 3166-1 alpha-2 where known, else as given
    phone TEXT NOT NULL DEFAULT '',
    is_current INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
    created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX address_customer ON address (customer_id, number, id);

CREATE TABLE channel (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,   -- "phone", "counter", "web" ...
    name TEXT NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
        -- 1 phone 2 counter 3 web 4 marketplace 5 edi 6 email
    price_list_id INTEGER REFERENCES price_list (id),
    site_id INTEGER REFERENCES site (id),
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    remorse_minutes INTEGER NOT NULL DEFAULT -1 CHECK (remorse_minutes BETWEEN -1 AND 10080),
        -- in which a confirmed order is not picked yet; -1: as the firm's setting
    ship_method TEXT NOT NULL DEFAULT '', -- code of the usual one; '': the site's
    total_tolerance_minor INTEGER NOT NULL DEFAULT 100 CHECK (total_tolerance_minor >= 0)
        -- by which the total of an import may differ from its lines; more holds the order
) STRICT;

-- The customer's name at a channel.
CREATE TABLE channel_customer (
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    external_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    PRIMARY KEY (channel_id, external_id)
) STRICT;
CREATE INDEX channel_customer_customer ON channel_customer (customer_id);

-- The item's code at a channel, where it differs from the SKU.
CREATE TABLE channel_sku (
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    external_sku TEXT NOT NULL,
    item_id INTEGER NOT NULL REFERENCES item (id),
    PRIMARY KEY (channel_id, external_sku)
) STRICT;
CREATE INDEX channel_sku_item ON channel_sku (item_id);

-- ----------------------------------------------------------------------------------------- orders

CREATE TABLE sales_order (
    id INTEGER PRIMARY KEY,
    number TEXT UNIQUE,              -- NULL until submitted; digits with a check digit at the end
    kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 4),
        -- 1 order 2 quote 3 replacement 4 exchange
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 8),
        -- 1 draft 2 quoted 3 expired 4 submitted 5 confirmed 6 closed 7 canceled 8 discarded
    is_history INTEGER NOT NULL DEFAULT 0 CHECK (is_history IN (0, 1)), -- imported as it was
    customer_id INTEGER REFERENCES customer (id),   -- NULL only in a draft
    contact_id INTEGER REFERENCES contact (id),
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    site_id INTEGER NOT NULL REFERENCES site (id),  -- where stock is taken unless a line says else
    external_id TEXT,                               -- number at the channel
    customer_po TEXT NOT NULL DEFAULT '',
    -- snapshot, frozen at submit
    customer_name TEXT NOT NULL DEFAULT '',
    bill_address_id INTEGER REFERENCES address (id),
    ship_address_id INTEGER REFERENCES address (id),
    ship_name TEXT NOT NULL DEFAULT '',
    ship_line1 TEXT NOT NULL DEFAULT '',
    ship_line2 TEXT NOT NULL DEFAULT '',
    ship_city TEXT NOT NULL DEFAULT '',
    ship_region TEXT NOT NULL DEFAULT '',
    ship_postcode TEXT NOT NULL DEFAULT '',
    ship_country TEXT NOT NULL DEFAULT '',
    -- money
    currency TEXT NOT NULL,
    fx_e9 INTEGER NOT NULL DEFAULT 1000000000,
    is_tax_incl INTEGER NOT NULL DEFAULT 0 CHECK (is_tax_incl IN (0, 1)),
    tax_round INTEGER NOT NULL DEFAULT 1 CHECK (tax_round BETWEEN 1 AND 3), -- 1 per rate 2 line 3 unit
    round_mode INTEGER NOT NULL DEFAULT 0 CHECK (round_mode BETWEEN 0 AND 3), -- enum round_mode
    tax_zone_id INTEGER REFERENCES tax_zone (id),
    disc_ppm INTEGER NOT NULL DEFAULT 0 CHECK (disc_ppm BETWEEN 0 AND 1000000),
    disc_minor INTEGER NOT NULL DEFAULT 0 CHECK (disc_minor >= 0),
    goods_minor INTEGER NOT NULL DEFAULT 0,   -- sum of line nets of goods, before order discount
    charges_minor INTEGER NOT NULL DEFAULT 0, -- sum of charge lines
    discount_minor INTEGER NOT NULL DEFAULT 0,-- order discount as spread
    tax_minor INTEGER NOT NULL DEFAULT 0,
    total_minor INTEGER NOT NULL DEFAULT 0,   -- what the customer pays
    base_total_minor INTEGER NOT NULL DEFAULT 0, -- in the company's currency, for counters
    -- policy
    ship_policy INTEGER NOT NULL DEFAULT 1 CHECK (ship_policy BETWEEN 1 AND 3),
        -- 1 as available 2 complete 3 single shipment
    pay_policy INTEGER NOT NULL DEFAULT 3 CHECK (pay_policy BETWEEN 1 AND 4),
        -- 1 prepaid 2 on shipment 3 terms 4 cash on delivery
    payment_terms_id INTEGER REFERENCES payment_terms (id),
    ship_method TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    -- dates
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    placed_ms INTEGER NOT NULL DEFAULT 0,     -- submitted; of history its own date
    confirmed_ms INTEGER NOT NULL DEFAULT 0,
    ended_ms INTEGER NOT NULL DEFAULT 0,      -- closed, canceled or discarded
    requested_date TEXT NOT NULL DEFAULT '',
    promised_date TEXT NOT NULL DEFAULT '',
    created_by INTEGER NOT NULL REFERENCES app_user (id),
    -- caches for lists; written by order_save only, verified by check
    line_count INTEGER NOT NULL DEFAULT 0,
    open_qty INTEGER NOT NULL DEFAULT 0,
    backordered_qty INTEGER NOT NULL DEFAULT 0,
    shown_status INTEGER NOT NULL,            -- enum order_shown
    hold_blocks INTEGER NOT NULL DEFAULT 0,   -- bits of its open holds
    search_text TEXT NOT NULL DEFAULT '',     -- folded: numbers, PO, customer, ship-to
    version INTEGER NOT NULL DEFAULT 1,
    fx_source TEXT NOT NULL DEFAULT '', -- whose rate fx_e9 is, and of which day
    max_sites INTEGER NOT NULL DEFAULT 0 CHECK (max_sites BETWEEN 0 AND 5), -- 0: as the setting
    partial_after_date TEXT NOT NULL DEFAULT '', -- ship policy 2: may be parted from then on
    cancel_backorders INTEGER NOT NULL DEFAULT 0 CHECK (cancel_backorders IN (0, 1)),
        -- what is missing at picking, and everywhere else, is canceled
    priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 9),
        -- who is served first where stock is short; 9 is first
    cash_step_minor INTEGER NOT NULL DEFAULT 0 CHECK (cash_step_minor >= 0),
        -- paid in cash: the total is a multiple of it; 0: to the last digit
    rounding_minor INTEGER NOT NULL DEFAULT 0, -- what that took or gave; in the total, without tax
    pickup_site_id INTEGER REFERENCES site (id), -- where it is collected; NULL: it is sent
    arrives_date TEXT NOT NULL DEFAULT '', -- when the last of it is there; '': nobody said
    latest_ship_date TEXT NOT NULL DEFAULT '', -- the customer wants it to leave no later; '': any day
    terms_name TEXT NOT NULL DEFAULT '' -- of payment_terms when it was submitted; '': as they are
) STRICT;
CREATE INDEX sales_order_customer ON sales_order (customer_id, placed_ms, id);
CREATE INDEX sales_order_shown ON sales_order (shown_status, id, base_total_minor);
CREATE INDEX sales_order_placed ON sales_order (placed_ms, id);
CREATE INDEX sales_order_week ON sales_order ((placed_ms / 604800000), id); -- ids of long spans of days
-- Open confirmed orders alone, with all that the queue of late ones counts.
CREATE INDEX sales_order_late ON sales_order (promised_date, base_total_minor, id)
    WHERE status = 5 AND open_qty > 0;
CREATE INDEX sales_order_total ON sales_order (base_total_minor, id);
CREATE INDEX sales_order_external ON sales_order (external_id);
CREATE INDEX sales_order_po ON sales_order (customer_id, customer_po);
-- What waits for stock: few, however many orders there are; with all that the dashboard counts.
CREATE INDEX sales_order_short ON sales_order (id, status, backordered_qty, is_history, site_id,
    priority, promised_date, confirmed_ms, total_minor, base_total_minor)
    WHERE status = 5 AND backordered_qty > 0;
-- What waits for someone, by how long (SHOWN_AWAITING_APPROVAL, ON_HOLD, SUBMITTED, ALLOCATED,
-- BACKORDERED): the age of the queues.
CREATE INDEX sales_order_waiting ON sales_order (shown_status, placed_ms)
    WHERE shown_status IN (6, 7, 8, 15, 16);
CREATE INDEX sales_order_drafts ON sales_order (created_by, status, id);
-- Open ones that must leave by a day: few.
CREATE INDEX sales_order_latest ON sales_order (latest_ship_date, id)
    WHERE status = 5 AND open_qty > 0 AND latest_ship_date > '';
CREATE INDEX sales_order_imported ON sales_order (id) WHERE is_history = 1 AND status = 5; -- open ones

CREATE TABLE order_line (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    line_no INTEGER NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5), -- 1 stock 2 service 3 charge 4 bundle 5 comment
    item_id INTEGER REFERENCES item (id),
    site_id INTEGER REFERENCES site (id),  -- NULL: the order's
    -- snapshot
    sku TEXT NOT NULL,
    description TEXT NOT NULL,
    uom TEXT NOT NULL DEFAULT '',
    tax_class_id INTEGER REFERENCES tax_class (id),
    -- price
    unit_price_v INTEGER NOT NULL DEFAULT 0,
    list_price_v INTEGER NOT NULL DEFAULT 0, -- what the lists say, beside a typed price
    price_source INTEGER NOT NULL DEFAULT 0 CHECK (price_source BETWEEN 0 AND 7),
        -- 0 none 1 manual 2 imported 3 contract 4 group 5 customer list 6 channel list 7 base list
    price_rule_id INTEGER,
    is_price_locked INTEGER NOT NULL DEFAULT 0 CHECK (is_price_locked IN (0, 1)),
    price_reason_id INTEGER REFERENCES reason_code (id),
    disc_ppm INTEGER NOT NULL DEFAULT 0 CHECK (disc_ppm BETWEEN 0 AND 1000000),
    disc_minor INTEGER NOT NULL DEFAULT 0 CHECK (disc_minor >= 0),
    net_minor INTEGER NOT NULL DEFAULT 0,    -- line amount in the order's price mode, before order discount
    order_disc_minor INTEGER NOT NULL DEFAULT 0, -- share of the order discount
    tax_minor INTEGER NOT NULL DEFAULT 0,    -- share of the tax; lines add up to the order's
    tax_ppm INTEGER NOT NULL DEFAULT 0,
    tax_category INTEGER NOT NULL DEFAULT 1,
    -- quantities, thousandths (DOMAIN: section 2)
    ordered_qty INTEGER NOT NULL CHECK (ordered_qty >= 0),
    canceled_qty INTEGER NOT NULL DEFAULT 0 CHECK (canceled_qty >= 0 AND canceled_qty <= ordered_qty),
    allocated_qty INTEGER NOT NULL DEFAULT 0 CHECK (allocated_qty >= 0), -- cache of allocation rows
    picked_qty INTEGER NOT NULL DEFAULT 0 CHECK (picked_qty >= 0),
    shipped_qty INTEGER NOT NULL DEFAULT 0 CHECK (shipped_qty >= 0),
    delivered_qty INTEGER NOT NULL DEFAULT 0 CHECK (delivered_qty >= 0 AND delivered_qty <= shipped_qty),
    returned_ok_qty INTEGER NOT NULL DEFAULT 0 CHECK (returned_ok_qty >= 0),
    returned_bad_qty INTEGER NOT NULL DEFAULT 0 CHECK (returned_bad_qty >= 0),
    invoiced_qty INTEGER NOT NULL DEFAULT 0 CHECK (invoiced_qty >= 0),
    credited_qty INTEGER NOT NULL DEFAULT 0 CHECK (credited_qty >= 0),
    -- as it was ordered; quantities above are in the item's own unit
    unit TEXT NOT NULL DEFAULT '',           -- '': the item's own
    unit_qty INTEGER NOT NULL DEFAULT 1000 CHECK (unit_qty > 0), -- the item's units in one of it
    requested_date TEXT NOT NULL DEFAULT '', -- '': the order's
    promised_date TEXT NOT NULL DEFAULT '',
    tax_code TEXT NOT NULL DEFAULT '',       -- of its one tax; tax_ppm is what several make together
    tax_part_count INTEGER NOT NULL DEFAULT 0, -- rows in order_line_tax; 0: its tax is in tax_ppm
    over_ship_ppm INTEGER CHECK (over_ship_ppm BETWEEN 0 AND 1000000), -- NULL: as the item
    under_ship_ppm INTEGER CHECK (under_ship_ppm BETWEEN 0 AND 1000000),
    over_qty INTEGER NOT NULL DEFAULT 0 CHECK (over_qty >= 0), -- in ordered_qty: picked beyond it
    is_whole INTEGER NOT NULL DEFAULT 0 CHECK (is_whole IN (0, 1)), -- leaves whole or not at all
    allocate_from TEXT NOT NULL DEFAULT '', -- gets no stock before that day, waits for none; '': at once
    customer_text TEXT NOT NULL DEFAULT '',  -- description in the customer's language; '' as above
    UNIQUE (order_id, line_no)
) STRICT;
-- Lines whose time for stock has not come.
CREATE INDEX order_line_later ON order_line (allocate_from, order_id) WHERE allocate_from > '';
CREATE INDEX order_line_item ON order_line (item_id, order_id);
-- What an item still owes: few lines, however many its history has. Read with every look-up of
-- stock, and by the dashboard.
CREATE INDEX order_line_short ON order_line (item_id, order_id, kind, site_id, ordered_qty,
    canceled_qty, shipped_qty, allocated_qty, net_minor, is_whole,
    allocate_from)
    WHERE ordered_qty > canceled_qty + shipped_qty + allocated_qty;
-- Imported lines of goods that no item is known for; few, until someone says which they are.
CREATE INDEX order_line_unmapped ON order_line (sku, order_id)
    WHERE item_id IS NULL AND kind = 1 AND ordered_qty > canceled_qty;

-- One row per tax of the order; tax is rounded here and shared out to the lines. The base is net, of
-- a later pass with the taxes of earlier ones.
CREATE TABLE order_tax (
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    category INTEGER NOT NULL,
    rate_ppm INTEGER NOT NULL,
    name TEXT NOT NULL,
    base_minor INTEGER NOT NULL,
    tax_minor INTEGER NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    pass INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (order_id, category, rate_ppm, code, pass)
) STRICT;

-- The taxes of a line that has several (tax_part_count); one alone is in the line.
CREATE TABLE order_line_tax (
    line_id INTEGER NOT NULL REFERENCES order_line (id),
    part_no INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    category INTEGER NOT NULL,
    rate_ppm INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    base_minor INTEGER NOT NULL,
    tax_minor INTEGER NOT NULL,
    PRIMARY KEY (line_id, part_no)
) STRICT;

CREATE TABLE order_hold (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 10),
        -- 1 approval 2 data 3 credit 4 overdue 5 fraud 6 payment 7 address 8 customer request 9 manual
        -- 10 remorse
    blocks INTEGER NOT NULL,       -- bits: 1 confirm 2 allocate 4 pick 8 ship 16 invoice 32 capture
    note TEXT NOT NULL DEFAULT '', -- why, for the person
    opened_by INTEGER NOT NULL REFERENCES app_user (id),
    opened_ms INTEGER NOT NULL,
    released_by INTEGER REFERENCES app_user (id), -- NULL of a released one: it ended by itself
    released_ms INTEGER NOT NULL DEFAULT 0, -- 0: open
    release_reason_id INTEGER REFERENCES reason_code (id),
    until_ms INTEGER NOT NULL DEFAULT 0,    -- ends by itself then; 0: never
    is_auto INTEGER NOT NULL DEFAULT 0 CHECK (is_auto IN (0, 1)) -- goes when what raised it is mended
) STRICT;
CREATE UNIQUE INDEX order_hold_open ON order_hold (order_id, kind, released_ms);
CREATE INDEX order_hold_until ON order_hold (until_ms, id) WHERE until_ms > 0 AND released_ms = 0;

-- The timeline of an order. Append-only.
CREATE TABLE order_event (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    kind TEXT NOT NULL,            -- "order.confirm"
    reason_id INTEGER REFERENCES reason_code (id),
    fields TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX order_event_order ON order_event (order_id, id);
CREATE INDEX order_event_recent ON order_event (at_ms, id);

-- What is typed but not yet accepted in a draft, so that a lost terminal loses nothing.
CREATE TABLE order_typing (
    order_id INTEGER NOT NULL PRIMARY KEY REFERENCES sales_order (id),
    field TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

-- A change of a placed order: typed, previewed, then applied whole or dropped. One is open per order.
CREATE TABLE order_change (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    base_version INTEGER NOT NULL,  -- of the order that was looked at
    status INTEGER NOT NULL DEFAULT 1 CHECK (status BETWEEN 1 AND 3), -- 1 open 2 applied 3 dropped
    reason_id INTEGER REFERENCES reason_code (id),
    opened_by INTEGER NOT NULL REFERENCES app_user (id),
    opened_ms INTEGER NOT NULL,
    ended_by INTEGER REFERENCES app_user (id),
    ended_ms INTEGER NOT NULL DEFAULT 0,
    batch_id INTEGER -- the import_batch that proposes it; NULL: a clerk's
) STRICT;
CREATE INDEX order_change_order ON order_change (order_id, id);
CREATE UNIQUE INDEX order_change_open ON order_change (order_id) WHERE status = 1;
CREATE INDEX order_change_proposed ON order_change (order_id)
    WHERE status = 1 AND batch_id IS NOT NULL;

-- What it does: one row a field of the header (line_no 0) or of a line; a line with the field item
-- or comment is a new one.
CREATE TABLE order_change_action (
    change_id INTEGER NOT NULL REFERENCES order_change (id),
    line_no INTEGER NOT NULL,
    field TEXT NOT NULL,            -- as in the table of fields in change_sql.c
    value TEXT NOT NULL,
    PRIMARY KEY (change_id, line_no, field)
) STRICT;

-- Notes, each with its writer, and the names of what is attached.
CREATE TABLE order_note (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
        -- 1 for us 2 for the customer 3 for the warehouse 4 attachment
    text TEXT NOT NULL,            -- an attachment's title
    ref TEXT NOT NULL DEFAULT '',  -- path or address of an attachment; the file is not kept here
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX order_note_order ON order_note (order_id, id);

-- Orders and value by shown status, kept by order_save; verified by check.
CREATE TABLE order_count (
    shown_status INTEGER NOT NULL PRIMARY KEY,
    orders INTEGER NOT NULL,
    base_total_minor INTEGER NOT NULL
) STRICT;

-- Orders placed and their value by hour of the desk's day.
CREATE TABLE metric_hour (
    day_date TEXT NOT NULL,
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    orders INTEGER NOT NULL,
    base_total_minor INTEGER NOT NULL,
    PRIMARY KEY (day_date, hour)
) STRICT;

-- ------------------------------------------------------------------------------------------ stock

-- Counters; written by stock.c only, each by one guarded UPDATE together with its ledger row.
CREATE TABLE stock_level (
    item_id INTEGER NOT NULL REFERENCES item (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    on_hand_qty INTEGER NOT NULL DEFAULT 0,
    allocated_qty INTEGER NOT NULL DEFAULT 0 CHECK (allocated_qty >= 0),
    safety_qty INTEGER NOT NULL DEFAULT 0 CHECK (safety_qty >= 0),
    reorder_qty INTEGER NOT NULL DEFAULT 0 CHECK (reorder_qty >= 0), -- reorder point
    bin TEXT NOT NULL DEFAULT '',
    aside_qty INTEGER NOT NULL DEFAULT 0 CHECK (aside_qty >= 0), -- not for sale, not on hand
    PRIMARY KEY (item_id, site_id)
) STRICT;
-- Where more is promised than is there: few.
CREATE INDEX stock_level_over ON stock_level (item_id, site_id)
    WHERE allocated_qty > on_hand_qty AND allocated_qty > 0;
-- What has to be ordered or sent for: few.
CREATE INDEX stock_level_low ON stock_level (site_id, item_id)
    WHERE reorder_qty > 0 AND reorder_qty > on_hand_qty - allocated_qty;
-- What a manager shipped beyond the books: few.
CREATE INDEX stock_level_gap ON stock_level (site_id, item_id) WHERE on_hand_qty < 0;

-- Append-only.
CREATE TABLE stock_movement (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 9),
        -- 1 received 2 adjusted 3 allocated 4 released 5 shipped 6 returned 7 quarantined
        -- 8 transfer out 9 transfer in
    item_id INTEGER NOT NULL REFERENCES item (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    qty INTEGER NOT NULL,          -- signed as it changes its counter
    order_id INTEGER,
    order_line_id INTEGER,
    reason_id INTEGER REFERENCES reason_code (id),
    doc_id INTEGER                 -- the receipt, count or transfer that moved it
) STRICT;
CREATE INDEX stock_movement_item ON stock_movement (item_id, site_id, id);
CREATE INDEX stock_movement_line ON stock_movement (order_line_id);

-- Soft, with an end; never touches the counters.
CREATE TABLE stock_hold (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    order_line_id INTEGER NOT NULL REFERENCES order_line (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    expires_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_hold_stock ON stock_hold (item_id, site_id);
CREATE INDEX stock_hold_order ON stock_hold (order_id);
CREATE INDEX stock_hold_line ON stock_hold (order_line_id);
CREATE INDEX stock_hold_expires ON stock_hold (expires_ms, id);

-- Hard: the promise. Belongs to a line, later to a fulfillment.
CREATE TABLE allocation (
    id INTEGER PRIMARY KEY,
    order_line_id INTEGER NOT NULL REFERENCES order_line (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX allocation_line ON allocation (order_line_id);
CREATE INDEX allocation_stock ON allocation (item_id, site_id);

-- ---- sourcing

-- Sites that a customer is not served from.
CREATE TABLE customer_site_out (
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    PRIMARY KEY (customer_id, site_id)
) STRICT;

-- Sites that a line does not come from, because someone said so.
CREATE TABLE order_line_site_out (
    order_line_id INTEGER NOT NULL REFERENCES order_line (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    reason_id INTEGER REFERENCES reason_code (id),
    PRIMARY KEY (order_line_id, site_id)
) STRICT;

-- Where a site was chosen anew for goods that were promised from another: each try.
CREATE TABLE order_reroute (
    id INTEGER PRIMARY KEY,
    order_line_id INTEGER NOT NULL REFERENCES order_line (id),
    site_id INTEGER REFERENCES site (id), -- that does not send them; NULL: all were asked anew
    why INTEGER NOT NULL CHECK (why BETWEEN 1 AND 3), -- 1 short pick 2 site closed 3 asked for
    qty INTEGER NOT NULL CHECK (qty > 0), -- looked for
    got_qty INTEGER NOT NULL CHECK (got_qty >= 0 AND got_qty <= qty), -- found
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id)
) STRICT;
CREATE INDEX order_reroute_line ON order_reroute (order_line_id, id);

-- -------------------------------------------------------------------------------------- warehouse

-- Many picks in one walk, of one site.
CREATE TABLE wave (
    id INTEGER PRIMARY KEY,             -- people call it W12
    site_id INTEGER NOT NULL REFERENCES site (id),
    picker_id INTEGER REFERENCES app_user (id), -- NULL: nobody yet
    made_by INTEGER NOT NULL REFERENCES app_user (id),
    made_ms INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A piece of work of one site for one order: what is to be picked, packed and handed over. Its lines
-- claim what the order's lines have been allocated at that site.
CREATE TABLE fulfillment (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    seq INTEGER NOT NULL,            -- within the order: number 10482-F1 has 1
    number TEXT NOT NULL UNIQUE,
    site_id INTEGER NOT NULL REFERENCES site (id),
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 8),
        -- 1 released 2 picking 3 picked 4 packed 5 shipped 6 canceled 7 ready 8 collected
    due_date TEXT NOT NULL DEFAULT '', -- when it should leave
    assigned_to INTEGER REFERENCES app_user (id),
    package_count INTEGER NOT NULL DEFAULT 0 CHECK (package_count >= 0),
    weight_g INTEGER NOT NULL DEFAULT 0 CHECK (weight_g >= 0), -- of all packages, as weighed
    released_ms INTEGER NOT NULL,
    packed_ms INTEGER NOT NULL DEFAULT 0,
    ended_ms INTEGER NOT NULL DEFAULT 0, -- shipped, collected or canceled
    version INTEGER NOT NULL DEFAULT 1,
    kind INTEGER NOT NULL DEFAULT 1 CHECK (kind IN (1, 2)), -- 1 is sent 2 is collected
    pickup_code TEXT NOT NULL DEFAULT '',    -- what the customer says, once it is ready
    pickup_until_date TEXT NOT NULL DEFAULT '', -- the last day on which it is kept ready
    handed_to TEXT NOT NULL DEFAULT '',      -- who showed what, where no code was said
    is_to_put_back INTEGER NOT NULL DEFAULT 0 CHECK (is_to_put_back IN (0, 1)),
        -- it was not collected, and its goods are not back at their places yet
    wave_id INTEGER REFERENCES wave (id), -- it is picked in
    picked_ms INTEGER NOT NULL DEFAULT 0, -- when all of it was; 0: not yet, or nobody wrote it down
    UNIQUE (order_id, seq)
) STRICT;
CREATE INDEX fulfillment_wave ON fulfillment (wave_id) WHERE wave_id IS NOT NULL;
CREATE INDEX fulfillment_wave_open ON fulfillment (wave_id) WHERE wave_id IS NOT NULL AND status <= 2;
-- The work that is open at a site, in the order in which it should leave.
CREATE INDEX fulfillment_queue ON fulfillment (site_id, due_date, id)
    WHERE status IN (1, 2, 3, 4, 7);
-- What waits to be collected, by what the customer says; no two have the same.
CREATE UNIQUE INDEX fulfillment_pickup ON fulfillment (pickup_code) WHERE status = 7;
CREATE INDEX fulfillment_put_back ON fulfillment (id) WHERE is_to_put_back = 1;

CREATE TABLE fulfillment_line (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    order_line_id INTEGER NOT NULL REFERENCES order_line (id),
    item_id INTEGER NOT NULL REFERENCES item (id), -- of a bundle's line a component
    qty INTEGER NOT NULL CHECK (qty >= 0),         -- still to go with it; a short pick lowers it
    picked_qty INTEGER NOT NULL DEFAULT 0 CHECK (picked_qty >= 0 AND picked_qty <= qty),
    short_qty INTEGER NOT NULL DEFAULT 0 CHECK (short_qty >= 0), -- could not be picked
    short_reason_id INTEGER REFERENCES reason_code (id),
    kit_qty INTEGER NOT NULL DEFAULT 0 CHECK (kit_qty >= 0), -- of a component: how many in one kit
    over_qty INTEGER NOT NULL DEFAULT 0 CHECK (over_qty >= 0), -- in qty: picked beyond the order
    UNIQUE (fulfillment_id, order_line_id, item_id)
) STRICT;
CREATE INDEX fulfillment_line_order ON fulfillment_line (order_line_id);

-- What goes to one carrier at one site on one day; closed when the carrier has it. Closed ones keep
-- their shipments as they are.
CREATE TABLE manifest (
    id INTEGER PRIMARY KEY,             -- people call it M17
    site_id INTEGER NOT NULL REFERENCES site (id),
    carrier TEXT NOT NULL DEFAULT '',   -- as on its shipments; '' where nobody said
    day_date TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 1 CHECK (status IN (1, 2)), -- 1 open 2 handed over
    closed_by INTEGER REFERENCES app_user (id),
    closed_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX manifest_open ON manifest (site_id, carrier, day_date) WHERE status = 1;

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

-- What left: one hand-over of goods of an order to a carrier.
CREATE TABLE shipment (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 5),
        -- 1 in transit 2 delivered 3 lost 4 voided 5 on its way back
    carrier TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL DEFAULT '',
    tracking TEXT NOT NULL DEFAULT '',  -- the carrier's number
    shipped_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL DEFAULT 0, -- delivered, found lost, or voided
    created_by INTEGER NOT NULL REFERENCES app_user (id),
    version INTEGER NOT NULL DEFAULT 1,
    manifest_id INTEGER REFERENCES manifest (id), -- NULL: voided, or of before there were any
    -- as it was when it left: its goods without tax, how much, and the day that was promised
    base_minor INTEGER NOT NULL DEFAULT 0,
    qty INTEGER NOT NULL DEFAULT 0,
    promised_date TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX shipment_order ON shipment (order_id, id);
CREATE INDEX shipment_fulfillment ON shipment (fulfillment_id, id);
CREATE INDEX shipment_tracking ON shipment (tracking) WHERE tracking <> '';
CREATE INDEX shipment_manifest ON shipment (manifest_id) WHERE manifest_id IS NOT NULL;

-- ------------------------------------------------------------------- goods in the house

-- Goods that come in, are counted, or go from one site to another: typed or scanned line by line,
-- then booked whole.
CREATE TABLE stock_doc (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3), -- 1 receipt 2 count 3 transfer
    number TEXT NOT NULL UNIQUE,                        -- R-1, C-1, T-1
    site_id INTEGER NOT NULL REFERENCES site (id),      -- of a transfer: where it comes from
    to_site_id INTEGER REFERENCES site (id),            -- of a transfer
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 4),
        -- 1 open 2 sent and not all received 3 done 4 dropped or taken back
    ref TEXT NOT NULL DEFAULT '',                       -- delivery note, supplier, why
    due_date TEXT NOT NULL DEFAULT '',                  -- when a transfer should be there
    created_by INTEGER NOT NULL REFERENCES app_user (id),
    created_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX stock_doc_kind ON stock_doc (kind, id);
CREATE INDEX stock_doc_open ON stock_doc (kind, site_id, id) WHERE status <= 2;

CREATE TABLE stock_doc_line (
    id INTEGER PRIMARY KEY,
    doc_id INTEGER NOT NULL REFERENCES stock_doc (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    qty INTEGER NOT NULL CHECK (qty >= 0),            -- came, was counted, is sent
    aside_qty INTEGER NOT NULL DEFAULT 0 CHECK (aside_qty >= 0 AND aside_qty <= qty),
        -- of a receipt: damaged, not for sale
    done_qty INTEGER NOT NULL DEFAULT 0 CHECK (done_qty >= 0 AND done_qty <= qty),
        -- of a transfer: received or written off at the other site
    lost_qty INTEGER NOT NULL DEFAULT 0 CHECK (lost_qty >= 0 AND lost_qty <= done_qty),
    base_qty INTEGER NOT NULL DEFAULT 0,              -- on hand and not picked, when it was counted
    is_counted INTEGER NOT NULL DEFAULT 0 CHECK (is_counted IN (0, 1)),
    bin TEXT NOT NULL DEFAULT '',                     -- where it was put; '': where it always is
    for_line_id INTEGER REFERENCES order_line (id),   -- of a transfer: who gets it first; NULL: nobody
    UNIQUE (doc_id, item_id)
) STRICT;
CREATE INDEX stock_doc_line_item ON stock_doc_line (item_id, doc_id);
CREATE INDEX stock_doc_line_for ON stock_doc_line (for_line_id) WHERE for_line_id IS NOT NULL;

-- What was picked for work that was canceled, until it lies at its place again. Only a task: the
-- books never moved.
CREATE TABLE put_away (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    site_id INTEGER NOT NULL REFERENCES site (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    created_ms INTEGER NOT NULL,
    created_by INTEGER NOT NULL REFERENCES app_user (id),
    done_ms INTEGER NOT NULL DEFAULT 0, -- 0: still to do
    done_by INTEGER REFERENCES app_user (id)
) STRICT;
CREATE INDEX put_away_open ON put_away (created_ms, id) WHERE done_ms = 0;

-- ------------------------------------------------------------------------- carriers and packages

CREATE TABLE carrier (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,              -- upper case
    name TEXT NOT NULL,
    tracking_url TEXT NOT NULL DEFAULT '',  -- %s in it stands for the number
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A way to send an order; orders keep its code. Orders of before, and imported ones, have any words.
CREATE TABLE ship_method (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,              -- upper case
    name TEXT NOT NULL,
    carrier_id INTEGER REFERENCES carrier (id), -- NULL: nobody's
    service TEXT NOT NULL DEFAULT '',       -- the carrier's word for it
    cutoff_minute INTEGER NOT NULL DEFAULT -1 CHECK (cutoff_minute BETWEEN -1 AND 1439), -- -1: the site's
    max_weight_g INTEGER NOT NULL DEFAULT 0 CHECK (max_weight_g >= 0), -- of an order; 0: any
    places TEXT NOT NULL DEFAULT '',        -- "GB, FR:75": countries, beginnings of post codes; '' any
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    charge_item_id INTEGER REFERENCES item (id), -- of its line on an order; NULL: it has none
    free_from_minor INTEGER NOT NULL DEFAULT 0 CHECK (free_from_minor >= 0), -- goods worth that; 0: never
    transit_min_days INTEGER NOT NULL DEFAULT 0 CHECK (transit_min_days BETWEEN 0 AND 365), -- working days
    transit_max_days INTEGER NOT NULL DEFAULT 0
        CHECK (transit_max_days BETWEEN transit_min_days AND 365), -- both 0: not said
    sites TEXT NOT NULL DEFAULT ''          -- "MAIN, HULL": codes it leaves from; '' any
) STRICT;

-- What a way to send costs, in the currency of the books, in its price mode: the rows with the same
-- places are a zone.
CREATE TABLE ship_rate (
    id INTEGER PRIMARY KEY,
    method_id INTEGER NOT NULL REFERENCES ship_method (id),
    places TEXT NOT NULL DEFAULT '',        -- as of a method; '' where no other zone is
    upto_g INTEGER NOT NULL CHECK (upto_g > 0),
    price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
    step_minor INTEGER NOT NULL DEFAULT 0 CHECK (step_minor >= 0),
        -- for each further kg begun, of the last row of a zone; 0: no further
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (method_id, places, upto_g)
) STRICT;

-- What left or will leave in one box. They are there from the time all is picked; a package whose
-- contents nobody said has no lines.
CREATE TABLE package (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    seq INTEGER NOT NULL,       -- within the fulfillment: number 10482-F1-P1 has 1
    number TEXT NOT NULL UNIQUE,
    weight_g INTEGER NOT NULL DEFAULT 0 CHECK (weight_g >= 0), -- 0: not known
    length_mm INTEGER NOT NULL DEFAULT 0 CHECK (length_mm >= 0),
    width_mm INTEGER NOT NULL DEFAULT 0 CHECK (width_mm >= 0),
    height_mm INTEGER NOT NULL DEFAULT 0 CHECK (height_mm >= 0),
    tracking TEXT NOT NULL DEFAULT '', -- the carrier's number
    UNIQUE (fulfillment_id, seq)
) STRICT;
CREATE INDEX package_tracking ON package (tracking) WHERE tracking <> '';

CREATE TABLE package_line (
    package_id INTEGER NOT NULL REFERENCES package (id),
    fulfillment_line_id INTEGER NOT NULL REFERENCES fulfillment_line (id),
    qty INTEGER NOT NULL CHECK (qty > 0),
    PRIMARY KEY (package_id, fulfillment_line_id)
) STRICT;
CREATE INDEX package_line_fulfillment ON package_line (fulfillment_line_id);

-- ------------------------------------------------------------------------- papers, people at work

CREATE INDEX shipment_shipped ON shipment (shipped_ms);

-- Papers that went out, as the parts that text, PDF and labels are made of. Written once: what says
-- something else is the next revision.
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

-- The boxes that picks are carried in: one open row for each code, closed when another
-- fulfillment takes it; what is packed needs none any more.
CREATE TABLE fulfillment_tote (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    code TEXT NOT NULL,
    bound_ms INTEGER NOT NULL,
    bound_by INTEGER NOT NULL REFERENCES app_user (id),
    freed_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX fulfillment_tote_of ON fulfillment_tote (fulfillment_id, id);
CREATE UNIQUE INDEX fulfillment_tote_bound ON fulfillment_tote (code) WHERE freed_ms = 0;

-- ---------------------------------------------------------------------------------------- timers

-- What is due and could not be done by itself: the others go on, and this is tried again later and
-- later. A row ends with its work, or when the work is due no more.
CREATE TABLE timer_fault (
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
        -- 1 hold 2 later 3 pickup 4 fill 5 report 6 day for parts
    record_id INTEGER NOT NULL,
        -- of order_hold, sales_order, fulfillment, sales_order, schedule, sales_order
    order_id INTEGER REFERENCES sales_order (id),       -- NULL: it is of none
    tries INTEGER NOT NULL CHECK (tries > 0),
    first_ms INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,    -- not tried again before
    words TEXT NOT NULL,         -- why
    PRIMARY KEY (kind, record_id)
) STRICT;

-- ----------------------------------------------------------------------- orders in parts by a day

-- Of an order that goes out all together: the day for parts that came, and was looked at once.
CREATE TABLE order_parted (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order (id),
    day_date TEXT NOT NULL
) STRICT;
CREATE INDEX sales_order_part_day ON sales_order (partial_after_date, id)
    WHERE status = 5 AND ship_policy = 2 AND partial_after_date > '';

-- ------------------------------------------------------------------------------ carriers' labels

-- A carrier's label of a parcel, from asking for it until it is bought or given back. A parcel has
-- one that counts; earlier ones stay.
CREATE TABLE parcel_label (
    id INTEGER PRIMARY KEY,
    fulfillment_id INTEGER NOT NULL REFERENCES fulfillment (id),
    package_number TEXT NOT NULL,       -- packages are written anew, their numbers stay
    provider TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 9),
        -- 1 wanted 2 a person chooses 3 being bought 4 bought 5 failed 6 to be given back
        -- 7 given back 8 not wanted any more 9 was not taken back
    rule INTEGER NOT NULL CHECK (rule BETWEEN 1 AND 3), -- 1 cheapest 2 fastest 3 a person chooses
    max_days INTEGER NOT NULL DEFAULT 0, -- on its way; 0: any
    want_carrier TEXT NOT NULL DEFAULT '',
    want_service TEXT NOT NULL DEFAULT '',
    format TEXT NOT NULL,               -- PDF, PNG, ZPL
    rates TEXT NOT NULL DEFAULT '[]',   -- JSON, as they came
    rate TEXT NOT NULL DEFAULT '',      -- JSON of the one that is bought
    remote_id TEXT NOT NULL DEFAULT '', -- the provider's id of it
    tracker TEXT NOT NULL DEFAULT '',   -- its id for tracking
    carrier TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL DEFAULT '',
    tracking TEXT NOT NULL DEFAULT '',
    cost_minor INTEGER NOT NULL DEFAULT 0,
    currency TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',     -- why it failed, or why it takes long
    asked_by INTEGER NOT NULL REFERENCES app_user (id),
    asked_ms INTEGER NOT NULL,
    bought_ms INTEGER NOT NULL DEFAULT 0,
    ended_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    station TEXT NOT NULL DEFAULT '', -- the machine that it was asked for from
    print_state INTEGER NOT NULL DEFAULT 0 CHECK (print_state BETWEEN 0 AND 2),
        -- 1 is printed there by itself when it comes, 2 somebody does that
    form_id INTEGER REFERENCES manifest_form (id), -- that it is in; NULL: in none
    refund INTEGER NOT NULL DEFAULT 0 CHECK (refund BETWEEN 0 AND 3),
        -- of one given back: 0 nobody says 1 asked for 2 paid back 3 refused
    refund_ms INTEGER NOT NULL DEFAULT 0 -- asked after again then; 0 not; -1 being asked
) STRICT;
CREATE INDEX parcel_label_refund ON parcel_label (refund_ms) WHERE refund_ms > 0;
CREATE INDEX parcel_label_form ON parcel_label (form_id) WHERE form_id IS NOT NULL;
CREATE UNIQUE INDEX parcel_label_live ON parcel_label (package_number) WHERE state <= 4;
CREATE INDEX parcel_label_fulfillment ON parcel_label (fulfillment_id, id);
CREATE INDEX parcel_label_state ON parcel_label (state, id);
CREATE INDEX parcel_label_print ON parcel_label (station, id) WHERE print_state = 1;

-- The labels themselves, as they came.
CREATE TABLE label_file (
    label_id INTEGER PRIMARY KEY REFERENCES parcel_label (id),
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    came_ms INTEGER NOT NULL
) STRICT;

-- ---------------------------------------------------------------------------------------- tracking

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
    due_date TEXT NOT NULL DEFAULT '',   -- when the carrier expects it there; '': nobody said
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

-- -------------------------------------------------------------------------- worker and its queue

-- Who does work for the outside, and how it goes. The row '' is that of the worker's own tasks.
CREATE TABLE provider_state (
    provider TEXT PRIMARY KEY,
    is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)), -- by a person
    is_stopped INTEGER NOT NULL DEFAULT 0 CHECK (is_stopped IN (0, 1)), -- it wants nothing from us
    why TEXT NOT NULL DEFAULT '',            -- of both
    failures INTEGER NOT NULL DEFAULT 0,     -- in a row
    closed_until_ms INTEGER NOT NULL DEFAULT 0, -- nothing is sent before; then one try
    last_ok_ms INTEGER NOT NULL DEFAULT 0,
    last_failed_ms INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    tokens_milli INTEGER NOT NULL DEFAULT 0, -- requests that may go now, in thousandths
    tokens_ms INTEGER NOT NULL DEFAULT 0,    -- as of then
    leased_by TEXT NOT NULL DEFAULT '',
    lease_until_ms INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    lacks TEXT NOT NULL DEFAULT ''           -- what its options lack, as the worker found them
) STRICT;

-- What was said to a provider and what came back, without secrets, cut to a bound; the newest of a
-- job, for some weeks.
CREATE TABLE outbox_exchange (
    id INTEGER PRIMARY KEY,
    outbox_id INTEGER NOT NULL REFERENCES outbox (id),
    is_lookup INTEGER NOT NULL CHECK (is_lookup IN (0, 1)),
    at_ms INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    request TEXT NOT NULL,
    status INTEGER NOT NULL, -- of HTTP or SMTP, 0 where none came
    reply TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_exchange_of ON outbox_exchange (outbox_id, id);
CREATE INDEX outbox_exchange_at ON outbox_exchange (at_ms);

-- What came in from a provider, once: by its own id, or the digest of its content.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    provider TEXT NOT NULL,
    external_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    content TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3), -- 1 waits 2 taken 3 refused
    why TEXT NOT NULL DEFAULT '',
    came_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_ms INTEGER NOT NULL DEFAULT 0, -- what it is about was not known: looked at again then
    UNIQUE (provider, external_id)
) STRICT;
CREATE INDEX inbox_due ON inbox (next_ms, id) WHERE state = 1;

-- -------------------------------------------------------------------------------- folder exchange

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

-- ---------------------------------------------------------------------------------------- notices

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

-- Where the notices of one order go, where that was given for it.
CREATE TABLE order_told (
    order_id INTEGER PRIMARY KEY REFERENCES sales_order (id),
    mail TEXT NOT NULL DEFAULT '', -- '': to the contacts
    phone TEXT NOT NULL DEFAULT '' -- as E.164
) STRICT;

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

-- ------------------------------------------------------------------------- scheduled reports

-- Reports that are mailed by themselves, at times of the firm's zone.
CREATE TABLE report_schedule (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    report TEXT NOT NULL,
    period TEXT NOT NULL, -- relative to the day on which it is due: "last-week"; '' of now
    group_by TEXT NOT NULL, -- "day" ..., as reports have it
    compare TEXT NOT NULL,
    site_id INTEGER REFERENCES site (id),
    channel_id INTEGER REFERENCES channel (id),
    days INTEGER NOT NULL,
    top INTEGER NOT NULL,
    form INTEGER NOT NULL CHECK (form BETWEEN 1 AND 3), -- 1 CSV 2 chart as PDF 3 text of the mail
    recipients TEXT NOT NULL, -- mail addresses, ", " between
    lang TEXT NOT NULL,
    every INTEGER NOT NULL CHECK (every BETWEEN 1 AND 4), -- 1 day 2 day from Monday to Friday 3 week 4 month
    on_day INTEGER NOT NULL CHECK (on_day BETWEEN 0 AND 31), -- of the week from 0 Monday, or of the month
    at_minute INTEGER NOT NULL CHECK (at_minute BETWEEN 0 AND 1439),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    next_ms INTEGER NOT NULL, -- 0: it is off
    last_ms INTEGER NOT NULL DEFAULT 0, -- the due moment that was taken up last
    last_error TEXT NOT NULL DEFAULT '',
    removed_ms INTEGER NOT NULL DEFAULT 0,
    owner_id INTEGER NOT NULL REFERENCES app_user (id), -- who saved it last: it has the rights of that user
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX report_schedule_name ON report_schedule (name_fold) WHERE removed_ms = 0;
CREATE INDEX report_schedule_due ON report_schedule (next_ms) WHERE next_ms > 0;

-- What was made of one due moment, once: the same bytes go to each recipient and at each try.
CREATE TABLE report_mailing (
    id INTEGER PRIMARY KEY,
    schedule_id INTEGER NOT NULL REFERENCES report_schedule (id),
    due_ms INTEGER NOT NULL,
    is_trial INTEGER NOT NULL CHECK (is_trial IN (0, 1)), -- sent by hand
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    made_ms INTEGER NOT NULL DEFAULT 0, -- 0: not yet
    subject TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT '',
    content BLOB, -- of the file; emptied when it is old
    UNIQUE (schedule_id, due_ms, is_trial)
) STRICT;

CREATE TABLE report_mail (
    id INTEGER PRIMARY KEY,
    mailing_id INTEGER NOT NULL REFERENCES report_mailing (id),
    recipient TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7), -- as of notice
    error TEXT NOT NULL DEFAULT '',
    provider TEXT NOT NULL DEFAULT '',
    remote_id TEXT NOT NULL DEFAULT '',
    ended_ms INTEGER NOT NULL DEFAULT 0,
    UNIQUE (mailing_id, recipient)
) STRICT;
CREATE INDEX report_mail_remote ON report_mail (provider, remote_id) WHERE remote_id <> '';

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

-- --------------------------------------------------------------------------------------- promise

-- Days on which nothing leaves a site beside those of the week.
CREATE TABLE site_closed (
    site_id INTEGER NOT NULL REFERENCES site (id),
    day_date TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (site_id, day_date)
) STRICT;

-- ----------------------------------------------------------------------------------------- intake

CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES app_user (id),
    kind TEXT NOT NULL,          -- customers, items, stock, orders
    source TEXT NOT NULL,        -- file name without folder
    read_count INTEGER NOT NULL DEFAULT 0,
    new_count INTEGER NOT NULL DEFAULT 0,
    changed_count INTEGER NOT NULL DEFAULT 0,
    same_count INTEGER NOT NULL DEFAULT 0,
    refused_count INTEGER NOT NULL DEFAULT 0,
    proposed_count INTEGER NOT NULL DEFAULT 0, -- changes of orders that wait for a clerk
    warned_count INTEGER NOT NULL DEFAULT 0    -- records that came in with a warning
) STRICT;

-- What came from a channel under which name, once.
CREATE TABLE import_record (
    id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channel (id),
    kind TEXT NOT NULL,
    external_id TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    record_id INTEGER NOT NULL,  -- customer, item or order made of it
    batch_id INTEGER NOT NULL REFERENCES import_batch (id),
    UNIQUE (channel_id, kind, external_id)
) STRICT;

-- An imported order that takes another one back, and which; found by customer and items.
CREATE TABLE order_cancel (
    order_id INTEGER NOT NULL PRIMARY KEY REFERENCES sales_order (id),
    cancels_id INTEGER NOT NULL REFERENCES sales_order (id)
) STRICT;
CREATE INDEX order_cancel_cancels ON order_cancel (cancels_id);

-- ------------------------------------------------------------------------------------ day figures

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

-- Lines that had to wait for stock on the day on which their site gives it to them, later than when
-- their order was confirmed.
CREATE TABLE line_waited (
    line_id INTEGER PRIMARY KEY REFERENCES order_line (id),
    order_id INTEGER NOT NULL REFERENCES sales_order (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX line_waited_at ON line_waited (at_ms);
CREATE INDEX line_waited_order ON line_waited (order_id);

CREATE INDEX sales_order_canceled ON sales_order (ended_ms) WHERE status = 7;
CREATE INDEX fulfillment_packed ON fulfillment (packed_ms) WHERE packed_ms > 0;
CREATE INDEX shipment_arrived ON shipment (ended_ms) WHERE status = 2;
-- What the dashboard counts of the open work, without the work itself.
CREATE INDEX fulfillment_open ON fulfillment (status, due_date, order_id, released_ms)
    WHERE status IN (1, 2, 3, 4, 7);

-- ----------------------------------------------------------------------------- find and views

-- What orders are searched by: few have it, or few of those that do are wanted at once.
CREATE INDEX shipment_carrier ON shipment (carrier, order_id) WHERE status <> 4;
CREATE INDEX order_hold_kind ON order_hold (kind, order_id) WHERE released_ms = 0;
CREATE INDEX sales_order_priority ON sales_order (priority, id) WHERE priority > 0;
CREATE INDEX sales_order_wanted ON sales_order (requested_date, id) WHERE requested_date > '';
CREATE INDEX sales_order_pickup ON sales_order (id) WHERE pickup_site_id IS NOT NULL;
CREATE INDEX item_category ON item (category, id);

-- ------------------------------------------------------------------------------- single reports

-- What reports read of orders that were placed, and of their lines, without the rest of them.
CREATE INDEX sales_order_figures ON sales_order (placed_ms, id, status, channel_id, site_id,
    customer_id, created_by, base_total_minor, is_tax_incl) WHERE status IN (4, 5, 6, 7);
CREATE INDEX order_line_figures ON order_line (order_id, item_id, kind, ordered_qty, canceled_qty,
    net_minor, order_disc_minor, tax_minor);

-- ----------------------------------------------------------------------------- full text, ledgers

-- Kept by the use cases, not by triggers (untrusted schema is off): DELETE before the record's
-- search_text changes, INSERT after.
-- sqlite-only
CREATE VIRTUAL TABLE order_fts USING fts5 (search_text, content='sales_order', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3');
CREATE VIRTUAL TABLE customer_fts USING fts5 (search_text, content='customer', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3');
CREATE VIRTUAL TABLE item_fts USING fts5 (search_text, content='item', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3');
-- Notes, folded, so that any three letters of one are found: an order's (its own and those written to
-- it, one below the other) by its id, a customer's by id + 2^52, an item's by id + 2 * 2^52. It has
-- the text itself: what is taken out needs not be named.
CREATE VIRTUAL TABLE note_fts USING fts5 (text, tokenize='trigram');
-- The words of each, so that the beginning of a common one can be spelled out.
CREATE VIRTUAL TABLE order_words USING fts5vocab (order_fts, instance);
CREATE VIRTUAL TABLE customer_words USING fts5vocab (customer_fts, instance);
CREATE VIRTUAL TABLE item_words USING fts5vocab (item_fts, instance);

CREATE TRIGGER order_event_keep BEFORE UPDATE ON order_event
BEGIN SELECT RAISE(ABORT, 'order_event is append-only'); END;
CREATE TRIGGER order_event_stay BEFORE DELETE ON order_event
BEGIN SELECT RAISE(ABORT, 'order_event is append-only'); END;
CREATE TRIGGER event_log_keep BEFORE UPDATE ON event_log
BEGIN SELECT RAISE(ABORT, 'event_log is append-only'); END;
CREATE TRIGGER event_log_stay BEFORE DELETE ON event_log
BEGIN SELECT RAISE(ABORT, 'event_log is append-only'); END;
CREATE TRIGGER stock_movement_keep BEFORE UPDATE ON stock_movement
BEGIN SELECT RAISE(ABORT, 'stock_movement is append-only'); END;
CREATE TRIGGER stock_movement_stay BEFORE DELETE ON stock_movement
BEGIN SELECT RAISE(ABORT, 'stock_movement is append-only'); END;
-- end
--pg CREATE TABLE order_fts (rowid BIGINT PRIMARY KEY, search_text TEXT NOT NULL);
--pg CREATE INDEX order_fts_text ON order_fts USING gin (to_tsvector('simple', search_text));
--pg CREATE TABLE customer_fts (rowid BIGINT PRIMARY KEY, search_text TEXT NOT NULL);
--pg CREATE INDEX customer_fts_text ON customer_fts USING gin (to_tsvector('simple', search_text));
--pg CREATE TABLE item_fts (rowid BIGINT PRIMARY KEY, search_text TEXT NOT NULL);
--pg CREATE INDEX item_fts_text ON item_fts USING gin (to_tsvector('simple', search_text));
--pg CREATE TABLE note_fts (rowid BIGINT PRIMARY KEY, text TEXT NOT NULL);
--pg CREATE FUNCTION od_fold(t TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS
--pg   $f$ SELECT LOWER(t) $f$;
--pg CREATE FUNCTION ledger_keep() RETURNS trigger LANGUAGE plpgsql AS
--pg   $f$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $f$;
--pg CREATE TRIGGER order_event_keep BEFORE UPDATE OR DELETE ON order_event
--pg   FOR EACH ROW EXECUTE FUNCTION ledger_keep();
--pg CREATE TRIGGER event_log_keep BEFORE UPDATE OR DELETE ON event_log
--pg   FOR EACH ROW EXECUTE FUNCTION ledger_keep();
--pg CREATE TRIGGER stock_movement_keep BEFORE UPDATE OR DELETE ON stock_movement
--pg   FOR EACH ROW EXECUTE FUNCTION ledger_keep();
