"""The application that a server runs; the knowledge is loaded before the first visitor comes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartway_web.settings")
application = get_wsgi_application()

from cartway_web.pages.answers import warm  # noqa: E402 - only once Django knows its settings

warm()
