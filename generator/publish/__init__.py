"""From a built tree to a published site: lock, recover, verify, swap; a twin for the next edit."""

from generator.publish.lock import lock
from generator.publish.swap import (
    KEPT,
    backstage_of,
    publish,
    publish_twin,
    recover,
    refuse_strangers,
    staging,
    taken_twin,
    twin_place,
)
from generator.publish.twin import Survey, is_intact, lay, paired, resurvey, survey
from generator.publish.verify import MEANINGS, Defect, Rules, pointing, verify, verify_files

__all__ = [
    "KEPT",
    "MEANINGS",
    "Defect",
    "Rules",
    "Survey",
    "backstage_of",
    "is_intact",
    "lay",
    "lock",
    "paired",
    "pointing",
    "publish",
    "publish_twin",
    "recover",
    "refuse_strangers",
    "resurvey",
    "staging",
    "survey",
    "taken_twin",
    "twin_place",
    "verify",
    "verify_files",
]
