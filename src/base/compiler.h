/*
 * Attributes and small helpers that every file may use. Nothing here has state.
 */
#ifndef OD_BASE_COMPILER_H
#define OD_BASE_COMPILER_H

#include <assert.h>

#define OD_MUST_USE __attribute__((warn_unused_result))
#define OD_PRINTF(fmt_at, args_at) __attribute__((format(printf, fmt_at, args_at)))
#define OD_FORMAT_ARG(at) __attribute__((format_arg(at)))
/* Calls nothing of the file that calls it. */
#define OD_LEAF __attribute__((nothrow, leaf))
#define OD_CLEANUP(fn) __attribute__((cleanup(fn)))
#define OD_UNUSED __attribute__((unused))
#define OD_NORETURN __attribute__((noreturn))
#define OD_FALLTHROUGH __attribute__((fallthrough))

/* Number of elements of an array (not of a pointer). */
#define OD_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
