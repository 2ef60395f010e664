"""The handling rule of a level, quoted where the act happens: printing a label, taking a photo, giving access."""

from django import template

from classification.handling import rules_of
from classification.levels import Level
from classification.models import Topic

register = template.Library()


@register.inclusion_tag("components/rule_line.html")
def rule_line(value: int | None, topic: str) -> dict[str, object]:
    """One topic of a level's rules in force, in the company's wording; nothing where there is no level or no rule.

    Raises:
        ValueError: when the level or the topic is none.
    """
    about = Topic(topic)
    if value is None:
        return {}
    rules = rules_of(Level(value))
    return {"text": rules.texts.get(about, ""), "level": rules.level, "topic": about.label, "rules": rules}
