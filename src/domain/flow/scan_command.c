/*
 * The table of scan commands.
 */
#include "domain/flow/scan_command.h"

#include <stddef.h>
#include <strings.h>

#include "base/i18n.h"

const struct scan_command scan_commands[] = {
    { SCAN_SHORT, ".SHORT", N_("The expected item is not at its place") },
    { SCAN_SKIP, ".SKIP", N_("Go on with another place, come back later") },
    { SCAN_UNDO, ".UNDO", N_("Put back what was scanned last") },
    { SCAN_QTY, ".QTY", N_("Type how many were taken") },
    { SCAN_TOTE, ".TOTE", N_("The next scan is the tote that is filled now") },
    { SCAN_DONE, ".DONE", N_("On to the next step: packing, then handing over") },
    { SCAN_BOX, ".BOX", N_("Begin a package; what is scanned then goes into it") },
    { SCAN_PACK, ".PACK", N_("Packed in one package") },
    { SCAN_SHIP, ".SHIP", N_("Handed over to the carrier") },
    { SCAN_SLIP, ".SLIP", N_("Print the packing slip") },
    { SCAN_LABEL, ".LABEL", N_("Ask for the carriers' labels") },
    { 0, NULL, NULL },
};

enum scan_command_id scan_command_of(const char *code)
{
    for (const struct scan_command *c = scan_commands; c->code != NULL; c++)
        if (strcasecmp(c->code, code) == 0)
            return c->id;
    return (enum scan_command_id)0;
}
