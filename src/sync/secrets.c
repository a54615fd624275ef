/*
 * Options of providers and where their secrets come from.
 */
#include "sync/secrets.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/secret.h"
#include "base/vec.h"

#define SECRET_BYTES  ((size_t)4096)
#define SECRET_LEAST  6 /* shorter ones are found in any text */
#define COMMAND_WORDS 20

struct value {
    const char *key;
    char *text;
    bool is_secret;
};
struct values OD_VEC(struct value);

struct provider_options {
    struct arena *arena;
    struct values values;
};

const char *provider_option(const struct provider_options *o, const char *key)
{
    for (int i = 0; i < o->values.n; i++) {
        if (strcmp(o->values.v[i].key, key) == 0)
            return o->values.v[i].text;
    }
    return "";
}

/* One line of some length, without what drives a terminal. */
static bool take_secret(struct provider_options *o, const char *key, char *text, size_t len,
                        struct err *err)
{
    size_t line = strcspn(text, "\r\n");
    size_t rest = line + strspn(text + line, "\r\n");
    bool is_clean = line > 0 && line <= SECRET_BYTES && rest == len;
    char *kept;

    for (size_t i = 0; i < line; i++)
        is_clean = is_clean && (unsigned char)text[i] >= 0x20 && text[i] != 0x7F;
    if (is_clean) {
        kept = xmalloc(line + 1);
        memcpy(kept, text, line);
        kept[line] = '\0';
        *vec_push(o->arena, &o->values) =
            (struct value){ arena_strdup(o->arena, key), kept, true };
    }
    secret_wipe(text, len);
    return is_clean || err_set(err, ERR_INVALID, _("A secret is one line of text."));
}

/* Why a file is not safe for a secret; NULL where it is. */
static const char *refuse_file(int fd, const char *path, struct arena *arena)
{
    struct stat info;

    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return arena_printf(arena, _("%s is no plain file."), path);
    if ((info.st_mode & 077) != 0)
        return arena_printf(arena, _("Others may read %s. Run: chmod 600 %s"), path, path);
    if (info.st_uid != 0 && info.st_uid != geteuid())
        return arena_printf(arena, _("%s belongs to another user."), path);
    return NULL;
}

static bool read_file(struct provider_options *o, const char *key, const char *path,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char text[SECRET_BYTES + 2];
    int fd = os_open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK, 0);
    const char *why;
    ssize_t n;
    bool is_taken;

    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(err, ERR_NOT_FOUND, _("There is no file %s."), path);
    if (fd < 0)
        return err_set(err, ERR_IO, _("The file %s cannot be read: %s."), path, strerror(errno));
    why = refuse_file(fd, path, tmp);
    n = why == NULL ? read(fd, text, sizeof text - 1) : 0;
    (void)close(fd);
    if (why != NULL)
        return err_set(err, ERR_INVALID, "%s", why);
    if (n < 0)
        return err_set(err, ERR_IO, _("The file %s cannot be read."), path);
    text[n] = '\0';
    is_taken = take_secret(o, key, text, (size_t)n, err);
    return is_taken || err_wrap(err, "%s:", path);
}

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

static bool run_command(struct provider_options *o, const char *key, const char *command,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *words[COMMAND_WORDS + 1];
    struct os_run run = { .argv = words };
    char *text;
    size_t len;

    if (!split(command, tmp, words))
        return err_set(err, ERR_INVALID, _("A command has from 1 to %d words."), COMMAND_WORDS);
    return os_run(&run, tmp, &text, &len, err) &&
           (take_secret(o, key, text, len, err) || err_wrap(err, "%s:", words[0]));
}

/* "key_file" and "key_command" are both ways to "key"; false for an option that is no secret. */
static bool secret_name(const char *option, const char *ending, struct arena *arena,
                        const char **key)
{
    size_t len = strlen(option), end = strlen(ending);

    if (len <= end || strcmp(option + len - end, ending) != 0)
        return false;
    *key = arena_strndup(arena, option, len - end);
    return true;
}

static bool take_option(struct provider_options *o, const char *option, const char *text,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *key;

    if (secret_name(option, "_file", tmp, &key))
        return text[0] == '\0' || read_file(o, key, text, err);
    if (secret_name(option, "_command", tmp, &key))
        return text[0] == '\0' || provider_option(o, key)[0] != '\0' ||
               run_command(o, key, text, err);
    *vec_push(o->arena, &o->values) =
        (struct value){ arena_strdup(o->arena, option), xstrdup(text), false };
    return true;
}

bool provider_options_open(struct provider_options **out, const struct conf_stack *conf,
                           const char *section, struct err *err)
{
    struct provider_options *o = xcalloc(1, sizeof *o);
    size_t len = strlen(section);

    o->arena = arena_new();
    for (const struct option *row = conf_options; row->name != NULL; row++) {
        const char *text;

        if (strncmp(row->name, section, len) != 0 || row->name[len] != '.')
            continue;
        text = conf_text(conf, row->name);
        if (!take_option(o, row->name + len + 1, text != NULL ? text : "", err)) {
            provider_options_close(o);
            (void)err_at(err, row->name);
            return err_wrap(err, "%s:", row->name);
        }
    }
    *out = o;
    return true;
}

void provider_options_close(struct provider_options *o)
{
    if (o == NULL)
        return;
    for (int i = 0; i < o->values.n; i++) {
        if (o->values.v[i].is_secret)
            secret_wipe(o->values.v[i].text, strlen(o->values.v[i].text));
        xfree(o->values.v[i].text);
    }
    arena_free(o->arena);
    xfree(o);
}

bool provider_options_leak(const struct provider_options *o, const char *text)
{
    for (int i = 0; i < o->values.n; i++) {
        const struct value *v = &o->values.v[i];

        if (v->is_secret && strlen(v->text) >= SECRET_LEAST && strstr(text, v->text) != NULL)
            return true;
    }
    return false;
}
