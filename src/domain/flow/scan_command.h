/*
 * The commands that a scanner gives on the pick screen, each with the words that stand below its
 * bars on the printed sheet.
 */
#ifndef OD_DOMAIN_FLOW_SCAN_COMMAND_H
#define OD_DOMAIN_FLOW_SCAN_COMMAND_H

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
};

struct scan_command {
    enum scan_command_id id;
    const char *code;  /* ".SHORT" */
    const char *words; /* N_() */
};
extern const struct scan_command scan_commands[]; /* ends with code NULL */

/* The command of a code, whatever its case; 0 where it is none. */
enum scan_command_id scan_command_of(const char *code);

#endif
