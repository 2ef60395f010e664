"""A mail server that is not there."""

from smtplib import SMTPServerDisconnected
from typing import Any, Never

from django.core.mail.backends.base import BaseEmailBackend


class DeadServer(BaseEmailBackend):
    """Breaks off at every letter, quoting the address, as real servers do."""

    def send_messages(self, email_messages: Any) -> Never:
        raise SMTPServerDisconnected(f"connection lost while writing to {email_messages[0].to}")
