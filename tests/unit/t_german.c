/*
 * The German texts fit where they are shown: labels in the key bar, words of a status in their
 * columns. Skipped where the machine has no C.UTF-8.
 */
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "domain/order/order_rules.h"
#include "tui/app.h"
#include "tui/command.h"
#include "tui/nav.h"
#include "tui/run.h"

#define SKIPPED 77

static int failed;

static void fits(const char *what, const char *text, int cols)
{
    if (text[0] != '\0' && text[0] != '?' && utf8_cols(text) <= cols)
        return;
    (void)printf("FAILED: %s \"%s\" has %d columns, not 1 to %d\n", what, text, utf8_cols(text),
                 cols);
    failed++;
}

static void labels_fit(const struct command *table)
{
    for (const struct command *cmd = table; cmd != NULL && cmd->name != NULL; cmd++)
        fits(cmd->name, _(cmd->label), COMMAND_LABEL_COLS);
}

int main(void)
{
    const char *builddir = getenv("builddir");
    char texts[4096];

    (void)snprintf(texts, sizeof texts, "%s/locale", builddir != NULL ? builddir : ".");
    if (setenv("LC_ALL", "C.UTF-8", 1) != 0 || setenv("LANGUAGE", "de", 1) != 0 ||
        setenv("ORDERDESK_LOCALEDIR", texts, 1) != 0)
        return EXIT_FAILURE;
    i18n_start();
    if (strcmp(_("Customer"), "Kunde") != 0) {
        (void)printf("SKIP: no German texts here\n");
        return SKIPPED;
    }
    labels_fit(app_commands());
    for (int i = 0; tui_screens[i] != NULL; i++)
        labels_fit(tui_screens[i]->commands);
    for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++)
        fits("order status", order_shown_words((enum order_shown)s), 12);
    for (int s = LINE_ST_CANCELED; s <= LINE_ST_OPEN; s++)
        fits("line status", line_status_words((enum line_status)s), 14);
    i18n_use("en");
    if (strcmp(_("Customer"), "Customer") != 0) {
        (void)printf("FAILED: a user's own language does not go before that of the locale\n");
        failed++;
    }
    i18n_use("de");
    if (strcmp(_("Customer"), "Kunde") != 0) {
        (void)printf("FAILED: the language does not change back\n");
        failed++;
    }
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
