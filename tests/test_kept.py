"""What a build keeps for the next one can be read again, whatever the records hold."""

from __future__ import annotations

from pathlib import Path

from generator.kept import freeze, thaw
from generator.load.site import load

ROOT = Path(__file__).parent.parent


def test_all_that_the_sample_holds_comes_back() -> None:
    """Calls with deadlines in a zone among it: an edit beside them was a crash."""
    site = load(ROOT).site
    assert any(award.deadline and award.deadline.tzinfo for award in site.awards)
    again = thaw(freeze(site))
    for name in ("settings", "units", "stories", "awards", "stars", "works", "pages"):
        assert getattr(again, name) == getattr(site, name)
