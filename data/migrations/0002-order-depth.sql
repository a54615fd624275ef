-- Step 2: what order entry needs in its full depth. One section a subject.

-- ---- prices, tax, currencies

-- ---- items, units, bundles, addresses, entry

-- ---- changes, holds, notes, timers

-- ---- import, export, matching

-- ---- search, saved views

-- ---- terminals, backups
