/*
 * Words of folded text as the search cuts them, and whether a text has those that are asked for.
 */
#ifndef OD_BASE_WORDS_H
#define OD_BASE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* Words that words_match can look for at once. */
#define WORDS_MAX 32

/* Does the code point part words? What the tokenizer of the full-text index takes for a gap: all
 * but letters, numbers and private use. */
bool words_is_gap(uint32_t cp);

/*
 * Is the expression one that words_match knows: words that must all be there, each in quotes, with
 * a star behind those that are only begun, " AND " between?
 */
bool words_is_plain(const char *match);

/*
 * Has the text all words of a plain expression? What is not one is not found.
 *
 * text  folded (utf8_fold)
 */
bool words_match(const char *text, const char *match);

#endif
