"""What both browsers run in the page: expressions, in which `await` is allowed, and what they come back with."""

import json
from typing import Any, TypedDict

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Notification(TypedDict):
    title: str
    body: str
    tag: str
    lang: str
    data: Any


class Violation(TypedDict):
    """One broken axe rule; `nodes` are the CSS paths of the elements that break it."""

    id: str
    impact: str
    help: str
    nodes: list[str]


def awaited(expression: str) -> str:
    """A promise of the expression's value as JSON; undefined stays undefined."""
    return f"(async () => JSON.stringify(await ({expression})))()"


def value(text: str | None) -> Any:
    return None if text is None else json.loads(text)


WORKER_ACTIVE = """
  navigator.serviceWorker.ready.then(({ active }) => active.state === "activated")
"""

NOTIFICATIONS = """
  navigator.serviceWorker.ready.then((registration) => registration.getNotifications()).then((shown) =>
    shown.map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, data })))
"""

# An event of our own may not be waited for, as the browser's is.
TAP = """async () => {
  const [notification] = await registration.getNotifications();
  const tap = new NotificationEvent("notificationclick", { notification });
  Object.defineProperty(tap, "waitUntil", { value: () => undefined });
  dispatchEvent(tap);
}"""

# Half faded in a text has less contrast than it will have. What never ends, as a spinner, is not waited for.
AT_REST = """Promise.all(document.getAnimations()
  .filter((one) => one.playState === "running" && one.effect.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished.catch(() => null)))
  .then(() => true)"""
AXE_RUN = f"""
  axe.run(document, {{ runOnly: {json.dumps(WCAG)}, resultTypes: ["violations"] }}).then(({{ violations }}) =>
    violations.map(({{ id, impact, help, nodes }}) =>
      ({{ id, impact, help, nodes: nodes.map((node) => node.target.join(" ")) }})))
"""


def until(condition: str, seconds: float) -> str:
    """A promise of the condition's first true value; null when it has not become true in that time.

    It looks at every change of the document and, for what changes elsewhere, 20 times a second.
    """
    return f"""
  new Promise((resolve, reject) => {{
    let looking = false;
    const done = (settle, result) => {{
      clearInterval(timer);
      clearTimeout(limit);
      observer.disconnect();
      settle(result);
    }};
    const look = async () => {{
      if (looking) return;
      looking = true;
      try {{
        const result = await ({condition});
        if (result) done(resolve, result);
      }} catch (error) {{
        done(reject, error);
      }}
      looking = false;
    }};
    const observer = new MutationObserver(look);
    const timer = setInterval(look, 50);
    const limit = setTimeout(() => done(resolve, null), {seconds * 1000});
    observer.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
    look();
  }})
"""


def element(css: str, text: str) -> str:
    """The innermost visible element of that selector, or that a person can act on and that says the text; as
    `{element}`, in view, or null."""
    wanted = css or "a, button, input, label, summary, [role], [tabindex]"
    return f"""
  (() => {{
    const text = {json.dumps(text)};
    const says = (one) => !text || [one.ariaLabel, one.innerText, one.value].some((said) => said?.trim() === text);
    const found = [...document.querySelectorAll({json.dumps(wanted)})]
      .filter((one) => one.checkVisibility({{ visibilityProperty: true }}) && says(one));
    const element = found.find((one) => !found.some((other) => other !== one && one.contains(other)));
    element?.scrollIntoView({{ block: "center", behavior: "instant" }});
    return element ? {{ element }} : null;
  }})()
"""
