/* The start of the program: hardens the process, sets the locale, hands over to the command line.
 */
#include "base/i18n.h"
#include "base/os.h"
#include "cli/cli.h"

int main(int argc, char **argv)
{
    os_harden();
    i18n_start();
    return cli_main(argc, argv);
}
