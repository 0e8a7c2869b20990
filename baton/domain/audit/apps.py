from django.apps import AppConfig


class AuditApp(AppConfig):
    name = "baton.domain.audit"
    label = "audit"
    verbose_name = "操作记录"
    default_auto_field = "django.db.models.BigAutoField"
