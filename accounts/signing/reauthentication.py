"""Before what matters, say again who you are."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse

type View = Callable[..., HttpResponse]


def recently_signed_in(view: View) -> View:
    """Let through only whoever signed in, or said again who they are, within the last minutes.

    Everybody else is sent to do so and comes back: a form that was posted meanwhile is then carried out. Put it
    beneath the check of who may see the page at all, so that others learn nothing; a page that takes files or
    passwords should ask already at GET, for those do not survive the detour.
    """
    return reauthentication_required(view, app="accounts")
