/*
 * replay SCRIPT LOG [PORT]: the replay server for tests that are shell. Tells its port on standard
 * output, and ends with the shell that started it.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/os.h"
#include "support/replay.h"

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct replay_script script = { 0 };
    struct err err = ERR_INIT;
    int port = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
    int listener;
    char *text;

    if (argc < 3 || !os_read_file(argv[1], (size_t)1 << 20, arena, &text, NULL, &err)) {
        (void)fprintf(stderr, "replay SCRIPT LOG [PORT] %s\n", err.text);
        return 64;
    }
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    replay_read(text, arena, &script);
    listener = replay_listen(&port);
    (void)printf("%d\n", port);
    (void)fflush(stdout);
    replay_serve(listener, &script, argv[2]);
}
