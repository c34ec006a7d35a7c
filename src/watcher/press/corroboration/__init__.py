"""Claims matched to rounds, copies told from independent sources, figures weighed. Pure."""
