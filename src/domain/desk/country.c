/*
 * Countries: ISO 3166-1 with the names they go by in English, in German and at home, and their
 * currencies (ISO 4217); Kosovo, which the standard leaves out, by the code that mail uses. Names
 * to compare are kept folded, without full stops and commas.
 */
#include "domain/desk/country.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/compiler.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

static const struct country {
    char code[3], code3[4], currency[4];
    const char *name;
    const char *others; /* folded, '|' between */
} countries[] = {
    { "AD", "AND", "EUR", "Andorra", "" },
    { "AE", "ARE", "AED", "United Arab Emirates", "vereinigte arabische emirate|uae|emirates" },
    { "AF", "AFG", "AFN", "Afghanistan", "" },
    { "AG", "ATG", "XCD", "Antigua and Barbuda", "antigua und barbuda" },
    { "AI", "AIA", "XCD", "Anguilla", "" },
    { "AL", "ALB", "ALL", "Albania", "albanien|shqiperi" },
    { "AM", "ARM", "AMD", "Armenia", "armenien" },
    { "AO", "AGO", "AOA", "Angola", "" },
    { "AQ", "ATA", "", "Antarctica", "antarktis" },
    { "AR", "ARG", "ARS", "Argentina", "argentinien" },
    { "AS", "ASM", "USD", "American Samoa", "amerikanisch-samoa" },
    { "AT", "AUT", "EUR", "Austria", "osterreich" },
    { "AU", "AUS", "AUD", "Australia", "australien" },
    { "AW", "ABW", "AWG", "Aruba", "" },
    { "AX", "ALA", "EUR", "Åland Islands", "aland islands|aland-inseln" },
    { "AZ", "AZE", "AZN", "Azerbaijan", "aserbaidschan" },
    { "BA", "BIH", "BAM", "Bosnia and Herzegovina",
      "bosnien und herzegowina|bosna i hercegovina|bosnia" },
    { "BB", "BRB", "BBD", "Barbados", "" },
    { "BD", "BGD", "BDT", "Bangladesh", "bangladesch" },
    { "BE", "BEL", "EUR", "Belgium", "belgien|belgie|belgique" },
    { "BF", "BFA", "XOF", "Burkina Faso", "" },
    { "BG", "BGR", "EUR", "Bulgaria", "bulgarien" },
    { "BH", "BHR", "BHD", "Bahrain", "" },
    { "BI", "BDI", "BIF", "Burundi", "" },
    { "BJ", "BEN", "XOF", "Benin", "" },
    { "BL", "BLM", "EUR", "Saint Barthélemy", "saint barthelemy|saint-barthelemy" },
    { "BM", "BMU", "BMD", "Bermuda", "" },
    { "BN", "BRN", "BND", "Brunei", "brunei darussalam" },
    { "BO", "BOL", "BOB", "Bolivia",
      "bolivia plurinational state of|bolivien|bolivien plurinationaler staat" },
    { "BQ", "BES", "USD", "Caribbean Netherlands",
      "bonaire sint eustatius and saba|bonaire sint eustatius und saba" },
    { "BR", "BRA", "BRL", "Brazil", "brasilien|brasil" },
    { "BS", "BHS", "BSD", "Bahamas", "" },
    { "BT", "BTN", "BTN", "Bhutan", "" },
    { "BV", "BVT", "NOK", "Bouvet Island", "bouvet-insel" },
    { "BW", "BWA", "BWP", "Botswana", "botsuana" },
    { "BY", "BLR", "BYN", "Belarus", "weissrussland" },
    { "BZ", "BLZ", "BZD", "Belize", "" },
    { "CA", "CAN", "CAD", "Canada", "kanada" },
    { "CC", "CCK", "AUD", "Cocos (Keeling) Islands", "kokos-(keeling-)inseln" },
    { "CD", "COD", "CDF", "DR Congo",
      "congo the democratic republic of the|demokratische republik kongo|zaire|"
      "democratic republic of the congo|congo-kinshasa" },
    { "CF", "CAF", "XAF", "Central African Republic", "zentralafrikanische republik" },
    { "CG", "COG", "XAF", "Congo", "kongo|congo-brazzaville|republic of the congo" },
    { "CH", "CHE", "CHF", "Switzerland",
      "schweiz|suisse|svizzera|helvetia|confoederatio helvetica" },
    { "CI", "CIV", "XOF", "Côte d'Ivoire", "cote d'ivoire|ivory coast|elfenbeinkuste" },
    { "CK", "COK", "NZD", "Cook Islands", "cookinseln" },
    { "CL", "CHL", "CLP", "Chile", "" },
    { "CM", "CMR", "XAF", "Cameroon", "kamerun" },
    { "CN", "CHN", "CNY", "China", "prc|peoples republic of china|zhongguo" },
    { "CO", "COL", "COP", "Colombia", "kolumbien" },
    { "CR", "CRI", "CRC", "Costa Rica", "" },
    { "CU", "CUB", "CUP", "Cuba", "kuba" },
    { "CV", "CPV", "CVE", "Cabo Verde", "kap verde|cape verde" },
    { "CW", "CUW", "XCG", "Curaçao", "curacao" },
    { "CX", "CXR", "AUD", "Christmas Island", "weihnachtsinseln" },
    { "CY", "CYP", "EUR", "Cyprus", "zypern" },
    { "CZ", "CZE", "CZK", "Czechia",
      "tschechien|cesko|czech republic|ceska republika|tschechische republik" },
    { "DE", "DEU", "EUR", "Germany",
      "deutschland|federal republic of germany|brd|bundesrepublik deutschland|germania|"
      "duitsland|tyskland|niemcy" },
    { "DJ", "DJI", "DJF", "Djibouti", "dschibuti" },
    { "DK", "DNK", "DKK", "Denmark", "danemark|danmark" },
    { "DM", "DMA", "XCD", "Dominica", "" },
    { "DO", "DOM", "DOP", "Dominican Republic", "dominikanische republik" },
    { "DZ", "DZA", "DZD", "Algeria", "algerien" },
    { "EC", "ECU", "USD", "Ecuador", "" },
    { "EE", "EST", "EUR", "Estonia", "estland|eesti" },
    { "EG", "EGY", "EGP", "Egypt", "agypten|misr" },
    { "EH", "ESH", "MAD", "Western Sahara", "westsahara" },
    { "ER", "ERI", "ERN", "Eritrea", "" },
    { "ES", "ESP", "EUR", "Spain", "spanien|espana|espanya" },
    { "ET", "ETH", "ETB", "Ethiopia", "athiopien" },
    { "FI", "FIN", "EUR", "Finland", "finnland|suomi" },
    { "FJ", "FJI", "FJD", "Fiji", "fidschi" },
    { "FK", "FLK", "FKP", "Falkland Islands",
      "falkland islands (malvinas)|falklandinseln (malwinen)" },
    { "FM", "FSM", "USD", "Micronesia",
      "micronesia federated states of|mikronesien foderierte staaten von" },
    { "FO", "FRO", "DKK", "Faroe Islands", "faroer-inseln" },
    { "FR", "FRA", "EUR", "France", "frankreich" },
    { "GA", "GAB", "XAF", "Gabon", "gabun" },
    { "GB", "GBR", "GBP", "United Kingdom",
      "vereinigtes konigreich|uk|great britain|britain|england|scotland|wales|"
      "northern ireland|grossbritannien|royaume-uni|reino unido|regno unito|inglaterra" },
    { "GD", "GRD", "XCD", "Grenada", "" },
    { "GE", "GEO", "GEL", "Georgia", "georgien" },
    { "GF", "GUF", "EUR", "French Guiana", "franzosisch-guyana" },
    { "GG", "GGY", "GBP", "Guernsey", "" },
    { "GH", "GHA", "GHS", "Ghana", "" },
    { "GI", "GIB", "GIP", "Gibraltar", "" },
    { "GL", "GRL", "DKK", "Greenland", "gronland" },
    { "GM", "GMB", "GMD", "Gambia", "" },
    { "GN", "GIN", "GNF", "Guinea", "" },
    { "GP", "GLP", "EUR", "Guadeloupe", "" },
    { "GQ", "GNQ", "XAF", "Equatorial Guinea", "aquatorialguinea" },
    { "GR", "GRC", "EUR", "Greece", "griechenland|hellas|ellada" },
    { "GS", "SGS", "GBP", "South Georgia and the South Sandwich Islands",
      "south georgia und die sudlichen sandwichinseln" },
    { "GT", "GTM", "GTQ", "Guatemala", "" },
    { "GU", "GUM", "USD", "Guam", "" },
    { "GW", "GNB", "XOF", "Guinea-Bissau", "" },
    { "GY", "GUY", "GYD", "Guyana", "" },
    { "HK", "HKG", "HKD", "Hong Kong", "hongkong|hong kong sar" },
    { "HM", "HMD", "AUD", "Heard Island and McDonald Islands", "heard und mcdonaldinseln" },
    { "HN", "HND", "HNL", "Honduras", "" },
    { "HR", "HRV", "EUR", "Croatia", "kroatien|hrvatska" },
    { "HT", "HTI", "HTG", "Haiti", "" },
    { "HU", "HUN", "HUF", "Hungary", "ungarn|magyarorszag" },
    { "ID", "IDN", "IDR", "Indonesia", "indonesien" },
    { "IE", "IRL", "EUR", "Ireland", "irland|eire|republic of ireland" },
    { "IL", "ISR", "ILS", "Israel", "" },
    { "IM", "IMN", "GBP", "Isle of Man", "insel man" },
    { "IN", "IND", "INR", "India", "indien|bharat" },
    { "IO", "IOT", "USD", "British Indian Ocean Territory",
      "britisches territorium im indischen ozean" },
    { "IQ", "IRQ", "IQD", "Iraq", "irak" },
    { "IR", "IRN", "IRR", "Iran", "iran islamic republic of|iran islamische republik|persia" },
    { "IS", "ISL", "ISK", "Iceland", "island" },
    { "IT", "ITA", "EUR", "Italy", "italien|italia" },
    { "JE", "JEY", "GBP", "Jersey", "" },
    { "JM", "JAM", "JMD", "Jamaica", "jamaika" },
    { "JO", "JOR", "JOD", "Jordan", "jordanien" },
    { "JP", "JPN", "JPY", "Japan", "nippon|nihon" },
    { "KE", "KEN", "KES", "Kenya", "kenia" },
    { "KG", "KGZ", "KGS", "Kyrgyzstan", "kirgisistan" },
    { "KH", "KHM", "KHR", "Cambodia", "kambodscha" },
    { "KI", "KIR", "AUD", "Kiribati", "" },
    { "KM", "COM", "KMF", "Comoros", "komoren" },
    { "KN", "KNA", "XCD", "Saint Kitts and Nevis", "st kitts und nevis|st kitts and nevis" },
    { "KP", "PRK", "KPW", "North Korea",
      "korea democratic people's republic of|nordkorea|korea demokratische volksrepublik|"
      "korea dpr" },
    { "KR", "KOR", "KRW", "South Korea",
      "korea republic of|sudkorea|korea republik|korea|republic of korea" },
    { "KW", "KWT", "KWD", "Kuwait", "" },
    { "KY", "CYM", "KYD", "Cayman Islands", "cayman-inseln" },
    { "KZ", "KAZ", "KZT", "Kazakhstan", "kasachstan" },
    { "LA", "LAO", "LAK", "Laos",
      "lao people's democratic republic|laos demokratische volksrepublik|lao" },
    { "LB", "LBN", "LBP", "Lebanon", "libanon" },
    { "LC", "LCA", "XCD", "Saint Lucia", "st lucia" },
    { "LI", "LIE", "CHF", "Liechtenstein", "" },
    { "LK", "LKA", "LKR", "Sri Lanka", "" },
    { "LR", "LBR", "LRD", "Liberia", "" },
    { "LS", "LSO", "LSL", "Lesotho", "" },
    { "LT", "LTU", "EUR", "Lithuania", "litauen|lietuva" },
    { "LU", "LUX", "EUR", "Luxembourg", "luxemburg" },
    { "LV", "LVA", "EUR", "Latvia", "lettland|latvija" },
    { "LY", "LBY", "LYD", "Libya", "libyen" },
    { "MA", "MAR", "MAD", "Morocco", "marokko" },
    { "MC", "MCO", "EUR", "Monaco", "" },
    { "MD", "MDA", "MDL", "Moldova", "moldova republic of|moldau|moldau republik|moldavia" },
    { "ME", "MNE", "EUR", "Montenegro", "" },
    { "MF", "MAF", "EUR", "Saint Martin",
      "saint martin (french part)|saint martin (franzosischer teil)" },
    { "MG", "MDG", "MGA", "Madagascar", "madagaskar" },
    { "MH", "MHL", "USD", "Marshall Islands", "marshallinseln" },
    { "MK", "MKD", "MKD", "North Macedonia", "nordmazedonien|macedonia" },
    { "ML", "MLI", "XOF", "Mali", "" },
    { "MM", "MMR", "MMK", "Myanmar", "burma" },
    { "MN", "MNG", "MNT", "Mongolia", "mongolei" },
    { "MO", "MAC", "MOP", "Macao", "macau" },
    { "MP", "MNP", "USD", "Northern Mariana Islands", "nordliche marianen" },
    { "MQ", "MTQ", "EUR", "Martinique", "" },
    { "MR", "MRT", "MRU", "Mauritania", "mauretanien" },
    { "MS", "MSR", "XCD", "Montserrat", "" },
    { "MT", "MLT", "EUR", "Malta", "" },
    { "MU", "MUS", "MUR", "Mauritius", "" },
    { "MV", "MDV", "MVR", "Maldives", "malediven" },
    { "MW", "MWI", "MWK", "Malawi", "" },
    { "MX", "MEX", "MXN", "Mexico", "mexiko" },
    { "MY", "MYS", "MYR", "Malaysia", "" },
    { "MZ", "MOZ", "MZN", "Mozambique", "mosambik" },
    { "NA", "NAM", "NAD", "Namibia", "" },
    { "NC", "NCL", "XPF", "New Caledonia", "neukaledonien" },
    { "NE", "NER", "XOF", "Niger", "" },
    { "NF", "NFK", "AUD", "Norfolk Island", "norfolkinsel" },
    { "NG", "NGA", "NGN", "Nigeria", "" },
    { "NI", "NIC", "NIO", "Nicaragua", "" },
    { "NL", "NLD", "EUR", "Netherlands",
      "niederlande|nederland|holland|the netherlands|paesi bassi" },
    { "NO", "NOR", "NOK", "Norway", "norwegen|norge|noreg" },
    { "NP", "NPL", "NPR", "Nepal", "" },
    { "NR", "NRU", "AUD", "Nauru", "" },
    { "NU", "NIU", "NZD", "Niue", "" },
    { "NZ", "NZL", "NZD", "New Zealand", "neuseeland" },
    { "OM", "OMN", "OMR", "Oman", "" },
    { "PA", "PAN", "PAB", "Panama", "" },
    { "PE", "PER", "PEN", "Peru", "" },
    { "PF", "PYF", "XPF", "French Polynesia", "franzosisch-polynesien|tahiti" },
    { "PG", "PNG", "PGK", "Papua New Guinea", "papua-neuguinea" },
    { "PH", "PHL", "PHP", "Philippines", "philippinen" },
    { "PK", "PAK", "PKR", "Pakistan", "" },
    { "PL", "POL", "PLN", "Poland", "polen|polska" },
    { "PM", "SPM", "EUR", "Saint Pierre and Miquelon", "st pierre und miquelon" },
    { "PN", "PCN", "NZD", "Pitcairn", "" },
    { "PR", "PRI", "USD", "Puerto Rico", "" },
    { "PS", "PSE", "ILS", "Palestine",
      "palestine state of|palastina staat|palestinian territories" },
    { "PT", "PRT", "EUR", "Portugal", "" },
    { "PW", "PLW", "USD", "Palau", "" },
    { "PY", "PRY", "PYG", "Paraguay", "" },
    { "QA", "QAT", "QAR", "Qatar", "katar" },
    { "RE", "REU", "EUR", "Réunion", "reunion" },
    { "RO", "ROU", "RON", "Romania", "rumanien" },
    { "RS", "SRB", "RSD", "Serbia", "serbien" },
    { "RU", "RUS", "RUB", "Russia", "russian federation|russische foderation|rossija" },
    { "RW", "RWA", "RWF", "Rwanda", "ruanda" },
    { "SA", "SAU", "SAR", "Saudi Arabia", "saudi-arabien" },
    { "SB", "SLB", "SBD", "Solomon Islands", "salomoninseln" },
    { "SC", "SYC", "SCR", "Seychelles", "seychellen" },
    { "SD", "SDN", "SDG", "Sudan", "" },
    { "SE", "SWE", "SEK", "Sweden", "schweden|sverige" },
    { "SG", "SGP", "SGD", "Singapore", "singapur" },
    { "SH", "SHN", "SHP", "Saint Helena",
      "saint helena ascension and tristan da cunha|st helena ascension und tristan da cunha" },
    { "SI", "SVN", "EUR", "Slovenia", "slowenien|slovenija" },
    { "SJ", "SJM", "NOK", "Svalbard and Jan Mayen", "svalbard und jan mayen" },
    { "SK", "SVK", "EUR", "Slovakia", "slowakei|slovensko|slovak republic|slowakische republik" },
    { "SL", "SLE", "SLE", "Sierra Leone", "" },
    { "SM", "SMR", "EUR", "San Marino", "" },
    { "SN", "SEN", "XOF", "Senegal", "" },
    { "SO", "SOM", "SOS", "Somalia", "" },
    { "SR", "SUR", "SRD", "Suriname", "" },
    { "SS", "SSD", "SSP", "South Sudan", "sudsudan" },
    { "ST", "STP", "STN", "Sao Tome and Principe", "sao tome und principe" },
    { "SV", "SLV", "USD", "El Salvador", "" },
    { "SX", "SXM", "XCG", "Sint Maarten",
      "sint maarten (dutch part)|saint-martin (niederlandischer teil)" },
    { "SY", "SYR", "SYP", "Syria", "syrian arab republic|syrien|syrien arabische republik" },
    { "SZ", "SWZ", "SZL", "Eswatini", "swaziland" },
    { "TC", "TCA", "USD", "Turks and Caicos Islands", "turks- und caicosinseln" },
    { "TD", "TCD", "XAF", "Chad", "tschad" },
    { "TF", "ATF", "EUR", "French Southern Territories", "franzosische sud- und antarktisgebiete" },
    { "TG", "TGO", "XOF", "Togo", "" },
    { "TH", "THA", "THB", "Thailand", "" },
    { "TJ", "TJK", "TJS", "Tajikistan", "tadschikistan" },
    { "TK", "TKL", "NZD", "Tokelau", "" },
    { "TL", "TLS", "USD", "Timor-Leste", "east timor" },
    { "TM", "TKM", "TMT", "Turkmenistan", "" },
    { "TN", "TUN", "TND", "Tunisia", "tunesien" },
    { "TO", "TON", "TOP", "Tonga", "" },
    { "TR", "TUR", "TRY", "Turkey", "turkiye|turkei" },
    { "TT", "TTO", "TTD", "Trinidad and Tobago", "trinidad und tobago" },
    { "TV", "TUV", "AUD", "Tuvalu", "" },
    { "TW", "TWN", "TWD", "Taiwan",
      "taiwan province of china|taiwan chinesische provinz|republic of china" },
    { "TZ", "TZA", "TZS", "Tanzania",
      "tanzania united republic of|tansania|tansania vereinigte republik" },
    { "UA", "UKR", "UAH", "Ukraine", "" },
    { "UG", "UGA", "UGX", "Uganda", "" },
    { "UM", "UMI", "USD", "United States Minor Outlying Islands", "" },
    { "US", "USA", "USD", "United States",
      "united states of america|vereinigte staaten|usa|america|etats-unis|estados unidos|"
      "stati uniti|us of a" },
    { "UY", "URY", "UYU", "Uruguay", "" },
    { "UZ", "UZB", "UZS", "Uzbekistan", "usbekistan" },
    { "VA", "VAT", "EUR", "Vatican City",
      "holy see (vatican city state)|heiliger stuhl (staat vatikanstadt)|holy see" },
    { "VC", "VCT", "XCD", "Saint Vincent and the Grenadines",
      "st vincent und die grenadinen|st vincent" },
    { "VE", "VEN", "VES", "Venezuela",
      "venezuela bolivarian republic of|venezuela bolivarische republik" },
    { "VG", "VGB", "USD", "British Virgin Islands",
      "virgin islands british|britische jungferninseln" },
    { "VI", "VIR", "USD", "US Virgin Islands", "virgin islands us|amerikanische jungferninseln" },
    { "VN", "VNM", "VND", "Vietnam", "viet nam" },
    { "VU", "VUT", "VUV", "Vanuatu", "" },
    { "WF", "WLF", "XPF", "Wallis and Futuna", "wallis und futuna" },
    { "WS", "WSM", "WST", "Samoa", "" },
    { "XK", "XKX", "EUR", "Kosovo", "kosova" },
    { "YE", "YEM", "YER", "Yemen", "jemen" },
    { "YT", "MYT", "EUR", "Mayotte", "" },
    { "ZA", "ZAF", "ZAR", "South Africa", "sudafrika" },
    { "ZM", "ZMB", "ZMW", "Zambia", "sambia" },
    { "ZW", "ZWE", "ZWG", "Zimbabwe", "simbabwe" },
};

#define TYPOGRAPHIC_QUOTE "\xE2\x80\x99"

/* Folded, without '.' and ',', with plain apostrophes, and without "the" in front. */
static const char *normal(const char *text, struct arena *arena)
{
    char *name = utf8_fold(arena, text), *to = name;

    for (const char *from = name; *from != '\0'; from++) {
        if (strncmp(from, TYPOGRAPHIC_QUOTE, 3) == 0) {
            *to++ = '\'';
            from += 2;
        } else if (*from != '.' && *from != ',') {
            *to++ = *from;
        }
    }
    *to = '\0';
    return strncmp(name, "the ", 4) == 0 ? name + 4 : name;
}

static bool is_among(const char *name, const char *others)
{
    size_t len = strlen(name);

    while (*others != '\0') {
        size_t n = strcspn(others, "|");

        if (n == len && memcmp(others, name, n) == 0)
            return true;
        others += n + (others[n] == '|' ? 1 : 0);
    }
    return false;
}

static const struct country *find(const char *code)
{
    for (size_t i = 0; code != NULL && i < OD_LEN(countries); i++) {
        if (strcmp(code, countries[i].code) == 0)
            return &countries[i];
    }
    return NULL;
}

const char *country_code(const char *text)
{
    OD_ARENA *tmp = NULL;
    const struct country *known = find(text);
    const char *name;

    if (known != NULL)
        return known->code;
    if (text == NULL || strlen(text) > LIMIT_TEXT_BYTES)
        return NULL;
    tmp = arena_new();
    name = normal(text, tmp);
    for (size_t i = 0; i < OD_LEN(countries); i++) {
        const struct country *c = &countries[i];

        if (strcasecmp(name, c->code) == 0 || strcasecmp(name, c->code3) == 0 ||
            strcasecmp(name, c->name) == 0 || (name[0] != '\0' && is_among(name, c->others)))
            return c->code;
    }
    return NULL;
}

const char *country_name(const char *code)
{
    const struct country *c = find(code);

    return c != NULL ? c->name : NULL;
}

const char *country_currency(const char *code)
{
    const struct country *c = find(code);

    return c != NULL ? c->currency : "";
}

const char *country_at(int index)
{
    return index >= 0 && (size_t)index < OD_LEN(countries) ? countries[index].code : NULL;
}
