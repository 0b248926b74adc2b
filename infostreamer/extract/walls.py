"""Pages that are no article: logins, error pages, bot checks, bare paywalls, parked domains, asking for consent."""

from __future__ import annotations

import re

from infostreamer.extract.tree import Element, words_at
from infostreamer.model import Unreadable
from infostreamer.text.bot_checks import BOT_CHECK, SHORT

_ERROR = re.compile(
    r"^(?:error\s*)?(?:40[0-9]|410|50[0-9])\b|\b(?:page|article|story|seite|página)\s+(?:not|cannot be|"
    r"could not be|nicht|no)\s+(?:found|gefunden|encontrada)|\bnot found\b|access denied|forbidden|"
    r"service unavailable|bad gateway|page introuvable|страница не найдена",
    re.I,
)
_LOGIN = re.compile(
    r"^\W*(?:log ?in|sign ?in|login|anmelden|einloggen|connexion|iniciar sesión|accedi|вход|войти)\b", re.I
)
_PAYWALL = re.compile(
    r"subscribe to (?:continue|read|unlock)|subscribers? only|(?:this|the) (?:article|content|story) is (?:for|"
    r"only for|reserved|available)[^.]{0,40}subscri|already a subscriber|to continue reading|register to (?:read|"
    r"continue)|weiterlesen mit|nur für abonnent|réservé aux abonnés",
    re.I,
)
_PARKED = re.compile(
    r"\b(?:this|the) domain(?: name)? (?:is|may be) (?:for sale|parked)|\bbuy this domain\b|"
    r"\bdomain (?:has )?expired\b|\bparked (?:free|domain)\b|diese domain (?:steht zum verkauf|ist geparkt)",
    re.I,
)
_CONSENT = re.compile(
    r"we value your privacy|accept (?:all )?cookies|(?:our|and our) (?:\d+ )?partners (?:store|process|use)|"
    r"before you continue|cookie (?:consent|settings|preferences)",
    re.I,
)


def refuse_wall(root: Element, *, title: str | None, paragraphs: tuple[str, ...]) -> None:
    """Nothing, where there is an article.

    Raises:
        Unreadable: the page is a login, an error page, a bot check, a paywall without text, a parked domain or asks for
            consent.
    """
    body = "\n".join(paragraphs) or words_at(root.find(".//body"))[:SHORT]
    if len(body) > SHORT:
        return
    heads = [title or "", *(words_at(head) for head in root.iter("title", "h1"))]
    if any(_ERROR.search(head) for head in heads) and len(body) < 500:
        raise Unreadable("The server sent an error page in place of the article; the address may be gone or blocked.")
    if any(BOT_CHECK.search(head) for head in heads) or (len(body) < 300 and BOT_CHECK.search(body)):
        raise Unreadable("The site asks for a proof that a person is reading; open the page in a browser and save it.")
    if _has_password(root) and (any(_LOGIN.search(head) for head in heads) or len(body) < 200):
        raise Unreadable("The page is a login form; the article can only be read with an account there.")
    if _PARKED.search(body) and len(body) < 400:
        raise Unreadable("The domain is parked or for sale; the site that was there is gone.")
    asked = {found.lower() for found in _CONSENT.findall(" ".join((*heads, body)))}
    if len(asked) >= 2 and len(body) < 600:
        raise Unreadable("The site asks for consent before it shows anything; open the page in a browser and save it.")
    if _PAYWALL.search(body) and len(body) < 400:
        raise Unreadable("Only a paywall's notice can be read here; the article needs a subscription.")


def _has_password(root: Element) -> bool:
    return any((field.get("type") or "").lower() == "password" for field in root.iter("input"))
