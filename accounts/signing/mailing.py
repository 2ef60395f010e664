"""Mail: a link and nothing else, through the company's own server if it has one."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def mails() -> bool:
    """Is there a mail server?"""
    return bool(settings.KURA_MAILS)


def letter(link: str, address: str) -> EmailMessage:
    """The link, and nothing else: no name, no company, no secret. The subject is in the active language."""
    return EmailMessage(_("A link for you"), f"{link}\n", to=[address])


def send(letters: Iterable[EmailMessage]) -> bool:
    """Send them over one connection; says whether the server took them.

    A server that fails is noted in the log by the kind of the fault alone: its words may quote an address.
    """
    try:
        mailers.default.send_messages(list(letters))
    except (OSError, ValueError) as error:  # smtplib's faults are OSErrors; an address may not be writable in a header
        logger.warning("Mail was not sent: %s", type(error).__name__)
        return False
    return True
