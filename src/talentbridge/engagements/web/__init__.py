"""The pages of engagements: list, one engagement, and what is done on it itself."""

from django.urls import path

from talentbridge.engagements.web import acts, designing, pages, stays

app_name = "engagements"
urlpatterns = [
    path("", pages.engagement_list, name="list"),
    path("open/", acts.open_engagement, name="open"),
    path("offered/<uuid:need_id>/accept/", acts.accept_offered, name="accept-offered"),
    path("<uuid:case_id>/", pages.detail, name="detail"),
    path("<uuid:case_id>/log/", pages.log, name="log"),
    path("<uuid:case_id>/design/", designing.design, name="design"),
    path("<uuid:case_id>/design/choose/", designing.choose, name="choose-design"),
    path("<uuid:case_id>/design/<int:number>/confirm/", designing.confirm, name="confirm-design"),
    path("<uuid:case_id>/design/check/", designing.check, name="check-design"),
    path("<uuid:case_id>/design/steps/<slug:key>/", designing.step, name="design-step"),
    path("<uuid:case_id>/contract/", acts.contract, name="contract"),
    path("<uuid:case_id>/hand-over/", acts.hand_over, name="hand-over"),
    path("<uuid:case_id>/hand-over/confirm/", acts.confirm_hand_over, name="confirm-hand-over"),
    path("<uuid:case_id>/skip/", acts.skip, name="skip"),
    path("skips/<uuid:skip_id>/", acts.answer_skip, name="answer-skip"),
    path("<uuid:case_id>/obstacle/", acts.obstacle, name="obstacle"),
    path("<uuid:case_id>/take-back/", acts.take_back, name="take-back"),
    path("<uuid:case_id>/stop/", acts.stop, name="stop"),
    path("<uuid:case_id>/stays/", stays.stays, name="stays"),
    path("<uuid:case_id>/stays/new/", stays.plan, name="plan-stay"),
    path("stays/<uuid:stay_id>/", stays.change, name="stay"),
    path("stays/<uuid:stay_id>/cancel/", stays.cancel, name="cancel-stay"),
]
