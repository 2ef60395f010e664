from django.apps import AppConfig
from django.utils.translation import gettext_noop

gettext_noop("- Select an option -")  # Django 6.1 has no Japanese for it yet; our catalogue speaks first


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the system checks)
        from config.library_words import ask_in_kind

        ask_in_kind()
