"""What published rounds say beyond themselves. Pure."""
