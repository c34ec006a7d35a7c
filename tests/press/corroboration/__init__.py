"""What secondary sources say of rounds."""
