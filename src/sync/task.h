/*
 * What providers of messages share: reading their tasks, and replies of JSON.
 */
#ifndef OD_SYNC_TASK_H
#define OD_SYNC_TASK_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "sync/mime.h"
#include "sync/provider.h"

struct json;

#define TOPIC_MAIL_SEND "mail.send"
#define TOPIC_SMS_SEND  "sms.send"

/*
 * The mail of a "mail.send": { from, from_name, reply_to, to: [address], subject, text, html,
 * message_id, language }, its files those of the job. Checked as mime_check does. Its Date is the
 * instant in the job's key, so that every try is the same mail. Without a message_id it is made of
 * the key and the sender's host.
 */
OD_MUST_USE bool task_mail(const struct job *job, struct arena *arena, struct mime_mail *mail,
                           struct err *err);

/* Member of an object as text, "" where there is none. */
const char *task_text(const struct json *object, const char *name);

/* The instant that a UUIDv7 begins with; 0 of what is none. */
struct stamp task_key_time(const char *key);

/* "Thu, 24 Aug 2023 05:01:45 +0000", as mails and Twilio have it (RFC 2822); 0 of what is none. */
struct stamp task_mail_date(const char *text);

/* The reply as JSON; NULL where it is none. */
const struct json *task_reply(const struct wire_reply *reply, struct arena *arena);

/* Sends a request and keeps it in run->state, for when its reply is looked at. */
enum provider_next task_send(struct provider_run *run, const struct wire_request *filled,
                             struct wire_request *request);

/* Ends the try of a reply that is no success, by the classes that hold for all providers. */
enum provider_next task_fail(struct provider_run *run, const struct wire_reply *reply,
                             struct job_result *result);

/* Ends the try with JOB_PERMANENT and the sentence of an error: the task itself is wrong. */
enum provider_next task_refuse(struct provider_run *run, const struct err *err,
                               struct job_result *result);

#endif
