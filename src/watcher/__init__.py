"""Watcher: from IRCC's published rounds to a person's alert, once and correct.

The stages, in the order in which a new round passes them:

    fetch      asks the page, and says what came or why nothing did
    parse      bytes -> reports of rounds; what cannot be read is unknown and said
    reconcile  what is known + what is said -> changes
    store      one transaction: the change, its page, its alerts, the page's validators
    verdict    round + subscription -> what it means, how far, and why
    message    alert -> words, in English and French
    notify     one message to one channel; what the server answered

``poll`` runs the first half, ``deliver`` the second; ``app`` owns the clock.
"""

import sys
from types import ModuleType

# httpx would load a command line of its own, with rich and pygments: 4 MiB of the 90
# that the service may take. Without it httpx says that it has none, as it does where
# its extra "cli" is not installed.
sys.modules.setdefault("httpx._main", ModuleType("httpx._main"))
