"""The JSON API for other platforms: a token a unit, OpenAPI, rate limits."""
