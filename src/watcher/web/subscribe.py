"""Subscribing on the page: the form, what comes after it, and the confirmation of an address."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus

from starlette.exceptions import HTTPException

from watcher.adapters.links import AddressLink
from watcher.answers.rounds import known_categories, known_rounds
from watcher.core.people import Person, Rule
from watcher.core.settings import N_
from watcher.core.signups import Signup
from watcher.pipeline.channels import AddressBook, Channels
from watcher.pipeline.signing_up import Signups, SignupsFull, pending
from watcher.pipeline.subscribing import new_name, own_address
from watcher.pipeline.unsubscribing import link_signer
from watcher.web.person import person_of
from watcher.web.render import page
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse, redirect_response
from watcher.web.subscription_form import (
    DIGESTS,
    ZONES,
    SubscriptionForm,
    is_of_a_program,
    new_form,
    read_form_of,
    typed_form,
)

#: What somebody agrees to stands in subscribe.html: a change of its words is another version.
WORDING = "page 1"
_NEWCOMER = Person(name="", channels=(), rules=(Rule(categories=frozenset()),), origin="page")
_TOO_MANY = N_("Too many people want to subscribe at this moment. Please try again in an hour.")
_TOO_OFTEN = N_("Too many sign-ups came from your network. Please try again later.")


def subscribe_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show the form, with what is known of whoever asks."""
    _refuse_unless_on(context)
    return _form_page(context, request, new_form(person_of(context, request), request.reader))


def subscribe(context: RequestContext, request: WebRequest) -> WebResponse:
    """Have the address asked, and say the same whatever is known of it."""
    _refuse_unless_on(context)
    typed = typed_form(request)
    if is_of_a_program(request):
        return redirect_response("/subscribe/asked")
    read = read_form_of(typed, _NEWCOMER, category_slugs(context), context.now)
    if isinstance(read, SubscriptionForm):
        return _form_page(context, request, read, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    wait = context.limits.count_signup(request.visitor)
    if wait:
        return _form_page(context, request, typed, problem=_TOO_OFTEN, wait=wait)
    channel = context.settings.signup.channel
    name, reference = new_name("page"), own_address(channel, read.mail)
    wanted = replace(read.person, name=name, channels=(reference,))
    try:
        with writing_signups(context) as signups:
            signups.ask(wanted, read.mail, wording_of(request))
    except SignupsFull as full:
        wait = full.again.total_seconds()
        return _form_page(context, request, typed, problem=_TOO_MANY, wait=wait)
    return redirect_response("/subscribe/asked")


def asked_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Say that a mail is on its way, to whomever."""
    _refuse_unless_on(context)
    return page("asked.html", context, request)


def confirm_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show what is confirmed by a button: programs that look at mails open every link in them."""
    signup = _signup(context, request)
    return replace(page("confirm.html", context, request, signup=signup), private=True)


def confirm(context: RequestContext, request: WebRequest) -> WebResponse:
    """Subscribe who asked, or see to it that nobody asks again."""
    signup = _signup(context, request)
    token = request.path_parameters["token"]
    with writing_signups(context) as signups:
        if request.form_value("action") == "refuse":
            signups.refuse(token)
            return redirect_response("/subscribe/refused")
        person = signups.confirm(token)
    if person is None:
        return redirect_response(request.path)
    link = AddressLink(person=person.name, channel=signup.channel, target=signup.target)
    return redirect_response(f"/s/{link_signer(context.store).sign(link)}?done=confirmed")


def refused_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Say that nobody can ask for an address any more."""
    return page("refused_signup.html", context, request)


def category_slugs(context: RequestContext) -> list[str]:
    """List the categories that may be chosen."""
    return known_categories(known_rounds(context, pools=False))


def wording_of(request: WebRequest) -> str:
    """Name the words that somebody read when they agreed."""
    return f"{WORDING} {request.reader.language}"


@contextmanager
def writing_signups(context: RequestContext) -> Iterator[Signups]:
    """Open a transaction of its own for sign-ups: while a form is read, nobody waits for it."""
    signer = link_signer(context.store)
    with context.store.writing() as tx:
        yield Signups(tx, address_book_of(context), signer, context.now)


def address_book_of(context: RequestContext) -> AddressBook:
    """Return the address book of the settings in force."""
    channels = Channels(context.settings, time.monotonic)
    return AddressBook(
        settings=context.settings, targets=channels.targets, server_of=channels.server_of
    )


def refuse_guess(context: RequestContext, request: WebRequest) -> HTTPException:
    """Make the refusal of a link that is none: the same for whatever is wrong with it."""
    wait = context.limits.count_guess(request.visitor)
    if wait:
        headers = {"Retry-After": str(int(wait) + 1)}
        return HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
    return HTTPException(HTTPStatus.NOT_FOUND)


def _signup(context: RequestContext, request: WebRequest) -> Signup:
    found = pending(context.tx, request.path_parameters["token"], context.now)
    if found is None or (found.wanted is None and found.confirmed is None):
        raise refuse_guess(context, request)
    return found


def _refuse_unless_on(context: RequestContext) -> None:
    if not context.settings.signup.enabled:
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _form_page(
    context: RequestContext,
    request: WebRequest,
    form: SubscriptionForm,
    *,
    status: int = HTTPStatus.OK,
    problem: str = "",
    wait: float = 0,
) -> WebResponse:
    shown = page(
        "subscribe.html",
        context,
        request,
        status=HTTPStatus.TOO_MANY_REQUESTS if wait else status,
        form=form,
        slugs=category_slugs(context),
        zones=ZONES,
        digests=DIGESTS,
        problem=problem,
        sender=context.settings.sender,
    )
    headers = {"Retry-After": str(int(wait) + 1)} if wait else {}
    is_typed = status != HTTPStatus.OK or bool(wait)
    return replace(shown, headers=headers, private=shown.private or is_typed)
