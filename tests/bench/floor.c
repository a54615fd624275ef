/*
 * The floor of the terminal benches: what ncursesw alone needs for a list and a field of the size
 * of ours, with rows that are in memory already.
 */
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <curses.h>

#define ROWS 2000

struct view {
    int top, at;
    char field[60];
    int len;
};

static void draw_row(const struct view *v, int y, int cols)
{
    int row = v->top + y;
    char text[200];

    snprintf(text, sizeof text, "%c%-8d Customer number %-16d confirmed  %6d.%02d  Leeds",
             row == v->at ? '>' : ' ', 10000 + row, row, row * 7 % 9999, row % 100);
    if (row == v->at)
        (void)attron(A_REVERSE);
    (void)mvprintw(y + 3, 0, "%-*.*s", cols, cols, text);
    if (row == v->at)
        (void)attroff(A_REVERSE);
}

static void draw(const struct view *v)
{
    int rows = LINES - 5;

    (void)mvprintw(0, 0, "%-60.60s", " FI Find                       Leeds  anna (admin)");
    (void)mvprintw(1, 0, " Find [%-50.50s]", v->field);
    (void)mvprintw(2, 0, " Number   Customer                         Status       Amount  City");
    for (int y = 0; y < rows; y++)
        draw_row(v, y, COLS);
    (void)mvprintw(LINES - 1, 0, "F1 Help F2 Find F4 Filter F5 Refresh F6 Order F9 Code F12 Back");
    (void)move(1, 7 + v->len);
    (void)refresh();
}

static void go(struct view *v, int by)
{
    int rows = LINES - 5;

    v->at += by;
    v->at = v->at < 0 ? 0 : v->at >= ROWS ? ROWS - 1 : v->at;
    if (v->at < v->top)
        v->top = v->at;
    if (v->at >= v->top + rows)
        v->top = v->at - rows + 1;
}

static bool take(struct view *v, int kind, wint_t key)
{
    if (kind == KEY_CODE_YES && key == KEY_DOWN)
        go(v, 1);
    else if (kind == KEY_CODE_YES && key == KEY_NPAGE)
        go(v, LINES - 5);
    else if (kind == KEY_CODE_YES && key == KEY_BACKSPACE && v->len > 0)
        v->field[--v->len] = '\0';
    else if (kind == OK && key == 3)
        return false;
    else if (kind == OK && key >= ' ' && key < 127 && v->len + 1 < (int)sizeof v->field) {
        v->field[v->len++] = (char)key;
        v->field[v->len] = '\0';
    }
    return true;
}

int main(void)
{
    struct view v = { 0 };
    wint_t key;
    int kind;

    (void)setlocale(LC_ALL, "");
    (void)initscr();
    (void)raw();
    (void)noecho();
    (void)nonl();
    (void)idlok(stdscr, TRUE);
    (void)keypad(stdscr, TRUE);
    do {
        draw(&v);
        kind = get_wch(&key);
        /* All that waits before the next frame, as we do. */
        (void)nodelay(stdscr, TRUE);
        while (kind != ERR && take(&v, kind, key))
            kind = get_wch(&key);
        (void)nodelay(stdscr, FALSE);
    } while (kind == ERR);
    (void)endwin();
    return 0;
}
