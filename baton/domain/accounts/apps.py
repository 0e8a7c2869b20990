from django.apps import AppConfig


class AccountsApp(AppConfig):
    name = "baton.domain.accounts"
    label = "accounts"
    verbose_name = "账号"
    default_auto_field = "django.db.models.BigAutoField"
