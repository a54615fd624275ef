/*
 * What is on its way to a site, said here alone: sent from another one, or in a receipt or transfer
 * that is open and has a day. d is the document, s the site.
 */
#ifndef OD_DOMAIN_STOCK_COMING_H
#define OD_DOMAIN_STOCK_COMING_H

#define GOODS_COME                                                                                 \
    "d.status <= 2 AND (d.status = 2 OR d.due_date > '')"                                          \
    " AND ((d.kind = 3 AND d.to_site_id = s.id) OR (d.kind = 1 AND d.site_id = s.id))"

#endif
