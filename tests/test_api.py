"""The OpenAPI document is what the phone's types are made from: whole, and true of real answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from server.app import ENDPOINTS, api_document
from tests.conftest import Browser
from tests.people.test_access import ATTEMPTS, Alices, ask, hers

__all__ = ["hers"]

DOCUMENT: dict[str, Any] = dict(api_document())
READS = [
    endpoint
    for endpoint in ENDPOINTS
    if endpoint.method == "GET" and endpoint.path != "/api/invite" and not isinstance(endpoint.returns, str)
]
SIMPLE: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def resolve(reference: str) -> Any:
    found: Any = DOCUMENT
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def test_every_endpoint_is_described_and_nothing_else() -> None:
    described = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert described == {(each.method, each.path.replace(":uuid}", "}")) for each in ENDPOINTS}


def test_every_operation_has_a_name_of_its_own_a_description_and_its_parameters() -> None:
    operations = [(path, each) for path, methods in DOCUMENT["paths"].items() for each in methods.values()]
    names = [each["operationId"] for _, each in operations]
    assert len(set(names)) == len(names)
    for path, each in operations:
        assert each["description"], each["operationId"]
        assert {"200", "default"} <= each["responses"].keys()
        assert [f"{{{one['name']}}}" for one in each["parameters"]] == [one for one in path.split("/") if "{" in one]


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    found = set(references(DOCUMENT))
    for reference in found:
        assert isinstance(resolve(reference), dict)
    assert {reference.rpartition("/")[2] for reference in found} == DOCUMENT["components"]["schemas"].keys()
    assert DOCUMENT["openapi"].startswith("3.1")


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """The part of JSON Schema that the document uses."""
    if "$ref" in schema:
        return fits(value, resolve(schema["$ref"]))
    if "anyOf" in schema or "oneOf" in schema:
        return any(fits(value, each) for each in schema.get("anyOf") or schema["oneOf"])
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    if schema.get("type") == "array":
        return isinstance(value, list) and all(fits(each, schema["items"]) for each in value)
    if schema.get("type") == "object":
        return isinstance(value, dict) and fits_object(value, schema)
    if schema.get("type") in ("integer", "number") and isinstance(value, bool):
        return False
    return "type" not in schema or isinstance(value, SIMPLE[schema["type"]])


def fits_object(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    known = schema.get("properties", {})
    more = schema.get("additionalProperties", True)
    extra = [each for name, each in value.items() if name not in known]
    return (
        set(schema.get("required", [])) <= value.keys()
        and (not extra or more is True or (isinstance(more, dict) and all(fits(each, more) for each in extra)))
        and all(fits(value[name], each) for name, each in known.items() if name in value)
    )


@pytest.mark.parametrize("key", [f"GET {endpoint.path}" for endpoint in READS])
async def test_a_real_answer_is_as_the_document_says(
    hers: Alices,
    alices: Browser,
    danas: Browser,
    key: str,
) -> None:
    someone = alices if ATTEMPTS[key].gets[1] == 200 else danas
    answer = await ask(someone, key, hers)
    assert answer.status_code == 200, answer.text
    operation = DOCUMENT["paths"][key.partition(" ")[2].replace(":uuid}", "}")]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    said = answer.json()
    assert fits(said, schema)
    assert not fits({**said, "surprise": 1}, schema)
    assert not fits({name: value for name, value in said.items() if name != next(iter(said))}, schema)
