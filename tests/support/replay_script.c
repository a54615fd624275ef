/*
 * Reading the scripts of the replay server, and recordings.
 */
#include "support/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/os.h"

#define MOST ((size_t)64 * 1024 * 1024)

static void give_up(const char *what, const char *line)
{
    (void)fprintf(stderr, "replay: %s: %s\n", what, line);
    exit(99);
}

static struct replay_reply *add(struct arena *arena, struct replay_script *script, int status)
{
    struct replay_reply *r = vec_push(arena, script);

    *r = (struct replay_reply){
        .method = "*", .path = "", .left = 1, .status = status, .cut = -1
    };
    strbuf_init(&r->headers, arena, MOST);
    strbuf_init(&r->body, arena, MOST);
    return r;
}

static void read_file(struct arena *arena, const char *path, struct strbuf *out)
{
    struct err err = ERR_INIT;
    char *text;
    size_t len;

    if (!os_read_file(path, MOST, arena, &text, &len, &err))
        give_up(err.text, path);
    strbuf_addn(out, text, len);
}

static const struct json *exchanges(struct arena *arena, const char *path)
{
    struct err err = ERR_INIT;
    const struct json *root;
    struct strbuf text;

    strbuf_init(&text, arena, MOST);
    read_file(arena, path, &text);
    if (!json_parse(text.s, text.len, arena, &root, &err))
        give_up(err.text, path);
    return json_get(root, "interactions");
}

static void take_exchange(struct replay_reply *r, const struct json *exchange)
{
    const struct json *response = json_get(exchange, "response");
    const struct json *headers = json_get(response, "headers");
    int64_t status = 0;

    if (!json_i64(json_get(response, "status"), &status))
        give_up("the recording has no such exchange", "");
    r->status = (int)status;
    for (int i = 0; i < json_len(headers); i++) {
        const char *name = json_name(headers, i);

        if (strcasecmp(name, "Connection") != 0)
            strbuf_addf(&r->headers, "%s: %s\r\n", name,
                        json_text(json_at(json_get(headers, name), 0)));
    }
    strbuf_add(&r->body, json_text(json_get(response, "body")));
}

static void play(struct arena *arena, struct replay_script *script, const char *path)
{
    const struct json *list = exchanges(arena, path);

    for (int i = 0; i < json_len(list); i++) {
        struct replay_reply *r = add(arena, script, 0);
        const struct json *request = json_get(json_at(list, i), "request");
        const char *uri = json_text(json_get(request, "uri"));
        const char *slash = strstr(uri, "://");

        slash = slash != NULL ? strchr(slash + 3, '/') : uri;
        r->method = json_text(json_get(request, "method"));
        r->path = slash != NULL ? slash : "/";
        take_exchange(r, json_at(list, i));
    }
}

static void take_recorded(struct arena *arena, struct replay_reply *r, char *rest)
{
    char *number = strrchr(rest, ' ');

    if (number == NULL)
        give_up("recorded PATH N", rest);
    *number = '\0';
    take_exchange(r, json_at(exchanges(arena, rest), (int)strtol(number + 1, NULL, 10)));
}

static bool take_fault(struct replay_reply *r, const char *word, int number)
{
    if (strcmp(word, "cut") == 0)
        r->cut = number;
    else if (strcmp(word, "slow") == 0)
        r->slow_ms = number;
    else if (strcmp(word, "hold") == 0)
        r->hold_ms = number;
    else if (strcmp(word, "times") == 0)
        r->left = number > 0 ? number : -1;
    else if (strcmp(word, "close") == 0)
        r->is_close = true;
    else if (strcmp(word, "reset") == 0)
        r->is_close = r->is_reset = true;
    else
        return false;
    return true;
}

static void take_line(struct arena *arena, struct replay_reply *r, const char *word, char *rest)
{
    if (strcmp(word, "header") == 0) {
        strbuf_addf(&r->headers, "%s\r\n", rest);
    } else if (strcmp(word, "body") == 0) {
        strbuf_addf(&r->body, "%s%s", r->body.len > 0 ? "\n" : "", rest);
    } else if (strcmp(word, "file") == 0) {
        read_file(arena, rest, &r->body);
    } else if (strcmp(word, "recorded") == 0) {
        take_recorded(arena, r, rest);
    } else if (strcmp(word, "for") == 0) {
        size_t len = strcspn(rest, " ");

        r->method = arena_strndup(arena, rest, len);
        r->path = rest[len] == ' ' ? rest + len + 1 : "";
    } else if (!take_fault(r, word, (int)strtol(rest, NULL, 10))) {
        give_up("unknown word", word);
    }
}

void replay_read(const char *text, struct arena *arena, struct replay_script *script)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        char *line = arena_strndup(arena, text, len);
        size_t n;

        text += text[len] == '\n' ? len + 1 : len;
        line += strspn(line, " \t");
        n = strcspn(line, " ");
        if (line[0] == '\0' || line[0] == '#')
            continue;
        if (line[n] == ' ')
            line[n++] = '\0';
        if (strcmp(line, "reply") == 0)
            (void)add(arena, script, (int)strtol(line + n, NULL, 10));
        else if (strcmp(line, "play") == 0)
            play(arena, script, line + n);
        else if (script->n == 0)
            give_up("a script begins with reply or play", line);
        else
            take_line(arena, &script->v[script->n - 1], line, line + n);
    }
}
