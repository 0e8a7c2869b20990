from django.apps import AppConfig


class TargetsApp(AppConfig):
    name = "baton.domain.targets"
    label = "targets"
    verbose_name = "责任书"
    default_auto_field = "django.db.models.BigAutoField"
