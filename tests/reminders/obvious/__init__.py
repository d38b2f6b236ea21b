"""The slow, obvious answer to “what should this person have been sent?”

It knows nothing of the planner, and shares no code with it. Read it in this order: `world` is everything that counts,
`clocks` reads times off the wall, `sessions`, `check_ins` and `changes` say what there is to be told of each, and
`sent` walks through the looks that the server takes and says what has come.
"""

from tests.reminders.obvious.sent import Look, sent
from tests.reminders.obvious.world import World

__all__ = ["Look", "World", "sent"]
