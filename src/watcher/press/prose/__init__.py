"""Running text -> what it says of rounds, and which one it is about. Pure.

``page`` reads a page in these steps: blocks are cut into ``sentences``; of each sentence, ``facts`` finds what may be
said of a round and ``cues`` which round is meant; ``mentions`` puts both together, ``rounds`` gathers the mentions of
one round, ``to_reports`` makes the reports.
"""
