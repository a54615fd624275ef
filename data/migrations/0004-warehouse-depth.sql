-- Step 4: sites, carriers, goods coming in, papers.

-- ------------------------------------------------------------- sourcing and pickup


-- ----------------------------------------------------------- carriers and packages


-- -------------------------------------------------------- goods coming in, counting


-- ------------------------------------------------------------------ papers, people

-- ------------------------------------------------------------------------------ find

-- What words find is put in order without the rows of the table.
CREATE INDEX item_place ON item (id, sku);
CREATE INDEX customer_place ON customer (id, name_fold, merged_into_id);

-- sqlite-only: any three letters of a note are found
CREATE VIRTUAL TABLE note_fts USING fts5 (text, tokenize='trigram');
-- end
--pg CREATE TABLE note_fts (rowid BIGINT PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO upkeep (job, next_id) VALUES ('note.customer', 0), ('note.item', 0), ('note.order', 0);
