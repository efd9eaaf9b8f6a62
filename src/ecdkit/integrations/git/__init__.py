"""Git: what it shows of definitions, and how it merges them."""
