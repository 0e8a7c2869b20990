from django.apps import AppConfig


class FilesApp(AppConfig):
    name = "baton.domain.files"
    label = "files"
    verbose_name = "原始文件"
    default_auto_field = "django.db.models.BigAutoField"
