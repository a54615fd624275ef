/*
 * What is asked of whoever makes labels, and what comes back: the tasks and results of the topics
 * of shipping, the same for every provider. All are JSON objects; text that is not known is "" or
 * left out. Amounts are decimal text, never floats; weights are grams, sides millimetres.
 *
 * ADDRESS is {name, company, street1, street2, city, state, zip, country, phone, email}, the
 * country as ISO 3166-1 alpha-2.
 *
 *   address.check  {address: ADDRESS}
 *              ->  {is_found, message, residence: "home", "firm" or "", address: ADDRESS as the
 *                   post writes it}
 *   rates.get      {from, to: ADDRESS, parcel: {weight_g, length_mm, width_mm, height_mm},
 *                   customs: {signer, items: [{sku, description, quantity, value, currency,
 *                   weight_g, hs_code, origin}]} where it crosses a border, format, mark}
 *              ->  {shipment, mode, rates: [{id, carrier, service, name, account, amount, currency,
 *                   days}]}; name is the service for people
 *   label.buy      the task of rates.get with shipment, rate: {id, carrier, service, account} and
 *                  insure: {amount, currency} where it is insured
 *              ->  {shipment, tracking, tracker, carrier, service, amount, currency}
 *   label.file     {shipment, format: "PDF", "PNG" or "ZPL"}  ->  {} and the file
 *   label.void     {shipment}  ->  {status}: submitted, refunded; approved where nobody tells more
 *   label.refund   {shipment}  ->  {status}: submitted, refunded, rejected
 *   tracker.get    {tracking, tracker, carrier, shipper}; carrier is the provider's own word where
 *                  it sold the label, shipper that of the desk
 *              ->  {tracker, tracking, carrier, status, raw, at, signed_by, url, due,
 *                   events: [{at, status, raw, message, city, region, country}]}; status is none,
 *                   label_created, in_transit, out_for_delivery, pickup_ready, delivered,
 *                   exception, returned, lost or canceled, "" for a word nobody knows; at of the
 *                   whole is when it was last told of, "" where nobody says
 *   scanform.make  {parcels: [{shipment, tracking}]}  ->  {} and the file
 */
#ifndef OD_DOMAIN_OUTSIDE_SHIPPING_TASK_H
#define OD_DOMAIN_OUTSIDE_SHIPPING_TASK_H

#define TOPIC_ADDRESS_CHECK "address.check"
#define TOPIC_RATES_GET     "rates.get"
#define TOPIC_LABEL_BUY     "label.buy"
#define TOPIC_LABEL_FILE    "label.file"
#define TOPIC_LABEL_VOID    "label.void"
#define TOPIC_LABEL_REFUND  "label.refund"
#define TOPIC_TRACKER_GET   "tracker.get"
#define TOPIC_SCANFORM_MAKE "scanform.make"

#endif
