"""Running text -> what it says of rounds, and which one it is about. Pure.

``sentences`` cuts blocks into sentences, ``numbers``, ``clocks``, ``instants``,
``figures``, ``kinds`` and ``counting`` find in one sentence what may be said of a
round, ``signs`` which round is meant, ``mentions`` puts both together, ``rounds``
gathers the mentions of one round, ``saying`` makes the reports.
"""
