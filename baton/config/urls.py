"""All addresses. Who may open which stands in baton/web/access.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("baton.web.urls")),
]
handler400 = "baton.web.door.bad_request"
handler404 = "baton.web.door.not_found"
handler500 = "baton.web.door.failed"
