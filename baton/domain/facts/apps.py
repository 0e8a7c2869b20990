from django.apps import AppConfig


class FactsApp(AppConfig):
    name = "baton.domain.facts"
    label = "facts"
    verbose_name = "数据"
    default_auto_field = "django.db.models.BigAutoField"
