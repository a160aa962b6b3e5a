"""What `make bench` runs: the showcase beside Hugo and stock MkDocs Material, on the same texts."""
