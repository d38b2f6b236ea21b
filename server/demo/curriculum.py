"""The sixteen weeks of the Matrix model (care.md), with topics that go round: people join in any week."""

from dataclasses import dataclass

from server.sessions.models import SessionKind

LAST_WEEK = 16  # of treatment
LAST_SUPPORT = 48


@dataclass(frozen=True)
class Course:
    """Sessions that people attend from one week of their program through another."""

    title: str
    group: str  # of the evening or the morning; the one without a name is the group itself
    kind: SessionKind
    days: str
    minutes: int
    first_week: int
    last_week: int
    bring: str
    topics: tuple[str, ...]
    homework: tuple[str, ...] = ()


RELAPSE_PREVENTION = Course(
    title="Relapse prevention",
    group="",
    kind=SessionKind.group,
    days="MO,FR",
    minutes=90,
    first_week=1,
    last_week=LAST_WEEK,
    bring="Your workbook",
    topics=(
        "How a lapse begins",
        "Handling stress",
        "Boredom and free time",
        "Guilt and shame",
        "Staying busy",
        "Reasons to stay in recovery",
        "Work and recovery",
        "Trusting yourself and others",
        "Saying no",
        "Hard days ahead",
        "Anger, and what is under it",
        "Taking care of yourself",
        "Feelings that pull",
        "When you are ill",
        "Friends who help",
        "Keeping it simple",
    ),
    homework=(
        "Write down one trigger of this week, and what you did about it.",
        "Read the next two pages of your workbook.",
        "Talk for ten minutes with somebody you trust.",
        "Plan one evening that you look forward to.",
    ),
)
EARLY_RECOVERY = Course(
    title="Early-recovery skills",
    group="early recovery",
    kind=SessionKind.group,
    days="MO,FR",
    minutes=50,
    first_week=1,
    last_week=4,
    bring="Your calendar for the week",
    topics=("Planning each day", "Triggers around you", "Triggers inside you", "Your body in the first months"),
    homework=("Fill in your calendar for the week, free time too.",),
)
FAMILY_EDUCATION = Course(
    title="Family education",
    group="family",
    kind=SessionKind.family,
    days="WE",
    minutes=90,
    first_week=1,
    last_week=12,
    bring="Somebody close to you, if you like",
    topics=(
        "What happens in the brain",
        "Triggers and cravings",
        "How families change",
        "Talking and listening",
        "Building trust again",
        "Living with somebody in recovery",
        "Medicine in recovery",
        "When a lapse happens",
        "Limits that are kind",
        "Stress at home",
        "Good times without using",
    ),
)
SOCIAL_SUPPORT = Course(
    title="Social support",
    group="social support",
    kind=SessionKind.group,
    days="WE",
    minutes=90,
    first_week=13,
    last_week=LAST_SUPPORT,
    bring="One good thing to share",
    topics=("Patience", "Being close to people", "Rest", "Money", "Asking for help", "Making amends", "Purpose"),
)
COURSES = (RELAPSE_PREVENTION, EARLY_RECOVERY, FAMILY_EDUCATION, SOCIAL_SUPPORT)
