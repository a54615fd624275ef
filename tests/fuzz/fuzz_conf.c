/*
 * Configuration files: no value that is read was cut, and all that is listed is found.
 */
#include "base/conf.h"
#include "fuzz/fuzz.h"

static void check_section(const struct conf *c, const char *section, const uint8_t *data,
                          size_t size)
{
    const char *key;

    for (int i = 0; (key = conf_key(c, section, i)) != NULL; i++) {
        const char *value = conf_get(c, section, key);

        assert(value != NULL);
        /* The library joins no lines and changes no bytes of a value. */
        assert(memmem(data, size, value, strlen(value)) != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const free_sections[] = { "keys", NULL };
    struct err err = ERR_INIT;
    char name[FUZZ_NAME_SIZE];
    OD_CONF *c = NULL;
    int fd = fuzz_file(data, size, name);
    const char *section;

    if (conf_load(&c, name, &err)) {
        struct conf_stack stack = { { c }, 1 };

        for (int i = 0; (section = conf_section(c, i)) != NULL; i++)
            check_section(c, section, data, size);
        if (!conf_check(&stack, free_sections, &err))
            assert(err.code == ERR_INVALID);
        assert(conf_int(&stack, "orderdesk.esc_wait_ms") >= 1);
        assert(conf_text(&stack, "orderdesk.keys") != NULL);
    } else {
        assert(err.code != ERR_NONE);
        assert(err.text[0] != '\0');
    }
    (void)close(fd);
    return 0;
}
