"""Real servers on loopback that tests script."""
