/*
 * Topics of the outbox that notices know beside those of desk/outbox.h.
 */
#ifndef OD_DOMAIN_OUTSIDE_NOTICE_TOPIC_H
#define OD_DOMAIN_OUTSIDE_NOTICE_TOPIC_H

/* Raises notices. */
#define TOPIC_PROMISE "order.promise" /* what was promised comes on another day */

/* Are done by a provider; record: the notice. */
#define TOPIC_MAIL "mail.send"
#define TOPIC_SMS  "sms.send"

#endif
