from django.apps import AppConfig


class RoundsApp(AppConfig):
    name = "baton.domain.rounds"
    label = "rounds"
    verbose_name = "轮次"
    default_auto_field = "django.db.models.BigAutoField"
