"""The running service: wiring, the clock, the scheduler, signals, recovery."""
