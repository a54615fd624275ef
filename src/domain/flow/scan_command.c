/*
 * The table of scan commands.
 */
#include "domain/flow/scan_command.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"

const struct scan_command scan_commands[] = {
    { SCAN_SHORT, ".SHORT", N_("The expected item is not at its place") },
    { SCAN_SKIP, ".SKIP", N_("Go on with another place, come back later") },
    { SCAN_UNDO, ".UNDO", N_("Put back what was scanned last") },
    { SCAN_QTY, ".QTY", N_("The next scan says how many") },
    { SCAN_TOTE, ".TOTE", N_("The next scan is the tote that is filled now") },
    { SCAN_DONE, ".DONE", N_("On to the next step: packing, booking") },
    { SCAN_BOX, ".BOX", N_("Begin a package; what is scanned then goes into it") },
    { SCAN_PACK, ".PACK", N_("Packed in one package") },
    { SCAN_WEIGHT, ".WEIGHT", N_("The next scan is the weight in kg") },
    { SCAN_SHIP, ".SHIP", N_("Handed over to the carrier") },
    { SCAN_SLIP, ".SLIP", N_("Print the packing slip") },
    { SCAN_LABEL, ".LABEL", N_("Ask for the carriers' labels") },
    { 0, ".MANIFEST", N_("Ship screen: the next manifest") },
    { 0, ".OK", N_("Yes, or as it is suggested") },
    { 0, ".NO", N_("No, or back without an answer") },
    { 0, ".NEXT", N_("The next row, or the next choice") },
    { 0, ".MARK", N_("Mark the row") },
    { 0, ".NEW", N_("Begin a new one") },
    { 0, ".BACK", N_("Back to the screen before") },
    { 0, ".WQ", N_("Warehouse work") },
    { 0, ".SH", N_("Ship") },
    { 0, ".PU", N_("To be collected") },
    { 0, ".RC", N_("Receipts") },
    { 0, ".CT", N_("Counts") },
    { 0, ".TR", N_("Transfers") },
    { 0, ".PA", N_("To put away") },
    { 0, ".BO", N_("Backorders") },
    { 0, NULL, NULL },
};

/* The row of a code with or without something behind a blank. */
static const struct scan_command *row_of(const char *code)
{
    size_t len = strcspn(code, " ");

    for (const struct scan_command *c = scan_commands; c->code != NULL; c++)
        if (strlen(c->code) == len && strncasecmp(c->code, code, len) == 0)
            return c;
    return NULL;
}

enum scan_command_id scan_command_of(const char *code)
{
    const struct scan_command *c = row_of(code);

    return c != NULL ? c->id : (enum scan_command_id)0;
}

const char *scan_command_rest(const char *code)
{
    code += strcspn(code, " ");
    return code + strspn(code, " ");
}

enum scan_answer scan_answer_of(const char *code)
{
    static const struct {
        const char *code;
        enum scan_answer answer;
    } answers[] = { { ".OK", SCAN_OK },
                    { ".NO", SCAN_NO },
                    { ".BACK", SCAN_NO },
                    { ".NEXT", SCAN_NEXT } };

    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        if (strcasecmp(answers[i].code, code) == 0)
            return answers[i].answer;
    return SCAN_NO_ANSWER;
}

bool scan_is_command(const char *code)
{
    return row_of(code) != NULL;
}
