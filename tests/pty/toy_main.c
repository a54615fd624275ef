/*
 * The shell with toy screens in a real terminal, for the tests of the shell alone. Writes what
 * became of the screens to the file of argv[1].
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/toyscreen.h"
#include "tui/term.h"

int main(int argc, char **argv)
{
    struct toy toy;
    struct term_config config = { .theme = THEME_DEFAULT };
    struct err err = ERR_INIT;
    struct term *term;
    FILE *out;
    bool ok;

    (void)setlocale(LC_ALL, "");
    if (argc > 2)
        (void)theme_find(argv[2], &config.theme);
    config.mouse = argc > 3;
    if (!term_curses_open(&term, &config, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 64;
    }
    ok = toy_run(&toy, term, &err);
    if (argc > 1 && (out = fopen(argv[1], "w")) != NULL) {
        (void)fprintf(out, "hangups %d\nfield %s\n", toy.counts.hangups, toy.kept);
        (void)fclose(out);
    }
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
