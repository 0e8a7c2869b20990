from django.apps import AppConfig


class AssessmentApp(AppConfig):
    name = "baton.domain.assessment"
    label = "assessment"
    verbose_name = "计分与结果"
    default_auto_field = "django.db.models.BigAutoField"
