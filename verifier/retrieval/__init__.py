"""The rim: network, disk and clock. Everything below it is pure."""
