from django.apps import AppConfig


class SchemesApp(AppConfig):
    name = "baton.domain.schemes"
    label = "schemes"
    verbose_name = "考核方案"
    default_auto_field = "django.db.models.BigAutoField"
