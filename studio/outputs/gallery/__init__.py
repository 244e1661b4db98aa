"""The gallery: one page that shows, plays, presents and hands out the clips of a shelf."""
