"""What is installed around the program."""
