/*
 * The command line: from the words of a call to an exit status. Without a command it opens the
 * screens.
 */
#ifndef OD_CLI_CLI_H
#define OD_CLI_CLI_H

/* Exit statuses, as in sysexits.h where there is one for it. */
enum cli_status {
    CLI_DONE = 0,
    CLI_REFUSED = 1, /* a rule says no */
    CLI_USAGE = 64,  /* wrong usage */
    CLI_INPUT = 65,  /* bad input */
    CLI_BUG = 70,    /* our fault */
    CLI_IO = 74,     /* file or disk */
    CLI_RETRY = 75,  /* busy, conflict, another machine away */
    CLI_DENIED = 77, /* not allowed */
};

/* Runs one call and gives the exit status. */
int cli_main(int argc, char **argv);

#endif
