from django.apps import AppConfig


class OrgsApp(AppConfig):
    name = "baton.domain.orgs"
    label = "orgs"
    verbose_name = "名册"
    default_auto_field = "django.db.models.BigAutoField"
