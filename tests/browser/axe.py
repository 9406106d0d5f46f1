"""What axe-core finds serious or critical for those who hear the page, or see little of it."""

# Those of its rules that look at colours.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page, context=None, options=None):
    """Return what is serious or critical within `context`, a selector, as sentences.

    options: axe-core's own, such as which of its rules are to run.
    """
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context, {"resultTypes": ["violations"]} | (options or {}))
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found.response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def violations_in_light_and_dark(page, context=None):
    """Return the same of both schemes, which differ in nothing but their colours."""
    page.emulate_media(color_scheme="light")
    found = violations(page, context)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {told}" for told in violations(page, context, COLOURS)]
