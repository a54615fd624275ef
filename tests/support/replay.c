/*
 * The replay server: a loop over its connections.
 */
#include "support/replay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define MOST_CONNS 100
#define PIECE      16 /* bytes of a slow body at once */
#define IN_ROOM    ((size_t)32 * 1024 * 1024)

struct conn {
    int fd; /* -1: free */
    int number;
    char *in;
    size_t in_len, in_room;
    struct arena *arena; /* of the answer */
    const char *out;
    size_t out_len, out_at, body_at;
    int slow_ms;
    int64_t wait_until;
    bool is_last, is_reset; /* the connection ends behind what is to be sent */
};

struct server {
    int listener, conns, requests;
    struct replay_script *script;
    struct conn conn[MOST_CONNS];
    FILE *log;
};

int replay_listen(int *port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)*port) };
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &len) != 0) {
        perror("replay");
        exit(99);
    }
    *port = ntohs(at.sin_port);
    return fd;
}

static void end_conn(struct conn *c)
{
    struct linger now = { 1, 0 };

    if (c->is_reset)
        (void)setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    (void)close(c->fd);
    arena_free(c->arena);
    xfree(c->in);
    *c = (struct conn){ .fd = -1 };
}

static void accept_conn(struct server *s)
{
    int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK), yes = 1;

    if (fd < 0)
        return;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    for (int i = 0; i < MOST_CONNS; i++) {
        if (s->conn[i].fd < 0) {
            s->conn[i] = (struct conn){ .fd = fd, .number = ++s->conns, .arena = arena_new() };
            return;
        }
    }
    (void)close(fd);
}

static struct replay_reply *choose(struct server *s, const char *method, const char *path)
{
    static struct replay_reply none;

    for (int i = 0; i < s->script->n; i++) {
        struct replay_reply *r = &s->script->v[i];

        if (r->left == 0 || (strcmp(r->method, "*") != 0 && strcmp(r->method, method) != 0) ||
            strstr(path, r->path) == NULL)
            continue;
        if (r->left > 0)
            r->left--;
        return r;
    }
    none = (struct replay_reply){ .status = 599, .left = -1, .cut = -1 };
    none.headers.s = none.body.s = (char *)(uintptr_t)"";
    return &none;
}

static void answer(struct server *s, struct conn *c, size_t request_len)
{
    char method[16] = "", path[2048] = "";
    struct replay_reply *r;
    struct strbuf out;

    (void)sscanf(c->in, "%15s %2047s", method, path);
    r = choose(s, method, path);
    (void)fprintf(s->log, "== %d %d %s %s %d\n", ++s->requests, c->number, method, path, r->status);
    (void)fwrite(c->in, 1, request_len, s->log);
    (void)fputs("\n\n", s->log);
    (void)fflush(s->log);
    memmove(c->in, c->in + request_len, c->in_len - request_len + 1);
    c->in_len -= request_len;
    arena_reset(c->arena);
    strbuf_init(&out, c->arena, IN_ROOM);
    if (!r->is_close) {
        strbuf_addf(&out, "HTTP/1.1 %d Reply\r\n%s", r->status, r->headers.s);
        if (r->status != 204)
            strbuf_addf(&out, "Content-Length: %zu\r\n", r->body.len);
        strbuf_add(&out, "\r\n");
        c->body_at = out.len;
        strbuf_addn(&out, r->body.s, r->cut >= 0 ? (size_t)r->cut : r->body.len);
    }
    c->out = out.s;
    c->out_len = out.len;
    c->out_at = 0;
    c->slow_ms = r->slow_ms;
    c->is_last = r->is_close || r->cut >= 0;
    c->is_reset = r->is_reset;
    c->wait_until = r->hold_ms > 0 ? clock_monotonic_ms() + r->hold_ms : 0;
}

/* Length of the request that stands whole in the buffer, 0 where it is not there yet. */
static size_t whole_request(const struct conn *c)
{
    const char *end = c->in != NULL ? strstr(c->in, "\r\n\r\n") : NULL;
    const char *line;
    size_t len, body = 0;

    if (end == NULL)
        return 0;
    len = (size_t)(end - c->in) + 4;
    for (line = strstr(c->in, "\r\n"); line != NULL && line < end; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, "Content-Length:", 15) == 0)
            body = (size_t)strtoul(line + 17, NULL, 10);
    }
    return c->in_len >= len + body ? len + body : 0;
}

/* False: the other side is gone. */
static bool take(struct conn *c)
{
    ssize_t n;

    if (c->in_room - c->in_len < 65536) {
        c->in_room = c->in_room * 2 + 65536;
        c->in = xrealloc(c->in, c->in_room + 1);
    }
    n = recv(c->fd, c->in + c->in_len, c->in_room - c->in_len, 0);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    c->in_len += (size_t)n;
    c->in[c->in_len] = '\0';
    return n > 0;
}

static bool give(struct conn *c)
{
    size_t len = c->out_len - c->out_at;
    ssize_t n;

    if (c->slow_ms > 0 && c->out_at < c->body_at)
        len = c->body_at - c->out_at;
    else if (c->slow_ms > 0 && len > PIECE)
        len = PIECE;
    n = send(c->fd, c->out + c->out_at, len, MSG_NOSIGNAL);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    c->out_at += (size_t)n;
    if (c->slow_ms > 0 && c->out_at >= c->body_at)
        c->wait_until = clock_monotonic_ms() + c->slow_ms;
    return true;
}

static void serve_conn(struct server *s, struct conn *c, short events)
{
    bool is_alive = true;

    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0)
        is_alive = take(c);
    if (is_alive && c->out == NULL) {
        size_t len = whole_request(c);

        if (len > 0)
            answer(s, c, len);
    }
    if (is_alive && c->out != NULL && clock_monotonic_ms() >= c->wait_until) {
        if (c->out_at < c->out_len)
            is_alive = give(c);
        if (c->out_at >= c->out_len) {
            c->out = NULL;
            is_alive = is_alive && !c->is_last;
        }
    }
    if (!is_alive)
        end_conn(c);
}

void replay_serve(int listener, struct replay_script *script, const char *log_path)
{
    static struct server s;

    s = (struct server){ .listener = listener, .script = script, .log = fopen(log_path, "a") };
    if (s.log == NULL) {
        perror(log_path);
        exit(99);
    }
    for (int i = 0; i < MOST_CONNS; i++)
        s.conn[i].fd = -1;
    for (;;) {
        struct pollfd fds[MOST_CONNS + 1] = { { listener, POLLIN, 0 } };
        int64_t now = clock_monotonic_ms();
        int wait_ms = 1000;

        for (int i = 0; i < MOST_CONNS; i++) {
            const struct conn *c = &s.conn[i];
            bool has_out = c->fd >= 0 && c->out != NULL;

            fds[i + 1] = (struct pollfd){ c->fd, POLLIN, 0 };
            if (has_out && now >= c->wait_until)
                fds[i + 1].events |= POLLOUT;
            else if (has_out && c->wait_until - now < wait_ms)
                wait_ms = (int)(c->wait_until - now);
        }
        (void)poll(fds, MOST_CONNS + 1, wait_ms);
        for (int i = 0; i < MOST_CONNS; i++) {
            if (s.conn[i].fd >= 0)
                serve_conn(&s, &s.conn[i], fds[i + 1].revents);
        }
        if ((fds[0].revents & POLLIN) != 0)
            accept_conn(&s);
    }
}

pid_t replay_start(const char *script, const char *log_path, int *port)
{
    int listener;
    pid_t server, parent = getpid();

    *port = 0;
    listener = replay_listen(port);
    server = fork();
    if (server == 0) {
        struct arena *arena = arena_new();
        struct replay_script read = { 0 };

        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(0);
        replay_read(script, arena, &read);
        replay_serve(listener, &read, log_path);
    }
    (void)close(listener);
    return server;
}

void replay_stop(pid_t server)
{
    if (server <= 0)
        return;
    (void)kill(server, SIGKILL);
    (void)waitpid(server, NULL, 0);
}
