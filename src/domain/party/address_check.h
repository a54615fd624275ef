/*
 * What carriers know of an address. An address that was typed is asked about outside, while the
 * clerk goes on; the answer is kept by the words of the address, so the same one is asked about
 * once until the answer is too old (setting address.days). An answer never changes an address: a
 * person takes what the carrier writes, or says that it stays as it is.
 */
#ifndef OD_DOMAIN_PARTY_ADDRESS_CHECK_H
#define OD_DOMAIN_PARTY_ADDRESS_CHECK_H

#include "domain/party/customer.h"

enum address_answer {
    ADDRESS_ASKED = 1,
    ADDRESS_RIGHT = 2,
    ADDRESS_OTHERWISE = 3, /* the carrier knows it, and writes it otherwise */
    ADDRESS_UNKNOWN = 4,
    ADDRESS_UNANSWERED = 5, /* whoever was asked could not say */
};

enum residence { RESIDENCE_UNSAID, RESIDENCE_HOME, RESIDENCE_FIRM };

struct address_verdict {
    int64_t id;
    enum address_answer answer;
    const char *provider, *message; /* message in the provider's words, "" */
    struct address asked, proposed; /* street to country alone; name and phone "" */
    enum residence residence;
    const char *kept_by; /* login of who said that it stays as it is; "" nobody */
    struct stamp asked_at, answered_at;
    int64_t version;
};

const char *address_answer_name(int answer); /* stable: "otherwise" */
/* Does it hinder a parcel: not known, and nobody said that it stays? v may be NULL. */
bool address_is_bad(const struct address_verdict *v);
/* Is there something to take? */
bool address_has_proposal(const struct address_verdict *v);
/* "checked", "the carrier writes it so: ...", for people; "" for NULL. */
const char *address_verdict_words(const struct address_verdict *v, struct arena *arena);
/* The answer to words that carriers write otherwise or the same: pure. Letter case, marks, blanks
 * and the four digits behind a US postcode make no difference. */
enum address_answer address_compare(const struct address *asked, const struct address *proposed,
                                    struct arena *arena);

/*
 * Asks about an address, in the transaction that keeps it; nothing is asked where an answer is
 * there and holds, or who is to be asked is asked already. *out what is known now, NULL: nobody is
 * to be asked (setting address.provider, address.countries), or there is no street.
 */
OD_MUST_USE bool address_ask(struct tx *tx, struct desk *desk, const struct address *a,
                             struct arena *arena, struct address_verdict **out, struct err *err);
/* The same however old the answer is; what a person kept is asked about, too.
 * err  ERR_STATE: nobody is to be asked, or who is to be is being asked */
OD_MUST_USE bool address_ask_again(struct desk *desk, const struct address *a, struct err *err);
/* What is known of an address by its words; *out NULL: it was never asked about. */
OD_MUST_USE bool address_verdict_find(struct desk *desk, const struct address *a,
                                      struct arena *arena, struct address_verdict **out,
                                      struct err *err);
/* ERR_NOT_FOUND */
OD_MUST_USE bool address_verdict_load(struct desk *desk, int64_t id, struct arena *arena,
                                      struct address_verdict **out, struct err *err);
/* Takes an answer down: answer, message, proposed, residence, answered_at. ERR_CONFLICT. */
OD_MUST_USE bool address_verdict_write(struct tx *tx, struct address_verdict *v, struct err *err);
/* What a carrier proposes is right as it stands, and need not be asked about when it is taken. */
OD_MUST_USE bool address_note_right(struct tx *tx, struct desk *desk,
                                    const struct address_verdict *v, struct err *err);
/* It stays as it is, says the acting user. ERR_STATE: nothing is wrong with it; ERR_CONFLICT. */
OD_MUST_USE bool address_keep_in(struct tx *tx, struct desk *desk, struct address_verdict *v,
                                 struct err *err);

/*
 * A customer's address as the carrier writes it: a new row that takes its number over, in one
 * transaction ("customer.address"). What is not said by the carrier (name, phone) stays.
 * err  ERR_STATE: nothing is proposed, or the address is not current any more
 */
OD_MUST_USE bool address_take(struct desk *desk, struct address_id id, struct address_id *out,
                              struct err *err);

#endif
