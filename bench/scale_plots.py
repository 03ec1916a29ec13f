"""The two plots of docs/scale.md, as SVG that is the same again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update({"svg.hashsalt": "scale", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9})
from matplotlib import pyplot  # noqa: E402

SIZE = (7.2, 3.6)


def requests(measured: dict[str, Any], file: Path) -> None:
    """Plot requests a citation and source against the size of the batch."""
    figure, axes = pyplot.subplots(figsize=SIZE, layout="constrained")
    sizes = [one["citations"] for one in measured["runs"]]
    sources = sorted({name.split(" ")[0] for one in measured["runs"] for name in one["requests"]})
    for source in sources:
        each = [
            sum(count for name, count in one["requests"].items() if name.startswith(f"{source} ")) / one["citations"] for one in measured["runs"]
        ]
        axes.plot(sizes, each, marker="o", label=source)
    axes.set_xscale("log")
    axes.set_xlabel("citations in the batch")
    axes.set_ylabel("requests a citation")
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, ncols=2)
    _save(figure, file)


def days(found: list[dict[str, Any]], file: Path) -> None:
    """Plot the days until the last answer of each road, for the province in which all are simulated."""
    rows = [one for one in found if one["what"] == "province"]
    full = max({one["applicants"] for one in rows}, key=lambda size: sum(one["applicants"] == size for one in rows))
    rows = [one for one in rows if one["applicants"] == full][::-1]
    figure, axes = pyplot.subplots(figsize=SIZE, layout="constrained")
    bars = axes.barh([one["road"] for one in rows], [one["over"] for one in rows], color="#2f6690")
    axes.bar_label(bars, [f"{one['over']:,.0f} ({one['last']})" for one in rows], padding=3)
    axes.set_xlabel(f"days, {full:,} applicants, one address (last source)")
    axes.margins(x=0.25)
    _save(figure, file)


def _save(figure: Any, file: Path) -> None:
    figure.savefig(file, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
