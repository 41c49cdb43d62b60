"""The command line: parses, calls, reports, exits. Nothing imports it."""
