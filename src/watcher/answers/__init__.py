"""One typed answer to each question that a face asks: faces print, render or serialize it.

snapshot    the database in one transaction, with settings and time: each question takes it
serialize   answers -> JSON, the same for ``--json`` and the API
status      health of sources, queue and channels, and what is wrong
rounds      lists of rounds, and one round with all that was said of it
explain     one round before each subscription: verdict, and what was told
deliveries  deliveries listed, and ended ones queued again
trends      rounds over time, their rhythm, verdicts of the latest ones
sources     health and track record of each source, secondary reports
"""
