/*
 * Addresses of files come in as they are; what the country writes otherwise is told with the row.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/country.h"
#include "domain/intake/import_parts.h"
#include "domain/party/address_form.h"

void import_warn_address(struct import_job *job, struct import_record *r, const struct address *a)
{
    struct err why = ERR_INIT;
    struct address formed;

    if (!*a->line1 && !*a->city && !*a->postcode)
        return;
    if (!*a->country)
        import_warn(job, r, _("The address names no country."));
    else if (!country_code(a->country))
        import_warn(job, r, arena_printf(job->work, _("\"%s\" is no country."), a->country));
    else if (!address_form_check(a, job->work, &formed, &why))
        import_warn(job, r, why.text);
}
