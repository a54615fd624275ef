/*
 * Sites and channels: small tables, loaded whole.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/item.h"
#include "domain/catalog/region.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

#define SITE_CUTOFF_USUAL (15 * 60)
#define SITE_MAX_PRIORITY 100000

struct site_vec OD_VEC(struct site);
struct channel_vec OD_VEC(struct channel);

/* --- sites ------------------------------------------------------------------------------------ */

OD_SQL(sql_site_list, "site.list",
       "SELECT id, code, name, line1, city, region, postcode, country, priority, can_ship,"
       " can_pickup, can_return, is_active, version, cutoff_minute, ships_to, work_days,"
       " allocate_mode, allocate_days"
       " FROM site"
       " ORDER BY priority, code");

bool site_list_load(struct desk *desk, struct arena *arena, struct site_list *out, struct err *err)
{
    struct site_vec sites = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_site_list);

    while (sql_row(q)) {
        struct site *site = vec_push(arena, &sites);

        site->id.v = get_i64(q);
        site->code = get_text(q, arena);
        site->name = get_text(q, arena);
        site->line1 = get_text(q, arena);
        site->city = get_text(q, arena);
        site->region = get_text(q, arena);
        site->postcode = get_text(q, arena);
        site->country = get_text(q, arena);
        site->priority = (int)get_i64(q);
        site->can_ship = get_i64(q) != 0;
        site->can_pickup = get_i64(q) != 0;
        site->can_return = get_i64(q) != 0;
        site->is_active = get_i64(q) != 0;
        site->version = get_i64(q);
        site->has_cutoff = true;
        site->cutoff_minute = (int)get_i64(q);
        site->ships_to = get_text(q, arena);
        site->work_days = (int)get_i64(q);
        site->allocate_mode = (int)get_i64(q);
        site->allocate_days = (int)get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct site_list){ .v = sites.v, .n = sites.n };
    return true;
}

bool site_find(struct desk *desk, const char *code, struct arena *arena, struct site **out,
               struct err *err)
{
    const char *upper = catalog_upper(arena, code);
    struct site_list sites;

    if (!site_list_load(desk, arena, &sites, err))
        return false;
    *out = NULL;
    for (int i = 0; i < sites.n; i++) {
        if (strcmp(sites.v[i].code, upper) == 0)
            *out = &sites.v[i];
    }
    return true;
}

static bool clean_site(const struct site *in, struct arena *arena, struct site *out,
                       struct err *err)
{
    *out = *in;
    if (!catalog_code(&out->code, "code", CODE_UPPER, arena, err) ||
        !text_required(out->name, "name", _("the name"), arena, &out->name, err) ||
        !text_line(out->line1, "line1", arena, &out->line1, err) ||
        !text_line(out->city, "city", arena, &out->city, err) ||
        !text_line(out->region, "region", arena, &out->region, err) ||
        !text_line(out->postcode, "postcode", arena, &out->postcode, err) ||
        !text_line(out->country, "country", arena, &out->country, err))
        return false;
    if (!catalog_country(&out->country, err))
        return false;
    if (out->priority < 0 || out->priority > SITE_MAX_PRIORITY)
        return err_field(err, ERR_INVALID, "priority",
                         _("The priority is a number from 0 to %d; the lowest is asked first."),
                         SITE_MAX_PRIORITY);
    if (!region_clean(out->ships_to ? out->ships_to : "", arena, &out->ships_to, err))
        return false;
    if (!out->has_cutoff)
        out->cutoff_minute = SITE_CUTOFF_USUAL;
    if (out->cutoff_minute < 0 || out->cutoff_minute >= 24 * 60)
        return err_field(err, ERR_INVALID, "cutoff",
                         _("The cut-off is a time of the day, for example 15:00."));
    if (out->work_days < 0 || out->work_days > SITE_WORK_DAYS_ALL)
        return err_field(err, ERR_INVALID, "work_days", _("Say on which days the site works."));
    return true;
}

OD_SQL_SCAN(sql_site_allocated, "site.allocated",
            "closing a site is rare, and stock_level has one row an item and site",
            "SELECT CAST(COALESCE(SUM(allocated_qty), 0) AS BIGINT)"
            " FROM stock_level"
            " WHERE site_id = $1");

static bool is_not_default(struct desk *desk, const struct site *site, struct err *err)
{
    return desk_company(desk)->site.v != site->id.v ||
           err_field(err, ERR_STATE, "is_active",
                     _("Site %s is the default site. Make another one the default first."),
                     site->code);
}

/* May a site be set inactive as it is? Not while orders count on it. */
static bool check_site_close(struct desk *desk, const struct site *site, struct err *err)
{
    bool found;
    int64_t allocated = 0;
    OD_STMT *q = NULL;

    if (!is_not_default(desk, site, err))
        return false;
    q = sql_read(desk_db(desk), &sql_site_allocated);
    put_i64(q, site->id.v);
    if (!sql_one_i64(&q, &found, &allocated, err))
        return false;
    if (allocated > 0)
        return err_field(err, ERR_STATE, "is_active",
                         _("Orders still have stock allocated at site %s. Ship or release it "
                           "first, or move them all: orderdesk site close %s"),
                         site->code, site->code);
    return true;
}

static void put_site(struct stmt *q, const struct site *site)
{
    put_text(q, site->code);
    put_text(q, site->name);
    put_text(q, site->line1);
    put_text(q, site->city);
    put_text(q, site->region);
    put_text(q, site->postcode);
    put_text(q, site->country);
    put_i64(q, site->priority);
    put_i64(q, site->can_ship);
    put_i64(q, site->can_pickup);
    put_i64(q, site->can_return);
    put_i64(q, site->is_active);
    put_i64(q, site->cutoff_minute);
    put_text(q, site->ships_to);
    put_i64(q, site->work_days);
    put_i64(q, site->allocate_mode);
    put_i64(q, site->allocate_days);
}

OD_SQL(sql_site_insert, "site.insert",
       "INSERT INTO site (code, name, line1, city, region, postcode, country, priority, can_ship,"
       " can_pickup, can_return, is_active, cutoff_minute, ships_to, work_days,"
       " allocate_mode, allocate_days)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
       " RETURNING id");

static bool site_insert(struct tx *tx, struct site *site, int site_count, struct err *err)
{
    OD_STMT *q = NULL;

    if (site_count >= LIMIT_SITES)
        return err_set(err, ERR_LIMIT, _("A desk has at most %d sites."), LIMIT_SITES);
    q = sql_write(tx, &sql_site_insert);
    put_site(q, site);
    return sql_run_id(&q, &site->id.v, err);
}

OD_SQL(sql_site_update, "site.update",
       "UPDATE site"
       " SET code = $1, name = $2, line1 = $3, city = $4, region = $5, postcode = $6,"
       " country = $7, priority = $8, can_ship = $9, can_pickup = $10, can_return = $11,"
       " is_active = $12, cutoff_minute = $13, ships_to = $14, work_days = $15,"
       " allocate_mode = $16, allocate_days = $17, version = version + 1"
       " WHERE id = $18 AND version = $19");

static bool site_update(struct tx *tx, const struct site *site, int64_t version, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_site_update);

    put_site(q, site);
    put_i64(q, site->id.v);
    put_i64(q, version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("Site %s was changed by someone else."), site->code);
    return true;
}

static const char *flag(bool is_set)
{
    return is_set ? "yes" : "no";
}

static bool site_put(struct tx *tx, struct desk *desk, struct site *site, struct event_note *note,
                     struct arena *arena, struct err *err)
{
    const struct site *before = NULL;
    struct site_list sites;

    if (!site_list_load(desk, arena, &sites, err))
        return false;
    for (int i = 0; i < sites.n; i++) {
        if (sites.v[i].id.v == site->id.v)
            before = &sites.v[i];
        else if (strcmp(sites.v[i].code, site->code) == 0)
            return err_field(err, ERR_CONFLICT, "code", _("There is a site %s already: %s."),
                             site->code, sites.v[i].name);
    }
    if (before != NULL && !site->has_cutoff)
        site->cutoff_minute = before->cutoff_minute;
    if (site->work_days == 0)
        site->work_days = before != NULL ? before->work_days : SITE_WORK_DAYS_USUAL;
    if (site->allocate_mode == 0) {
        site->allocate_mode = before != NULL ? before->allocate_mode : ALLOCATE_AT_ONCE;
        site->allocate_days = before != NULL ? before->allocate_days : 0;
    }
    site_note(before, site, arena, note);
    if (site->id.v == 0)
        return site_insert(tx, site, sites.n, err);
    if (before == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This site is not in the desk."));
    if (site->version != 0 && site->version != before->version)
        return err_set(err, ERR_CONFLICT, _("Site %s was changed by someone else."), before->code);
    if (before->is_active && !site->is_active && !check_site_close(desk, before, err))
        return false;
    return site_update(tx, site, before->version, err);
}

bool site_save(struct desk *desk, const struct site *in, struct site_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "site.save" };
    struct site site;

    if (!desk_begin(desk, "site.save", &tx, err) || !clean_site(in, tmp, &site, err) ||
        !site_put(&tx, desk, &site, &note, tmp, err) ||
        !event_add(&tx, desk, "site", site.id.v, &note, err) || !tx_commit(&tx, err))
        return false;
    *out = site.id;
    return true;
}

OD_SQL(sql_site_shut, "site.shut",
       "UPDATE site"
       " SET is_active = 0, version = version + 1"
       " WHERE id = $1 AND is_active = 1");

bool site_shut(struct desk *desk, struct site_id id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "site.save", .fields = "is_active" };
    struct site_list sites;
    int64_t changed;
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "site.save", &tx, err) || !site_list_load(desk, tmp, &sites, err))
        return false;
    for (int i = 0; i < sites.n; i++)
        if (sites.v[i].id.v == id.v && !is_not_default(desk, &sites.v[i], err))
            return false;
    q = sql_write(&tx, &sql_site_shut);
    put_i64(q, id.v);
    return sql_run(&q, &changed, err) &&
           (changed == 0 || event_add(&tx, desk, "site", id.v, &note, err)) && tx_commit(&tx, err);
}

/* --- channels --------------------------------------------------------------------------------- */

OD_SQL(sql_channel_list, "channel.list",
       "SELECT id, code, name, kind, price_list_id, remorse_minutes, site_id,"
       " total_tolerance_minor, is_active, version"
       " FROM channel"
       " ORDER BY kind, code");

bool channel_list_load(struct desk *desk, struct arena *arena, struct channel_list *out,
                       struct err *err)
{
    struct channel_vec channels = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_channel_list);

    while (sql_row(q)) {
        struct channel *channel = vec_push(arena, &channels);

        channel->id.v = get_i64(q);
        channel->code = get_text(q, arena);
        channel->name = get_text(q, arena);
        channel->kind = (int)get_i64(q);
        channel->price_list.v = get_ref(q);
        channel->remorse_minutes = (int)get_i64(q);
        channel->site.v = get_ref(q);
        channel->total_tolerance_minor = get_i64(q);
        channel->is_active = get_i64(q) != 0;
        channel->version = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct channel_list){ .v = channels.v, .n = channels.n };
    return true;
}

bool channel_find(struct desk *desk, const char *code, struct arena *arena, struct channel **out,
                  struct err *err)
{
    const char *upper = catalog_upper(arena, code);
    struct channel_list channels;

    if (!channel_list_load(desk, arena, &channels, err))
        return false;
    *out = NULL;
    for (int i = 0; i < channels.n; i++) {
        if (strcmp(catalog_upper(arena, channels.v[i].code), upper) == 0)
            *out = &channels.v[i];
    }
    return true;
}

static bool clean_channel(const struct channel *in, struct arena *arena, struct channel *out,
                          struct err *err)
{
    *out = *in;
    if (!catalog_code(&out->code, "code", CODE_LOWER, arena, err) ||
        !text_required(out->name, "name", _("the name"), arena, &out->name, err))
        return false;
    if (out->kind < CHANNEL_PHONE || out->kind > CHANNEL_EMAIL)
        return err_field(err, ERR_INVALID, "kind",
                         _("A channel is of kind phone, counter, web, marketplace, edi or "
                           "email."));
    if (out->total_tolerance_minor < 0 || out->total_tolerance_minor > LIMIT_MONEY_MINOR)
        return err_field(err, ERR_LIMIT, "total_tolerance",
                         _("A total may differ by 0 or more, in the smallest units of money."));
    return true;
}

OD_SQL(sql_channel_insert, "channel.insert",
       "INSERT INTO channel (code, name, kind, price_list_id, remorse_minutes, site_id,"
       " total_tolerance_minor, is_active)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
       " RETURNING id");

static bool channel_insert(struct tx *tx, struct channel *channel, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_channel_insert);

    put_text(q, channel->code);
    put_text(q, channel->name);
    put_i64(q, channel->kind);
    put_ref(q, channel->price_list.v);
    put_i64(q, channel->remorse_minutes);
    put_ref(q, channel->site.v);
    put_i64(q, channel->total_tolerance_minor);
    put_i64(q, channel->is_active);
    return sql_run_id(&q, &channel->id.v, err);
}

OD_SQL(sql_channel_update, "channel.update",
       "UPDATE channel"
       " SET code = $1, name = $2, kind = $3, price_list_id = $4, remorse_minutes = $5,"
       " site_id = $6, total_tolerance_minor = $7, is_active = $8, version = version + 1"
       " WHERE id = $9 AND version = $10");

static bool channel_update(struct tx *tx, const struct channel *channel, int64_t version,
                           struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_channel_update);

    put_text(q, channel->code);
    put_text(q, channel->name);
    put_i64(q, channel->kind);
    put_ref(q, channel->price_list.v);
    put_i64(q, channel->remorse_minutes);
    put_ref(q, channel->site.v);
    put_i64(q, channel->total_tolerance_minor);
    put_i64(q, channel->is_active);
    put_i64(q, channel->id.v);
    put_i64(q, version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("Channel %s was changed by someone else."),
                       channel->code);
    return true;
}

static void channel_note(const struct channel *before, const struct channel *now,
                         struct arena *arena, struct event_note *note)
{
    static const struct channel nothing;
    const struct channel *old = before == NULL ? &nothing : before;
    struct diff_vec diffs = { 0 };

    diff_text(arena, &diffs, "code", "code", old->code, now->code);
    diff_text(arena, &diffs, "name", "name", old->name, now->name);
    diff_text(arena, &diffs, "kind", "kind", arena_printf(arena, "%d", old->kind),
              arena_printf(arena, "%d", now->kind));
    diff_text(arena, &diffs, "price_list", "price_list",
              arena_printf(arena, "%lld", (long long)old->price_list.v),
              arena_printf(arena, "%lld", (long long)now->price_list.v));
    diff_text(arena, &diffs, "remorse_minutes", "remorse_minutes",
              arena_printf(arena, "%d", old->remorse_minutes),
              arena_printf(arena, "%d", now->remorse_minutes));
    diff_text(arena, &diffs, "site", "site", arena_printf(arena, "%lld", (long long)old->site.v),
              arena_printf(arena, "%lld", (long long)now->site.v));
    diff_text(arena, &diffs, "total_tolerance", "total_tolerance",
              arena_printf(arena, "%lld", (long long)old->total_tolerance_minor),
              arena_printf(arena, "%lld", (long long)now->total_tolerance_minor));
    diff_text(arena, &diffs, "is_active", "is_active", flag(old->is_active), flag(now->is_active));
    diff_note(&diffs, arena, note);
}

static bool channel_put(struct tx *tx, struct desk *desk, struct channel *channel,
                        struct event_note *note, struct arena *arena, struct err *err)
{
    const struct channel *before = NULL;
    struct channel_list channels;

    if (!channel_list_load(desk, arena, &channels, err))
        return false;
    for (int i = 0; i < channels.n; i++) {
        if (channels.v[i].id.v == channel->id.v)
            before = &channels.v[i];
        else if (strcmp(channels.v[i].code, channel->code) == 0)
            return err_field(err, ERR_CONFLICT, "code", _("There is a channel %s already: %s."),
                             channel->code, channels.v[i].name);
    }
    channel_note(before, channel, arena, note);
    if (channel->id.v == 0)
        return channel_insert(tx, channel, err);
    if (before == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This channel is not in the desk."));
    if (channel->version != 0 && channel->version != before->version)
        return err_set(err, ERR_CONFLICT, _("Channel %s was changed by someone else."),
                       before->code);
    if (!channel->is_active && desk_company(desk)->channel.v == channel->id.v)
        return err_field(err, ERR_STATE, "is_active",
                         _("Channel %s is where typed orders go; it cannot be closed."),
                         before->code);
    return channel_update(tx, channel, before->version, err);
}

bool channel_save(struct desk *desk, const struct channel *in, struct channel_id *out,
                  struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "channel.save" };
    struct channel channel;

    if (!desk_begin(desk, "channel.save", &tx, err) || !clean_channel(in, tmp, &channel, err) ||
        !channel_put(&tx, desk, &channel, &note, tmp, err) ||
        !event_add(&tx, desk, "channel", channel.id.v, &note, err) || !tx_commit(&tx, err))
        return false;
    *out = channel.id;
    return true;
}
