"""Addresses of the pages."""

from django.urls import include, path

from baton.web import account

account_urls = (
    [
        path("", account.home, name="home"),
        path("login/", account.SignIn.as_view(), name="login"),
        path("logout/", account.sign_out, name="logout"),
        path("password/", account.password, name="password"),
    ],
    "web",
)
urlpatterns = [
    path("", include(account_urls)),
    path("office/", include("baton.web.office.urls")),
    path("released/", include("baton.web.viewer.urls")),
]
