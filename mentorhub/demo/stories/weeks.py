"""The twelve weeks of Power Networking Personal Mentoring, and the week before: what each is about and what it asks."""

from mentorhub.reviews.actions.reviewing import WeekPlan

TITLE = "From a card to a relationship"
WEEKS = (
    WeekPlan(
        "Who is writing",
        "No homework yet. I would like to know who is writing to me.",
        (
            "Why now? What made you take a seat?",
            "Who is one person you are glad to know, and how did it begin?",
        ),
    ),
    WeekPlan(
        "Everybody on one page",
        "Write down whom you have met this year, also those you think do not count. A card is a "
        "beginning, not yet an acquaintance. Do not sort them. *Sorting is how we lose people.*",
        (
            "How many names did you find, and which one surprised you?",
            "Whom do you miss?",
        ),
    ),
    WeekPlan(
        "A handful",
        "Nobody can look after a hundred people. Choose a handful, and leave their use out of it: "
        "with whom would you like to be sitting at a table in twenty years?",
        (
            "Whom did you choose, and what do you like about them?",
            "Whom did you leave out, although they would be useful? How does that feel?",
        ),
    ),
    WeekPlan(
        "The letter you put off",
        "Follow up because of something shared, not because of something wanted. A first letter "
        "asks for nothing. It says: I remember, and this is what I remember.",
        (
            "Whom have you been meaning to write to, and what stops you?",
            "What did you write, and what came back?",
        ),
    ),
    WeekPlan(
        "Giving before asking",
        "Look for what would help *them*, at work or at home. It may take two minutes. What makes "
        "it a gift is that somebody thought of them and of nothing else.",
        (
            "What did you give this week, without being asked?",
            "What did you almost give, and why did you not?",
        ),
    ),
    WeekPlan(
        "Listening",
        "Ask one more question than you normally would, then wait. Write down afterwards what "
        "matters to them. It is not a trick; it is how remembering works.",
        (
            "What did you learn about somebody by asking once more?",
            "When did you stop listening this week, and what were you thinking of?",
        ),
    ),
    WeekPlan(
        "An introduction",
        "To bring two people together is the largest small gift there is. Ask each of them first, "
        "separately. Then write so that both may read it.",
        (
            "Which two people should know each other, and what would each gain?",
            "How did you ask them?",
        ),
    ),
    WeekPlan(
        "Taking",
        "Mutual means that you take as well. Who only gives keeps the other one at a distance.",
        (
            "What did you let somebody do for you?",
            "What would you like to ask for, and of whom?",
        ),
    ),
    WeekPlan(
        "Their space and yours",
        "Friends and business friends blur with time. Respect what people keep for themselves, and "
        "say kindly what you keep.",
        (
            "Where did you hold back this week, and was it right?",
            "Who is more than a contact by now? How do you notice?",
        ),
    ),
    WeekPlan(
        "Trust, and a mistake",
        "Trust is not built by being perfect. It is built by what one does after a mistake.",
        (
            "What went wrong with somebody, and what did you do then?",
            "Who has been patient with you?",
        ),
    ),
    WeekPlan(
        "A rhythm",
        "Some people want to hear from you each month, some once a year. Choose for each of your "
        "handful, and be honest about the time you have.",
        (
            "What rhythm did you choose, for whom?",
            "Which day of the week is yours for this?",
        ),
    ),
    WeekPlan(
        "Letting rest",
        "Not everybody comes along. A relationship may rest without being lost, and some may end. "
        "A former colleague who rings after six years is the proof.",
        (
            "Whom are you letting rest, and what would wake it again?",
            "Is there somebody to say goodbye to?",
        ),
    ),
    WeekPlan(
        "Twenty years",
        "Read your first page again. Then write the last one.",
        (
            "What has become of the person you named before we began?",
            "Who will you write to next week, when I no longer ask?",
        ),
    ),
)
