"""The warnings, first what is too heavy, then what could be used more: adding one is a line here and two functions."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from classification.levels import Level
from desk.balance import heavy, light
from desk.balance.kinds import Imbalance


def _top() -> str:
    return reverse("desk:list") + f"?level={Level.TOP_SECRET.value}"


TABLE = (
    Imbalance(
        "top",
        _("Too much stands at the highest level"),
        _(
            "Where much is top secret, nothing is taken as one. Look at the oldest first: what would harm less than "
            "survival goes one level down."
        ),
        heavy.too_much_at_the_top,
        heavy.top_line,
        everything=_top,
    ),
    Imbalance(
        "department",
        _("Nearly everything of a department is secret"),
        _(
            "A level that fits all sorts nothing. Ask which few would really help a rival, and let the rest be used "
            "inside the company."
        ),
        heavy.everything_secret,
        heavy.department_line,
    ),
    Imbalance(
        "crowd",
        _("Top secret, and many may know"),
        _(
            "Both cannot be right: take people off the list, split off the part that only a few need, or lower the "
            "level."
        ),
        heavy.crowded,
        heavy.crowd_line,
    ),
    Imbalance(
        "labels",
        _("Public, and still labelled secret"),
        _("Take the signs off: labels on what everybody may see teach people to overlook the others."),
        heavy.labelled_public,
        heavy.label_line,
    ),
    Imbalance(
        "unused",
        _("Lists that nobody uses"),
        _(
            "These people have opened no page of it in Kura for long. Ask whether they still need it; papers and molds "
            "are used without Kura, so ask before you take anybody off."
        ),
        heavy.unused,
        heavy.unused_line,
    ),
    Imbalance(
        "strained",
        _("Protection that the work goes around"),
        _(
            "Many requests, accepted gaps or emergency doors say that the protection does not fit the work. Choose "
            "measures that people can live with, or give access to those who need it."
        ),
        heavy.strained,
        heavy.strain_line,
    ),
    Imbalance(
        "locked",
        _("Locked away: nobody works with it"),
        _(
            "Information in a locked safe cannot be used. Say who is to work with it, and how; if nobody is, it may "
            "not be worth the protection."
        ),
        light.locked_away,
        light.locked_line,
        flyer=True,
    ),
    Imbalance(
        "lower",
        _("Could be used more: kept higher than it was judged"),
        _(
            "Its own scores suggest a lower level. Where the reason for the higher one is gone, lower it, and let more "
            "people work with it."
        ),
        light.judged_lower,
        light.lower_line,
    ),
)
