-- Step 4: sites, carriers, goods coming in, papers.

-- ------------------------------------------------------------- sourcing and pickup


-- ----------------------------------------------------------- carriers and packages


-- -------------------------------------------------------- goods coming in, counting


-- ------------------------------------------------------------------ papers, people

-- ------------------------------------------------------------------------------ find

-- What words find is put in order without the rows of the table.
CREATE INDEX item_place ON item (id, sku);
CREATE INDEX customer_place ON customer (id, name_fold, merged_into_id);
