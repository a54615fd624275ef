/*
 * How addresses are written in a country: which parts one has, what they are called there, what a
 * post code looks like, and the order of the lines on a label (UPU S42, Universal Postal Union
 * country sheets). A country without a row is not checked.
 */
#ifndef OD_DOMAIN_PARTY_ADDRESS_FORM_H
#define OD_DOMAIN_PARTY_ADDRESS_FORM_H

#include "domain/party/customer.h"

enum postcode_word {
    CALLED_POSTCODE,
    CALLED_ZIP,
    CALLED_PLZ,
    CALLED_EIRCODE,
    CALLED_PIN,
    CALLED_CEP,
    CALLED_CAP
};
enum region_word {
    CALLED_REGION,
    CALLED_STATE,
    CALLED_PROVINCE,
    CALLED_PREFECTURE,
    CALLED_COUNTY,
    CALLED_EMIRATE,
    CALLED_DISTRICT
};

struct address_form {
    char country[3];
    /* Lines of a label, / between: N name, A street, C city, S region, Z post code. */
    const char *label;
    const char *needs; /* of those letters: what must be filled in */
    const char *upper; /* of those letters: what a label has in capitals */
    enum postcode_word postcode_word;
    enum region_word region_word;
    /* 9 a digit, A a letter, ? either, - and blank as they are; | between; "" where there is none
     */
    const char *postcode, *example;
    const char *dial;  /* country code of telephone numbers, "44" */
    const char *trunk; /* dialled at home before a number and not from abroad, "0" */
};

/* NULL where the country has no row. address_form_at: NULL past the last. */
const struct address_form *address_form_of(const char *country);
const struct address_form *address_form_at(int index);
/* Words for the entry: "ZIP", "Post code"; "State". Translated. */
const char *address_postcode_label(const struct address_form *f);
const char *address_region_label(const struct address_form *f);
/* Is the part (a letter as in label) written in this country at all? NULL: all are. */
bool address_form_has(const struct address_form *f, char part);
bool address_form_needs(const struct address_form *f, char part);

/* As the country writes it ("ls101lx" is "LS10 1LX"), in the arena; NULL where it is none. */
const char *address_postcode(const struct address_form *f, const char *text, struct arena *arena);
/* The region as mail wants it, by code or name ("california" is "CA"); NULL where the country has a
 * list and it is not on it; else the text itself. */
const char *address_region(const char *country, const char *text, struct arena *arena);
/* "AL AK AZ ...": the codes, for the sentence that refuses; NULL where there is no list. */
const char *address_region_codes(const char *country, struct arena *arena);
/* The regions of a country whose code, or a word of whose name, begins with a text ("" all of
 * them), the whole code first; none where the country has no list. At most max. */
struct region {
    const char *code, *name;
    const char *value; /* the one of the two that mail wants */
};
struct regions {
    struct region *v;
    int n;
};
void address_regions(const char *country, const char *text, int max, struct arena *arena,
                     struct regions *out);

/*
 * A cleaned address as the country wants it: post code and region in their form, nothing missing.
 * For what people type; imports are taken as they are.
 * err  ERR_INVALID, field "line1", "city", "region" or "postcode"
 */
OD_MUST_USE bool address_form_check(const struct address *in, struct arena *arena,
                                    struct address *out, struct err *err);
/* The lines of a label, '\n' between; home: the country that is not named ("" names all). */
const char *address_label(const struct address *a, const char *name, const char *home,
                          struct arena *arena);
/* "+441134960000" of "0113 496 0000"; NULL where it cannot be one (E.164: 7 to 15 digits). */
const char *phone_e164(const char *text, const char *country, struct arena *arena);
/* A mail address has something on both sides of one @, and no blanks. "" is fine.
 * err  ERR_INVALID, field "email" */
OD_MUST_USE bool email_check(const char *email, struct err *err);

#endif
