/*
 * What the record forms of customers and of their addresses share.
 */
#ifndef OD_TUI_RECORD_PARTY_H
#define OD_TUI_RECORD_PARTY_H

#include "tui/record.h"

/* Look-up of a form with the field "country": the regions of that country. */
lookup_find record_find_region;
/* The entries of an address go by the country's own words; a region only where it needs one, unless
 * it is kept, and the post code says how it looks there. */
void record_follow_country(struct record *r, bool is_region_kept);

#endif
