"""Chapter formats: one module each, one table."""
