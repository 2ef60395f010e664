from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_noop

from config.library_words import ask_in_kind

gettext_noop("- Select an option -")  # Django 6.1 has no Japanese for it yet; our catalogue speaks first


class ConfigConfig(AppConfig):
    name = "config"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        ask_in_kind()  # now, before any form is read: a field takes its words when it is made

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the system checks)
