"""From a built tree to a published site: lock, recover, verify, swap."""

from generator.publish.lock import lock
from generator.publish.swap import publish, recover, refuse_strangers, staging
from generator.publish.verify import MEANINGS, Defect, Rules, verify, verify_files

__all__ = [
    "MEANINGS",
    "Defect",
    "Rules",
    "lock",
    "publish",
    "recover",
    "refuse_strangers",
    "staging",
    "verify",
    "verify_files",
]
