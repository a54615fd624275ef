-- Step 4: sites, carriers, goods coming in, papers.

-- ------------------------------------------------------------- sourcing and pickup


-- ----------------------------------------------------------- carriers and packages


-- -------------------------------------------------------- goods coming in, counting


-- ------------------------------------------------------------------ papers, people

CREATE INDEX shipment_shipped ON shipment (shipped_ms);

-- Papers that went out, as the parts that text, PDF and labels are made of. Written once: what says
-- something else is the next revision.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4), -- 1 pick list 2 packing slip 3 label 4 manifest
    subject TEXT NOT NULL,                        -- number of the fulfillment, or day and site
    order_id INTEGER REFERENCES sales_order (id), -- a manifest has none
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
