"""What pages say about themselves when they are saved as text, in the languages that we read.

Stronger than the lists for HTML: there the tree has already left most of it out.
"""

# ruff: noqa: E501 — a language's forms stand on one line: folded, they could not be compared with each other.

from __future__ import annotations

import re

from infostreamer.extract.boilerplate import FURNITURE

_SITES = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|reddit|pinterest|pocket|flipboard|tumblr|threads|"
    r"bluesky|mastodon|messenger|viber|youtube|tiktok|e-?mail|вконтакте|одноклассники|вк|телеграм|rss|print|copy link|"
    r"link|google news|google\+)"
)
_LINE = re.compile(
    r"^\W*(?:"
    rf"{_SITES}(?:\W+{_SITES})*|(?:share|tweet|pin|post)(?: (?:on|to|via|with) {_SITES}\W*)+(?:share.{{0,60}})?|"
    r"(?:anzeige|werbung|реклама|reklama|publicité|publicidad|pubblicità|advertisement|advertising|рэклама)|"
    r"(?:teilen|drucken|merken|vorlesen|artikel (?:teilen|drucken)|поделиться|распечатать|udostępnij|drukuj|podziel się|"
    r"partager|imprimer|compartir|imprimir|condividi|stampa|compartilhar|поділитися|падзяліцца)\b.{0,24}|"
    r"(?:lesen sie (?:auch|mehr|dazu)|mehr dazu|siehe auch|czytaj (?:też|także|również|więcej)|zobacz (?:też|także|"
    r"również)|читайте (?:также|ещё|еще|по теме)|смотрите также|читать также|à lire (?:aussi|également)|lire aussi|"
    r"voir aussi|lea también|le puede interesar|te puede interesar|leggi anche|leia também|veja também|читайте також|"
    r"чытайце таксама|see also|read also|also read|read more|read next|related|more on this|recommended)\s*[:：»→-].{2,180}|"
    r"(?:подписывайтесь|подписаться|подпишитесь|присоединяйтесь|subskrybuj|zapisz się|abonnieren|jetzt abonnieren|"
    r"s.abonner|abonnez.vous|suscríbete|iscriviti|inscreva-se|підписуйтесь)\b.{0,100}|"
    r"(?:zum inhalt springen|zum hauptinhalt|aller au contenu.{0,20}|przejdź do treści|перейти к .{3,30}|"
    r"saltar al contenido|vai al contenuto|skip to .{3,30})|"
    r"(?:startseite|accueil|strona główna|главная|галоўная|головна|inicio|home page)|"
    r"(?:this|the) (?:article|story|essay|piece|interview|text|conversation) (?:appears?|appeared) in the .{3,60} "
    r"(?:issue|edition)\b.{0,40}|"
    r"(?:this|the) (?:interview|conversation|transcript|text|article) (?:has been|was|is) (?:\w+ )?(?:edited|"
    r"condensed|translated)\b.{0,100}|"
    r"(?:do you (?:know more|have (?:information|a story|a tip|news))|got a tip|know something)\b.{0,40}\?.{0,160}|"
    r"(?:this|our) (?:site|website|page) (?:uses|is using) cookies.{0,200}|(?:we|by continuing).{0,60}\bcookies\b.{0,200}|"
    r"(?:accept|agree|got it|i accept|reject|decline|ok)(?: all)?|"
    r"(?:listen to (?:this|the) (?:article|story)|play audio|text to speech|font size|text size).{0,30}|"
    r"(?:our standards|editorial standards)\s*:.{0,100}|(?:purchase|buy) (?:licensing|reprint).{0,30}|"
    r"(?:reuse this content|republish this (?:article|story)|request (?:a )?correction|report (?:an )?(?:error|typo))\b.{0,60}|"
    r"(?:key (?:points|takeaways|facts)|highlights|in brief|at a glance|in short|summary|abstract|table of contents)|"
    r"(?:language|languages|sprache|langue|translate|select language|available in)\s*:?(?: .{2,60})?|"
    r"(?:english|français|español|deutsch|русский|українська|беларуская|polski|italiano|português|العربية|中文|日本語)"
    r"(?:\W+(?:english|français|español|deutsch|русский|українська|беларуская|polski|italiano|português|العربية|中文|日本語))*|"
    r"(?:en|de|fr|es|ru|pl|uk|ua|by|it|pt)(?:\W+(?:en|eng|de|fr|es|ru|рус|pl|uk|ua|укр|by|бел|it|pt)\b)+|"
    r"(?:image|photo|video) \d+ of \d+|(?:next|previous|prev|back|forward|close|open|expand|show more|load more|"
    r"view (?:more|all)|see all|watch|play|pause|mute)|(?:like(?: this)?|like loading|loading)\W*|"
    r"(?:tagi|tags?|теги|тэги|метки|schlagw(?:ö|oe)rter|stichwörter|mots.clés|etiquetas|labels|keywords|topics?|"
    r"filed under|categor(?:y|ies)|posted in)\s*:.{0,300}|posted in \w.{0,100}\btagged\b.{0,200}|(?:tagged|posted in) (?:as |with )?.{2,160}|"
    r"(?:view|open|see|enlarge|show) (?:this )?(?:image|photo|picture)s?\b.{0,30}|the post .{3,160} (?:appeared first|first appeared) on .{2,60}|"
    r"thanks? (?:you )?for (?:reading|subscribing|joining)\b.{0,140}|нашли ошибку\W.{0,120}|(?:znalazłeś błąd|fehler gefunden)\W.{0,100}|"
    r"donate(?: now| today)?|support us|become a (?:member|supporter|patron)|buy me a coffee"
    r")\W*$",
    re.I,
)
_DISCLAIMER = re.compile(
    r"^\W*(?:the )?(?:views|opinions)(?: and (?:views|opinions))?(?: expressed)?\b.{0,120}\b(?:author|writer|own|"
    r"necessarily)\b|^\W*disclaimer\s*:|^\W*die (?:hier |in diesem )?.{0,40}meinung.{0,80}(?:autors|"
    r"autorin|redaktion)|^\W*мнение (?:автора|редакции).{0,80}(?:совпада|отража)",
    re.I,
)
_COMMENTS = re.compile(
    r"^\W*(?:leave (?:a |your )?(?:reply|comment|response).{0,30}|(?:post|write|add|submit) (?:a |your )?comment.{0,30}|"
    r"(?:\d+|one|two|three|no)\s+(?:comments?|thoughts?|responses?|replies|reactions?|kommentare?|komentarz\w*|"
    r"комментари\w*|commentaires?|comentarios?|commenti)\b.{0,200}|"
    r"(?:reader |user )?comments?(?: section)?(?: ?\(\d+\))?|comments are closed.{0,40}|(?:discussion|join the (?:discussion|"
    r"conversation)|what do you think)\b.{0,60}|your email address will not be published.{0,80}|"
    r"kommentare?(?: ?\(\d+\))?|kommentar (?:schreiben|verfassen)|(?:hinterlassen sie|schreibe?n?(?: sie)?) einen? "
    r"kommentar.{0,20}|komentarze(?: ?\(\d+\))?|(?:dodaj|napisz|skomentuj) ?(?:komentarz)?|"
    r"комментарии(?: ?\(?\d+\)?)?|(?:оставить|добавить|написать) комментарий.{0,20}|коментарі|каментары|"
    r"commentaires(?: ?\(\d+\))?|laisse[rz] un commentaire.{0,20}|comentarios(?: ?\(\d+\))?|deja un(?:a)? (?:comentario|respuesta)|"
    r"comentários|commenti|lascia un commento|post navigation|cancel reply)\s*[:.…*»→]*$",
    re.I,
)
_AUTHOR_BOX = re.compile(
    r"^\W*(?:about (?:the |our )?(?:authors?|writers?|contributors?)|author bio(?:graphy)?|(?:meet )?the authors?|über (?:den autor|die autor\w+)|"
    r"zur person|об авторах?|o autor(?:ze|ce|ach)|à propos de l.auteur\w*|sobre (?:el|la|o|a) autora?|"
    r"(?:published|posted|written) by [^\W\d_].{2,50}|view all posts by .{2,50}|all (?:posts|articles) by .{2,50})\W*$",
    re.I,
)
_BOX = re.compile(
    r"^\W*(?:(?:related|similar|recommended|further|more|other|recent|latest|popular|trending|top|featured|most)\b"
    r"(?: (?:articles?|stor(?:y|ies)|posts?|news|content|topics?|links?|coverage|reading|reads?|read|viewed|popular|recent|shared|"
    r"commented|headlines|publications|reports|interviews|analysis|opinions?|videos?|from .{2,50}|on .{2,50}|in .{2,40}|"
    r"for you|now|picks?|to explore|stories .{2,30}))?|"
    r"explore more.{0,40}|explore (?:our|these|other).{0,40}|you (?:may|might)(?: also)? (?:like|enjoy|be interested).{0,30}|"
    r"(?:read|watch|see) (?:more|next|also|this next)|keep reading|up next|what to read next|don.t miss|editor.s (?:picks?|choice)|"
    r"also (?:on|in|from) .{2,40}|in this (?:section|series)|more from this (?:issue|author)|"
    r"mehr zum thema|zum thema|weitere (?:artikel|themen|nachrichten|meldungen)|das könnte sie auch interessieren|"
    r"auch interessant|meistgelesen|ähnliche artikel|verwandte (?:artikel|themen)|"
    r"czytaj (?:też|także|również|więcej)|zobacz (?:też|także|również|więcej)|powiązane.{0,20}|podobne.{0,20}|polecane|najnowsze|"
    r"najczęściej czytane|przeczytaj (?:też|także|również)|więcej na ten temat|"
    r"читайте также|читайте ещё|читайте еще|читать также|смотрите также|по теме|материалы по теме|ещё по теме|еще по теме|похожие .{3,30}|"
    r"новости партн[её]ров|другие новости|последние новости|популярное|самое (?:читаемое|популярное|важное)|рекомендуем|читайте також|чытайце таксама|"
    r"à lire (?:aussi|également)|lire aussi|sur le même (?:thème|sujet)|dans la même rubrique|articles? (?:liés|similaires|"
    r"connexes)|les plus lus|voir aussi|artículos relacionados|te puede interesar|noticias relacionadas|lo más leído|"
    r"leggi anche|articoli correlati|potrebbe interessarti|leia (?:também|mais)|notícias relacionadas|"
    r"previous(?: (?:article|post|story))?|next(?: (?:article|post|story))?|"
    r"share this(?: (?:article|story|post|page|entry))?.{0,20}|share|spread the word|like this|follow us.{0,40}|connect with us|"
    r"(?:sign up|subscribe|register)\b.{0,100}|(?:(?:our|the|daily|weekly) )?newsletters?\b.{0,60}|.{2,40}-newsletter\b.{0,60}|"
    r"(?:get|receive) (?:the|our|updates|news|more)\b.{0,120}|stay (?:informed|connected|up to date|in touch).{0,60}|"
    r"support (?:us|our|independent|the|quality)\b.{0,60}|(?:please )?donate\b.{0,60}|your (?:tax.deductible )?(?:gift|donation|"
    r"support)\b.{0,140}|make a (?:gift|donation).{0,60}|join (?:us|our|the)\b.{0,60}|become a (?:member|supporter|patron).{0,60}|"
    r"(?:tags?|topics?|keywords|categories|region(?: ?/ ?country)?|issues?|countries|filed under|labels|tagi|теги|метки|schlagwörter|"
    r"temas|etiquetas)\s*:?|"
    r"(?:media|press) contacts?:?|(?:for (?:more|further) information,? )(?:please )?contact.{0,80}|contacts?|"
    r"about (?:us|this (?:site|article)|[A-Z].{2,40})|privacy policy|terms (?:of (?:use|service)|and conditions|& conditions)|cookie (?:policy|settings)|"
    r"contact us|impressum|datenschutz\w*|polityka prywatności|regulamin|mentions légales|aviso legal|политика конфиденциальности|"
    r"контакты|quick links|useful links|categories|archives?|recent (?:posts|comments)|search|menu|navigation|"
    r"(?:©|\(c\)|copyright)\s?.{0,200}|.{0,40}all rights reserved.{0,80}|.{0,30}все права защищены.{0,120}|.{0,30}alle rechte vorbehalten.{0,60}|"
    r"wszelkie prawa zastrzeżone.{0,60}|tous droits réservés.{0,60}|"
    r"(?:blog at|powered by|proudly powered|theme:|website by|designed by)\b.{0,60}|printed from .{3,60}|back to top|--)\s*[:.…*»→!]*$",
    re.I,
)


def is_furniture(line: str) -> bool:
    """True for a line that is never the report's own words, wherever it stands."""
    return FURNITURE.match(line) is not None or _LINE.match(line) is not None or is_disclaimer(line)


def is_disclaimer(line: str) -> bool:
    """True for "the views expressed here are the author's own"; only opinion carries it."""
    return _DISCLAIMER.match(line) is not None


def is_authors_own(line: str) -> bool:
    """True where a disclaimer says that the report is its author's opinion."""
    return is_disclaimer(line) and re.search(r"\b(?:author|writer|own|autor|автор)", line, re.I) is not None


def opens_comments(line: str) -> bool:
    """True for the heading over what readers wrote."""
    return len(line) < 240 and _COMMENTS.match(line) is not None


def opens_author_box(line: str) -> bool:
    """True for the heading over an account of the author."""
    return len(line) < 80 and _AUTHOR_BOX.match(line) is not None


def opens_box(line: str) -> bool:
    """True for the heading over other articles, tags, a newsletter, donations or the page's foot."""
    return len(line) < 240 and _BOX.match(line) is not None
