/*
 * Countries of ISO 3166-1 by code and by the names people and files use for them.
 */
#ifndef OD_DOMAIN_DESK_COUNTRY_H
#define OD_DOMAIN_DESK_COUNTRY_H

/* Country as typed or imported ("Germany", "deutschland", "DE", "UK") to alpha-2; NULL where it is
 * not known. */
const char *country_code(const char *text);
const char *country_name(const char *code); /* English name, NULL if unknown */
/* ISO 4217 code of the country's currency, "" where none or the country is unknown. */
const char *country_currency(const char *code);
/* The countries in order of their codes, NULL past the last; for choices. */
const char *country_at(int index);

#endif
