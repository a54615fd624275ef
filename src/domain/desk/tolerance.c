/*
 * Tolerances of deliveries: reading, writing, reckoning.
 */
#include "domain/desk/tolerance.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"

bool tolerance_parse(const char *text, const struct decimal_form *form, const char *field,
                     struct tolerance *out, struct err *err)
{
    struct rate rate;

    if (text[0] == '\0' || strcmp(text, "-") == 0) {
        *out = (struct tolerance){ 0 };
        return true;
    }
    if (!rate_parse(text, form, &rate, err))
        return err_at(err, field);
    if (rate.ppm < 0 || rate.ppm > PPM)
        return err_field(err, ERR_INVALID, field, _("A tolerance is between 0 and 100 %%."));
    *out = (struct tolerance){ true, rate.ppm };
    return true;
}

const char *tolerance_text(struct tolerance t, const struct decimal_form *form,
                           struct arena *arena)
{
    char text[DECIMAL_TEXT_SIZE];

    return t.is_said ? arena_strdup(arena, rate_format((struct rate){ (int32_t)t.ppm }, form, text))
                     : "";
}

bool tolerance_is_equal(struct tolerance a, struct tolerance b)
{
    return a.is_said == b.is_said && (!a.is_said || a.ppm == b.ppm);
}

int64_t tolerance_first(struct tolerance a, struct tolerance b, struct tolerance c)
{
    return a.is_said ? a.ppm : b.is_said ? b.ppm : c.is_said ? c.ppm : 0;
}

struct qty tolerance_of(struct qty qty, int64_t ppm, int qty_decimals)
{
    static const int64_t parts[] = { 1000, 100, 10, 1 };
    int64_t milli = qty.milli > 0 ? (int64_t)((__int128)qty.milli * ppm / PPM) : 0;

    return (struct qty){ milli - milli % parts[qty_decimals] };
}
