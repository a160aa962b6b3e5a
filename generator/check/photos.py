"""Checks of photos."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.problem import Finding
from generator.model.site import Site


def photo_alt(site: Site) -> Iterator[Finding]:
    """."""
    yield from ()


def photo_credit(site: Site) -> Iterator[Finding]:
    """."""
    yield from ()


def photo_consent(site: Site) -> Iterator[Finding]:
    """."""
    yield from ()


def photo_small(site: Site) -> Iterator[Finding]:
    """."""
    yield from ()


def photo_focus(site: Site) -> Iterator[Finding]:
    """."""
    yield from ()


def photo_unused(site: Site) -> Iterator[Finding]:
    """."""
    yield from ()
