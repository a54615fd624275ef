/*
 * See handheld.h.
 */
#include "tui/handheld.h"

#include "base/mem.h"
#include "base/utf8.h"

#define BAR_ROW     4
#define MESSAGE_ROW 5 /* it has two */
#define KEYS_ROW    7

void handheld_message(struct canvas *c, enum style style, const char *text)
{
    size_t fit = utf8_fit(text, c->cols), len = fit;
    OD_ARENA *tmp = arena_new();

    for (int row = MESSAGE_ROW; row < KEYS_ROW && style == STYLE_ERROR; row++)
        canvas_fill(c, row, 0, c->cols, ' ', style);
    while (text[fit] != '\0' && len > 0 && text[len] != ' ')
        len--;
    if (len == 0)
        len = fit;
    (void)canvas_text(c, MESSAGE_ROW, 0, c->cols, style, arena_strndup(tmp, text, len));
    (void)canvas_text(c, MESSAGE_ROW + 1, 0, c->cols, style, text + len + (text[len] == ' '));
}

static void draw_row(const struct handheld *h, struct canvas *c)
{
    const struct list_row *row = list_selected_row(h->list);

    for (int i = 0; row != NULL && i < HANDHELD_LINES; i++)
        (void)canvas_text(c, 1 + i, 0, c->cols, i == 0 ? STYLE_HEAD : STYLE_TEXT,
                          row->cells[h->columns[i]]);
    if (row == NULL && h->message[0] == '\0')
        handheld_message(c, STYLE_TEXT, h->list->empty);
}

void handheld_draw(const struct handheld *h, struct canvas *c)
{
    int col;

    (void)canvas_text(c, 0, 0, c->cols, STYLE_HEAD, h->head);
    draw_row(h, c);
    handheld_message(c, STYLE_TEXT, h->message);
    (void)canvas_text(c, KEYS_ROW, 0, c->cols, STYLE_DIM, h->keys);
    if (h->prompt == NULL) {
        canvas_cursor(c, 1, 0);
        return;
    }
    col = canvas_text(c, BAR_ROW, 0, -1, STYLE_HEAD, h->prompt);
    field_draw(h->bar, c, BAR_ROW, col, c->cols - col, STYLE_FOCUS, true);
}
