from django.apps import AppConfig


class ReproductionsApp(AppConfig):
    name = "baton.domain.reproductions"
    label = "reproductions"
    verbose_name = "复算"
    default_auto_field = "django.db.models.BigAutoField"
