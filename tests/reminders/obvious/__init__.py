"""The slow, obvious answer to “what should this person have been sent?”

It knows nothing of the planner, and shares no code with it. Read it in this order: `world` is everything that counts,
`clocks` reads times off the wall, `sessions`, `check_ins` and `changes` say what there is to be told of each, and
`needless` and `late` what becomes of that when it is due. `sent` walks through the days and says what comes when.
"""

from tests.reminders.obvious.sent import Step, sent
from tests.reminders.obvious.world import World

__all__ = ["Step", "World", "sent"]
