/*
 * How requests travel: HTTP and SMTP over libcurl, several at once, in one thread. Encrypted and
 * verified always; no redirects, no other protocols, bounds on time, size and slowness; nothing
 * secret in any text that comes out.
 */
#ifndef OD_SYNC_HTTP_H
#define OD_SYNC_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "sync/wire.h"

struct arena;
struct wire_engine;

/* Zero or NULL stands for the usual. */
struct wire_limits {
    int64_t connect_ms; /* name, connection and TLS; usual 10 s */
    int64_t total_ms;   /* the whole request, waiting for a connection included; usual 60 s */
    int64_t quiet_s;    /* a transfer below 10 bytes a second for so long ends; usual 45 s */
    int max_at_once;    /* requests under way; usual 8 */
    const char *ca_file; /* certificates to trust in place of the system's (PEM) */
    const char *proxy;   /* "http://host:port"; that of the environment never counts */
    bool is_loopback;    /* tests: http:// and smtp:// without TLS are allowed to this machine */
};

/* *out is to be freed with wire_engine_free. limits is copied. ERR_IO. */
OD_MUST_USE bool wire_engine_new(struct wire_engine **out, const struct wire_limits *limits,
                                 struct err *err);
void wire_engine_free(struct wire_engine *e); /* NULL is fine; what is under way is broken off */

/*
 * Starts a request; its reply comes out of wire_engine_wait with the tag. The struct is copied,
 * what it points at must live until the reply came. A request that must not be sent (a URL that is
 * not https, a line break in a header) starts all the same: its reply is WIRE_BARRED.
 * err  ERR_BUSY: max_at_once are under way
 */
OD_MUST_USE bool wire_engine_start(struct wire_engine *e, const struct wire_request *request,
                                   void *tag, struct err *err);

/*
 * Moves all that is under way until one reply is there, at most timeout_ms (0: looks only). At once
 * with *is_any false where nothing is under way.
 *
 * reply   in the arena. Status 3xx is WIRE_BARRED (its status kept), a body past max_reply
 *         WIRE_UNCLEAR. Of WIRE_MAIL the status is the server's last or, where it refused, the
 *         refusal's; body is the text of that answer, without its code; each recipient that was
 *         refused while others were taken is a header "Refused": "ADDRESS: 550 text".
 * err     ERR_IO
 */
OD_MUST_USE bool wire_engine_wait(struct wire_engine *e, int timeout_ms, struct arena *arena,
                                  void **tag, struct wire_reply *reply, bool *is_any,
                                  struct err *err);

#endif
