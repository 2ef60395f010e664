"""What people say about an asset: comments, ideas, questions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.codes import QuietAutoField
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import CommentQuerySet


class Comment(models.Model):
    """Something that somebody wrote about an asset. Never edited; withdrawn, it leaves a mark; an idea can be taken up.

    The flyer: information that is shared gains from the ideas of employees, and its value rises.
    """

    class Kind(models.TextChoices):
        COMMENT = "COMMENT", _("Comment")
        IDEA = "IDEA", _("Idea")
        QUESTION = "QUESTION", _("Question")

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="comments")
    by = a_person(_("by"), "comments")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.COMMENT)
    text = models.TextField(_("text"), max_length=1000)
    at = models.DateTimeField(_("at"))
    withdrawn_by = a_person(_("withdrawn by"), "+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    taken_up_by = a_person(_("taken up by"), "+")
    taken_up_at = models.DateTimeField(_("taken up at"), null=True, blank=True)
    taken_up_words = models.CharField(_("what becomes of it"), max_length=200, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ()
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=["asset", "-at"], name="comment_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(taken_up_at=None) | Q(kind="IDEA"), name="comment_ideas_are_taken_up"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.kind}"
