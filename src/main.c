/* The start of the program: hardens the process, sets the locale, hands over to the command line.
 */
#include <locale.h>

#include "base/i18n.h"
#include "base/os.h"
#include "cli/cli.h"

int main(int argc, char **argv)
{
    const char *catalogs;

    os_harden();
    (void)setlocale(LC_ALL, "");
    /* Numbers are written by our own code; a library that uses printf must not see a comma. */
    (void)setlocale(LC_NUMERIC, "C");
    /* From the build folder the catalogues are found beside the program's sources. */
    catalogs = os_is_setid() ? NULL : os_env("ORDERDESK_LOCALEDIR");
    (void)bindtextdomain(PACKAGE, catalogs != NULL ? catalogs : OD_LOCALEDIR);
    (void)bind_textdomain_codeset(PACKAGE, "UTF-8");
    (void)textdomain(PACKAGE);
    return cli_main(argc, argv);
}
