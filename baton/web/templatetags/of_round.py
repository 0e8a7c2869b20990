"""哪一轮的表单: every form of the office says for which round it was drawn, whatever is looked at in another window."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from baton.domain.rounds.models import Round
from baton.web.components.rounds import FOR_ROUND, FOR_SCHEME, round_of

register = template.Library()


@register.simple_tag(takes_context=True)
def of_round(context: Context) -> SafeString:
    """The field that carries the page's round, or the scheme of one that has none yet; nothing where there is neither."""
    found = context.get("round")
    if not isinstance(found, Round):
        found = _at_hand(context)
    if found is None:
        return SafeString("")
    name, value = (FOR_ROUND, found.pk) if found.pk else (FOR_SCHEME, found.scheme_id)
    return format_html('<input type="hidden" name="{}" value="{}">', name, value)


def _at_hand(context: Context) -> Round | None:
    """The round of the request, asked for once for all forms of a page."""
    request = context.get("request")
    if request is None:
        return None
    if not hasattr(request, "round_at_hand"):
        request.round_at_hand = round_of(request)
    found: Round | None = request.round_at_hand
    return found
