"""The starter programme: twelve weeks of turning contacts into relationships, as text for a mentor to make their own.

Data alone, in British English; whoever takes it writes over it in their own language.
"""

from collections.abc import Mapping

TITLE = "From contacts to relationships"
TEXTS: Mapping[str, str] = {
    "promise": "Turn your contacts into *relationships that last*",
    "summary": (
        "Twelve weeks of personal mentoring for people who meet many and stay close to few. "
        "We choose a handful of them, and look after those."
    ),
    "introduction_md": """\
Meeting people has never been easier. A conference, a course, a message out of the blue: by Friday you have a dozen \
new contacts, and by the end of the month you could not say what half of them care about.

A network is a good beginning, and it is only that. It lasts as long as each side sees a use for the other. A \
relationship grows more slowly. It begins with something you really have in common, it goes through phases, from a \
hesitant hello to trust, and it stays because both of you are better for it.

In these twelve weeks we do not collect anybody. We take people you have met already, choose a few you would like to \
know for years, and give each of them your attention: a message that asks for nothing, an hour, a promise kept. \
I read along with you every week, and I tell you honestly what I see.""",
    "suits_md": """\
- you meet new people all the time and lose touch with most of them
- you like to give before you ask
- you have two quiet hours a week for twelve weeks""",
    "suits_not_md": """\
- you need buyers before the quarter ends
- you want templates to send to a long list
- you would rather have somebody else keep in touch for you""",
    "offer_md": """\
### A weekly check-in, answered
You write one page about your week with people. I answer it personally within three working days.

### Conversations with me
Four of fifty minutes each, at the beginning, twice on the way, and at the end.

### A notebook of your own
Who you met and where, what matters to them, what you promised, and whom to write to today. You decide what I see, and \
you keep it when we are done.""",
    "outline_md": """\
### Week 1: Look back
Write down everybody you met in the last year. Whose name makes you smile?

### Week 2: Choose a handful
Seven people, for no other reason than that you would like to know them better.

### Week 3: Listen again
What did each of them tell you that you have forgotten to ask about since?

### Week 4: Say hello
The first messages. Short, honest, and without a request.

### Week 5: Find what you share
A question, a place, a worry, a joke. Build on that, not on titles.

### Week 6: Give something small
An article, a name, an hour. Only what truly helps them.

### Week 7: Keep a promise
Little ones count. Do what you said, on the day you said.

### Week 8: Meet properly
A walk, a lunch, a call without an agenda.

### Week 9: Mind the lines
Work and private life mix over time. Notice where the other person would like it to stop.

### Week 10: Be helped
Let somebody do something for you. A relationship in which only one gives does not last.

### Week 11: Repair
Write to one person with whom it went quiet. No explanations, just that you thought of them.

### Week 12: Find your rhythm
How often, with whom, and when in your week. Make it small enough to last.""",
    "mentor_md": """\
Tell people in a few sentences who you are: what you did before, why relationships matter to you, and one that has \
lasted. Then they know whom they would be writing to.""",
    "refund_policy_md": "Write me one line if you change your mind. You need not say why.",
    "terms_md": """\
You take part yourself; a seat cannot be passed on to somebody else. What we tell each other stays between us. If I \
cannot go on, you get back what is left of the programme.""",
}
# Each question with its answer, in Markdown.
QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        "Why do you take so few people?",
        "Because I read every page myself. With more people I would begin to skim.",
    ),
    (
        "I am rather shy. Is this for me?",
        "It may be easier for you than for others. Most of it is listening, remembering and writing.",
    ),
    (
        "How much time does it take?",
        "About two hours a week: half an hour for your page, the rest with people.",
    ),
    (
        "Who reads what I write about others?",
        "Your notebook is yours. I see what you choose to show me, and the check-ins that you send me.",
    ),
)
