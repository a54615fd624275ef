/*
 * IM, its fields: files as they lie in folders, the maps of the program, channels.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "tui/import_screen.h"

/* Names looked at in one folder; what is behind them is typed. */
#define FOLDER_MOST 5000

struct names OD_VEC(const char *);

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_wanted(int folder, const char *name, const char *start, bool *is_folder)
{
    struct stat st;

    if (strncmp(name, start, strlen(start)) != 0 || (name[0] == '.' && start[0] != '.') ||
        !utf8_is_valid(name, strlen(name)) || fstatat(folder, name, &st, 0) != 0)
        return false;
    *is_folder = S_ISDIR(st.st_mode);
    return *is_folder || S_ISREG(st.st_mode);
}

/* Files and folders of the folder that text ends in, by name; as the person who asks. */
static void list_folder(const char *folder, const char *start, struct arena *arena,
                        struct names *out)
{
    int fd = os_open(folder[0] ? folder : ".", O_RDONLY | O_DIRECTORY, 0);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    struct dirent *entry;

    for (int i = 0; dir != NULL && i < FOLDER_MOST && (entry = readdir(dir)) != NULL; i++) {
        bool is_folder;

        if (is_wanted(fd, entry->d_name, start, &is_folder))
            *vec_push(arena, out) =
                arena_printf(arena, "%s%s%s", folder, entry->d_name, is_folder ? "/" : "");
    }
    if (dir != NULL)
        (void)closedir(dir);
    if (out->n > 1)
        qsort(out->v, (size_t)out->n, sizeof out->v[0], by_name);
}

static void add_rows(const struct names *names, struct arena *arena, struct lookup_rows *out)
{
    out->is_more = names->n > LOOKUP_ROWS;
    for (int i = 0; i < names->n && i < LOOKUP_ROWS; i++) {
        struct lookup_row *to = vec_push(arena, out);

        to->id = i + 1;
        to->value = names->v[i];
        to->detail = "";
    }
}

static bool find_file(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                      struct err *err)
{
    const char *slash = strrchr(text, '/');
    const char *folder =
        slash != NULL ? arena_strndup(arena, text, (size_t)(slash - text) + 1) : "";
    struct names names = { 0 };

    (void)ctx;
    (void)err;
    list_folder(folder, slash != NULL ? slash + 1 : text, arena, &names);
    add_rows(&names, arena, out);
    return true;
}

static bool find_map(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                     struct err *err)
{
    const struct im *im = ctx;
    struct names names = { 0 };
    enum import_kind kind;
    struct import_maps maps;

    if (!import_kind_parse(form_choice(&im->form, IM_KIND), &kind, err))
        return false;
    maps = import_maps_of(kind, arena);
    for (int i = 0; i < maps.n; i++)
        if (strncmp(maps.v[i], text, strlen(text)) == 0)
            *vec_push(arena, &names) = maps.v[i];
    add_rows(&names, arena, out);
    return true;
}

static bool find_channel(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                         struct err *err)
{
    const struct im *im = ctx;
    struct channel_list channels;

    if (!channel_list_load(im->s.desk, arena, &channels, err))
        return false;
    for (int i = 0; i < channels.n && out->n < LOOKUP_ROWS; i++) {
        struct lookup_row *to;

        if (!channels.v[i].is_active || strncmp(channels.v[i].code, text, strlen(text)) != 0)
            continue;
        to = vec_push(arena, out);
        to->id = channels.v[i].id.v;
        to->value = channels.v[i].code;
        to->detail = channels.v[i].name;
    }
    return true;
}

static const struct form_choice kinds[] = {
    { "orders", N_("orders") }, { "customers", N_("customers") }, { "items", N_("items") },
    { "prices", N_("prices") }, { "stock", N_("stock") }, { "lists", N_("price lists") },
    { "groups", N_("groups") }, { "taxes", N_("taxes") }, { "rates", N_("exchange rates") },
    { "carriers", N_("carriers") }, { "methods", N_("ship methods") }, { 0 },
};

const struct form_field im_fields[] = {
    [IM_KIND] = { "kind", N_("What"), FORM_CHOICE, 14, 0,
                  N_("What the file holds. Space goes on to the next kind."), kinds, NULL },
    [IM_FILE] = { "file", N_("File"), FORM_LOOKUP, 50, 0,
                  N_("The file to take in. Letters list what begins so in the folder."), NULL,
                  find_file },
    [IM_LINES] = { "lines", N_("Lines"), FORM_LOOKUP, 50, 0,
                   N_("The lines of orders, where they are in a second file; else empty."), NULL,
                   find_file },
    [IM_MAP] = { "map", N_("Map"), FORM_LOOKUP, 24, 0,
                 N_("Which column means what: a map of the program (F4 lists them), or a file. "
                    "Empty where the columns have our names."),
                 NULL, find_map },
    [IM_CHANNEL] = { "channel", N_("Channel"), FORM_LOOKUP, 12, FORM_SAME_LINE,
                     N_("Whose numbers the file has; empty: phone."), NULL, find_channel },
    { 0 },
};

/* What no list has: a file is there all the same, or a map of one's own; a folder is gone into. */
static bool left(void *ctx, struct form *f, int field, struct err *err)
{
    struct im *im = ctx;
    const char *text = form_text(f, field);
    size_t n = strlen(text);

    if (field == IM_KIND) {
        form_hide(f, IM_LINES, strcmp(form_choice(f, IM_KIND), "orders") != 0);
        screen_resize(&im->s, im->s.rows, im->s.cols);
    }
    if (n == 0 || field == IM_KIND || field == IM_MAP)
        return true;
    if (field == IM_CHANNEL)
        return form_id(f, field) != 0 ||
               err_field(err, ERR_NOT_FOUND, "channel", _("There is no channel %s."), text);
    if (text[n - 1] == '/') {
        lookup_ask(&f->slots[field].lookup);
        return false;
    }
    return os_file_exists(text) ||
           err_field(err, ERR_NOT_FOUND, im_fields[field].name, _("There is no file %s."), text);
}

const struct form_ops im_form_ops = { .left = left };
