"""Who may open which address. An address that is not listed here can't be opened by anybody, and fails the tests."""

from __future__ import annotations

from baton.domain.accounts.models import Role

ANYBODY = frozenset({"anybody"})
SIGNED_IN = frozenset(Role.values)
CLERKS = frozenset({Role.CLERK.value})
READERS = frozenset({Role.LEADER.value, Role.VIEWER.value})

ACCESS: dict[str, frozenset[str]] = {
    "web:login": ANYBODY,
    "web:logout": SIGNED_IN,
    "web:password": SIGNED_IN,
    "web:home": SIGNED_IN,
    "viewer:board": READERS,
    "viewer:run": READERS,
    "viewer:unit": READERS,
    "viewer:explanation": READERS,
    **dict.fromkeys(
        (
            "office:workbench",
            "office:setup",
            "office:roster",
            "office:roster_list",
            "office:roster_add",
            "office:roster_unit",
            "office:peer_groups",
            "office:scheme_in",
            "office:open_round",
            "office:round",
            "office:scheme",
            "office:rulebook",
            "office:seal",
            "office:use_version",
            "office:compared",
            "office:item",
            "office:method",
            "office:desk",
            "office:owe",
            "office:several",
            "office:remind",
            "office:sheet",
            "office:empty",
            "office:receive",
            "office:version",
            "office:accept",
            "office:return",
            "office:add_scan",
            "office:scan",
            "office:claims",
            "office:claim_enter",
            "office:claims_decide",
            "office:claims_group",
            "office:claims_in",
            "office:claim",
            "office:claim_edit",
            "office:claim_withdraw",
            "office:claim_attach",
            "office:claim_receipt",
            "office:claim_file",
            "office:board",
            "office:recompute",
            "office:number",
            "office:run",
            "office:unit",
            "office:explanation",
            "office:indicator",
            "office:moved",
            "office:without",
            "office:workbook",
            "office:papers",
            "office:paper",
            "office:print_all",
            "office:print_progress",
            "office:printed",
            "office:templates",
            "office:template",
            "office:template_sample",
            "office:drop_template",
            "office:releases",
            "office:headline",
            "office:late_veto",
            "office:before",
            "office:grade",
            "office:withdraw",
            "office:people",
            "office:person_reset",
            "office:person_close",
            "office:cell",
            "office:archive",
            "office:last_year",
            "office:last_year_in",
            "office:reproduction",
            "office:settle",
            "office:announce",
            "office:differences",
        ),
        CLERKS,
    ),
}


def may_open(route: str, role: str | None) -> bool:
    """Whether a person of this role (None: not signed in) may open the address with this name."""
    allowed = ACCESS.get(route, frozenset())
    return allowed == ANYBODY or (role is not None and role in allowed)
