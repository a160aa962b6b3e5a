"""Whether the inline code of a page is what its Content-Security-Policy allows."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterable, Iterator

from generator.publish.markup import Fact, FactKind


@functools.lru_cache(maxsize=256)
def uncovered(facts: frozenset[Fact]) -> tuple[str, ...]:
    """Say what a page's policy (a meta element with hashes) would block, or that it has none.

    Source of the rules: CSP level 3, sections 6.7.2 and 6.8. Stricter in one point: a script is
    never covered by 'unsafe-inline', and an on… attribute by nothing.
    """
    policies = [_directives(fact.value) for fact in facts if fact.kind == "policy"]
    return tuple(_blocked(facts, policies)) if policies else ("no Content-Security-Policy",)


# The first directive present decides.
_CHAINS: dict[FactKind, tuple[str, ...]] = {
    "script": ("script-src-elem", "script-src", "default-src"),
    "handler": ("script-src-attr", "script-src", "default-src"),
    "sheet": ("style-src-elem", "style-src", "default-src"),
    "style": ("style-src-attr", "style-src", "default-src"),
}


def _blocked(facts: Iterable[Fact], policies: list[dict[str, frozenset[str]]]) -> Iterator[str]:
    for fact in facts:
        chain = _CHAINS.get(fact.kind)
        if chain and not all(_allows(_effective(p, chain), fact) for p in policies):
            yield f"{fact.kind} {' '.join(fact.value.split())[:60]!r} needs '{_digest(fact.value)}'"


def _allows(sources: frozenset[str], fact: Fact) -> bool:
    if fact.kind == "handler":
        return False
    if f"'{_digest(fact.value)}'" in sources:
        return fact.kind != "style" or "'unsafe-hashes'" in sources
    if fact.kind == "script":
        return False
    # Beside a hash, 'unsafe-inline' counts for nothing.
    return "'unsafe-inline'" in sources and not any(s.startswith("'sha") for s in sources)


def _effective(policy: dict[str, frozenset[str]], chain: tuple[str, ...]) -> frozenset[str]:
    return next((policy[name] for name in chain if name in policy), frozenset())


def _directives(policy: str) -> dict[str, frozenset[str]]:
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {part[0].lower(): frozenset(part[1:]) for part in reversed(parts)}


def _digest(text: str) -> str:
    """The hash a browser compares: over the text with line ends as the parser leaves them."""
    raw = text.replace("\r\n", "\n").encode("utf-8")
    return "sha256-" + base64.b64encode(hashlib.sha256(raw).digest()).decode("ascii")
