"""Nadia Rahman, who signed up as a mentor the day before yesterday and has got half-way to her first programme."""

from mentorhub.demo.stories.plot import BegunPractice, Offer
from mentorhub.programs.models.offers import Texts

NADIA = BegunPractice(
    mentor="Nadia Rahman",
    email="nadia.rahman@example.org",
    name="Nadia Rahman Mentoring",
    place_name="Leeds",
    zone="Europe/London",
    currency="gbp",
    about_md="""\
I ran wards, then hospitals, for twenty-two years, and changed posts six times. Each time the first \
hundred days decided how the next years went, and it was never the plan that decided it. It was who \
I had sat down with, and whether I had listened.""",
    offer=Offer(
        slug="first-hundred-days",
        title="First Hundred Days",
        seats=6,
        price_minor=48_000,
        currency="gbp",
        texts=Texts(
            promise="Begin a new post with *people who are glad you came*",
            summary=(
                "Fourteen weeks, one to one, for people who lead in a new place. We choose the twelve "
                "people that matter, and you get to know them before you need them."
            ),
            introduction_md="""\
In a new post everybody is polite for a month. They show you the building, and they watch. You have \
a list of names, most of them titles.

By the time you need somebody it is late to make their acquaintance. So we begin before that: with \
twelve conversations in which you ask for nothing, and one small thing that you do for each of them.""",
            suits_md="""\
- you start in a new post within three months, or did a few weeks ago
- you would like to hear people before you change anything""",
        ),
    ),
)
