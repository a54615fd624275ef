/*
 * Whether this desk sends mails: by whom, and why it does not.
 */
#ifndef OD_DOMAIN_DESK_MAIL_WAY_H
#define OD_DOMAIN_DESK_MAIL_WAY_H

#include "domain/desk/desk.h"

/*
 * provider  who sends them (setting notice.mail_provider), in the arena; "": nobody
 * why_not   a sentence, in the arena or constant; "" where mails are sent
 */
OD_MUST_USE bool mail_way(struct desk *desk, struct arena *arena, const char **provider,
                          const char **why_not, struct err *err);

#endif
