"""People by their sign-in, as commands name them."""

from django.core.management.base import CommandError

from accounts.models import User


def signed_in_as(username: str) -> User:
    """The user with this sign-in, for `--as USER`.

    Raises:
        CommandError: nobody signs in by that name, or they may not any more.
    """
    user = User.objects.select_related("person").filter(username=username).first()
    if user is None or not user.is_active or (user.person and not user.person.is_employed()):
        raise CommandError(f"Nobody may sign in as “{username}”.")
    return user
