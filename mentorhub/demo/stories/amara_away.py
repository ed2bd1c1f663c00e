"""Amara's people elsewhere: from Timber Days in Prague, from the Energy Forum, and from the years in Lisbon."""

from mentorhub.demo.stories.plot import Plan, Promised, Someone, gave, received, talked
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind

TIMBER = "Timber Days, Prague"
ENERGY = "Energy Forum, Oslo"
LISBON = "The office in Lisbon"

PEOPLE = (
    Someone(
        name="Tomáš Dvořák",
        tags=("timber", "advice"),
        headline="Timber engineer",
        company="Dřevo & Syn",
        email="tomas.dvorak@drevoasyn.example",
        phone="+420 221 555 014",
        occasion=TIMBER,
        met=58,
        note=(
            "Table six. We both thought the opening speech was too long, and left for coffee. "
            "He sketches while he talks."
        ),
        purpose="We both build with wood, and he says what he thinks.",
        remember=(
            "Daughter Ema, starts at the academy in autumn.\nSketches while he talks; likes paper."
            "\nNo meetings on Fridays, he is in the forest.\nA partner let him down once. Don’t push."
        ),
        tier=Tier.CLOSE,
        closeness=4,
        shown=Visibility.NAMED,
        timeline=(
            gave(45, Kind.MESSAGE, "He answered within the hour.", "The Vennesla library drawings"),
            talked(
                38,
                Kind.CALL,
                "Mostly about his daughter. He asked what I would do differently after the merger, "
                "and listened to the answer.",
            ),
            received(
                26,
                Kind.MESSAGE,
                "Forty pages on moisture in façades, with a note in the margin of page 12: "
                "“for your library project”.",
                "His lecture notes",
                effort=2,
            ),
            talked(
                9,
                Kind.CALL,
                "He is looking for someone who has built a timber roof over a market hall. "
                "Jonas has. I said I would write to both.",
            ),
        ),
        stages=((57, Stage.IN_TOUCH), (44, Stage.GETTING_TO_KNOW), (8, Stage.MUTUAL)),
        plans=(Plan(9, -2, "You promised to introduce him to Jonas"),),
        promises=(Promised(12, "Send the paper on cross-laminated timber", due_in=-3),),
    ),
    Someone(
        name="Petra Nováková",
        tags=("timber",),
        headline="Editor",
        company="Dům a les",
        occasion=TIMBER,
        met=58,
        note="She asked what a good joint sounds like.",
        purpose="She writes about wood so that my mother understands it.",
        timeline=(
            talked(49, Kind.MESSAGE, "Sent her a recording of a joint being driven home."),
            talked(36, Kind.MESSAGE, "It is in the magazine, she says.", began=Began.THEM),
        ),
        stages=((56, Stage.IN_TOUCH), (35, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Łukasz Wiśniewski",
        tags=("timber",),
        headline="Sawmill owner",
        occasion=TIMBER,
        met=58,
        note="Has a mill on a river and no website.",
        purpose="To see the mill.",
        tier=Tier.NETWORK,
        timeline=(
            talked(48, Kind.MESSAGE, "No answer yet.", is_two_way=False),
            talked(21, Kind.MESSAGE, "He had been felling. I may come in May.", began=Began.THEM),
        ),
        stages=((55, Stage.IN_TOUCH), (20, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Eva Horáková",
        headline="Student of structural engineering",
        occasion=TIMBER,
        met=58,
        note="Carried my bag without being asked, and asked very good questions.",
        tier=Tier.NETWORK,
    ),
    Someone(
        name="Zeynep Aydoğan",
        headline="Grid planner",
        company="EnerjiSu",
        email="zeynep.aydogan@example.org",
        occasion=ENERGY,
        met=24,
        note="She was about to move to Izmir and gave away her umbrella.",
        purpose="She makes large things sound like housekeeping.",
        timeline=(
            talked(20, Kind.MESSAGE, "Sent her the name of a swimming club in Izmir."),
            talked(11, Kind.CALL, "Boxes everywhere. She moves on Saturday."),
        ),
        stages=((23, Stage.IN_TOUCH), (19, Stage.GETTING_TO_KNOW)),
        plans=(Plan(11, 0, "She has been in Izmir for a week. Ask how it is"),),
    ),
    Someone(
        name="David Mensah",
        headline="Heat pumps",
        company="Varmt Hjem",
        occasion=ENERGY,
        met=24,
        note="Told me honestly when a heat pump is a bad idea.",
        purpose="An honest opinion on my own house.",
        timeline=(talked(18, Kind.EVENT, "Saw him on a panel; waved."),),
        stages=((22, Stage.IN_TOUCH),),
    ),
    Someone(
        name="Yara Costa",
        headline="Hydrologist",
        occasion=ENERGY,
        met=24,
        note="From Coimbra; we talked in Portuguese and I was out of practice.",
        purpose="My Portuguese, and her patience.",
        timeline=(
            talked(13, Kind.VIDEO, "Half an hour in Portuguese. She corrects kindly."),
            gave(6, Kind.MESSAGE, "The Saramago she could not get here.", "A book"),
        ),
        stages=((22, Stage.IN_TOUCH), (12, Stage.GETTING_TO_KNOW)),
        plans=(Plan(6, 6, "Portuguese again, half an hour"),),
    ),
    Someone(
        name="Olga Lis",
        headline="Insurance",
        occasion=ENERGY,
        met=24,
        note="Insures wind. We did not find out how.",
        tier=Tier.NETWORK,
    ),
    Someone(
        name="Marta Esteves",
        headline="Restorer of tiles",
        company="Museu do Azulejo",
        occasion=LISBON,
        met=2900,
        note="We shared an office for four years and a window for three of them.",
        purpose="I never told her I was leaving.",
        remember="The dog is called Sal.",
        tier=Tier.CLOSE,
        closeness=5,
        shown=Visibility.NAMED,
        timeline=(
            talked(780, Kind.MESSAGE, "A birthday card, and then nothing, from me."),
            talked(
                15,
                Kind.MESSAGE,
                "I wrote. I said sorry, and I told her about the dog. She wrote back the same day.",
            ),
            talked(
                5,
                Kind.CALL,
                "An hour and ten minutes. She is exactly as she was.",
                began=Began.THEM,
            ),
        ),
        stages=((69, Stage.IN_TOUCH), (68, Stage.RESTING), (14, Stage.GETTING_TO_KNOW)),
        plans=(Plan(5, 7, "Ring Marta. No reason"),),
    ),
    Someone(
        name="Kwame Boateng",
        headline="Structural engineer",
        company="Boateng & Reis",
        occasion=LISBON,
        met=2900,
        purpose="He checks my sums, and my mood.",
        tier=Tier.CLOSE,
        closeness=5,
        timeline=(
            talked(190, Kind.CALL, "The bridge, the baby, the bridge."),
            received(133, Kind.MESSAGE, "Checked a beam for me on a Sunday.", "A Sunday", effort=2),
            talked(77, Kind.CALL, "The baby walks."),
            gave(34, Kind.MESSAGE, "Wrote his reference, twice as long as asked.", "A reference"),
            talked(13, Kind.VIDEO, "He got it. We were both rather loud."),
        ),
        stages=((69, Stage.IN_TOUCH), (69, Stage.GETTING_TO_KNOW), (69, Stage.MUTUAL)),
    ),
    Someone(
        name="Hiroshi Tanabe",
        headline="Joiner",
        company="Tanabe Mokkō",
        occasion=LISBON,
        met=2100,
        purpose="Useful to know, I wrote in week three. He taught me to sharpen a plane.",
        closeness=3,
        timeline=(
            talked(
                221, Kind.MESSAGE, "Pictures of his workshop after the flood.", began=Began.THEM
            ),
        ),
        stages=((69, Stage.IN_TOUCH), (69, Stage.GETTING_TO_KNOW)),
    ),
    Someone(
        name="Ingrid Vik",
        headline="Retired, and busy",
        occasion=LISBON,
        met=2900,
        purpose="My first boss. A card each Christmas, and both of us mean it.",
        tier=Tier.YEARLY,
        timeline=(talked(128, Kind.MESSAGE, "The card. She has taken up beekeeping."),),
        stages=((66, Stage.IN_TOUCH), (66, Stage.GETTING_TO_KNOW)),
    ),
)
