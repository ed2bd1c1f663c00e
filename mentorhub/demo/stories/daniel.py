"""Daniel Okoye, who runs a bus depot in Lagos and thinks that small things are too small to send."""

from mentorhub.demo.stories.plot import (
    Applicant,
    Feedback,
    Mentee,
    Plan,
    Promised,
    Someone,
    WeekEntry,
    gave,
    received,
    talked,
)
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind

PEOPLE = (
    Someone(
        name="Ngozi Eze",
        headline="Fleet manager",
        company="Eko Lines",
        occasion="Transport week, Lagos",
        met=63,
        note="She keeps spare wipers in her handbag. I have never respected anybody so quickly.",
        purpose="She runs a depot twice the size of mine and sleeps at night.",
        closeness=3,
        timeline=(
            talked(54, Kind.MESSAGE, "Asked her how she plans the rainy season."),
            received(41, Kind.CALL, "She read me her rota over the telephone.", "Her rota"),
            gave(22, Kind.MESSAGE, "The number of the man who mends our gates.", "A good welder"),
            talked(10, Kind.IN_PERSON, "Visited her depot. Everything has a hook."),
        ),
        stages=((61, Stage.IN_TOUCH), (53, Stage.GETTING_TO_KNOW), (9, Stage.MUTUAL)),
        plans=(Plan(10, 2, "Invite her to see ours, once the hooks are up"),),
    ),
    Someone(
        name="Babatunde Alade",
        headline="Retired headmaster",
        occasion="Sunday football",
        met=900,
        purpose="He taught half my drivers, and me.",
        tier=Tier.CLOSE,
        closeness=5,
        timeline=(
            talked(56, Kind.IN_PERSON, "He watches; I play; he is right about my knee."),
            gave(28, Kind.IN_PERSON, "Drove him to his brother.", "A long drive", effort=2),
            talked(7, Kind.IN_PERSON, "He asked what I am reading. I said bus timetables."),
        ),
        stages=((66, Stage.IN_TOUCH), (55, Stage.GETTING_TO_KNOW), (6, Stage.MUTUAL)),
    ),
    Someone(
        name="Folake Bello",
        headline="Journalist",
        occasion="Transport week, Lagos",
        met=63,
        note="Asked me what a driver does at four in the morning. Nobody asks that.",
        purpose="Her questions.",
        timeline=(
            talked(19, Kind.MESSAGE, "She wrote first. I took nine days.", began=Began.THEM),
        ),
        stages=((60, Stage.IN_TOUCH), (18, Stage.GETTING_TO_KNOW)),
        plans=(Plan(10, -1, "Answer Folake before it is ten days again"),),
    ),
    Someone(
        name="Emeka Obi",
        headline="Mechanic",
        company="Obi & Daughters",
        occasion="School",
        met=7300,
        purpose="We fell out over a car. It was a small car.",
        tier=Tier.NETWORK,
        stages=((64, Stage.IN_TOUCH),),
        promises=(Promised(13, "Say something about the car"),),
    ),
    Someone(
        name="Grace Adeyemi",
        headline="Pharmacist",
        occasion="The corner",
        met=800,
        purpose="She asks after my mother by name.",
        timeline=(talked(30, Kind.IN_PERSON, "She closed the shop to talk."),),
        stages=((64, Stage.IN_TOUCH), (29, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Victor Mensah",
        headline="Tyres",
        occasion="Transport week, Lagos",
        met=63,
        note="Tyres, and a card with his photograph on it.",
        tier=Tier.OFF,
    ),
    Someone(
        name="Tobi Lawal",
        headline="Apprentice planner",
        occasion="The depot",
        met=30,
        note="First week. Found a mistake in my plan and blushed.",
        purpose="Somebody once looked after me when I blushed.",
        timeline=(gave(14, Kind.IN_PERSON, "Gave him my old route atlas.", "An atlas"),),
        stages=((29, Stage.IN_TOUCH), (13, Stage.GETTING_TO_KNOW)),
    ),
)
DANIEL = Mentee(
    Applicant("Daniel Okoye", "daniel@example.org", "Africa/Lagos", 1, 8, has_claimed=True),
    people=PEOPLE,
    check_ins=(
        WeekEntry(
            0,
            (
                "My depot has a hundred and forty people in it and I eat my lunch alone.",
                "My old headmaster, Mr Alade. He still corrects my grammar at football.",
            ),
            Feedback(
                "Dear Daniel,\n\nThat first sentence is worth the whole programme. Thank you for "
                "not making it longer.\n\nWe begin with lunch.",
                "Eat lunch with one person, and write down what they said",
            ),
        ),
        WeekEntry(
            1,
            (
                "Thirty-one. The surprise is how many of them wear my uniform.",
                "Emeka. We fell out over a car.",
            ),
            Feedback(
                "Dear Daniel,\n\nThen thirty-one people see you every morning. That is not a small "
                "beginning; most of my mentees start with strangers.\n\nLeave the car for now.",
            ),
        ),
        WeekEntry(
            2,
            (
                "Mr Alade, Ngozi, Folake, and Tobi, who is nineteen and will be better than me.",
                "Two men from the ministry. It feels like leaving money on a table.",
            ),
            Feedback(
                "Dear Daniel,\n\nA table is a good place for it. Somebody else will pick it up, and "
                "you will have your hands free.\n\nAsk Tobi something you do not know.",
                "Ask Ngozi how she plans the rainy season",
            ),
        ),
        WeekEntry(
            4,
            (
                "Nothing, honestly. I kept thinking of things that were too small to send. Then "
                "it was Sunday. Last week went the same way, so there was no page at all.",
                "The welder’s number for Ngozi. I did send that one in the end. She sent back one "
                "word, and it was my name.",
            ),
            Feedback(
                "Dear Daniel,\n\n“Nothing, honestly”, and then a welder. Read it again: you gave "
                "something and put it in the wrong box.\n\nToo small to send is the right size.",
                "Send one thing that is too small",
                ago=1,
                is_read=False,
            ),
            ago=3,
        ),
        WeekEntry(
            5,
            (
                "I asked Mr Alade why he still comes to football. He said: because here nobody "
                "stands up when I arrive. I did not know",
                "",
            ),
            ago=0,
            is_sent=False,
        ),
    ),
)
