/*
 * What the providers of shipping share: reading tasks and replies, measures in their units, and
 * what a reply is when it is not what was asked for. The tasks and results are those of
 * domain/outside/shipping_task.h.
 */
#ifndef OD_SYNC_SHIP_JSON_H
#define OD_SYNC_SHIP_JSON_H

#include "base/json.h"
#include "sync/provider.h"

/* Bytes of a label file. */
#define SHIP_FILE_BYTES ((size_t)8 * 1024 * 1024)

/* Text of a member, or of a number as it stood; "" where it has none. */
const char *ship_text(const struct json *v, const char *name);
/* Whole number of a member; 0 where it has none. */
int64_t ship_number(const struct json *v, const char *name);

/* A label, shipment or tracker id as a part of a path: other characters than those of ids are left
 * out. */
const char *ship_id(const char *id, struct arena *arena);
/* The sum of two amounts of money as text, exact; NULL where one is none. "" counts as 0. */
const char *ship_add(const char *a, const char *b, struct arena *arena);

/* Grams as ounces and millimetres as inches, in tenths, rounded up: "15.4". */
const char *ship_ounces(int64_t grams, struct arena *arena);
const char *ship_inches(int64_t mm, struct arena *arena);

/* One topic: what is asked first, and what its reply leads to. */
struct ship_topic {
    const char *name;
    enum provider_next (*ask)(struct provider_run *run, struct wire_request *request,
                              struct job_result *result);
    enum provider_next (*take)(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result);
    /* After an unclear end; NULL: reading is repeated. */
    enum provider_next (*look)(struct provider_run *run, struct wire_request *request,
                               struct job_result *result);
    enum provider_next (*found)(struct provider_run *run, const struct wire_reply *reply,
                                struct wire_request *request, struct job_result *result);
};

/* What a provider does. */
struct ship_service {
    const char *not_done;                   /* the sentence for other topics, N_() */
    const struct ship_topic *const *topics; /* NULL behind the last */
};

/* A provider's next and lookup, by the topic of the job. */
enum provider_next ship_next(const struct ship_service *service, struct provider_run *run,
                             const struct wire_reply *reply, struct wire_request *request,
                             struct job_result *result);
enum provider_next ship_lookup(const struct ship_service *service, struct provider_run *run,
                               const struct wire_reply *reply, struct wire_request *request,
                               struct job_result *result);

/* One try: what was sent last, for what its reply means. */
struct ship_call {
    struct wire_request sent;
};

/* Fills *request and remembers it. body NULL: none. Headers and access are the caller's. */
void ship_send(struct provider_run *run, struct wire_request *request,
               const struct wire_request *filled);
/* The JSON of a reply with a status of success. Else *result says why, by the common classes; the
 * caller may look closer at its words. */
bool ship_read(struct provider_run *run, const struct wire_reply *reply, const struct json **out,
               struct job_result *result);
/* A success whose words say nothing: nonsense, by what was sent. */
enum provider_next ship_nonsense(struct provider_run *run, const struct wire_reply *reply,
                                 struct job_result *result);
/* A look-up whose asking failed: it still cannot be told, and is asked again later. */
enum provider_next ship_still_unclear(struct job_result *result);
/* Ends the try; message is kept. */
enum provider_next ship_end(struct job_result *result, enum job_end end, const char *code,
                            const char *message);
/* Unclear, though the provider is well: it is at it still; asked after later. */
enum provider_next ship_at_it(struct job_result *result, const char *code, const char *message);
/* Done, with the JSON that was written; unclear where a reply was too long for it. */
enum provider_next ship_done(struct job_result *result, const char *remote_id,
                             const struct strbuf *data);
/* run->step once ship_fetch has asked for a file. */
#define SHIP_FETCHED 3
/* Asks for a file. Files lie with another host: it gets none of our keys. */
enum provider_next ship_fetch(struct provider_run *run, struct wire_request *request,
                              const char *url);
/* Takes the reply as a file of that format (NULL: any). Anything else is nonsense. */
enum provider_next ship_take_file(struct provider_run *run, const struct wire_reply *reply,
                                  const char *wanted, const char *name, struct job_result *result);
/* Takes the reply as the form of a day. It is made: where only its file does not come, the look-up
 * finds it again. */
enum provider_next ship_take_form(struct provider_run *run, const struct wire_reply *reply,
                                  struct job_result *result);

#endif
