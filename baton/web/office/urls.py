"""Addresses of the assessment office."""

from django.urls import path

from baton.web.office import board, claims, desk, drafts, scans, scheme, setup, workbench

app_name = "office"
urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("setup/", setup.setup, name="setup"),
    path("setup/roster/", setup.roster, name="roster"),
    path("setup/scheme/", setup.scheme_in, name="scheme_in"),
    path("setup/round/", setup.open_round, name="open_round"),
    path("scheme/", scheme.scheme, name="scheme"),
    path("scheme/rulebook/", scheme.rulebook, name="rulebook"),
    path("desk/", desk.desk, name="desk"),
    path("desk/owe/", desk.owe, name="owe"),
    path("desk/remind/", desk.remind, name="remind"),
    path("desk/<int:pk>/", desk.sheet, name="sheet"),
    path("desk/<int:pk>/empty/", desk.empty, name="empty"),
    path("desk/<int:pk>/receive/", desk.receive, name="receive"),
    path("desk/<int:pk>/<int:number>/", desk.sheet, name="version"),
    path("desk/<int:pk>/<int:number>/accept/", desk.accept, name="accept"),
    path("desk/<int:pk>/<int:number>/return/", desk.send_back, name="return"),
    path("desk/<int:pk>/<int:number>/scan/", scans.add_scan, name="add_scan"),
    path("scan/<int:pk>/", scans.scan, name="scan"),
    path("claims/", claims.claims, name="claims"),
    path("claims/enter/", claims.enter, name="claim_enter"),
    path("claims/decide/", claims.decide, name="claims_decide"),
    path("claims/group/", claims.group, name="claims_group"),
    path("board/", board.board, name="board"),
    path("board/recompute/", board.recompute, name="recompute"),
    path("board/number/", board.number, name="number"),
    path("run/<int:pk>/", board.board, name="run"),
    path("run/<int:pk>/unit/<str:subject>/", board.unit, name="unit"),
    path("run/<int:pk>/unit/<str:subject>/<str:code>/", board.explanation, name="explanation"),
    path("run/<int:pk>/indicator/<str:code>/", board.indicator, name="indicator"),
    path("run/<int:pk>/moved/<int:other>/", drafts.moved, name="moved"),
    path("run/<int:pk>/workbook/", drafts.workbook, name="workbook"),
    path("run/<int:pk>/archive/", drafts.archive, name="archive"),
]
