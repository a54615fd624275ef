/*
 * OD_HAS_ASAN where the address sanitizer is built in: what is freed is kept for a while, and
 * memory has a shadow. gcc says so by a macro, clang by a feature.
 */
#ifndef OD_TESTS_SUPPORT_SANITIZER_H
#define OD_TESTS_SUPPORT_SANITIZER_H

#if defined(__SANITIZE_ADDRESS__)
#define OD_HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OD_HAS_ASAN 1
#endif
#endif

#endif
