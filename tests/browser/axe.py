"""What axe finds wrong with a page."""

from pathlib import Path

_AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")


def violations(page) -> list[str]:
    """Return what breaks a rule of WCAG 2.2 AA or a good habit, empty for nothing."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE)
    found = page.evaluate(
        """() => axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
                                    "wcag22aa", "best-practice"]})
                    .then(result => result.violations)"""
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
