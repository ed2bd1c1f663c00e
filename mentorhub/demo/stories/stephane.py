"""Stéphane Roux, who has a small printing house in Lyon and worries about introductions at weekends."""

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
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind

SALON = "Salon du livre, Lyon"

PEOPLE = (
    Someone(
        name="Amélie Garnier",
        headline="Illustrator",
        occasion=SALON,
        met=61,
        note="She draws hands. She looked at mine, which are never clean.",
        purpose="Her book ought to be printed properly.",
        tier=Tier.CLOSE,
        closeness=4,
        shown=Visibility.NAMED,
        timeline=(
            talked(55, Kind.MESSAGE, "Sent her three papers to touch."),
            gave(42, Kind.IN_PERSON, "An afternoon at the press.", "An afternoon", effort=2),
            received(23, Kind.MESSAGE, "A drawing of my hands.", "A drawing"),
            talked(4, Kind.CALL, "Introduced her to Bruno. She is pleased, I think."),
        ),
        stages=((60, Stage.IN_TOUCH), (54, Stage.GETTING_TO_KNOW), (22, Stage.MUTUAL)),
        plans=(Plan(4, 1, "Ask whether Bruno rang, and nothing else"),),
    ),
    Someone(
        name="Bruno Keller",
        headline="Publisher",
        company="Éditions du Quai",
        occasion=SALON,
        met=61,
        note="Publishes eight books a year and remembers all of them.",
        purpose="He says no in one sentence and yes in three pages.",
        timeline=(
            talked(51, Kind.MESSAGE, "He asked for prices, and then for my opinion."),
            talked(29, Kind.IN_PERSON, "Lunch on the quay. He paid, which I noticed."),
            talked(4, Kind.MESSAGE, "Wrote about Amélie. No answer yet.", is_two_way=False),
        ),
        stages=((60, Stage.IN_TOUCH), (50, Stage.GETTING_TO_KNOW)),
        promises=(Promised(4, "Leave Bruno alone until Thursday", due_in=2),),
    ),
    Someone(
        name="Madeleine Roche",
        headline="Paper maker",
        company="Moulin de Larroque",
        occasion="The trade",
        met=3000,
        purpose="Thirty years of paper, and of patience with me.",
        tier=Tier.CLOSE,
        closeness=6,
        timeline=(
            talked(205, Kind.IN_PERSON, "At the mill. The river was high."),
            received(150, Kind.MESSAGE, "She waited for my money.", "Sixty days", effort=3),
            talked(98, Kind.CALL, "Her hip is mending."),
            talked(48, Kind.CALL, "Her hip is mended. She danced, she says."),
            gave(15, Kind.IN_PERSON, "Carried reams for a morning.", "A morning", effort=2),
        ),
        stages=(
            (66, Stage.IN_TOUCH),
            (66, Stage.GETTING_TO_KNOW),
            (66, Stage.MUTUAL),
            (14, Stage.LASTING),
        ),
    ),
    Someone(
        name="Idris Benali",
        headline="Teacher of French",
        occasion="The evening school",
        met=480,
        purpose="He sends me his best sentences by text.",
        timeline=(
            talked(33, Kind.MESSAGE, "A subjunctive about rain.", began=Began.THEM),
            gave(18, Kind.MESSAGE, "Printed his pupils’ poems.", "Thirty booklets", effort=3),
        ),
        stages=((62, Stage.IN_TOUCH), (32, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Chloé Martin",
        headline="Bookseller",
        company="La Page Tournée",
        occasion=SALON,
        met=61,
        note="Closes for an hour each day to read.",
        purpose="I would like to close for an hour each day.",
        timeline=(talked(37, Kind.IN_PERSON, "I was there at three. She read on. I waited."),),
        stages=((59, Stage.IN_TOUCH), (36, Stage.GETTING_TO_KNOW)),
        plans=(Plan(9, 5, "Be there at three again"),),
    ),
    Someone(
        name="Paul Verdier",
        headline="Foundry",
        occasion="The trade",
        met=2400,
        purpose="He cast my first type.",
        tier=Tier.YEARLY,
        timeline=(talked(250, Kind.CALL, "He is closing, and does not want flowers."),),
        stages=((63, Stage.IN_TOUCH), (63, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Hélène Faure",
        headline="Librarian",
        company="Bibliothèque de la Part-Dieu",
        occasion="Night of the libraries",
        met=19,
        note="We stood in the stacks with a torch.",
        purpose="She knows where everything is and shows only some of it.",
        timeline=(talked(13, Kind.MESSAGE, "Thanked her for the torch. She sent a shelf mark."),),
        stages=((18, Stage.IN_TOUCH), (12, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Marc Dubois",
        headline="Consultant",
        occasion=SALON,
        met=61,
        note="He would like to scale me.",
        tier=Tier.OFF,
    ),
)
STEPHANE = Mentee(
    Applicant("Stéphane Roux", "stephane@example.org", "Europe/Paris", 52, 6, has_claimed=True),
    people=PEOPLE,
    check_ins=(
        WeekEntry(
            0,
            (
                "I print other people’s invitations and never send one.",
                "Madeleine, who makes my paper. It began with a complaint. Hers.",
            ),
            Feedback(
                "Dear Stéphane,\n\nI should like to receive an invitation printed by somebody who "
                "never sends one. It must be very carefully set.\n\nWhat was the complaint?",
            ),
        ),
        WeekEntry(
            1,
            (
                "Fifty-eight. The surprise: I know nineteen people called Paul or Marc, and like "
                "two of them.",
                "Paul Verdier, the founder. He is closing, and I have not been.",
            ),
            Feedback(
                "Dear Stéphane,\n\nTwo of nineteen is enough Pauls for anybody.\n\nGo before he "
                "closes. You need not bring anything but the first line he cast for you.",
                "Visit Paul Verdier",
            ),
        ),
        WeekEntry(
            2,
            (
                "Madeleine, Amélie, Idris, Bruno perhaps. I like that they all make something.",
                "Marc, the consultant. It feels like taking off a tie.",
            ),
            Feedback(
                "Dear Stéphane,\n\nA tie, yes.\n\nTake the “perhaps” away from Bruno or take Bruno "
                "away. People notice our perhapses.",
            ),
        ),
        WeekEntry(
            3,
            (
                "Paul. What stops me is that I cannot fix it.",
                "I went. We said nothing for a while and then he showed me the matrices. He gave "
                "me the ampersand.",
            ),
            Feedback(
                "Dear Stéphane,\n\nYou could not fix it, and so you stayed. That is the whole of "
                "week three.\n\nKeep the ampersand where you can see it. It means “and”.",
                "Bring two people together who both make something",
            ),
        ),
        WeekEntry(
            4,
            (
                "I introduced two people, Amélie and Bruno, and then spent the weekend worrying "
                "that I had done it badly. One of them has not answered.",
                "I almost wrote a second time. Should I, or is that pushing?",
            ),
            ago=2,
        ),
    ),
)
