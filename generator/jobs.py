"""MkDocs for one job after another: what the engine's process runs."""

from __future__ import annotations

import gc
import io
import json
import logging
import os
import sys
from importlib import import_module

os.environ["NO_MKDOCS_2_WARNING"] = "1"
from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator.package import HOOK

# What MkDocs loads only once it has its job, half of the 0.15 s that one page takes; 15 ms of it
# for the extensions of Markdown, which it tries before every job.
_MEANWHILE = (
    *("mkdocs.config.defaults", "generator.hook"),
    *(f"markdown.extensions.{name}" for name in ("toc", "tables", "fenced_code")),
)


def work() -> None:
    """Does the jobs that standard input tells: a line each, a mark, settings for MkDocs, a tab,
    what the hook is told.

    One marked "+" has others after it and is done by a fork, whose memory goes when it ends (MkDocs
    keeps every page). Two forks work at once: lists are waited for, and then all is due. To read
    settings takes 0.04 s, as 50 pages do: they are those of the last job more often than not. Ends
    by SystemExit where a job has failed.
    """
    for module in _MEANWHILE:
        import_module(module)
    log = logging.getLogger("mkdocs")
    log.setLevel(logging.ERROR)
    log.addHandler(logging.StreamHandler())
    gc.freeze()
    gc.set_threshold(2_000, 50, 50)  # few records die young: collecting as usual costs a tenth more
    batches: list[int] = []
    failed, known = 0, b""
    try:
        for job in sys.stdin.buffer:
            settings, told = job[1:].split(b"\t")
            if settings != known:
                config, known = load_config(_Settings(settings)), settings
            if len(batches) > 1:
                failed |= os.waitpid(batches.pop(0), 0)[1]
            if job.startswith(b"+"):
                batches.append(os.fork())
                if batches[-1]:
                    continue
                batches, failed = [], 0
            config.extra[HOOK] = json.loads(told)
            build(config)
            break
    finally:
        for batch in batches:
            failed |= os.waitpid(batch, 0)[1]
        if failed:
            sys.exit(1)


class _Settings(io.BytesIO):
    name = "<stdin>"
