/*
 * The commands that a scanner gives, each with the words that stand below its bars on the printed
 * sheet: those of the pick screen, and those that every screen and question knows.
 */
#ifndef OD_DOMAIN_FLOW_SCAN_COMMAND_H
#define OD_DOMAIN_FLOW_SCAN_COMMAND_H

#include <stdbool.h>

enum scan_command_id {
    SCAN_SHORT = 1,
    SCAN_SKIP,
    SCAN_UNDO,
    SCAN_QTY,
    SCAN_TOTE,
    SCAN_DONE,
    SCAN_BOX,
    SCAN_PACK,
    SCAN_SHIP,
    SCAN_SLIP,
    SCAN_LABEL,
    SCAN_WEIGHT,
};

struct scan_command {
    enum scan_command_id id; /* 0: no command of the pick screen */
    const char *code;  /* ".SHORT" */
    const char *words; /* N_() */
};
extern const struct scan_command scan_commands[]; /* ends with code NULL */

/* The command of a code, whatever its case and what follows behind a blank (".SHORT damaged"); 0
 * where it is none of the pick screen's. */
enum scan_command_id scan_command_of(const char *code);
/* What stands behind the command's blank; "" for nothing. Points into code. */
const char *scan_command_rest(const char *code);

/* What a question makes of a scan. */
enum scan_answer { SCAN_NO_ANSWER, SCAN_OK, SCAN_NO, SCAN_NEXT };
enum scan_answer scan_answer_of(const char *code);
/* Is it on the sheet? Then it is no answer to a question for a text. */
bool scan_is_command(const char *code);

#endif
