"""The three programmes of Ines Halvorsen: one open with seats left, one sold out with a line, one about to open."""

from mentorhub.demo.stories.plot import Offer
from mentorhub.programs.models.offers import Texts

MENTOR = "Ines Halvorsen"
MENTOR_EMAIL = "ines.halvorsen@example.org"
PRACTICE = "Ines Halvorsen Mentoring"
ABOUT_INES = """\
I was a trade attaché in Lisbon, Nairobi and Prague, and I now run a small reading room in Oslo. \
The people I met in my first posting still come to dinner. I have mentored seventy-four people \
since 2014, and I am still in touch with most of them.

Norwegian, English and Portuguese."""
REFUNDS = "Write me one line. You need not say why."
TERMS = """\
You take part yourself; a seat cannot be passed on. What we write to each other stays between us. \
If I am ill for longer than two weeks, you get back what is left."""

POWER_NETWORKING = Offer(
    slug="power-networking",
    title="Power Networking Personal Mentoring",
    seats=12,
    price_minor=64_000,
    texts=Texts(
        promise="Let me help you turn your contacts into *fruitful relationships*",
        summary=(
            "Twelve weeks, one to one, in writing and in conversation. I take a limited number of "
            "people, first come, first served, because I read every page myself."
        ),
        introduction_md="""\
You come home from an event with eleven cards in your pocket and good intentions. By Thursday the \
faces have blurred. A month later the cards are in a drawer.

A network is transactional: who could be useful, and when? A relationship is something else. It is \
long, it goes through phases, it needs looking after, and it lasts only when both people gain from \
it. Nobody told me so. I learned it in nineteen years of trade offices, with several drawers full \
of cards.

So this is not a course on working a room. We take the people you have already met, choose the \
handful you would like to know for the next twenty years, and look after those. You write, you \
listen, you give something first. I read along, and I answer.""",
        suits_md="""\
- you meet people through your work and lose most of them again
- you would rather give first than ask first
- you can spare two hours a week, for twelve weeks""",
        suits_not_md="""\
- you need customers by the end of the month
- you are looking for scripts to send to a list
- you want someone else to do the writing""",
        offer_md="""\
### A reply to every page
Each week you write me one page. I answer it myself, within three working days.

### Four conversations
Fifty minutes each, in weeks 1, 4, 8 and 12, by video or on the phone.

### A notebook for your people
Where you met, what matters to them, what you promised, whom to write to today. I see initials \
unless you show me a name, and it is yours to keep afterwards.

### Introductions, now and then
When I know someone you should meet, and only if it helps them as well.""",
        outline_md="""\
### Weeks 1–2: Remember
Everyone you have met this year, on one page. Whom do you miss?

### Weeks 3–5: Reach out
Honest first letters, without a request in them.

### Weeks 6–9: Give
An article, an introduction, an hour. Small and fitting.

### Weeks 10–12: Keep
A rhythm you can hold for years, on your own.""",
        mentor_md=ABOUT_INES,
        refund_policy_md=REFUNDS,
        terms_md=TERMS,
    ),
    questions=(
        (
            "Why so few seats?",
            "Twelve pages a week, read properly and answered, is one working day. With twenty I "
            "would start to skim.",
        ),
        (
            "Can I get my money back?",
            "All of it until two weeks before we start, half of it until two weeks after.",
        ),
        (
            "Who can read what I write about people?",
            "You. I see initials and how things stand, and a name only where you show it to me. "
            "Notes, addresses and numbers I never see. Your notebook stays yours when we are done.",
        ),
        (
            "I am not outgoing. Is that a problem?",
            "It tends to help. Most of this is listening, remembering and writing.",
        ),
    ),
)

LETTERS = Offer(
    slug="six-honest-letters",
    title="Six Honest Letters",
    seats=6,
    price_minor=18_000,
    texts=Texts(
        promise="Write to the six people you *have been meaning to* write to",
        summary=(
            "Six weeks, six letters, six people. We find the words together, and you post them "
            "yourself. A small circle, first come, first served."
        ),
        introduction_md="""\
Everybody has a short list. A teacher, a former colleague, somebody who once opened a door and was \
never thanked properly. The longer the silence, the better the letter has to be, and so it is never \
written.

It does not have to be good. It has to be true, and it has to ask for nothing. We write one a week.""",
        suits_md="""\
- there are people whose silence you regret
- you can spare an hour a week, with a pen or without""",
        suits_not_md="""\
- you would like to send the same letter to sixty people
- you hope for an answer by a certain day""",
        offer_md="""\
### A letter a week
You bring a draft and a reason. I read it aloud to you, which is usually enough.

### The other five
You hear how the others do it, and they hear you.""",
        outline_md="""\
### Week 1: Thanks
Somebody who helped you before you knew how much.

### Weeks 2–3: Silence
Two people with whom nothing went wrong, except time.

### Weeks 4–5: Repair
An apology, without an explanation. Then one more, which is easier.

### Week 6: No reason
A letter about nothing, to somebody you like.""",
        mentor_md=ABOUT_INES,
        refund_policy_md=REFUNDS,
        terms_md=TERMS,
    ),
    questions=(
        (
            "May I bring a letter I have already written?",
            "Please do. The ones in the drawer are often the best.",
        ),
    ),
)

SOON = Offer(
    slug="an-hour-a-week",
    title="An Hour a Week",
    seats=8,
    price_minor=12_000,
    texts=Texts(
        promise="Keep the people you like, in *an hour a week*",
        summary=(
            "Six weeks to find a rhythm that you can hold for years: who, how often, and what to "
            "say when there is no occasion."
        ),
        introduction_md="""\
Most of us do not lose people to quarrels. We lose them to Tuesdays. An hour a week is enough for \
five short letters, or two long calls, or one walk.

We find your hour, we put names into it, and I ask you each Sunday how it went.""",
        suits_md="""\
- you like people and are bad at keeping in touch
- you have one quiet hour, and know when it is""",
        suits_not_md="""\
- you would like a tool that writes for you""",
        offer_md="""\
### A short page a week
Four lines are enough. I answer each of them.

### One conversation
Half an hour in week three, when it begins to wobble.""",
        mentor_md=ABOUT_INES,
        refund_policy_md=REFUNDS,
        terms_md=TERMS,
    ),
)
