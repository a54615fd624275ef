/*
 * What the fuzz targets share. A target is one LLVMFuzzerTestOneInput; it is linked with
 * libFuzzer (--enable-fuzz, clang) or with driver.c, which runs it as an ordinary test. What must
 * hold of every input is asserted.
 */
#ifndef OD_TESTS_FUZZ_FUZZ_H
#define OD_TESTS_FUZZ_FUZZ_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_NAME_SIZE 64

/* The input as a file in memory; its name is put into name. Close the descriptor. */
static inline int fuzz_file(const uint8_t *data, size_t size, char name[FUZZ_NAME_SIZE])
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    assert(fd >= 0);
    if (size > 0 && write(fd, data, size) != (ssize_t)size)
        assert(false);
    (void)snprintf(name, FUZZ_NAME_SIZE, "/proc/self/fd/%d", fd);
    return fd;
}

/* The input as a terminated string, up to its first NUL. */
static inline const char *fuzz_text(struct arena *arena, const uint8_t *data, size_t size)
{
    return size > 0 ? arena_strndup(arena, (const char *)data, size) : "";
}

#endif
