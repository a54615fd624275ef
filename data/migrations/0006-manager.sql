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

-- ---------------------------------------------------------------------------------- warehouse

-- ------------------------------------------------------------------- customers, items, orders

