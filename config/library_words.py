"""Words of our libraries that their own Japanese catalogues lack: named here so that ours has them."""

from django.utils.translation import gettext_lazy as _

WORDS = (_("- Select an option -"),)
