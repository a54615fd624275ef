/* See term_frame.h. */
#include "tui/term_frame.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/compiler.h"

/* Written in one piece; a picture of the largest screen takes a few. */
#define PIECE_BYTES 16384
/* So much of a frame is written from where it stands; a picture of 80x24 takes less. */
#define MAPPED_BYTES 16384
/* Smaller frames are painted at once anyway. */
#define SYNC_BYTES 512
/* A terminal that was stopped (^S) takes nothing for long; its end is noticed elsewhere. */
#define STUCK_MS 1000

static void write_all(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);

        if (n < 0 && errno == EAGAIN) {
            struct pollfd fd = { STDOUT_FILENO, POLLOUT, 0 };

            if (poll(&fd, 1, STUCK_MS) > 0 && !(fd.revents & (POLLERR | POLLHUP | POLLNVAL)))
                continue;
        }
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        bytes += n;
        len -= (size_t)n;
    }
}

void term_frame_say(const char *text)
{
    write_all(text, strlen(text));
}

bool term_frame_may_ask(const char *name)
{
    static const char *const kinds[] = { "xterm", "tmux",    "alacritty", "foot",
                                         "kitty", "wezterm", "ghostty",   "contour" };

    for (size_t i = 0; i < OD_LEN(kinds); i++)
        if (strncmp(name, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

bool term_frame_open(struct term_frame *f)
{
    *f = (struct term_frame){ .memory = -1 };
    f->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    f->out = f->fd < 0 ? NULL : fdopen(f->fd, "w");
    if (f->out == NULL) {
        if (f->fd >= 0)
            (void)close(f->fd);
        return false;
    }
    f->memory = memfd_create("frame", MFD_CLOEXEC);
    if (f->memory >= 0 && ftruncate(f->memory, MAPPED_BYTES) == 0) {
        void *at = mmap(NULL, MAPPED_BYTES, PROT_READ, MAP_SHARED, f->memory, 0);

        f->bytes = at != MAP_FAILED ? at : NULL;
    }
    return true;
}

void term_frame_close(struct term_frame *f)
{
    (void)fclose(f->out);
    if (f->bytes != NULL)
        (void)munmap(f->bytes, MAPPED_BYTES);
    if (f->memory >= 0)
        (void)close(f->memory);
}

void term_frame_begin(struct term_frame *f)
{
    if (f->memory < 0 || f->is_held)
        return;
    f->is_held = dup3(f->memory, f->fd, O_CLOEXEC) >= 0;
    if (!f->is_held) {
        (void)close(f->memory);
        f->memory = -1;
    }
}

void term_frame_leave(struct term_frame *f)
{
    if (!f->is_held)
        return;
    term_frame_end(f);
    (void)dup3(STDOUT_FILENO, f->fd, O_CLOEXEC);
    f->is_held = false;
}

/* What stands in memory, from its start to `end`. */
static void send(struct term_frame *f, off_t end)
{
    char piece[PIECE_BYTES];
    bool is_pair = f->has_sync && end > SYNC_BYTES;
    size_t head = is_pair ? strlen(FRAME_SYNC_BEGIN) : 0, tail = head;
    off_t at = 0;

    if (f->bytes != NULL && !is_pair && end <= MAPPED_BYTES) {
        write_all(f->bytes, (size_t)end);
        return;
    }
    memcpy(piece, FRAME_SYNC_BEGIN, head);
    while (at < end) {
        size_t room = sizeof piece - head - tail;
        size_t left = (size_t)(end - at);
        ssize_t n = pread(f->memory, piece + head, left < room ? left : room, at);

        if (n <= 0)
            break;
        at += n;
        if (at >= end && is_pair) {
            memcpy(piece + head + n, FRAME_SYNC_END, tail);
            n += (ssize_t)tail;
        }
        write_all(piece, head + (size_t)n);
        head = 0;
    }
}

void term_frame_end(struct term_frame *f)
{
    off_t end;

    if (!f->is_held)
        return;
    end = lseek(f->memory, 0, SEEK_CUR);
    if (end <= 0)
        return;
    (void)lseek(f->memory, 0, SEEK_SET);
    send(f, end);
}
