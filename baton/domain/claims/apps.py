from django.apps import AppConfig


class ClaimsApp(AppConfig):
    name = "baton.domain.claims"
    label = "claims"
    verbose_name = "加减分"
    default_auto_field = "django.db.models.BigAutoField"
