"""The portal: the web application in which applicants, units, departments and the committee do their part of the walk.

Django, rendered on the server; htmx for what moves. It judges nothing: a list is verified by the same `verify()` as everywhere,
over the same cache, archive and data folder, and what a page shows is a report, a decision or an event. `docs/portal.md` says which
file holds what, and where a new room plugs in.
"""
