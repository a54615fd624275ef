/*
 * The table of queues. A new queue is a new row; how it is counted is in queue_sql.c.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/insight/queue_parts.h"

static const struct queue_def queue_defs[QUEUES] = {
    { "submitted", N_("To confirm"), N_("Submitted orders that wait to be confirmed."),
      "status:submitted", false, false, BY_STATUS, 1u << SHOWN_SUBMITTED },
    { "on_hold", N_("On hold"), N_("Orders that a hold or a missing approval stops."),
      "status:on_hold,awaiting_approval", true, false, BY_STATUS,
      1u << SHOWN_ON_HOLD | 1u << SHOWN_AWAITING_APPROVAL },
    { "backordered", N_("Backordered"), N_("Confirmed orders that wait for stock."),
      "status:backordered", false, false, BY_STATUS, 1u << SHOWN_BACKORDERED },
    { "allocated", N_("New, to release"), N_("Orders whose goods are all put aside."),
      "status:allocated", false, false, BY_STATUS, 1u << SHOWN_ALLOCATED },
    { "to_pick", N_("With the warehouse"), N_("What is to be picked, packed and shipped."), NULL,
      false, false, BY_FULFILLMENT, 0 },
    { "late_pick", N_("Late to pick"),
      N_("What the warehouse should have sent before today and has not packed yet."), NULL, true,
      true, BY_LATE_PICK, 0 },
    { "cutoff", N_("Past cut-off"),
      N_("What is packed and should have left: its day is over, or it is of today and the cut-off "
         "of its way to be sent is past."),
      NULL, true, true, BY_CUTOFF, 0 },
    { "packed", N_("Packed, to ship"), N_("What is packed and waits to leave the house."), NULL,
      false, true, BY_PACKED, 0 },
    { "late", N_("Late"), N_("Open orders whose promised day is over."), "is:late", true, false,
      BY_LATE, 0 },
    { "too_late", N_("Too late for customer"),
      N_("Open orders that leave later than their customer wants, or nobody knows when."),
      "is:too_late", true, true, BY_TOO_LATE, 0 },
    { "imported", N_("Imported, open"), N_("Orders of an import that are not shipped yet."),
      "is:imported is:open", false, true, BY_IMPORTED, 0 },
    { "changing", N_("Changes begun"),
      N_("Orders with a change that was begun and is neither done nor dropped."),
      "is:changing -is:proposed", false, true, BY_CHANGE, 0 },
    { "unmapped", N_("To fix, no item known"),
      N_("Imported orders with a code that no item is known for. Enter says which it is."),
      "is:unmapped", true, true, BY_UNMAPPED, 0 },
    { "bad_address", N_("Address unknown"),
      N_("Orders to an address that no carrier knows. Correct it, or say that it stays."),
      "is:bad_address", true, true, BY_ADDRESS, 0 },
    { "proposed", N_("Changed by channels"),
      N_("Orders that came in again with other content: apply the change or drop it."),
      "is:proposed", true, true, BY_PROPOSED, 0 },
    { "fillable", N_("Backorders to fill"),
      N_("Lines that wait for stock which is there now. Enter lists them, F10 there gives it."),
      NULL, false, true, BY_FILLABLE, 0 },
    { "aged", N_("Backordered long"),
      N_("Lines that wait for stock longer than the firm allows (setting backorder.age_days)."),
      NULL, true, true, BY_AGED, 0 },
    { "undated", N_("Backordered, no day"),
      N_("Lines that wait for stock of which nobody knows when it comes."), NULL, true, true,
      BY_UNDATED, 0 },
    { "counts", N_("To count"), N_("Counts that were begun, or that a short pick asks for."), NULL,
      false, true, BY_COUNT, 0 },
    { "put_away", N_("To put away"),
      N_("What was picked for work that was canceled. Enter lists where it goes back to."), NULL,
      false, true, BY_PUT_AWAY, 0 },
    { "over", N_("Promised, not there"),
      N_("Places where more is promised than is there. Enter lists which orders would lose it."),
      NULL, true, true, BY_OVER, 0 },
    { "gap", N_("Receiving gap"),
      N_("What left though the books did not have it. Enter lists what is to be received."), NULL,
      true, true, BY_GAP, 0 },
    { "pickups", N_("To be collected"),
      N_("What is ready at a counter, and what nobody came for and is to be put back."), NULL,
      false, true, BY_PICKUP, 0 },
    { "quiet", N_("Parcels without news"),
      N_("Parcels of which no carrier said anything for some days (setting track.quiet_days)."),
      NULL, true, true, BY_QUIET, 0 },
    { "exception", N_("Parcels in trouble"),
      N_("Parcels of which the carrier says that something hinders them."), NULL, true, true,
      BY_EXCEPTION, 0 },
    { "lost", N_("Parcels lost"),
      N_("The carrier lost them. Say so of the shipment, with a reason, and send the goods again."),
      NULL, true, true, BY_LOST, 0 },
    { "labels", N_("Labels to look at"),
      N_("Carriers' labels that failed, that a way is to be chosen for, or that a carrier did not "
         "take back."),
      NULL, true, true, BY_LABEL, 0 },
    { "person", N_("Sync, asks a person"),
      N_("Jobs for the outside that failed or whose end nobody knows. Enter lists them."), NULL,
      true, true, BY_PERSON, 0 },
    { "reports", N_("Reports not mailed"),
      N_("Scheduled reports that did not go to everybody the last time. Enter lists why."), NULL,
      true, true, BY_REPORT, 0 },
    { "stuck", N_("Not done by itself"),
      N_("What is due by itself and could not be done, and what its orders are worth. It is tried "
         "again; Enter lists why, and when."),
      NULL, true, true, BY_STUCK, 0 },
    { "low", N_("Below reorder point"), N_("Items of which too little is left at a site."), NULL,
      false, true, BY_LOW, 0 },
};

/* What a role does comes first, in this order; the rest follows as in the table. Nothing is left
 * out: who stands in for another finds all of it. */
static const char *const *first_of(enum role role)
{
    static const char *const warehouse[] = { "late_pick", "cutoff", "to_pick", "packed", "pickups",
                                             "put_away",  "counts", "over",    "gap",     NULL };
    static const char *const manager[] = { "on_hold", "late", "too_late", "person", "stuck", NULL };
    static const char *const none[] = { NULL };

    return role == ROLE_WAREHOUSE ? warehouse : role == ROLE_MANAGER ? manager : none;
}

void queue_defs_of(enum role role, const struct queue_def *order[QUEUES])
{
    const char *const *first = first_of(role);
    bool is_taken[QUEUES] = { false };
    int n = 0;

    for (; *first != NULL; first++)
        for (int i = 0; i < QUEUES; i++)
            if (strcmp(queue_defs[i].name, *first) == 0) {
                order[n++] = &queue_defs[i];
                is_taken[i] = true;
            }
    for (int i = 0; i < QUEUES; i++)
        if (!is_taken[i])
            order[n++] = &queue_defs[i];
    assert(n == QUEUES);
}
