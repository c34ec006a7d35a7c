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
