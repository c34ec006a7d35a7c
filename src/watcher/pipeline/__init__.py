"""The pipeline from a page to a sent message: poll, recipients, incidents, delivery. Start at ``poll``."""
