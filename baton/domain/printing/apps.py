from django.apps import AppConfig


class PrintingApp(AppConfig):
    name = "baton.domain.printing"
    label = "printing"
    verbose_name = "出材料"
    default_auto_field = "django.db.models.BigAutoField"
