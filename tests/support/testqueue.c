/*
 * The test topic, its routes, and jobs of it.
 */
#include "support/testqueue.h"

#include <string.h>

#include "base/mem.h"
#include "domain/desk/outbox.h"
#include "domain/outside/queue_person.h"
#include "domain/outside/route.h"
#include "domain/outside/topic.h"
#include "store/store.h"
#include "support/testdesk.h"

struct test_books test_books;

static bool compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                    struct topic_task *out, struct err *err)
{
    (void)desk;
    if (test_books.no_task != ERR_NONE)
        return err_set(err, test_books.no_task, "no task");
    out->json = arena_printf(arena, "{\"id\":%lld}", (long long)row->id);
    out->not_needed = test_books.not_needed;
    return true;
}

static bool apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                  struct arena *arena, struct err *err)
{
    (void)tx;
    (void)desk;
    (void)arena;
    if (test_books.refuse != ERR_NONE)
        return err_set(err, test_books.refuse, "no books");
    test_books.applied++;
    test_books.state = end->state;
    return true;
}

static bool take_event(struct tx *tx, struct desk *desk, const struct queue_row *event,
                       struct arena *arena, struct err *err)
{
    struct outbox_job job = { .topic = TEST_TOPIC,
                              .provider = TEST_PROVIDER,
                              .record_kind = event->record_kind,
                              .record_id = event->record_id,
                              .order = event->order };

    (void)arena;
    test_books.events++;
    return outbox_add(tx, desk, &job, err);
}

static bool take_bad(struct tx *tx, struct desk *desk, const struct queue_row *event,
                     struct arena *arena, struct err *err)
{
    return take_event(tx, desk, event, arena, err) && err_set(err, ERR_STATE, "a bad event");
}

const struct topic topics[] = {
    { TEST_TOPIC, compose, apply },
    { NULL, NULL, NULL },
};

const struct topic *topic_named(const char *name)
{
    return strcmp(name, TEST_TOPIC) == 0 ? &topics[0] : NULL;
}

const struct route routes[] = {
    { "test.event", take_event },
    { "test.bad", take_bad },
    { NULL, NULL },
};

OD_SQL(sql_test_last, "test.last_job",
       "SELECT MAX(id)"
       " FROM outbox");

int64_t test_job_of(struct desk *desk, const char *topic, const char *provider, int64_t order)
{
    struct outbox_job job = { .topic = topic,
                              .provider = provider,
                              .record_kind = "test",
                              .record_id = 1,
                              .order = { order } };
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    int64_t id = 0;
    bool found;
    OD_STMT *q = NULL;

    ck_ok(desk_begin(desk, "sync.work", &tx, &err));
    ck_ok(outbox_add(&tx, desk, &job, &err));
    ck_ok(tx_commit(&tx, &err));
    q = sql_read(desk_db(desk), &sql_test_last);
    ck_ok(sql_one_i64(&q, &found, &id, &err));
    return id;
}

int64_t test_job_add(struct desk *desk, int64_t order)
{
    return test_job_of(desk, TEST_TOPIC, TEST_PROVIDER, order);
}

struct queue_row test_job_load(struct desk *desk, int64_t id, struct arena *arena)
{
    struct err err = ERR_INIT;
    struct queue_row row;

    ck_ok(queue_load(desk, id, arena, &row, &err));
    return row;
}
