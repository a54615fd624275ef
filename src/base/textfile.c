/*
 * Reading, guessing and converting. UTF-8 passes through untouched; the rest goes through iconv of
 * the C library, a block at a time.
 */
#include "base/textfile.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"

#define RAW_BYTES  16384
#define SCAN_BYTES 65536

struct textfile {
    int fd; /* -1: over bytes */
    const char *bytes;
    bool owns_fd, is_drained;
    enum encoding encoding;
    iconv_t iconv; /* (iconv_t)-1: none needed */
    int64_t done, size;
    char raw[RAW_BYTES];
    size_t at, len;
};

/* --- names ----------------------------------------------------------------------------------- */

static const struct {
    enum encoding encoding;
    const char *name, *iconv_name;
    const char *folded[4];
} encodings[] = {
    { ENCODING_UTF8, "UTF-8", NULL, { "utf8" } },
    { ENCODING_UTF16LE, "UTF-16LE", "UTF-16LE", { "utf16le", "utf16" } },
    { ENCODING_UTF16BE, "UTF-16BE", "UTF-16BE", { "utf16be" } },
    { ENCODING_LATIN1, "Latin-1", "ISO-8859-1", { "latin1", "iso88591" } },
    { ENCODING_CP1252, "Windows-1252", "CP1252", { "windows1252", "cp1252", "ansi" } },
};

const char *encoding_name(enum encoding encoding)
{
    for (size_t i = 0; i < OD_LEN(encodings); i++)
        if (encodings[i].encoding == encoding)
            return encodings[i].name;
    return "";
}

bool encoding_parse(const char *name, enum encoding *out, struct err *err)
{
    char folded[16];
    size_t n = 0;

    for (const char *c = name; *c != '\0' && n < sizeof folded - 1; c++)
        if (isalnum((unsigned char)*c))
            folded[n++] = (char)tolower((unsigned char)*c);
    folded[n] = '\0';
    for (size_t i = 0; i < OD_LEN(encodings); i++) {
        for (size_t k = 0; k < OD_LEN(encodings[i].folded); k++) {
            const char *known = encodings[i].folded[k];

            if (known == NULL || strcmp(known, folded) != 0)
                continue;
            *out = encodings[i].encoding;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "encoding",
                     _("There is no encoding \"%s\". There are: utf-8, utf-16le, utf-16be, "
                       "latin-1, windows-1252."),
                     name);
}

/* --- finding out ------------------------------------------------------------------------------ */

/* What a file's bytes speak for; filled over one block after the other. */
struct evidence {
    int64_t characters; /* of UTF-8 beyond ASCII */
    int64_t strangers;  /* bytes that are no part of UTF-8 */
    int64_t zeros[2];   /* at even and at odd places */
    int64_t bytes;
    bool has_c1;        /* bytes 80 to 9F that are no part of UTF-8 */
    unsigned char held[4]; /* the beginning of a character at a block's end */
    size_t held_len;
};

/* Length of the sequence that begins with c; 0: none does. */
static size_t sequence_length(unsigned char c)
{
    return c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3
           : c >= 0xF0 && c < 0xF5 ? 4 : 0;
}

static void weigh_byte(struct evidence *e, unsigned char c)
{
    size_t wanted = e->held_len > 0 ? sequence_length(e->held[0]) : 0;

    if (e->held_len > 0 && (c & 0xC0) == 0x80) {
        e->held[e->held_len++] = c;
        if (e->held_len == wanted) {
            e->characters++;
            e->held_len = 0;
        }
        return;
    }
    for (size_t i = 0; i < e->held_len; i++) {
        e->strangers++;
        e->has_c1 = e->has_c1 || (e->held[i] >= 0x80 && e->held[i] < 0xA0);
    }
    e->held_len = 0;
    if (c < 0x80)
        return;
    if (sequence_length(c) > 1) {
        e->held[e->held_len++] = c;
        return;
    }
    e->strangers++;
    e->has_c1 = e->has_c1 || c < 0xA0;
}

static void weigh(struct evidence *e, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];

        if (c == 0)
            e->zeros[(e->bytes + (int64_t)i) % 2]++;
        if (c >= 0x80 || e->held_len > 0)
            weigh_byte(e, c);
    }
    e->bytes += (int64_t)n;
}

static enum encoding judge(const struct evidence *e)
{
    /* Western text in UTF-16: nearly every second byte is a zero, on one side only. */
    if (e->zeros[1] > e->bytes / 8 && e->zeros[1] > 8 * e->zeros[0])
        return ENCODING_UTF16LE;
    if (e->zeros[0] > e->bytes / 8 && e->zeros[0] > 8 * e->zeros[1])
        return ENCODING_UTF16BE;
    if (e->strangers == 0 || e->characters > e->strangers)
        return ENCODING_UTF8;
    return e->has_c1 ? ENCODING_CP1252 : ENCODING_LATIN1;
}

static bool fill(struct textfile *t, struct err *err);

/* Over the whole of a regular file, by pread, so that the place to read on stays. */
static bool find_out(struct textfile *t, struct err *err)
{
    struct evidence e = { 0 };
    OD_ARENA *tmp = arena_new();
    char *block = arena_alloc(tmp, SCAN_BYTES);
    ssize_t n = 0;

    if (!fill(t, err))
        return false;
    if (t->bytes != NULL) {
        weigh(&e, t->bytes, (size_t)t->size);
    } else if (t->size == 0) {
        weigh(&e, t->raw, t->len);
    } else {
        while ((n = pread(t->fd, block, SCAN_BYTES, e.bytes)) > 0)
            weigh(&e, block, (size_t)n);
    }
    t->encoding = judge(&e);
    return true;
}

/* --- reading -------------------------------------------------------------------------------- */

/* read(2), or from the bytes in memory. */
static ssize_t read_on(struct textfile *t, char *to, size_t room)
{
    size_t left = t->bytes != NULL ? (size_t)(t->size - t->done) : 0;

    if (t->bytes == NULL)
        return read(t->fd, to, room);
    if (left > room)
        left = room;
    memcpy(to, t->bytes + t->done, left);
    return (ssize_t)left;
}

/* Reads on behind what is still there. */
static bool fill(struct textfile *t, struct err *err)
{
    if (t->at > 0) {
        memmove(t->raw, t->raw + t->at, t->len - t->at);
        t->len -= t->at;
        t->at = 0;
    }
    while (t->len < RAW_BYTES && !t->is_drained) {
        ssize_t n = read_on(t, t->raw + t->len, RAW_BYTES - t->len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int why = errno;

            err_set(err, ERR_IO, _("The file cannot be read on: %s."), strerror(why));
            return err_cause(err, "errno %d", why);
        }
        t->is_drained = n == 0;
        t->len += (size_t)n;
        t->done += n;
    }
    return true;
}

static bool has_mark(const struct textfile *t, const char *mark, size_t n)
{
    return t->len - t->at >= n && memcmp(t->raw + t->at, mark, n) == 0;
}

/* The byte order mark settles it, where none was asked for; it is no text in any case. */
static void read_mark(struct textfile *t)
{
    static const struct {
        enum encoding encoding;
        const char *bytes;
        size_t n;
    } marks[] = { { ENCODING_UTF8, "\xEF\xBB\xBF", 3 },
                  { ENCODING_UTF16LE, "\xFF\xFE", 2 },
                  { ENCODING_UTF16BE, "\xFE\xFF", 2 } };

    for (size_t i = 0; i < OD_LEN(marks); i++) {
        bool is_asked = t->encoding == ENCODING_UNKNOWN || t->encoding == marks[i].encoding;

        if (!is_asked || !has_mark(t, marks[i].bytes, marks[i].n))
            continue;
        t->encoding = marks[i].encoding;
        t->at += marks[i].n;
        return;
    }
}

static bool open_iconv(struct textfile *t, struct err *err)
{
    for (size_t i = 0; i < OD_LEN(encodings); i++)
        if (encodings[i].encoding == t->encoding && encodings[i].iconv_name != NULL)
            t->iconv = iconv_open("UTF-8", encodings[i].iconv_name);
    if (t->iconv != (iconv_t)-1 || t->encoding == ENCODING_UTF8)
        return true;
    return err_set(err, ERR_IO, _("This machine cannot read %s. Save the file in UTF-8."),
                   encoding_name(t->encoding));
}

static bool open_failed(const char *path, int why, struct err *err)
{
    err_set(err, why == ENOENT ? ERR_NOT_FOUND : ERR_IO,
            why == ENOENT ? _("There is no file %s.") : _("The file %s cannot be read."), path);
    return err_cause(err, "errno %d: %s", why, strerror(why));
}

static bool start(struct textfile *t, enum encoding encoding, struct textfile **out,
                  struct err *err)
{
    t->encoding = encoding;
    t->iconv = (iconv_t)-1;
    if (!fill(t, err)) {
        textfile_close(t);
        return false;
    }
    read_mark(t);
    if ((t->encoding == ENCODING_UNKNOWN && !find_out(t, err)) || !open_iconv(t, err)) {
        textfile_close(t);
        return false;
    }
    *out = t;
    return true;
}

bool textfile_open(struct textfile **out, const char *path, enum encoding encoding,
                   struct err *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : os_open(path, O_RDONLY | O_NOCTTY, 0);
    struct textfile *t;
    struct stat info;

    if (fd < 0)
        return open_failed(path, errno, err);
    t = xcalloc(1, sizeof *t);
    t->fd = fd;
    t->owns_fd = !is_stdin;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && !is_stdin)
        t->size = info.st_size;
    return start(t, encoding, out, err);
}

bool textfile_open_bytes(struct textfile **out, const char *bytes, size_t len,
                         enum encoding encoding, struct err *err)
{
    struct textfile *t = xcalloc(1, sizeof *t);

    t->fd = -1;
    t->bytes = bytes;
    t->size = (int64_t)len;
    return start(t, encoding, out, err);
}

void textfile_close(struct textfile *t)
{
    if (t == NULL)
        return;
    if (t->iconv != (iconv_t)-1)
        (void)iconv_close(t->iconv);
    if (t->owns_fd)
        (void)close(t->fd);
    xfree(t);
}

static void copy(struct textfile *t, char *out, size_t cap, size_t *n)
{
    size_t len = t->len - t->at < cap ? t->len - t->at : cap;

    memcpy(out, t->raw + t->at, len);
    t->at += len;
    *n = len;
}

/* Converts what is there; what cannot be a character becomes one FF. */
static void convert(struct textfile *t, char *out, size_t cap, size_t *n)
{
    size_t unit = t->encoding == ENCODING_UTF16LE || t->encoding == ENCODING_UTF16BE ? 2 : 1;
    size_t room = cap;
    char *to = out;

    while (t->at < t->len && room >= 4) {
        char *from = t->raw + t->at;
        size_t left = t->len - t->at;
        size_t rc = iconv(t->iconv, &from, &left, &to, &room);

        t->at = t->len - left;
        if (rc != (size_t)-1 || errno == E2BIG)
            break;
        if (errno == EINVAL && !t->is_drained)
            break; /* half a character at the block's end */
        t->at += left < unit ? left : unit;
        *to++ = '\xFF';
        room--;
    }
    *n = cap - room;
}

bool textfile_read(struct textfile *t, char *out, size_t cap, size_t *n, struct err *err)
{
    *n = 0;
    while (*n == 0) {
        /* A last half character is what there is left at most, so one that was drained is looked at
         * once more. */
        if (t->len - t->at < 4 && !t->is_drained && !fill(t, err))
            return false;
        if (t->at == t->len && t->is_drained)
            return true;
        if (t->iconv == (iconv_t)-1)
            copy(t, out, cap, n);
        else
            convert(t, out, cap, n);
    }
    return true;
}

enum encoding textfile_encoding(const struct textfile *t)
{
    return t->encoding;
}

void textfile_progress(const struct textfile *t, int64_t *done, int64_t *size)
{
    *done = t->done - (int64_t)(t->len - t->at);
    *size = t->size;
}
