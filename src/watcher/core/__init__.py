"""The rules, pure: no I/O, no clock. Rounds, verdicts, reconciling, alerts, schedule."""
