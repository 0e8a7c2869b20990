from django.apps import AppConfig


class WebApp(AppConfig):
    name = "baton.web"
    label = "web"
    verbose_name = "网页"
