/*
 * CSV over libcsv in its strict mode. The library pushes cells; here it is fed one line of the
 * file at a time, which yields at most one record, so that records can be pulled and the line on
 * which each begins is known.
 */
#include "base/csv.h"

#include <string.h>
#include <strings.h>

#include <csv.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define CSV_BLOCK_BYTES 65536
/* A separator of ASCII that no text holds, for files without quotation marks. */
#define NO_QUOTE 0x1F

/* What is wrong with the record being read; the next one may be right. */
enum row_fault { ROW_IS_FINE, ROW_TOO_WIDE, ROW_CELL_TOO_LONG, ROW_HAS_NUL };

#define SURPLUS_BYTES 200

struct csv_reader {
    struct textfile *file;
    bool is_over;
    char delimiter;
    bool has_no_quotes;
    char block[CSV_BLOCK_BYTES];
    size_t at, len;
    struct csv_parser parser;
    struct arena *row, *names;
    const char *cells[LIMIT_CSV_COLUMNS];
    int count;
    const char *headers[LIMIT_CSV_COLUMNS], *folded[LIMIT_CSV_COLUMNS];
    int header_count;
    bool is_in_row, is_row_done, was_cr;
    int64_t line, row_line;
    enum row_fault fault;
};

static void take_cell(void *text, size_t len, void *data)
{
    struct csv_reader *r = data;

    if (r->count == LIMIT_CSV_COLUMNS) {
        r->fault = ROW_TOO_WIDE;
        return;
    }
    if (len > LIMIT_CSV_CELL_BYTES)
        r->fault = ROW_CELL_TOO_LONG;
    else if (len > 0 && memchr(text, '\0', len) != NULL)
        r->fault = ROW_HAS_NUL;
    if (r->fault == ROW_IS_FINE)
        r->cells[r->count++] = len > 0 ? arena_strndup(r->row, text, len) : "";
}

static void take_row(int ending, void *data)
{
    struct csv_reader *r = data;

    (void)ending;
    r->is_row_done = true;
}

/* Blanks are part of a cell (RFC 4180 section 2.4); libcsv would trim them. */
static int is_never_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* Fills the block from its start. False on an error of the system. */
static bool fill(struct csv_reader *r, struct err *err)
{
    r->at = 0;
    return textfile_read(r->file, r->block, CSV_BLOCK_BYTES, &r->len, err);
}

/* The end of the line that begins at r->at, past its CR or LF, within the block. */
static size_t line_end(const struct csv_reader *r)
{
    size_t i = r->at;

    while (i < r->len && r->block[i] != '\r' && r->block[i] != '\n')
        i++;
    return i < r->len ? i + 1 : i;
}

/* Counts lines by CR, LF or CRLF. */
static void count_line(struct csv_reader *r, const char *piece, size_t len)
{
    char last = piece[len - 1];
    bool is_second_half = last == '\n' && len == 1 && r->was_cr;

    if ((last == '\n' && !is_second_half) || last == '\r')
        r->line++;
    r->was_cr = last == '\r';
}

static bool refuse_quotes(const struct csv_reader *r, struct err *err)
{
    return err_set(err, ERR_INVALID,
                   _("Line %lld: the quotation marks of this record do not match. A cell with a "
                     "quotation mark in it is written \"like \"\"this\"\"\"."),
                   (long long)r->row_line);
}

static bool refuse_long_cell(const struct csv_reader *r, struct err *err)
{
    return err_set(err, ERR_LIMIT, _("Line %lld: a cell is longer than %d bytes."),
                   (long long)r->row_line, LIMIT_CSV_CELL_BYTES);
}

/* Feeds one line or the part of it that is in the block. False: the file cannot be read on. */
static bool feed(struct csv_reader *r, struct err *err)
{
    size_t end = line_end(r), len = end - r->at;
    const char *piece = r->block + r->at;
    bool is_blank = len == 1 && (piece[0] == '\r' || piece[0] == '\n');

    if (!r->is_in_row && !is_blank) {
        r->is_in_row = true;
        r->row_line = r->line;
    }
    if (csv_parse(&r->parser, piece, len, take_cell, take_row, r) != len)
        return refuse_quotes(r, err);
    if (csv_get_buffer_size(&r->parser) > LIMIT_CSV_CELL_BYTES + 2 * CSV_BLOCK_BYTES)
        return refuse_long_cell(r, err);
    count_line(r, piece, len);
    r->at = end;
    return true;
}

/* Reads until a record is complete; at the end of the file none is. */
static bool read_row(struct csv_reader *r, struct err *err)
{
    arena_reset(r->row);
    r->count = 0;
    r->fault = ROW_IS_FINE;
    r->is_row_done = false;
    r->is_in_row = false;
    while (!r->is_row_done) {
        if (r->at == r->len && !fill(r, err))
            return false;
        if (r->len == 0) {
            r->is_over = true;
            if (csv_fini(&r->parser, take_cell, take_row, r) != 0)
                return refuse_quotes(r, err);
            return true;
        }
        if (!feed(r, err))
            return false;
    }
    return true;
}

static bool is_row_empty(const struct csv_reader *r)
{
    for (int i = 0; i < r->count; i++) {
        if (r->cells[i][0] != '\0')
            return false;
    }
    return r->fault == ROW_IS_FINE;
}

static bool check_row(const struct csv_reader *r, struct err *err)
{
    switch (r->fault) {
    case ROW_IS_FINE:
        break;
    case ROW_TOO_WIDE:
        return err_set(err, ERR_LIMIT, _("Line %lld: there are more than %d cells."),
                       (long long)r->row_line, LIMIT_CSV_COLUMNS);
    case ROW_CELL_TOO_LONG:
        return refuse_long_cell(r, err);
    case ROW_HAS_NUL:
        return err_set(err, ERR_INVALID,
                       _("Line %lld: a zero byte is no text. Was the file cut off, or is it no "
                         "CSV?"),
                       (long long)r->row_line);
    }
    for (int i = 0; i < r->count; i++) {
        const char *name = csv_header(r, i);

        if (!utf8_is_valid(r->cells[i], strlen(r->cells[i])))
            return err_field(err, ERR_INVALID, name,
                             _("Line %lld, column %d (%s): this is not valid %s. If the file is "
                               "in another encoding, say which."),
                             (long long)r->row_line, i + 1, name,
                             encoding_name(textfile_encoding(r->file)));
    }
    return true;
}

/* Cells beyond the header do no harm while they are empty (a delimiter at the end of each line). */
static bool check_count(struct csv_reader *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct strbuf surplus;

    while (r->count > r->header_count && r->cells[r->count - 1][0] == '\0')
        r->count--;
    if (r->count == r->header_count)
        return true;
    strbuf_init(&surplus, tmp, SURPLUS_BYTES);
    for (int i = r->header_count; i < r->count; i++)
        strbuf_addf(&surplus, "%s%s", i > r->header_count ? ", " : "", r->cells[i]);
    if (r->count < r->header_count)
        return err_set(err, ERR_INVALID,
                       _("Line %lld has %d cells, and the first line names %d columns."),
                       (long long)r->row_line, r->count, r->header_count);
    return err_set(err, ERR_INVALID,
                   _("Line %lld has %d cells, and the first line names %d columns. Beyond them "
                     "stands: %s"),
                   (long long)r->row_line, r->count, r->header_count, surplus.s);
}

bool csv_next(struct csv_reader *r, struct err *err)
{
    while (!r->is_over) {
        if (!read_row(r, err)) {
            r->is_over = true;
            r->count = 0;
            return false;
        }
        if (!r->is_row_done || is_row_empty(r))
            continue;
        if (!check_row(r, err)) {
            r->count = 0;
            return false;
        }
        return r->header_count == 0 || check_count(r, err);
    }
    r->count = 0;
    return false;
}

/* The delimiter that the header row, outside quotation marks, holds most of. */
static char guess_delimiter(const struct csv_reader *r)
{
    static const char candidates[] = { ',', ';', '\t', '|' };
    int counts[sizeof candidates] = { 0 };
    size_t best = 0;
    bool is_quoted = false;

    for (size_t i = r->at; i < r->len; i++) {
        char c = r->block[i];

        if (!is_quoted && (c == '\r' || c == '\n') && i > r->at)
            break;
        if (c == '"')
            is_quoted = !is_quoted;
        for (size_t k = 0; !is_quoted && k < sizeof candidates; k++)
            counts[k] += c == candidates[k] ? 1 : 0;
    }
    for (size_t k = 1; k < sizeof candidates; k++) {
        if (counts[k] > counts[best])
            best = k;
    }
    return candidates[best];
}

static bool read_headers(struct csv_reader *r, struct err *err)
{
    struct err why = ERR_INIT;

    if (!csv_next(r, &why)) {
        if (why.code == ERR_NONE)
            return err_set(err, ERR_INVALID,
                           _("The file is empty; its first line must name the columns."));
        if (err != NULL)
            *err = why;
        return false;
    }
    for (int i = 0; i < r->count; i++) {
        r->headers[i] = arena_strdup(r->names, r->cells[i]);
        r->folded[i] = utf8_fold(r->names, r->cells[i]);
    }
    r->header_count = r->count;
    return true;
}

/* "sep=;" alone on the first line is a spreadsheet's word for the delimiter, and no header. */
static void take_sep_line(struct csv_reader *r, char *delimiter)
{
    static const char word[] = "sep=";
    size_t len = sizeof word - 1, end = line_end(r);
    const char *line = r->block;

    if (end != len + 2 || strncasecmp(line, word, len) != 0 || line[len] == '\0' ||
        strchr(",;\t|:", line[len]) == NULL || strchr("\r\n", line[end - 1]) == NULL)
        return;
    if (*delimiter == '\0')
        *delimiter = line[len];
    count_line(r, line, end);
    r->at = end;
}

static bool start(struct csv_reader *r, char delimiter, struct err *err)
{
    if (!fill(r, err))
        return false;
    take_sep_line(r, &delimiter);
    r->delimiter = delimiter != '\0' ? delimiter : guess_delimiter(r);
    csv_set_delim(&r->parser, (unsigned char)r->delimiter);
    return read_headers(r, err);
}

static const struct csv_form find_out = { '\0', ENCODING_UNKNOWN, false };

/* The file is the reader's from here on. */
static bool open_over(struct csv_reader **out, struct textfile *file, const struct csv_form *form,
                      struct err *err)
{
    struct csv_reader *r = xcalloc(1, sizeof *r);

    r->file = file;
    r->row = arena_new();
    r->names = arena_new();
    r->line = 1;
    /* It can only fail for a NULL parser. */
    (void)csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&r->parser, xrealloc);
    csv_set_free_func(&r->parser, xfree);
    csv_set_blk_size(&r->parser, 4096);
    csv_set_space_func(&r->parser, is_never_space);
    r->has_no_quotes = form->has_no_quotes;
    if (r->has_no_quotes)
        csv_set_quote(&r->parser, NO_QUOTE);
    if (!start(r, form->delimiter, err)) {
        csv_close(r);
        return false;
    }
    *out = r;
    return true;
}

bool csv_open(struct csv_reader **out, const char *path, const struct csv_form *form,
              struct err *err)
{
    struct textfile *file;

    if (form == NULL)
        form = &find_out;
    return textfile_open(&file, path, form->encoding, err) && open_over(out, file, form, err);
}

bool csv_open_bytes(struct csv_reader **out, const char *bytes, size_t len,
                    const struct csv_form *form, struct err *err)
{
    struct textfile *file;

    if (form == NULL)
        form = &find_out;
    return textfile_open_bytes(&file, bytes, len, form->encoding, err) &&
           open_over(out, file, form, err);
}

void csv_close(struct csv_reader *r)
{
    if (r == NULL)
        return;
    csv_free(&r->parser);
    textfile_close(r->file);
    arena_free(r->row);
    arena_free(r->names);
    xfree(r);
}

int csv_column(const struct csv_reader *r, const char *header)
{
    OD_ARENA *tmp = arena_new();
    const char *folded = utf8_fold(tmp, header);

    for (int i = 0; i < r->header_count; i++) {
        if (strcmp(r->headers[i], header) == 0)
            return i;
    }
    for (int i = 0; i < r->header_count; i++) {
        if (strcmp(r->folded[i], folded) == 0)
            return i;
    }
    return -1;
}

int csv_column_count(const struct csv_reader *r)
{
    return r->header_count;
}

const char *csv_header(const struct csv_reader *r, int column)
{
    return column >= 0 && column < r->header_count ? r->headers[column] : "";
}

const char *csv_cell(const struct csv_reader *r, int column)
{
    return column >= 0 && column < r->count ? r->cells[column] : "";
}

int64_t csv_line(const struct csv_reader *r)
{
    return r->row_line;
}

void csv_progress(const struct csv_reader *r, int64_t *done, int64_t *size)
{
    textfile_progress(r->file, done, size);
    /* What is still in the block counts byte for byte, which is exact for UTF-8. */
    *done -= (int64_t)(r->len - r->at) < *done ? (int64_t)(r->len - r->at) : *done;
}

struct csv_form csv_form(const struct csv_reader *r)
{
    return (struct csv_form){ r->delimiter, textfile_encoding(r->file), r->has_no_quotes };
}

/* "-12.50", "+1,234": no spreadsheet can take harm from a sign before it. */
static bool is_plain_number(const char *s)
{
    bool has_digit = false;

    if (*s == '+' || *s == '-')
        s++;
    for (; *s != '\0'; s++) {
        if (*s >= '0' && *s <= '9')
            has_digit = true;
        else if (*s != '.' && *s != ',')
            return false;
    }
    return has_digit;
}

/* Would a spreadsheet run it, or has it the guard of such a cell already? */
static bool needs_guard(const char *cell)
{
    while (*cell == '\'')
        cell++;
    return *cell != '\0' && strchr("=+-@\t\r\n", *cell) != NULL && !is_plain_number(cell);
}

const char *csv_guard(const char *cell, struct arena *arena)
{
    return needs_guard(cell) ? arena_printf(arena, "'%s", cell) : cell;
}

static bool needs_quotes(const char *cell, size_t len)
{
    return len > 0 &&
           (strpbrk(cell, ",;\t\"\r\n") != NULL || cell[0] == ' ' || cell[len - 1] == ' ');
}

void csv_put(FILE *file, const char *cell, bool is_first)
{
    OD_ARENA *tmp = arena_new();
    size_t len;

    if (!is_first)
        (void)fputc(',', file);
    cell = csv_guard(cell, tmp);
    len = strlen(cell);
    if (needs_quotes(cell, len))
        (void)csv_fwrite(file, cell, len);
    else
        (void)fputs(cell, file);
}

void csv_add(struct strbuf *b, const char *cell, bool is_first)
{
    OD_ARENA *tmp = arena_new();
    size_t len = strlen(cell), need = 2 * len + 2;
    char *quoted;

    if (!is_first)
        strbuf_addc(b, ',');
    if (!needs_quotes(cell, len)) {
        strbuf_addn(b, cell, len);
        return;
    }
    quoted = arena_alloc(tmp, need);
    strbuf_addn(b, quoted, csv_write(quoted, need, cell, len));
}

const char *csv_unguard(const char *cell)
{
    return cell[0] == '\'' && needs_guard(cell) ? cell + 1 : cell;
}

void csv_end_row(FILE *file)
{
    (void)fputs("\r\n", file);
}
