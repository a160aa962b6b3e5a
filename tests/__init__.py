"""The tests of the program; `make test` runs them all."""
