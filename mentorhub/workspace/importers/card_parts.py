"""What a card says in several properties that belong together: labels, addresses with their envelopes, jobs."""

from dataclasses import dataclass, field

from mentorhub.workspace.importers import card_values, cleaning, labels
from mentorhub.workspace.importers.content_line import Line
from mentorhub.workspace.importers.drafts import Draft


@dataclass(slots=True)
class CardParts:
    """A card while it is read. `told` is the charset its owner says it has; `labels` are Apple's, by group."""

    told: str = ""
    draft: Draft = field(default_factory=Draft)
    labels: dict[str, str] = field(default_factory=dict)
    addresses: list[tuple[str, dict[str, str], str]] = field(
        default_factory=list
    )  # label, parts, envelope
    envelopes: list[tuple[str, str]] = field(default_factory=list)  # label, lines
    # group, name, units, perhaps since and until
    organizations: list[tuple[str, ...]] = field(default_factory=list)
    titles: list[tuple[str, str]] = field(default_factory=list)  # group, text
    roles: list[tuple[str, str]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)  # groups of lines that are kept

    def text(self, line: Line) -> str:
        """The line's value as text; escapes are still in it."""
        return line.text(told=self.told)[: cleaning.TEXT_MAX]

    def label(self, line: Line) -> str:
        """What its owner or its types call this value; a notebook's own label stays as it was."""
        if own := line.param("X-MENTORHUB-LABEL"):
            return own
        return (self.labels.get(line.group, "") if line.group else "") or labels.of_types(
            line.types
        )

    def keep(self, line: Line) -> None:
        """Leave it for the way out."""
        self.kept.add(line.group)
        self.draft.keep(card_values.kept(line, told=self.told))

    def finished(self) -> Draft:
        """The draft, with what was put together last."""
        self._put_addresses()
        self._put_jobs()
        return self.draft

    def _put_addresses(self) -> None:
        """LABEL (2.1, 3.0) belongs to the address of the same types, or is one by itself."""
        envelopes = self.envelopes
        for label, parts, envelope in self.addresses:
            own = next((one for one in envelopes if one[0] == label), None)
            if own and not envelope and any(parts.values()):
                envelopes.remove(own)
                self.draft.address(label, **parts, formatted=own[1])
            else:
                self.draft.address(label, **parts, formatted=envelope)
        for label, text in envelopes:
            self.draft.address(label, formatted=text)

    def _put_jobs(self) -> None:
        """A title belongs to the organisation of its group, else to the one at the same place in the card."""
        left = list(self.titles or self.roles)
        for _group, role in self.roles if self.titles else []:
            self.draft.custom("role", role)
        groups = {group for group, *_about in self.organizations if group}
        for group, name, units, *dates in self.organizations:
            same = [one for one in left if group and one[0] == group]
            own = next(iter(same or [one for one in left if one[0] not in groups]), None)
            if own:
                left.remove(own)
            self.draft.affiliation(name, own[1] if own else "", units, *dates)
        for _group, title in left:
            self.draft.affiliation("", title)
