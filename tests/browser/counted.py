"""A person in Chromium whose opened pages and filled fields are counted, step by step."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Frame, Page

from tests.browser.conftest import Visitor


@dataclass
class Counted:
    """A person whose pages and fields are counted, step by step."""

    visitor: Visitor
    steps: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._opened)

    @property
    def page(self) -> Page:
        return self.visitor.page

    def begin(self, step: str) -> None:
        """From now on pages and fields belong to this step."""
        self.steps[step] = [0, 0]

    def fill(self, label: str, value: str) -> None:
        """Type into the field of this label."""
        self.page.get_by_label(label).first.fill(value)
        self._now()[1] += 1

    def press(self, name: str | re.Pattern[str]) -> None:
        """The button or link of this name."""
        role = self.page.get_by_role
        role("button", name=name).or_(role("link", name=name)).first.click()
        self.page.wait_for_load_state()

    def _opened(self, frame: Frame) -> None:
        if frame == self.page.main_frame and self.steps:
            self._now()[0] += 1

    def _now(self) -> list[int]:
        return list(self.steps.values())[-1]
