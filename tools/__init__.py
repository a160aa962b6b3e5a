"""Set-up and bundling: what stands around the program and is not part of it."""
