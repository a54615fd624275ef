/*
 * Standard input of a terminal as keys: when to wait, what to read, and how long half a sequence is
 * waited for.
 */
#include "tui/term_source.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/os.h"
#include "tui/term.h"

#define ESC_MS 25
#define ESC_DIGIT_MS 600
/* A paste whose end was lost is over when nothing came for so long. */
#define PASTE_SILENCE_MS 1500
/* Esc and [ are no keys that people press: a sequence that a slow line cut up is waited for. */
#define SEQUENCE_MS 250

/* How long the rest of what began may still be under way; slow lines stop in the middle of a
 * paste, and half of its end must not be taken for text. An ESC right behind other bytes is more
 * likely the beginning of the next sequence than a finger that quick. */
static int patience_ms(const struct term_source *t)
{
    if (t->input.is_pasting)
        return PASTE_SILENCE_MS;
    if ((t->is_burst || term_input_is_sequence(&t->input)) && t->esc_ms < SEQUENCE_MS)
        return SEQUENCE_MS;
    return t->esc_ms;
}

static bool is_unfinished(const struct term_source *t)
{
    return t->input.is_pasting || term_input_is_partial(&t->input);
}

/* How long a wait may take: not past the moment when half a sequence is taken for what it is. */
static int hold_wait(const struct term_source *t, int timeout_ms)
{
    int64_t left;

    if (!t->is_drained)
        return 0;
    if (!is_unfinished(t))
        return timeout_ms;
    left = t->partial_ms + patience_ms(t) - clock_monotonic_ms();
    if (left < 0)
        left = 0;
    return left < timeout_ms ? (int)left : timeout_ms;
}

static bool is_partial_due(const struct term_source *t)
{
    return is_unfinished(t) && clock_monotonic_ms() - t->partial_ms >= patience_ms(t);
}

int term_source_wait(struct term_source *t, int timeout_ms, int signal_fd, bool *has_signal)
{
    struct pollfd fds[2] = { { STDIN_FILENO, POLLIN, 0 }, { signal_fd, POLLIN, 0 } };
    int n = poll(fds, 2, hold_wait(t, timeout_ms));

    /* Each handler writes into the pipe; one that cut the poll short is found there as well. */
    *has_signal = n < 0 || fds[1].revents != 0 || signal_fd < 0;
    if (n < 0)
        fds[0].revents = 0;
    if (t->is_gone || fds[0].revents & (POLLERR | POLLNVAL) ||
        (fds[0].revents & POLLHUP && !(fds[0].revents & POLLIN)))
        return TERM_HANGUP;
    if (!(fds[0].revents & POLLIN) && t->is_drained && !is_partial_due(t))
        return 0;
    t->is_drained = t->is_dry = false;
    t->is_readable = fds[0].revents & POLLIN;
    return TERM_KEYS;
}

/* Reads what is there; false where there is nothing. */
static bool fill(struct term_source *t)
{
    struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };
    char bytes[512];
    ssize_t n;

    if (t->is_dry || (!t->is_readable && poll(&fd, 1, 0) <= 0))
        return false;
    t->is_readable = false;
    n = read(STDIN_FILENO, bytes, sizeof bytes);
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
        t->is_gone = true;
    if (n <= 0)
        return false;
    t->is_dry = (size_t)n < sizeof bytes;
    t->is_fresh = true;
    t->is_burst = n > 1;
    (void)term_input_feed(&t->input, bytes, (size_t)n);
    return true;
}

bool term_source_read(struct term_source *t, struct key *out)
{
    do {
        if (term_input_next(&t->input, false, out))
            return true;
    } while (fill(t));
    /* Work on the keys before may have taken long: only from here does silence count. */
    if (t->is_fresh)
        t->partial_ms = clock_monotonic_ms();
    t->is_fresh = false;
    t->is_drained = true;
    return is_partial_due(t) && (term_input_next(&t->input, true, out) ||
                                 term_input_end_paste(&t->input, out));
}

bool term_source_has_input(const struct term_source *t)
{
    struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };

    return !t->is_drained || poll(&fd, 1, 0) > 0;
}

void term_source_drop(struct term_source *t)
{
    (void)tcflush(STDIN_FILENO, TCIFLUSH);
    term_input_clear(&t->input);
    t->is_drained = true;
    t->is_readable = false;
}

int term_source_esc_ms(bool esc_digit, int wanted_ms)
{
    const char *own = os_env("ESCDELAY");
    long ms = own != NULL ? strtol(own, NULL, 10) : 0;

    if (ms > 0 && ms <= 10000)
        return (int)ms;
    if (esc_digit)
        return ESC_DIGIT_MS;
    return wanted_ms > 0 ? wanted_ms : ESC_MS;
}
