/*
 * What the partner puts into the folder "in": read by the worker, one file after the other, then
 * moved to "done", or with a .txt that says what was refused to "refused".
 */
#ifndef OD_SYNC_FOLDER_IN_H
#define OD_SYNC_FOLDER_IN_H

#include "sync/provider.h"

/*
 * Some files that are whole: not those that begin with a dot or end in .tmp or .part, nor those
 * that were written to a moment ago (folder.settle_seconds). A file is taken down and said to be
 * waiting in one transaction, and moved after it: whoever finds it there again only moves it. One
 * that cannot be read or moved stays, and those behind it are taken all the same; it is in *stucks
 * and tried again after 5 seconds, then after longer, at most after five minutes. *n: how many are
 * through, also where it fails.
 * err  of the desk; ERR_NOT_FOUND, ERR_DENIED, ERR_IO of the folders, or of the first that stays
 */
OD_MUST_USE bool folder_in_work(const struct provider_options *o, struct desk *desk,
                                struct provider_stucks *stucks, int *n, struct err *err);

#endif
