"""Stub sites: one loopback HTTP server shaped like the press registry and the databases (演示数据).

It answers from a catalogue folder and stands alone: it knows nothing of the verifier and is reached over HTTP only.
"""

from verifier.stub.catalogue import CatalogueError
from verifier.stub.serve import Stub, serve

__all__ = ["CatalogueError", "Stub", "serve"]
