from django.apps import AppConfig


class HearingsApp(AppConfig):
    name = "baton.domain.hearings"
    label = "hearings"
    verbose_name = "现场考评"
    default_auto_field = "django.db.models.BigAutoField"
