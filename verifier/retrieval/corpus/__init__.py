"""Corpora: an institution's licensed exports and the open dumps as an offline source, asked before any network.

`build` takes the files in (streaming, with a watermark), `search` asks one corpus, `shelf` answers the ladder from all that a data folder
holds. A corpus may only find: that it lacks a paper says nothing, and it never overrides what a live source shows.
"""
