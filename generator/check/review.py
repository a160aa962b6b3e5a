"""Checks of review."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.problem import Finding
from generator.model.site import Site


def sign_offs(site: Site) -> Iterator[Finding]:
    """."""
    yield from ()


def publish_dates(site: Site) -> Iterator[Finding]:
    """."""
    yield from ()
