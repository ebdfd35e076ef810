"""From a file to clean segments: readers, clean-up, sentences, languages, words."""
