/*
 * The topics there are.
 */
#include "domain/outside/topic.h"

#include <string.h>

#include "domain/outside/address_task.h"
#include "domain/outside/folder.h"
#include "domain/outside/form_task.h"
#include "domain/outside/label.h"
#include "domain/outside/shipping_task.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/notice_topic.h"
#include "domain/outside/track.h"

const struct topic topics[] = {
    { TOPIC_MAIL, notice_compose, notice_apply },
    { TOPIC_SMS, notice_compose, notice_apply },
    { TOPIC_ADDRESS_CHECK, address_task_compose, address_task_apply },
    { TOPIC_RATES_GET, label_compose, label_apply },
    { TOPIC_LABEL_BUY, label_compose, label_apply },
    { TOPIC_LABEL_FILE, label_compose, label_apply },
    { TOPIC_LABEL_VOID, label_compose, label_apply },
    { TOPIC_LABEL_REFUND, label_compose, label_apply },
    { TOPIC_SCANFORM_MAKE, form_task_compose, form_task_apply },
    { TOPIC_TRACKER_GET, track_compose, track_apply },
    { TOPIC_FILE, folder_compose, folder_apply },
    { NULL, NULL, NULL },
};

const struct topic *topic_named(const char *name)
{
    for (const struct topic *t = topics; t->name != NULL; t++) {
        if (strcmp(t->name, name) == 0)
            return t;
    }
    return NULL;
}
