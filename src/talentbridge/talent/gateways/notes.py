"""Taking notes while a résumé is read: each reader says what it sees, this turns it into a `Reading`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.skills.rules import recognise, recognise_roles
from talentbridge.skills.rules.linking import role_of
from talentbridge.talent.gateways import meaning
from talentbridge.talent.rules import CEFR, Certification, Contacts, Item, Reading, Sample, clean, countries
from talentbridge.talent.rules.reading import ordered, years_of
from talentbridge.talent.rules.words import EMAIL, LINK, PHONE, bad_link, tells_who

LONGEST_WORD = 60  # characters of an unknown name of a skill
USUAL_LEVEL = 3  # independent: what is assumed when no level is stated
_MOST_UNKNOWN = 100
_LONGEST_TITLE = 120  # characters of a title that are looked at for the role it means


class Notes:
    """What was seen so far. Every method ignores what is empty."""

    def __init__(self, today: date, name: str = "") -> None:
        self.today = today
        self._items: dict[tuple[str, str], Item] = {}
        self._unknown: dict[str, None] = {}
        self._dropped: dict[str, None] = {}
        self._doubts: set[str] = set()
        self._spans: list[tuple[date, date]] = []
        self._emails: list[str] = []
        self._phones: list[str] = []
        self._links: list[str] = []
        self._name = name

    # -- what a profile holds

    def add(self, item: Item) -> None:
        """Note an item; the first of its kind and value stays, except that a skill rises to the highest level."""
        key = (item.kind, item.value)
        known = self._items.get(key)
        if known is None or (item.sure, item.level) > (known.sure, known.level):
            self._items[key] = item

    def headline(self, text: str, where: str) -> None:
        """One line of what somebody does. One that tells a name or a contact gives way to the role that it names."""
        text = clean(text)[:200]
        if not text:
            return
        named = recognise_roles(text)
        if tells_who(text, self._name):
            is_korean = any("가" <= letter <= "힣" for letter in text)
            self.add(Item("headline_ko" if is_korean else "headline_en", text, said=text, where=where))
        elif named:
            self.role_as_headline(named[0].skill_id, skills.label(named[0].skill_id, "en"))
        self.roles(text, where)

    def role_as_headline(self, role_id: str, said: str) -> None:
        """The name of a role as the headline in both languages, and as a role that is looked for."""
        for language in ("en", "ko"):
            self.add(Item(f"headline_{language}", skills.label(role_id, language), said=said[:120]))
        self.add(Item("role", role_id, said=said[:120]))

    def roles(self, text: str, where: str) -> None:
        """The roles that a title names; one that it only means (`role_of`) is shown, not ticked."""
        named = recognise_roles(text)
        for hit in named:
            self.add(Item("role", hit.skill_id, said=hit.said, where=where))
        meant = None if named else role_of(text[:_LONGEST_TITLE])
        if meant:
            self.add(Item("role", meant.skill_id, said=meant.said, where=where, sure=False))

    def skill(self, word: str, where: str, level: int = USUAL_LEVEL, *, is_heading: bool = False) -> None:
        """A name in a list of skills: known by itself, or with known skills inside it; else unknown.

        A heading of a group of skills may name none.
        """
        word = clean(word)
        if not word:
            return
        exact = skills.by_name(word)
        found = [exact] if exact else list(dict.fromkeys(hit.skill_id for hit in recognise(word)))
        for skill_id in found:
            self.add(Item("skill", skill_id, said=word[:120], where=where, level=level))
        if not found and not is_heading and len(self._unknown) < _MOST_UNKNOWN:
            self._unknown[word[:LONGEST_WORD]] = None

    def prose(self, text: str, where: str) -> None:
        """Sentences that name skills: shown with their words, not ticked."""
        for hit in recognise(text[:20_000]):
            before, after = text[max(0, hit.start - 60) : hit.start], text[hit.end : hit.end + 60]
            self.add(
                Item("skill", hit.skill_id, hit.said, before, after, where, level=USUAL_LEVEL, sure=False)
            )

    def language(self, name: str, fluency: str, where: str) -> None:
        """A language and how well it is spoken; without a level it cannot be held."""
        code, level = meaning.language(name), meaning.cefr(fluency)
        if code and level:
            for known in [
                key for key in self._items if key[0] == "language" and key[1].startswith(f"{code}:")
            ]:
                if CEFR.index(known[1][3:]) >= CEFR.index(level):
                    return
                del self._items[known]
            self.add(
                Item("language", f"{code}:{level}", said=f"{clean(name)} {clean(fluency)}"[:120], where=where)
            )

    def country(self, code: str, where: str) -> None:
        """Where somebody lives; never a nationality."""
        code = code.strip().upper()
        if code in countries():
            self.add(Item("country", code, said=code, where=where))

    def worked(self, start: date | None, end: date | None) -> None:
        """A period of work; without an end it lasts until today."""
        end = end or self.today
        if start is None:
            return
        if start > self.today:
            self._doubts.add("future")
        elif end < start:
            self._doubts.add("order")
        else:
            self._spans.append((start, end))

    def sample(self, title: str, url: str, text: str, part: str, year: int | None, where: str) -> None:
        """Something made. What would tell who it was is taken out of the texts."""
        title = _plain(title)[:120]
        url = url.strip() if url and bad_link(url.strip()) else ""
        text = _plain(text)[:2000]
        if not title or not (url or text):
            return
        found = tuple(dict.fromkeys(hit.skill_id for hit in recognise(f"{title}. {text}")))[:8]
        sample = Sample(title, url, text, _plain(part)[:300], found, _year(year, self.today))
        self.add(Item("sample", json.dumps(asdict(sample), ensure_ascii=False), said=title, where=where))

    def certificate(self, name: str, issuer: str, issued: date | None, url: str, where: str) -> None:
        """A certificate that the résumé states."""
        name = _plain(name)[:160]
        if not name:
            return
        url = url.strip() if url and bad_link(url.strip()) else ""
        named = recognise(name)
        stated = Certification(
            name, _plain(issuer)[:160], issued if issued and issued <= self.today else None, url,
            named[0].skill_id if named else "",
        )  # fmt: skip
        value = asdict(stated) | {"issued_on": stated.issued_on.isoformat() if stated.issued_on else None}
        self.add(Item("certificate", json.dumps(value, ensure_ascii=False), said=name, where=where))

    # -- what it does not hold

    def drop(self, kind: str, is_there: object = True) -> None:
        """Say that something of `rules.DROPPED` stood there and was not taken over."""
        if is_there:
            self._dropped[kind] = None

    def name(self, name: str) -> None:
        self._name = clean(name)
        self.drop("name", self._name)

    def email(self, *emails: str) -> None:
        self._emails += filter(None, emails)
        self.drop("email", any(emails))

    def phone(self, *phones: str) -> None:
        self._phones += filter(None, phones)
        self.drop("phone", any(phones))

    def page(self, *links: str) -> None:
        self._links += filter(None, links)
        self.drop("page", any(links))

    def doubt(self, key: str) -> None:
        self._doubts.add(key)

    # -- the result

    def reading(self, left_out: Iterable[str] = ()) -> Reading:
        """Everything that was noted."""
        years = years_of(self._spans, self.today)
        if years is not None:
            self.add(Item("years", str(years), where=N_("counted from the periods of work")))
        self._name_what_they_do()
        items = ordered(list(self._items.values()), self._doubts)
        return Reading(
            items, tuple(self._unknown), tuple(self._dropped), tuple(left_out), tuple(sorted(self._doubts))
        )

    def _name_what_they_do(self) -> None:
        """Without a headline, the first role that was named stands for it."""
        kinds = {kind for kind, _value in self._items}
        roles = [item for item in self._items.values() if item.kind == "role" and item.sure]
        if roles and not kinds & {"headline_en", "headline_ko"}:
            self.role_as_headline(roles[0].value, roles[0].said)

    def contacts(self) -> Contacts:
        """What tells who it was; compared as keyed hashes, kept nowhere."""
        return Contacts(tuple(self._emails), tuple(self._phones), tuple(self._links), self._name)


def _plain(text: str) -> str:
    """Without addresses, telephone numbers and links."""
    for pattern in (EMAIL, LINK, PHONE):
        text = pattern.sub("", text)
    return clean(text)


def _year(year: int | None, today: date) -> int | None:
    return year if year is not None and 1970 <= year <= today.year else None
