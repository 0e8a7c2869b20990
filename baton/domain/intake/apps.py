from django.apps import AppConfig


class IntakeApp(AppConfig):
    name = "baton.domain.intake"
    label = "intake"
    verbose_name = "收件台"
    default_auto_field = "django.db.models.BigAutoField"
