"""Model to bytes. Nothing here opens a file, knows the clock, or uses a reader."""
