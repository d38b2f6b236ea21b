"""A new field key: added in front of the ring, then every encrypted value is written again with it."""

from tortoise import Tortoise
from tortoise.models import Model
from tortoise.transactions import in_transaction

from server.columns import KeyRing, SecretField, new_key, use_keys
from server.database import key_path, opened, replace_private
from server.settings import Settings, SettingsError

BATCH = 500


async def rotate_keys(settings: Settings) -> int:
    """How many rows were written. The new key is on disk before the first row uses it.

    Raises SettingsError when the keys come from the environment: then the operator puts a new one in front there,
    and runs this to write the rows.
    """
    if settings.field_keys is None:
        _add_key(settings)
    count = 0
    async with opened(settings):
        for model in Tortoise.apps["daymark"].values():
            count += await _rewrite(model)
    return count


def _add_key(settings: Settings) -> None:
    path = key_path(settings)
    if not path.exists():
        raise SettingsError(f"{path} is missing; there is nothing to rotate.")
    text = path.read_text()
    number = 1 + len(KeyRing.parse(text).keys)
    replace_private(path, new_key(f"k{number}") + "\n" + text)
    use_keys(KeyRing.parse(path.read_text()))


async def _rewrite(model: type[Model]) -> int:
    secret = [name for name, field in model._meta.fields_map.items() if isinstance(field, SecretField)]
    if not secret:
        return 0
    count = 0
    last = None
    while True:
        query = model.all() if last is None else model.filter(pk__gt=last)
        async with in_transaction():
            batch = await query.order_by("pk").limit(BATCH)
            if not batch:
                return count
            await model.bulk_update(batch, fields=secret)
        last = batch[-1].pk
        count += len(batch)
