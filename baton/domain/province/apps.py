from django.apps import AppConfig


class ProvinceApp(AppConfig):
    name = "baton.domain.province"
    label = "province"
    verbose_name = "省考"
    default_auto_field = "django.db.models.BigAutoField"
