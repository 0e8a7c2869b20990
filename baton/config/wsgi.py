"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

from baton.config.readiness import make_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")
application = get_wsgi_application()
make_ready()
