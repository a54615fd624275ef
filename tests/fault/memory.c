/*
 * Imports and exports stream: the most memory that the program takes does not grow with the file.
 * Measured as the system sees it, for files of N and 10 N orders; a file of lines, which is read
 * whole, is the control in which growth must be found.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/sanitizer.h"

#define SMALL 1000
#define LARGE 10000
#define LINES 200000
/* What the engine's cache and the allocator may take more of. */
#define SLACK_KB 4096

static char dir[] = "/tmp/od_memory.XXXXXX";
static char program[4096];

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "FAILED: %s: %s\n", what, why);
    exit(1);
}

/* Runs the program to its end, quietly; the most memory it had, in KB. */
static long run(const char *const *args)
{
    struct rusage used;
    int status, out;
    pid_t pid = fork();

    if (pid < 0)
        fail("fork", "no process");
    if (pid == 0) {
        out = open("/dev/null", O_WRONLY);
        if (out < 0 || dup2(out, STDOUT_FILENO) < 0 || chdir(dir) != 0)
            _exit(99);
        execv(program, (char *const *)args);
        _exit(99);
    }
    if (wait4(pid, &status, 0, &used) != pid || status != 0)
        fail(args[1], "the program did not end well");
    return used.ru_maxrss;
}

#define RUN(...) run((const char *const[]){ program, __VA_ARGS__, NULL })

static FILE *create(const char *name)
{
    char path[200];
    FILE *f;

    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    f = fopen(path, "w");
    if (f == NULL)
        fail(name, "cannot be written");
    return f;
}

/* Orders of one line, numbered from first. */
static void write_orders(const char *name, int first, int n)
{
    FILE *f = create(name);

    fputs("order,customer,date,sku,qty,price,description\n", f);
    for (int i = first; i < first + n; i++)
        fprintf(f, "O-%d,C1,2025-03-01,I%d,1,2.00,Words as an order line has them\n", i, i % 97);
    if (fclose(f) != 0)
        fail(name, "cannot be written");
}

static void write_lines(void)
{
    FILE *f = create("one.csv");

    fputs("order,customer,date\nL-1,C1,2025-03-01\n", f);
    if (fclose(f) != 0)
        fail("one.csv", "cannot be written");
    f = create("lines.csv");
    fputs("order,sku,qty,price\nL-1,I1,1,2.00\n", f);
    for (int i = 0; i < LINES; i++)
        fprintf(f, "M-%d,I1,1,2.00\n", i);
    if (fclose(f) != 0)
        fail("lines.csv", "cannot be written");
}

static void make_desk(void)
{
    FILE *f = create("items.csv");

    fputs("sku,description,price\n", f);
    for (int i = 0; i < 97; i++)
        fprintf(f, "I%d,Item %d,2.00\n", i, i);
    if (fclose(f) != 0)
        fail("items.csv", "cannot be written");
    RUN("init", "--company", "Acme", "--country", "GB", "--time-zone", "UTC");
    RUN("customer", "new", "Ann", "--code", "C1");
    RUN("import", "items", "items.csv");
}

static void compare(const char *what, long small, long large)
{
    printf("%s: %ld KB, ten times as much %ld KB\n", what, small, large);
    if (large > small + SLACK_KB)
        fail(what, "memory grows with the file");
}

int main(void)
{
    const char *build = getenv("builddir");
    char home[64], command[128];
    long small, control, heads;

#ifdef OD_HAS_ASAN
    puts("skipped: a sanitizer keeps what is freed");
    return 77;
#endif
    if (realpath(build != NULL ? build : ".", program) == NULL || mkdtemp(dir) == NULL)
        fail("set-up", "no folder");
    (void)snprintf(program + strlen(program), sizeof program - strlen(program), "/orderdesk");
    (void)snprintf(home, sizeof home, "%s", dir);
    (void)setenv("HOME", home, 1);
    (void)unsetenv("XDG_DATA_HOME");
    (void)unsetenv("ORDERDESK_DESK");
    make_desk();
    write_orders("small.csv", 0, SMALL);
    write_orders("large.csv", SMALL, LARGE);
    small = RUN("import", "orders", "small.csv");
    control = RUN("export", "lines");
    heads = RUN("export", "orders");
    compare("import of orders", small, RUN("import", "orders", "large.csv"));
    compare("export of lines", control, RUN("export", "lines"));
    compare("export of orders", heads, RUN("export", "orders"));
    small = RUN("import", "orders", "small.csv");
    compare("orders that are in already", small, RUN("import", "orders", "large.csv"));
    write_lines();
    control = RUN("import", "orders", "one.csv", "--lines", "lines.csv");
    if (control <= small + SLACK_KB)
        fail("control", "a file that is read whole was not noticed");
    (void)snprintf(command, sizeof command, "%s", dir);
    (void)fflush(stdout);
    execlp("rm", "rm", "-rf", command, (char *)NULL);
    return 0;
}
