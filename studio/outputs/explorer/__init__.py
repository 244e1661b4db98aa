"""The explorer: one page on which anybody walks the hills of the clips by hand."""
