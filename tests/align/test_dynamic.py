"""The dynamic programme against an enumeration of all groupings."""

from collections.abc import Iterator

import numpy as np
import pytest

from workbench.align.dynamic import SHAPES, Grid, best_path, posterior

Path = tuple[tuple[int, int, int, int], ...]


def random_grid(n: int, m: int, seed: int) -> Grid:
    chance = np.random.default_rng(seed)
    beads = {
        (a, b): chance.normal(size=(n - a + 1, m - b + 1)) for a, b in SHAPES if a <= n and b <= m
    }
    return Grid(beads, *(chance.normal(size=size) for size in (n, n, m, m)))


def paths(n: int, m: int, i: int = 0, j: int = 0, after: str = "bead") -> Iterator[Path]:
    """All groupings, each once: inside of a gap the source's sentences come first."""
    if (i, j) == (n, m):
        yield ()
    for a, b in SHAPES:
        if i + a <= n and j + b <= m:
            yield from (((i, j, a, b), *rest) for rest in paths(n, m, i + a, j + b))
    if i < n and after != "target":
        yield from (((i, j, 1, 0), *rest) for rest in paths(n, m, i + 1, j, "source"))
    if j < m:
        yield from (((i, j, 0, 1), *rest) for rest in paths(n, m, i, j + 1, "target"))


def value(grid: Grid, path: Path) -> float:
    total, last = 0.0, (1, 1)
    for i, j, a, b in path:
        if a and b:
            total += grid.beads[a, b][i, j]
        elif a:
            total += (grid.source_next if last == (1, 0) else grid.source_open)[i]
        else:
            total += (grid.target_next if last == (0, 1) else grid.target_open)[j]
        last = (a, b)
    return total


@pytest.mark.parametrize(("n", "m"), [(1, 1), (2, 3), (4, 3), (5, 4), (3, 0), (0, 2)])
def test_posteriors_are_those_of_all_groupings(n: int, m: int) -> None:
    grid = random_grid(n, m, 10 * n + m)
    every = list(paths(n, m))
    weights = np.exp([value(grid, path) for path in every])
    found = posterior(grid)
    assert found.log_total == pytest.approx(np.log(weights.sum()))
    for shape, chances in found.beads.items():
        for i, j in np.ndindex(chances.shape):
            share = sum(w for w, p in zip(weights, every, strict=True) if (i, j, *shape) in p)
            assert chances[i, j] == pytest.approx(share / weights.sum(), abs=1e-9)
    for i in range(n):
        alone = [any(step[0] == i and step[2:] == (1, 0) for step in path) for path in every]
        assert found.source[i] == pytest.approx(weights[alone].sum() / weights.sum(), abs=1e-9)


def test_stacked_texts_of_different_size_give_the_same() -> None:
    small, large = random_grid(3, 2, 1), random_grid(4, 4, 2)
    beads = {}
    for (a, b), scores in large.beads.items():
        beads[a, b] = np.full((2, *scores.shape), -np.inf)
        beads[a, b][1] = scores
        if (a, b) in small.beads:
            rows, columns = small.beads[a, b].shape
            beads[a, b][0, :rows, :columns] = small.beads[a, b]

    def line(one: np.ndarray, other: np.ndarray, rest: float) -> np.ndarray:
        return np.stack([np.concatenate([one, np.full(len(other) - len(one), rest)]), other])

    both = Grid(
        beads,
        line(small.source_open, large.source_open, -np.inf),
        line(small.source_next, large.source_next, 0.0),
        line(small.target_open, large.target_open, -np.inf),
        line(small.target_next, large.target_next, 0.0),
    )
    found = posterior(both, (np.array([3, 4]), np.array([2, 4])))
    apart = [posterior(small), posterior(large)]
    assert found.log_total == pytest.approx(sum(one.log_total for one in apart))
    assert found.source[0, :3] == pytest.approx(apart[0].source)
    assert found.beads[1, 2][0, :3, :1] == pytest.approx(apart[0].beads[1, 2])


def test_the_best_path_has_the_greatest_sum() -> None:
    for seed in range(20):
        grid = random_grid(4, 4, seed)
        flat = Grid(grid.beads, grid.source_open, grid.source_open, *[grid.target_open] * 2)
        best = best_path(flat.beads, flat.source_open, flat.target_open)
        i = j = 0
        total = 0.0
        for a, b in best:
            total += value(flat, ((i, j, a, b),))
            i, j = i + a, j + b
        assert (i, j) == (4, 4)
        assert total == pytest.approx(max(value(flat, path) for path in paths(4, 4)))
