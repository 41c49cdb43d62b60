"""Other people's bytes to the model: feeds, audio files, tags. Nothing here is used by a writer."""
