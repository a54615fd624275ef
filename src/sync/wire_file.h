/*
 * Requests about files of a folder, answered at once.
 *
 * A file is written whole under ".NAME.ATTEMPT.tmp" and synced before anything is said of it; the
 * one step that others see is its renaming. So the temporary name tells, whenever anybody looks,
 * whether that step was taken: also when the partner has fetched the file since. Who looks and
 * finds it takes it away (".off"), and who prepares the next attempt clears all before: a worker
 * that slept past its lease can publish neither its own file after that nor its successor's.
 */
#ifndef OD_SYNC_WIRE_FILE_H
#define OD_SYNC_WIRE_FILE_H

#include "sync/wire.h"

struct arena;

bool wire_is_file(const struct wire_request *request);
/*
 * The answer: 201 done; 403 no such folder or no right, 409 there is another file of the name, 507
 * the disk is full or broken: nothing is published then; 202 perhaps it is, for the disk failed
 * behind that: looking tells. The body says why.
 */
void wire_file_do(const struct wire_request *request, struct arena *arena,
                  struct wire_reply *reply);

#endif
