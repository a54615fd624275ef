/*
 * From a paper to the bytes of a file, and to the printer.
 */
#include "print/documents.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "print/paper.h"

#define RENDER        "orderdesk-render"
#define COMMAND_WORDS 20

static bool as_pdf(const struct paper *p, struct arena *arena, const char **data, size_t *len,
                   struct err *err)
{
    const char *argv[] = { os_helper_path(RENDER, arena), NULL };
    struct os_run run = { .argv = argv };
    struct strbuf text;
    char *pdf;

    strbuf_init(&text, arena, LIMIT_PAPER_BYTES);
    paper_write(p, &text);
    run.input = text.s;
    run.input_len = text.len;
    if (!os_run(&run, arena, &pdf, len, err)) {
        if (err->code == ERR_NOT_FOUND)
            err->code = ERR_IO;
        return err_wrap(err, _("No PDF can be made; text can. "));
    }
    *data = pdf;
    return true;
}

bool paper_form_parse(const char *name, enum paper_form *out)
{
    static const char *const names[] = { "pdf", "text", "zpl", "zpl300" };

    for (size_t i = 0; i < OD_LEN(names); i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum paper_form)i;
            return true;
        }
    }
    return false;
}

bool paper_bytes(const struct paper *p, enum paper_form form, struct arena *arena,
                 const char **data, size_t *len, struct err *err)
{
    if (form == PAPER_AS_PDF)
        return as_pdf(p, arena, data, len, err);
    if (form == PAPER_AS_TEXT)
        *data = paper_as_text(p, arena);
    else if (!paper_as_zpl(p, form == PAPER_AS_ZPL ? 203 : 300, arena, data, err))
        return false;
    *len = strlen(*data);
    return true;
}

/* The words of the command; false where there is none, or too many. */
static bool split(const char *command, struct arena *arena, const char *words[COMMAND_WORDS + 1])
{
    int n = 0;

    for (const char *at = command + strspn(command, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");

        if (n == COMMAND_WORDS)
            return false;
        words[n++] = arena_strndup(arena, at, len);
        at += len;
    }
    words[n] = NULL;
    return n > 0;
}

static const char *command_of(const struct printing *how, bool is_label)
{
    bool has_own = is_label && how->label_command != NULL && how->label_command[0] != '\0';

    return has_own ? how->label_command : how->command;
}

static bool no_command(struct err *err)
{
    return err_set(err, ERR_STATE,
                   _("There is no command that prints: set print_command in the configuration, "
                     "or name a file."));
}

static bool run_it(const struct os_run *run, struct arena *arena, struct err *err)
{
    char *said;

    if (os_run(run, arena, &said, NULL, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        return err_set(err, ERR_IO,
                       _("The command that prints, %s, is not on this machine. Set "
                         "print_command in the configuration, or name a file."),
                       run->argv[0]);
    return err_wrap(err, _("Nothing was printed. "));
}

bool paper_print(const struct paper *p, const struct printing *how, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    bool is_label = p->label != LABEL_NONE;
    const char *words[COMMAND_WORDS + 1];
    struct os_run run = { .argv = words };

    if (!split(command_of(how, is_label), tmp, words))
        return no_command(err);
    return paper_bytes(p, is_label ? how->label_form : how->form, tmp, &run.input, &run.input_len,
                       err) &&
           run_it(&run, tmp, err);
}

bool label_bytes_print(const char *data, size_t len, const struct printing *how, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *words[COMMAND_WORDS + 1];
    const struct os_run run = { .argv = words, .input = data, .input_len = len };

    return split(command_of(how, true), tmp, words) ? run_it(&run, tmp, err) : no_command(err);
}

bool form_bytes_print(const char *data, size_t len, const struct printing *how, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *words[COMMAND_WORDS + 1];
    const struct os_run run = { .argv = words, .input = data, .input_len = len };

    return split(command_of(how, false), tmp, words) ? run_it(&run, tmp, err) : no_command(err);
}

bool document_print(struct desk *desk, const struct document_ask *ask, const struct printing *how,
                    struct arena *arena, const char **name, struct err *err)
{
    struct paper paper;
    int revision;

    if (!document_issue(desk, ask, arena, &paper, &revision, err) || !paper_print(&paper, how, err))
        return false;
    *name = paper.name;
    return true;
}
