"""Amara Nwosu, architect in Oslo: her pages, week by week, and what Ines answered."""

from mentorhub.demo.stories import amara_away, amara_town
from mentorhub.demo.stories.plot import Applicant, Feedback, Mentee, WeekEntry

AMARA = Mentee(
    Applicant("Amara Nwosu", "amara@example.org", "Europe/Oslo", 0, 4, has_claimed=True),
    people=amara_town.PEOPLE + amara_away.PEOPLE,
    check_ins=(
        WeekEntry(
            0,
            (
                "I found forty-one cards in a coat I had not worn since the winter. I could put a "
                "face to six of them. It was not a good feeling, and it is a good coat.",
                "Bríd, from the choir. We were put next to each other because we are the same "
                "height. That was four years ago.",
            ),
            Feedback(
                "Dear Amara,\n\nSix of forty-one is more than most of us manage. Keep the coat.\n\n"
                "I notice that Bríd is not on a card.",
                "Find the six, and write one line about each",
            ),
        ),
        WeekEntry(
            1,
            (
                "Ninety-three, with the choir and Lisbon. The surprise was Hiroshi: I had him down "
                "as an address.",
                "Marta. I do not know where to begin with that, so I will leave it here.",
            ),
            Feedback(
                "Dear Amara,\n\nYou have left it in exactly the right place: on paper, where it can "
                "wait without being forgotten.\n\nNinety-three is a lovely number and far too many. "
                "Next week we choose.",
            ),
        ),
        WeekEntry(
            2,
            (
                "Bríd, Claire, Kwame, Tomáš, and Marta if she lets me. I like that none of them "
                "has ever asked me what I do first.",
                "The man from the ministry. I felt relieved for an hour and careless ever since.",
            ),
            Feedback(
                "Dear Amara,\n\nCareless is what it feels like to stop carrying something. Give it "
                "a week.\n\nFive is a handful. You have four who know it, and one to whom you owe a "
                "letter.",
                "Write to Marta, without an explanation",
            ),
        ),
        WeekEntry(
            3,
            (
                "Marta. We shared an office for four years and I never told her I was leaving. "
                "What stops me is that I have no excuse.",
                "I wrote on Wednesday. I said sorry, and I told her about the dog. She wrote back "
                "the same day. I also made a list of people it would be useful to know. Hiroshi is "
                "on top of it. I have not written to any of them.",
            ),
            Feedback(
                "Dear Amara,\n\nThe letter to Marta was lovely, and I think you know why: it asked "
                "for nothing. Notice that she wrote back the same day.\n\nOne thought. You describe "
                "Hiroshi as “useful to know”. What did you like about him, back when you were not "
                "keeping count?",
                "Give one thing away this week that takes two minutes",
            ),
        ),
        WeekEntry(
            4,
            (
                "I sent Claire the name of the carpenter who did our stairs. It took two minutes "
                "and she rang to thank me, which turned into half an hour about her mother. I had "
                "known Claire for three years and I did not know her mother was ill.",
                "An introduction. I said I would bring Tomáš and Jonas together and I still have "
                "not. I want it to be perfect, so it does not happen. Is it strange that giving "
                "feels riskier than asking?",
            ),
            ago=1,
        ),
    ),
)
