"""Show notes to an episode."""
