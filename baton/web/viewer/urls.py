"""Addresses of those who read what was released."""

from django.urls import path

from baton.web.viewer import released, wall, years

app_name = "viewer"
urlpatterns = [
    path("", released.board, name="board"),
    path("years/", years.years, name="years"),
    path("years/<str:subject>/", years.unit_years, name="unit_years"),
    path("<int:pk>/", released.run, name="run"),
    path("<int:pk>/wall/", wall.wall, name="wall"),
    path("<int:pk>/<str:subject>/", released.unit, name="unit"),
    path("<int:pk>/<str:subject>/<str:code>/", released.explanation, name="explanation"),
]
