"""The pop-ups' addresses: each beneath its campaign's own reference."""

from django.urls import path

from campaigns.till.views import closing, counter, days, notes, places

app_name = "till"

urlpatterns = [
    path("", places.home, name="home"),
    path("places/new/", places.new_place, name="new-place"),
    path("<slug:popup>/", places.popup, name="popup"),
    path("<slug:popup>/place/", places.change_place, name="place"),
    path("<slug:popup>/state/", places.change_state, name="state"),
    path("<slug:popup>/notes/", notes.notes, name="notes"),
    path("<slug:popup>/notes/new/<slug:enterprise>/", notes.new_note, name="new-note"),
    path("<slug:popup>/notes/<str:reference>/", notes.note, name="note"),
    path("<slug:popup>/notes/<str:reference>/draft/", notes.change_draft, name="note-draft"),
    path("<slug:popup>/notes/<str:reference>/send/", notes.send, name="note-send"),
    path("<slug:popup>/notes/<str:reference>/receive/", notes.receive, name="note-receive"),
    path("<slug:popup>/notes/<str:reference>/drop/", notes.drop, name="note-drop"),
    path("<slug:popup>/sell/", counter.sell, name="sell"),
    path("<slug:popup>/sales/", counter.sales_list, name="sales"),
    path("<slug:popup>/sales/<str:key>/", counter.sale, name="sale"),
    path("<slug:popup>/sales/<str:key>/undo/", counter.undo, name="sale-undo"),
    path("<slug:popup>/days/", days.days, name="days"),
    path("<slug:popup>/count/", closing.count, name="count"),
    path("<slug:popup>/out/<slug:enterprise>/", closing.send_back, name="send-back"),
    path("<slug:popup>/balance/", closing.balance, name="balance"),
    path("<slug:popup>/sign/", closing.sign, name="sign"),
    path("<slug:popup>/close/", closing.close, name="close"),
    path("<slug:popup>/report/", closing.report, name="report"),
]
