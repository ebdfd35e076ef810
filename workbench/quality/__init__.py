"""Judging translations: metrics of whole corpora and checks of single segments."""
