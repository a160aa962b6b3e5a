"""MkDocs' own command for one job after another: what the engine's process runs."""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module

os.environ["NO_MKDOCS_2_WARNING"] = "1"
from mkdocs.__main__ import cli

# What MkDocs loads only once it has its job, half of the 0.15 s that one page takes; 15 ms of it
# for the extensions of Markdown, which it tries before every job.
_MEANWHILE = (
    *("mkdocs.commands.build", "mkdocs.config.defaults", "generator.hook"),
    *(f"markdown.extensions.{name}" for name in ("toc", "tables", "fenced_code")),
)


def work() -> None:
    """Does the jobs that standard input tells: a line each, a mark and settings for MkDocs.

    One marked "+" has others after it and is done by a fork, whose memory goes when it ends (MkDocs
    keeps every page). Two forks work at once: lists are waited for, and then all is due. Ends by
    SystemExit where there was a job.
    """
    for module in _MEANWHILE:
        import_module(module)
    gc.freeze()
    gc.set_threshold(2_000, 50, 50)  # few records die young: collecting as usual costs a tenth more
    batches: list[int] = []
    failed = 0
    while job := sys.stdin.buffer.readline():
        if len(batches) > 1:
            failed |= os.waitpid(batches.pop(0), 0)[1]
        if job.startswith(b"-"):
            break
        batches.append(os.fork())
        if not batches[-1]:
            batches, failed = [], 0
            break
    try:
        if job:
            sys.stdin = io.TextIOWrapper(_Told(job[1:]))
            cli(["build", "--quiet", "--config-file", "-"])
    finally:
        for batch in batches:
            failed |= os.waitpid(batch, 0)[1]
        if failed:
            sys.exit(1)


class _Told(io.BytesIO):
    name = "<stdin>"
