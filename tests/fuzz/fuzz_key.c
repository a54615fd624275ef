/*
 * Names of keys: what is read as a key has a name that reads as the same key.
 */
#include "fuzz/fuzz.h"
#include "tui/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    OD_ARENA *tmp = arena_new();
    struct key_map map = { 0 };
    struct key keys[KEYS_PER_COMMAND], again;
    char name[KEY_NAME_SIZE];
    const char *text;
    int n = 0;

    if (size > 4096)
        return 0;
    text = fuzz_text(tmp, data, size);
    if (key_parse_list(text, keys, KEYS_PER_COMMAND, &n, NULL)) {
        assert(n >= 0 && n <= KEYS_PER_COMMAND);
        for (int i = 0; i < n; i++) {
            assert(key_parse(key_text(keys[i], name), &again, NULL));
            assert(key_equal(keys[i], again));
            assert(key_label(keys[i], name)[0] != '\0');
        }
    }
    if (key_map_set(&map, tmp, "fuzz.command", text, NULL))
        assert(key_map_find(&map, "fuzz.command")->n == n);
    return 0;
}
