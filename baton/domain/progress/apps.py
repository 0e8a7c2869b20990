from django.apps import AppConfig


class ProgressApp(AppConfig):
    name = "baton.domain.progress"
    label = "progress"
    verbose_name = "平时"
    default_auto_field = "django.db.models.BigAutoField"
