/*
 * States, provinces and prefectures that mail needs by their code (or, in Japan, by their name), as
 * the postal services list them; names without accents.
 */
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/party/address_form.h"

#define REGION_MAX_BYTES 2000

/* "CODE Name", | between. */
static const struct region_list {
    char country[3];
    bool by_name; /* a label has the name and not the code */
    const char *regions;
} lists[] = {
    { "AU", false,
      "ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|"
      "QLD Queensland|SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia" },
    { "BR", false,
      "AC Acre|AL Alagoas|AP Amapa|AM Amazonas|BA Bahia|CE Ceara|DF Distrito Federal|"
      "ES Espirito Santo|GO Goias|MA Maranhao|MT Mato Grosso|MS Mato Grosso do Sul|"
      "MG Minas Gerais|PA Para|PB Paraiba|PR Parana|PE Pernambuco|PI Piaui|"
      "RJ Rio de Janeiro|RN Rio Grande do Norte|RS Rio Grande do Sul|RO Rondonia|"
      "RR Roraima|SC Santa Catarina|SP Sao Paulo|SE Sergipe|TO Tocantins" },
    { "CA", false,
      "AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|"
      "NL Newfoundland and Labrador|NS Nova Scotia|NT Northwest Territories|NU Nunavut|"
      "ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon" },
    { "IN", false,
      "AN Andaman and Nicobar Islands|AP Andhra Pradesh|AR Arunachal Pradesh|AS Assam|"
      "BR Bihar|CH Chandigarh|CG Chhattisgarh|DH Dadra and Nagar Haveli and Daman and Diu|"
      "DL Delhi|GA Goa|GJ Gujarat|HR Haryana|HP Himachal Pradesh|JK Jammu and Kashmir|"
      "JH Jharkhand|KA Karnataka|KL Kerala|LA Ladakh|LD Lakshadweep|MP Madhya Pradesh|"
      "MH Maharashtra|MN Manipur|ML Meghalaya|MZ Mizoram|NL Nagaland|OD Odisha|"
      "PY Puducherry|PB Punjab|RJ Rajasthan|SK Sikkim|TN Tamil Nadu|TG Telangana|"
      "TR Tripura|UP Uttar Pradesh|UK Uttarakhand|WB West Bengal" },
    { "IT", false,
      "AG Agrigento|AL Alessandria|AN Ancona|AO Aosta|AP Ascoli Piceno|AQ L'Aquila|"
      "AR Arezzo|AT Asti|AV Avellino|BA Bari|BG Bergamo|BI Biella|BL Belluno|BN Benevento|"
      "BO Bologna|BR Brindisi|BS Brescia|BT Barletta-Andria-Trani|BZ Bolzano|CA Cagliari|"
      "CB Campobasso|CE Caserta|CH Chieti|CL Caltanissetta|CN Cuneo|CO Como|CR Cremona|"
      "CS Cosenza|CT Catania|CZ Catanzaro|EN Enna|FC Forli-Cesena|FE Ferrara|FG Foggia|"
      "FI Firenze|FM Fermo|FR Frosinone|GE Genova|GO Gorizia|GR Grosseto|IM Imperia|"
      "IS Isernia|KR Crotone|LC Lecco|LE Lecce|LI Livorno|LO Lodi|LT Latina|LU Lucca|"
      "MB Monza e Brianza|MC Macerata|ME Messina|MI Milano|MN Mantova|MO Modena|"
      "MS Massa-Carrara|MT Matera|NA Napoli|NO Novara|NU Nuoro|OR Oristano|PA Palermo|"
      "PC Piacenza|PD Padova|PE Pescara|PG Perugia|PI Pisa|PN Pordenone|PO Prato|PR Parma|"
      "PT Pistoia|PU Pesaro e Urbino|PV Pavia|PZ Potenza|RA Ravenna|RC Reggio Calabria|"
      "RE Reggio Emilia|RG Ragusa|RI Rieti|RM Roma|RN Rimini|RO Rovigo|SA Salerno|SI Siena|"
      "SO Sondrio|SP La Spezia|SR Siracusa|SS Sassari|SU Sud Sardegna|SV Savona|TA Taranto|"
      "TE Teramo|TN Trento|TO Torino|TP Trapani|TR Terni|TS Trieste|TV Treviso|UD Udine|"
      "VA Varese|VB Verbano-Cusio-Ossola|VC Vercelli|VE Venezia|VI Vicenza|VR Verona|"
      "VT Viterbo|VV Vibo Valentia" },
    { "JP", true,
      "01 Hokkaido|02 Aomori|03 Iwate|04 Miyagi|05 Akita|06 Yamagata|07 Fukushima|"
      "08 Ibaraki|09 Tochigi|10 Gunma|11 Saitama|12 Chiba|13 Tokyo|14 Kanagawa|15 Niigata|"
      "16 Toyama|17 Ishikawa|18 Fukui|19 Yamanashi|20 Nagano|21 Gifu|22 Shizuoka|23 Aichi|"
      "24 Mie|25 Shiga|26 Kyoto|27 Osaka|28 Hyogo|29 Nara|30 Wakayama|31 Tottori|"
      "32 Shimane|33 Okayama|34 Hiroshima|35 Yamaguchi|36 Tokushima|37 Kagawa|38 Ehime|"
      "39 Kochi|40 Fukuoka|41 Saga|42 Nagasaki|43 Kumamoto|44 Oita|45 Miyazaki|"
      "46 Kagoshima|47 Okinawa" },
    { "MX", false,
      "AGS Aguascalientes|BC Baja California|BCS Baja California Sur|CAMP Campeche|"
      "CHIS Chiapas|CHIH Chihuahua|CDMX Ciudad de Mexico|COAH Coahuila|COL Colima|"
      "DGO Durango|GTO Guanajuato|GRO Guerrero|HGO Hidalgo|JAL Jalisco|MEX Mexico|"
      "MICH Michoacan|MOR Morelos|NAY Nayarit|NL Nuevo Leon|OAX Oaxaca|PUE Puebla|"
      "QRO Queretaro|QROO Quintana Roo|SLP San Luis Potosi|SIN Sinaloa|SON Sonora|"
      "TAB Tabasco|TAMPS Tamaulipas|TLAX Tlaxcala|VER Veracruz|YUC Yucatan|ZAC Zacatecas" },
    { "US", false,
      "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|"
      "CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|"
      "ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|"
      "MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|"
      "MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|"
      "NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|"
      "PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|"
      "TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|"
      "WY Wyoming|AS American Samoa|GU Guam|MP Northern Mariana Islands|PR Puerto Rico|"
      "VI Virgin Islands|AA Armed Forces Americas|AE Armed Forces Europe|"
      "AP Armed Forces Pacific" },
};

static const struct region_list *list_of(const char *country)
{
    for (size_t i = 0; country != NULL && i < OD_LEN(lists); i++)
        if (strcmp(lists[i].country, country) == 0)
            return &lists[i];
    return NULL;
}

/* The next entry of a list: its code and its name, both in the arena. False at the end. */
static bool next_region(const char **at, struct arena *arena, const char **code, const char **name)
{
    size_t len = strcspn(*at, "|"), first = strcspn(*at, " ");

    if (**at == '\0')
        return false;
    *code = arena_strndup(arena, *at, first);
    *name = arena_strndup(arena, *at + first + 1, len - first - 1);
    *at += len + ((*at)[len] == '|');
    return true;
}

const char *address_region(const char *country, const char *text, struct arena *arena)
{
    const struct region_list *list = list_of(country);
    const char *wanted = utf8_fold(arena, text), *at, *code, *name;

    if (list == NULL)
        return text;
    at = list->regions;
    while (next_region(&at, arena, &code, &name))
        if (strcmp(utf8_fold(arena, code), wanted) == 0 ||
            strcmp(utf8_fold(arena, name), wanted) == 0)
            return list->by_name ? name : code;
    return NULL;
}

const char *address_region_codes(const char *country, struct arena *arena)
{
    const struct region_list *list = list_of(country);
    const char *at, *code, *name;
    struct strbuf b;

    if (list == NULL)
        return NULL;
    strbuf_init(&b, arena, REGION_MAX_BYTES);
    at = list->regions;
    while (next_region(&at, arena, &code, &name))
        strbuf_addf(&b, "%s%s", b.len > 0 ? " " : "", list->by_name ? name : code);
    return b.s;
}

/* Does a word of it begin so? Both are folded. */
static bool has_word(const char *name, const char *begin)
{
    size_t len = strlen(begin);

    for (const char *at = name; at != NULL; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, begin, len) == 0)
            return true;
    }
    return false;
}

struct region_vec OD_VEC(struct region);

void address_regions(const char *country, const char *text, int max, struct arena *arena,
                     struct regions *out)
{
    const struct region_list *list = list_of(country);
    const char *typed = utf8_fold(arena, text);
    struct region_vec rows = { 0 };

    /* A code that is typed whole first, whatever else begins so. */
    for (int whole = 1; list != NULL && whole >= 0; whole--) {
        const char *at = list->regions, *code, *name;

        while (rows.n < max && next_region(&at, arena, &code, &name)) {
            const char *folded = utf8_fold(arena, code);
            bool is_whole = strcmp(folded, typed) == 0;

            if (whole ? is_whole
                      : !is_whole &&
                            (has_word(folded, typed) || has_word(utf8_fold(arena, name), typed)))
                *vec_push(arena, &rows) =
                    (struct region){ code, name, list->by_name ? name : code };
        }
    }
    *out = (struct regions){ rows.v, rows.n };
}
