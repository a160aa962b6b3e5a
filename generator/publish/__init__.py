"""From a built tree to a published site: lock, recover, verify, swap; a twin for the next edit."""

from generator.publish.lock import lock
from generator.publish.swap import (
    KEPT,
    publish,
    publish_twin,
    recover,
    refuse_strangers,
    shelf_of,
    staging,
    taken_twin,
    twin_place,
)
from generator.publish.twin import Survey, is_intact, lay, paired, resurvey, survey
from generator.publish.verify import MEANINGS, Defect, Rules, verify, verify_files

__all__ = [
    "KEPT",
    "MEANINGS",
    "Defect",
    "Rules",
    "Survey",
    "is_intact",
    "lay",
    "lock",
    "paired",
    "publish",
    "publish_twin",
    "recover",
    "refuse_strangers",
    "resurvey",
    "shelf_of",
    "staging",
    "survey",
    "taken_twin",
    "twin_place",
    "verify",
    "verify_files",
]
