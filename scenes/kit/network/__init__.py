"""Networks: units and edges, both passes through them, derivatives, and what has been learnt."""
