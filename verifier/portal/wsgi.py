"""The WSGI application, for waitress or any other server: VERIFIER_PORTAL_RUN says which run it serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from verifier.portal.run import MODULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", MODULE)
application = get_wsgi_application()
