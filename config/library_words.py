"""Words of our libraries that their own Japanese catalogues lack, or word otherwise than our pages: ours has them."""

from django.utils.translation import gettext_lazy as _

WORDS = (
    _("- Select an option -"),
    _("The username and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Successfully signed in as %(name)s."),
    _("You have signed out."),
)
