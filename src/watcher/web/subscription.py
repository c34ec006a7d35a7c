"""The page of somebody who is told: what is stored, how it changes, and how it ends. Its address is the key."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from watcher.adapters.links import AddressLink
from watcher.answers.own_data import OwnData, own_data
from watcher.answers.rounds import known_rounds
from watcher.answers.serialize import to_json
from watcher.core.incidents import DeliveryGivenUp
from watcher.core.people import subscriptions_of
from watcher.pipeline import subscribing
from watcher.pipeline.incidents import Incidents
from watcher.pipeline.signing_up import SignupsFull
from watcher.pipeline.unsubscribing import end_address, link_signer, resubscribe, suppression_of
from watcher.web.case import case_of
from watcher.web.render import page, page_formatter
from watcher.web.request import RequestContext, WebRequest, whole_number
from watcher.web.response import JSON, PLAIN_TEXT, WebResponse, redirect_response
from watcher.web.subscribe import (
    address_book_of,
    category_slugs,
    refuse_guess,
    wording_of,
    writing_signups,
)
from watcher.web.subscription_form import (
    DIGESTS,
    ZONES,
    FormReading,
    SubscriptionForm,
    form_of,
    read_form_of,
    typed_form,
)

_MUTES = (1, 7, 30, 90)  # days
_ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058

_Action = Callable[[RequestContext, WebRequest, OwnData], WebResponse]


def subscription_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show what is stored of the person of a link, or that nothing is."""
    link = _link(context, request)
    data = own_data(context, link)
    if data is None:
        return _gone_page(context, request, link)
    if request.parameter("as") == "json":
        body = json.dumps(to_json(data), ensure_ascii=False, indent=2)
        headers = {"Content-Disposition": 'attachment; filename="watcher.json"'}
        return WebResponse(body=body.encode(), media=JSON, private=True, headers=headers)
    return _page_of(context, request, data)


def change_subscription(context: RequestContext, request: WebRequest) -> WebResponse:
    """Do what a button of the page says, or what a mail program asks for by one click."""
    link = _link(context, request)
    name, clicked = _ONE_CLICK
    data = own_data(context, link)
    if request.form_value(name) == clicked:
        _end(context, data, link)
        return WebResponse(body=b"unsubscribed\n", media=PLAIN_TEXT, private=True)
    if request.form_value("action") == "end":
        _end(context, data, link)
        return _back(request, "ended")
    if data is None:
        return _back(request)
    if request.form_value("action") == "resume":
        resubscribe(context.store, link)
        return _back(request, "resumed")
    act = _ACTIONS.get(request.form_value("action"))
    may = data.is_own or act is _mute
    return act(context, request, data) if act is not None and may else _back(request)


def _change(context: RequestContext, request: WebRequest, data: OwnData) -> WebResponse:
    """Change what the form says; another address is asked first."""
    typed = typed_form(request)
    read = read_form_of(typed, data.person, category_slugs(context), context.now)
    if isinstance(read, SubscriptionForm):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page_of(context, request, data, form=read, status=status)
    moves = read.mail != data.target
    if moves and not _asks(context, request, read):
        return _page_of(context, request, data, form=typed, status=HTTPStatus.TOO_MANY_REQUESTS)
    with context.store.writing() as tx:
        subscribing.change_person(tx, read.person, context.now)
    return _back(request, "asked" if moves else "changed")


def _asks(context: RequestContext, request: WebRequest, read: FormReading) -> bool:
    """Have another address asked whether it takes the place; False where nobody may be asked now."""
    if context.limits.count_signup(request.visitor):
        return False
    try:
        with writing_signups(context) as signups:
            signups.ask(read.person, read.mail, wording_of(request), changes=read.person.name)
    except SignupsFull:
        return False
    return True


def _mute(context: RequestContext, request: WebRequest, data: OwnData) -> WebResponse:
    days = whole_number(request.form_value("days"), 1, max(_MUTES))
    until = None if days is None else context.now + timedelta(days=days)
    with context.store.writing() as tx:
        subscribing.mute_person(tx, data.name, until, context.now)
    return _back(request, "changed")


def _renew(context: RequestContext, _: WebRequest, data: OwnData) -> WebResponse:
    """Give the person another link, so that the old ones show and change nothing any more."""
    signer = link_signer(context.store)
    with context.store.writing() as tx:
        renamed = subscribing.rename_person(tx, data.person)
    link = AddressLink(person=renamed.name, channel=data.channel, target=data.target)
    return redirect_response(f"/s/{signer.sign(link)}?done=renewed")


def _erase(context: RequestContext, request: WebRequest, data: OwnData) -> WebResponse:
    with context.store.writing() as tx:
        subscribing.erase_person(tx, data.person)
    return _back(request, "erased")


_ACTIONS: Mapping[str, _Action] = {
    "change": _change,
    "mute": _mute,
    "renew": _renew,
    "erase": _erase,
}


def _end(context: RequestContext, data: OwnData | None, link: AddressLink) -> None:
    """Write to an address no more; of somebody who came by themselves nothing else stays."""
    with context.store.writing() as tx:
        if data is not None and data.is_own:
            subscribing.end_person(tx, data.person, context.now)
            return
        end_address(tx, link.channel, link.target, context.now)
        # An import shows it; a file is read again by nobody.
        if data is not None and data.source == "file" and data.suppressed is None:
            notice = DeliveryGivenUp(
                subscription=data.name,
                channel=data.channel,
                number=None,
                why="unsubscribed",
                answer="",
            )
            Incidents(tx, address_book_of(context), context.now).notify_operator(notice)


def _link(context: RequestContext, request: WebRequest) -> AddressLink:
    link = link_signer(context.store).read(request.path_parameters["token"])
    if link is None:
        raise refuse_guess(context, request)
    return link


def _back(request: WebRequest, done: str = "") -> WebResponse:
    return redirect_response(f"{request.path}?done={done}" if done else request.path)


def _page_of(
    context: RequestContext,
    request: WebRequest,
    data: OwnData,
    *,
    form: SubscriptionForm | None = None,
    status: int = HTTPStatus.OK,
) -> WebResponse:
    confirmed = [one for one in known_rounds(context, pools=False) if one.confirmed]
    formatter = page_formatter(context, request)
    rules = subscriptions_of(data.person)
    shown = page(
        "subscription.html",
        context,
        request,
        status=status,
        data=data,
        form=form or (form_of(data.person, data.target) if _has_form(data) else None),
        cases=[(one, case_of(context, one, confirmed, formatter)) for one in rules],
        slugs=category_slugs(context),
        zones=ZONES,
        digests=DIGESTS,
        mutes=_MUTES,
        done=request.parameter("done"),
        sender=context.settings.sender,
    )
    return replace(shown, private=True)


def _has_form(data: OwnData) -> bool:
    """Tell whether the form can show all there is to change."""
    return data.is_own and len(data.person.rules) == 1 and data.person.rules[0].score is not None


def _gone_page(context: RequestContext, request: WebRequest, link: AddressLink) -> WebResponse:
    shown = page(
        "no_subscription.html",
        context,
        request,
        suppressed=suppression_of(context.store, link),
        done=request.parameter("done"),
    )
    return replace(shown, private=True)
