"""A figure beside its peer of the same run."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

medians: dict[tuple[str, str], float] = {}


def measured(benchmark: BenchmarkFixture, group: str, name: str, aim: str) -> None:
    """Remember the median of ``ours`` or of its ``peer``; when both are known, print the ratio."""
    if benchmark.stats is None:
        return
    medians[group, name] = benchmark.stats.stats.median
    ours, peer = medians.get((group, "ours")), medians.get((group, "peer"))
    if ours and peer:
        print(f"\n{group}: {ours * 1000:.1f} ms, peer {peer * 1000:.1f} ms, ratio {ours / peer:.2f} ({aim})")
