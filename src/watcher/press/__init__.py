"""Everything secondary: retrieving, reading in a sandbox, and matching to rounds."""
