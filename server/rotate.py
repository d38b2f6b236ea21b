"""A new field key: added in front of the ring, then every encrypted value is written again with it."""

import re

from tortoise import Tortoise
from tortoise.models import Model
from tortoise.transactions import in_transaction

from server.columns import KeyRing, SecretField, new_key
from server.database import OPERATOR_WAITS, key_path, opened
from server.files import replace_private
from server.settings import Settings, SettingsError
from server.today.copy import forget_all_copies

BATCH = 500


async def rotate_keys(settings: Settings) -> int:
    """How many rows were written. The new key is on disk before the first row uses it.

    When the keys come from the environment, the operator has put the new one in front there. Raises SettingsError
    when there is no key to take the place of.
    """
    if settings.field_keys is None:
        _add_key(settings)
    async with opened(settings, OPERATOR_WAITS):
        await forget_all_copies()  # each is made again, with the new key, when it is asked for
        return sum([await _rewrite(model) for model in Tortoise.apps["daymark"].values()])


def _add_key(settings: Settings) -> None:
    path = key_path(settings)
    if not path.exists():
        raise SettingsError(f"{path} is missing; there is nothing to rotate.")
    text = path.read_text()
    numbers = [int(key_id[1:]) for key_id in KeyRing.parse(text).keys if re.fullmatch(r"k\d+", key_id)]
    entry = new_key(f"k{1 + max(numbers, default=0)}")
    replace_private(path, f"{entry}\n{text}".encode())


async def _rewrite(model: type[Model]) -> int:
    secret = [name for name, field in model._meta.fields_map.items() if isinstance(field, SecretField)]
    if not secret:
        return 0
    written = 0
    last = None
    while True:
        async with in_transaction():
            query = model.all() if last is None else model.filter(pk__gt=last)
            batch = await query.order_by(model._meta.pk_attr).limit(BATCH)
            if not batch:
                return written
            await model.bulk_update(batch, fields=secret)
        last = batch[-1].pk
        written += len(batch)
