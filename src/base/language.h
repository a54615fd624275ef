/*
 * A text in another language than that of the person at the desk, a paper for a customer: i18n_use
 * that is taken back.
 */
#ifndef OD_BASE_LANGUAGE_H
#define OD_BASE_LANGUAGE_H

struct arena;

struct language_kept {
    char lang[64]; /* what LANGUAGE was; "" where it was not set */
};
/* From now on texts are in lang, as i18n_use has it; "" changes nothing. */
void language_switch(const char *lang, struct language_kept *kept);
void language_switch_back(const struct language_kept *kept);
/* Which one texts are in: "de", two letters or three; "en" where none is asked for. */
const char *language_now(struct arena *arena);

#endif
