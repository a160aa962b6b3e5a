"""Pictures at rest: what a build knows of 20,000 photos is a few megabytes, and all of it."""

import pickle
import sys
from pathlib import Path

from generator.model.original import Original
from tests.made import at_rest

FOLDER = Path("/srv/showcase/stories/brands/1252")


def test_pictures_come_back_as_they_were() -> None:
    given = {("brand/a", "b.jpg"): _original("b"), ("brand/a", "a.jpg"): _original("a")}
    found = at_rest(given | {("team/c", "a.jpg"): _original("c")})
    assert dict(found) == {**given, ("team/c", "a.jpg"): _original("c")}
    assert (len(found), list(found.of("brand/a"))) == (3, ["a.jpg", "b.jpg"])
    assert found.of("none") == {}
    assert found.get(("brand/a", "none.jpg")) is found.get(("none", "a.jpg")) is None
    assert pickle.loads(pickle.dumps(found)).owners == found.owners


def test_what_rests_does_not_depend_on_the_order_of_finding() -> None:
    given = {("brand/a", name): _original(name) for name in "abc"}
    assert at_rest(given).owners == at_rest(dict(reversed(given.items()))).owners


def test_two_owners_of_one_key_have_the_pictures_of_both() -> None:
    one, other = ({("brand/a", name): _original(name)} for name in "ab")
    joined = at_rest(one) | at_rest(other)
    assert dict(joined) == one | other
    assert dict(joined | joined) == one | other


def test_a_picture_at_rest_is_small() -> None:
    """Two each of 1,000 stories; as records they are 0.8 KB each."""
    keys = [(f"brand/{story}", name) for story in range(1000) for name in ("a.jpg", "b.jpg")]
    found = at_rest({key: _original(key[1]) for key in keys})
    assert sum(map(sys.getsizeof, found.owners.values())) / len(keys) < 200


def _original(name: str) -> Original:
    return Original(FOLDER / name, 1600, 1200, f"{ord(name[0]):064x}", 35_413)
