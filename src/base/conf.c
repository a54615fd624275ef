/*
 * Configuration files over iniparser. That library cuts what it cannot take in silence, so the
 * text is looked through first: every line that it would read otherwise than it looks is refused
 * with its number.
 */
#include "base/conf.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <iniparser/iniparser.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/utf8.h"
#include "base/vec.h"

#define CONF_FILE_BYTES ((size_t)1024 * 1024)

struct entry {
    const char *section, *key; /* key NULL: the section's heading */
};
struct entries OD_VEC(struct entry);

struct conf {
    struct arena *arena;
    const char *path;
    dictionary *dict;
    struct entries entries; /* in file order */
};

/* One reading of a file: where it is, for the refusals. */
struct scan {
    struct conf *c;
    const char *section;
    int line;
};

static bool refuse(const struct scan *s, struct err *err, const char *why)
{
    return err_set(err, ERR_INVALID, _("%s, line %d: %s"), s->c->path, s->line, why);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The text between begin and end without outer blanks, in ASCII lower case where it is a name. */
static char *trimmed(struct arena *arena, const char *begin, const char *end, bool is_name)
{
    char *text;

    while (begin < end && is_blank(*begin))
        begin++;
    while (end > begin && is_blank(end[-1]))
        end--;
    text = arena_strndup(arena, begin, (size_t)(end - begin));
    for (char *p = text; is_name && *p != '\0'; p++) {
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    return text;
}

static bool has_key(const struct conf *c, const char *section, const char *key)
{
    for (int i = 0; i < c->entries.n; i++) {
        const struct entry *e = &c->entries.v[i];

        if (e->key != NULL && strcmp(e->section, section) == 0 && strcmp(e->key, key) == 0)
            return true;
    }
    return false;
}

static void add_entry(struct conf *c, const char *section, const char *key)
{
    *vec_push(c->arena, &c->entries) = (struct entry){ section, key };
}

static bool scan_section(struct scan *s, const char *line, struct err *err)
{
    const char *end = strchr(line, ']');

    if (end == NULL || end[1] != '\0' || end == line + 1)
        return refuse(s, err, _("a section is written [name], alone on its line."));
    s->section = trimmed(s->c->arena, line + 1, end, true);
    if (s->section[0] == '\0' || strchr(s->section, ':') != NULL)
        return refuse(s, err, _("the name of a section is not empty and has no colon."));
    add_entry(s->c, s->section, NULL);
    return true;
}

/* Does the library take this value as it stands? It ends an unquoted one at ; or #, and drops what
 * follows a quoted one. */
static bool scan_value(const struct scan *s, const char *value, struct err *err)
{
    if (*value == '"' || *value == '\'') {
        const char *end = strchr(value + 1, *value);

        if (end != NULL)
            end += 1 + strspn(end + 1, " \t");
        if (end == NULL || (*end != '\0' && *end != ';' && *end != '#'))
            return refuse(s, err, _("the quotation marks of the value do not match."));
        return true;
    }
    for (const char *p = strpbrk(value, ";#"); p != NULL; p = strpbrk(p + 1, ";#")) {
        if (p > value && is_blank(p[-1]))
            return true; /* a comment begins */
        return refuse(s, err, _("a value with ; or # in it must stand between quotation marks."));
    }
    return true;
}

static bool scan_key(struct scan *s, const char *line, struct err *err)
{
    const char *equals = strchr(line, '=');
    const char *key;

    if (equals == NULL || equals == line)
        return refuse(s, err, _("expected is \"name = value\", \"[section]\" or \"# comment\"."));
    if (s->section == NULL)
        return refuse(s, err, _("a [section] must come before the first name."));
    key = trimmed(s->c->arena, line, equals, true);
    if (key[0] == '\0' || strpbrk(key, ":;#\"'") != NULL)
        return refuse(s, err, _("a name has no colon, semicolon, # or quotation mark."));
    if (has_key(s->c, s->section, key))
        return refuse(s, err, _("this name is given for the second time in its section."));
    if (!scan_value(s, equals + 1 + strspn(equals + 1, " \t"), err))
        return false;
    add_entry(s->c, s->section, key);
    return true;
}

static bool scan_line(struct scan *s, const char *begin, const char *end, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *line;

    if (end > begin && end[-1] == '\r')
        end--;
    if (end - begin > LIMIT_CONF_LINE_BYTES)
        return err_set(err, ERR_INVALID, _("%s, line %d: a line has at most %d bytes."), s->c->path,
                       s->line, LIMIT_CONF_LINE_BYTES);
    for (const char *p = begin; p < end; p++) {
        if (((unsigned char)*p < 0x20 && *p != '\t') || *p == 0x7F)
            return refuse(s, err, _("a control character stands in the line."));
    }
    line = trimmed(tmp, begin, end, false);
    if (line[0] != '\0' && line[strlen(line) - 1] == '\\')
        return refuse(s, err, _("a line must not end in a backslash."));
    if (line[0] == '\0' || line[0] == '#' || line[0] == ';')
        return true;
    return line[0] == '[' ? scan_section(s, line, err) : scan_key(s, line, err);
}

static bool scan_text(struct conf *c, const char *text, size_t len, struct err *err)
{
    struct scan s = { .c = c, .line = 1 };

    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        return refuse(&s, err,
                      _("the file begins with a byte order mark. Save it as UTF-8 without one."));
    if (!utf8_is_valid(text, len))
        return err_set(err, ERR_INVALID, _("%s is not valid UTF-8."), c->path);
    for (size_t at = 0; at < len; s.line++) {
        const char *end = memchr(text + at, '\n', len - at);

        if (end == NULL)
            end = text + len;
        if (!scan_line(&s, text + at, end, err))
            return false;
        at = (size_t)(end - text) + 1;
    }
    return true;
}

/* What the library would print has been refused before, in words for people. */
static int no_message(const char *fmt, ...) OD_PRINTF(1, 2);
static int no_message(const char *fmt, ...)
{
    (void)fmt;
    return 0;
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

/* The library opens a name. It gets one that holds the very bytes that were looked through, so
 * that nobody can put another file in between, and a last line that it would overlook ends. */
static dictionary *load_text(const char *text, size_t len)
{
    int fd = memfd_create("orderdesk-conf", MFD_CLOEXEC);
    dictionary *dict = NULL;
    char name[64];

    if (fd < 0)
        return NULL;
    (void)snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    if (write_all(fd, text, len) && write_all(fd, "\n", 1)) {
        iniparser_set_error_callback(no_message);
        dict = iniparser_load(name);
        iniparser_set_error_callback(NULL);
    }
    (void)close(fd);
    return dict;
}

bool conf_load(struct conf **out, const char *path, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct conf *c;
    char *text;
    size_t len;

    if (!os_read_file(path, CONF_FILE_BYTES, tmp, &text, &len, err))
        return false;
    c = xcalloc(1, sizeof *c);
    c->arena = arena_new();
    c->path = arena_strdup(c->arena, path);
    if (!scan_text(c, text, len, err)) {
        conf_close(c);
        return false;
    }
    c->dict = load_text(text, len);
    if (c->dict == NULL) {
        conf_close(c);
        return err_set(err, ERR_IO, _("%s cannot be read as a configuration file."), path);
    }
    *out = c;
    return true;
}

void conf_close(struct conf *c)
{
    if (c == NULL)
        return;
    if (c->dict != NULL)
        iniparser_freedict(c->dict);
    arena_free(c->arena);
    xfree(c);
}

const char *conf_get(const struct conf *c, const char *section, const char *key)
{
    OD_ARENA *tmp = arena_new();

    if (!has_key(c, section, key))
        return NULL;
    return iniparser_getstring(c->dict, arena_printf(tmp, "%s:%s", section, key), NULL);
}

const char *conf_key(const struct conf *c, const char *section, int index)
{
    for (int i = 0; i < c->entries.n; i++) {
        const struct entry *e = &c->entries.v[i];

        if (e->key != NULL && strcmp(e->section, section) == 0 && index-- == 0)
            return e->key;
    }
    return NULL;
}

/* Is entry i the first heading of its section? */
static bool is_first_heading(const struct conf *c, int i)
{
    if (c->entries.v[i].key != NULL)
        return false;
    for (int k = 0; k < i; k++) {
        if (c->entries.v[k].key == NULL &&
            strcmp(c->entries.v[k].section, c->entries.v[i].section) == 0)
            return false;
    }
    return true;
}

const char *conf_section(const struct conf *c, int index)
{
    for (int i = 0; i < c->entries.n; i++) {
        if (is_first_heading(c, i) && index-- == 0)
            return c->entries.v[i].section;
    }
    return NULL;
}

const char *conf_path(const struct conf *c)
{
    return c->path;
}
