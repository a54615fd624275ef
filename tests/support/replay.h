/*
 * A server of HTTP on this machine that plays a script of replies, faults among them, and keeps
 * what it was asked. One process, one thread, as many connections as come.
 *
 * A script is lines:
 *     reply STATUS       begins a reply; the first one that fits a request and is left answers it
 *     for METHOD TEXT    it fits requests of this method with this text in the path ("for * /x")
 *     times N            how often it is given (else once; 0: always)
 *     header NAME: VALUE
 *     body TEXT          several are lines of one body
 *     file PATH          the body
 *     cut N              N bytes of the body, then the connection ends
 *     slow MS            a pause before each 16 bytes of the body
 *     hold MS            a pause before the answer
 *     close | reset      the request is read, no answer comes; reset: as a machine that fell over
 *     recorded PATH N    status, headers and body of exchange N (from 0) of a recording
 *     play PATH          all exchanges of a recording, each for its method and path
 * Blank lines and # are for people. A request that nothing fits gets 599.
 */
#ifndef OD_TESTS_SUPPORT_REPLAY_H
#define OD_TESTS_SUPPORT_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"

struct replay_reply {
    const char *method, *path; /* "*", "": any */
    int left;                  /* times; -1 always */
    int status;
    struct strbuf headers;     /* lines with their ends */
    struct strbuf body;
    int64_t cut;               /* -1: whole */
    int slow_ms, hold_ms;
    bool is_close, is_reset;
};
struct replay_script OD_VEC(struct replay_reply);

/* Reads a script; prints what is wrong and ends the process where it cannot. */
void replay_read(const char *text, struct arena *arena, struct replay_script *script);

/* A socket that listens on 127.0.0.1, at the port (0: the system's choice, told there). */
int replay_listen(int *port);

/* Serves until the process is ended. Each request is added to the log: a line "== N CONN METHOD
 * PATH STATUS", then it as it came, then an empty line. */
void replay_serve(int listener, struct replay_script *script, const char *log_path);

/* A child that serves the script; it ends with its parent. */
pid_t replay_start(const char *script, const char *log_path, int *port);
void replay_stop(pid_t server);

#endif
