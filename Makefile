# The words of `make` and of showcase.bat are the same; tools/project.py says what each one does.
#   make site                       make test ARGS="-k loader"          make site PYTHON=python3.13

PYTHON ?= python3
ARGS ?=
WORDS := site check serve test test-faults lint fmt golden bench docs fonts lock sbom bundle clean

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help $(WORDS)
help $(WORDS):
	@$(PYTHON) tools/project.py $@ $(ARGS)
