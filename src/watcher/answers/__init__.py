"""Typed answers to the questions of terminal, pages and API, which only print or serialize them.

snapshot    one database transaction with settings and time, the argument of every question
serialize   answers to JSON, the same for ``--json`` and the API
status      health of sources, queue and channels
rounds      lists of rounds, and one round in detail
explain     one round for each subscription: verdict, and what was told
deliveries  deliveries listed and retried
forecast    what may come: next rounds, and the chance to be invited
trends      rounds over time, and verdicts of the latest ones
sources     health and track record of sources, secondary reports
"""
