"""Learning rates compared on one valley: its ruler, its hops, its factors and its panels."""
