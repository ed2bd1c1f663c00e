"""Mei Tanaka, who restores instruments in Copenhagen and writes letters eleven years late."""

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

FAIR = "Early Music Fair, Utrecht"

PEOPLE = (
    Someone(
        name="Professor Aiko Mori",
        headline="Taught me to hold a plane",
        company="Tokyo University of the Arts",
        met=5200,
        occasion="The conservatory",
        purpose="I left without saying thank you, eleven years ago.",
        remember="Writes by hand. Do not expect an answer before spring.",
        tier=Tier.YEARLY,
        closeness=5,
        timeline=(
            talked(
                6, Kind.MESSAGE, "The letter has gone. Four drafts, one page.", is_two_way=False
            ),
        ),
        stages=((64, Stage.IN_TOUCH),),
        promises=(Promised(6, "Send her the photograph of the finished viol", due_in=5),),
    ),
    Someone(
        name="Pieter de Groot",
        headline="Maker of bows",
        occasion=FAIR,
        met=47,
        note="He let me try the one he does not sell.",
        purpose="He is the only one who hears the same thing in a bow as I do.",
        closeness=3,
        timeline=(
            talked(39, Kind.MESSAGE, "Asked about the wood. He sent a splinter in an envelope."),
            received(32, Kind.MESSAGE, "A splinter of snakewood.", "Snakewood"),
            gave(
                12, Kind.MESSAGE, "Hair from our supplier, for three bows.", "Horsehair", effort=2
            ),
        ),
        stages=((45, Stage.IN_TOUCH), (38, Stage.GETTING_TO_KNOW)),
        plans=(Plan(12, 0, "Ask how the hair plays"),),
    ),
    Someone(
        name="Sofia Nygaard",
        headline="Viola da gamba",
        company="Concerto Copenhagen",
        occasion="The workshop",
        met=1000,
        purpose="She brings the instrument back in a better mood than it left.",
        tier=Tier.CLOSE,
        closeness=4,
        timeline=(
            talked(50, Kind.IN_PERSON, "A new bridge, and cake."),
            talked(25, Kind.CALL, "She plays the Passion and is afraid of the solo."),
            gave(17, Kind.IN_PERSON, "Sat in the front row, as she asked.", "An evening"),
        ),
        stages=((64, Stage.IN_TOUCH), (49, Stage.GETTING_TO_KNOW), (16, Stage.MUTUAL)),
    ),
    Someone(
        name="Lars Bech",
        headline="Neighbour, third floor",
        occasion="The stairs",
        met=700,
        purpose="Nine years of good morning. I would like to know the rest.",
        timeline=(talked(20, Kind.IN_PERSON, "He was a ship’s radio officer. He misses the sea."),),
        stages=((58, Stage.IN_TOUCH), (19, Stage.GETTING_TO_KNOW)),
        plans=(Plan(20, 9, "Ask him up to hear the harpsichord"),),
    ),
    Someone(
        name="Carmen Ibáñez",
        headline="Curator",
        company="Museu de la Música",
        occasion=FAIR,
        met=47,
        note="Wants to lend us a guitar from 1798, and is nervous about the train.",
        purpose="She is as careful as I am.",
        timeline=(talked(35, Kind.VIDEO, "We talked about cases for an hour.", began=Began.THEM),),
        stages=((44, Stage.IN_TOUCH), (34, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Jens Holm",
        headline="Sells insurance for instruments",
        occasion=FAIR,
        met=47,
        note="Very loud in a quiet hall.",
        tier=Tier.OFF,
    ),
    Someone(
        name="Aunt Keiko",
        headline="Osaka",
        purpose="She is not a contact. She is on the page because I miss her.",
        tier=Tier.CLOSE,
        closeness=6,
        timeline=(talked(27, Kind.CALL, "Sunday morning hers, Saturday night mine."),),
        stages=((60, Stage.IN_TOUCH), (26, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Rasmus Winther",
        headline="Apprentice",
        occasion="The workshop",
        met=40,
        note="He sweeps before he is asked.",
        purpose="To be to him what Professor Mori was to me.",
        timeline=(talked(11, Kind.IN_PERSON, "He asked why I never sign my work."),),
        stages=((39, Stage.IN_TOUCH), (10, Stage.GETTING_TO_KNOW)),
    ),
)
MEI = Mentee(
    Applicant("Mei Tanaka", "mei@example.org", "Europe/Copenhagen", 7, 5, has_claimed=True),
    people=PEOPLE,
    check_ins=(
        WeekEntry(
            0,
            (
                "Because I talk to violins all day and they do not answer the way people do.",
                "Sofia, who plays the viol I restored first. She came back to show me a scratch.",
            ),
            Feedback(
                "Dear Mei,\n\nShe came back to see you, and had the sense to bring a scratch.\n\n"
                "I am glad that you are here.",
            ),
        ),
        WeekEntry(
            1,
            (
                "Twenty-two. The surprise was my neighbour, who has said good morning to me for "
                "nine years.",
                "My old professor. I never thanked her.",
            ),
            Feedback(
                "Dear Mei,\n\nNine years of good mornings is a relationship that has been very "
                "patient with you. What is his name?",
                "Learn your neighbour’s name",
            ),
        ),
        WeekEntry(
            3,
            (
                "Professor Mori. What stops me is that each year makes the letter a year longer. "
                "I did not write last week’s page either; I was ashamed of this one.",
                "Nothing yet, except four drafts. His name is Lars.",
            ),
            Feedback(
                "Dear Mei,\n\nShame writes long letters. Gratitude writes short ones. One page, and "
                "you may put the eleven years into a single comma.\n\nGood morning to Lars.",
                "One page to Professor Mori, sent before it is finished",
            ),
        ),
        WeekEntry(
            4,
            (
                "I wrote to my old professor. Eleven years late. One page, no excuses, and a "
                "drawing of the viol, because she always looked at drawings first.",
                "I almost gave the photograph as well, and kept it back in case she does not "
                "answer. I see now what that says about the gift.",
            ),
            Feedback(
                "Dear Mei,\n\nYou saw it yourself, so I need not say it. Send the photograph.\n\n"
                "And if she never answers, you will still have written the best page that anybody "
                "sent me this year.",
                "Send the photograph, whatever comes back",
                ago=0,
                is_read=False,
            ),
            ago=2,
        ),
    ),
)
