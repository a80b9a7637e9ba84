#!/usr/bin/env python3
"""Means and paired contrasts of this folder once more, from runs.csv alone, and one plot.

Run it as it is: python3 analysis.py
It needs nothing but Python; with matplotlib it also draws analysis-python.png. It ends with 1 if a number
is not that of summary.csv or contrasts.csv.
"""

import csv
import math
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
DELIMITER, DECIMAL = "@DELIMITER@", "@DECIMAL@"
LEVEL = 0.95
TOLERANCE = 1e-9
MAIN = "@MAIN@".split()


def read(name):
    """Rows of a table as dictionaries; utf-8-sig takes a byte-order mark away where there is one."""
    with open(os.path.join(FOLDER, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=DELIMITER))


def number(text):
    """A number, or None where the cell is empty."""
    return float(text.replace(DECIMAL, ".")) if text else None


def share_beyond(t, df):
    """Two-sided p value of t: the regularised incomplete beta function I_x(df / 2, 1 / 2), by Lentz's fraction."""
    x, a, b = df / (df + t * t), df / 2, 0.5
    if x >= 1:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * fraction(b, a, 1 - x) / b
    return front * fraction(a, b, x) / a


def fraction(a, b, x):
    tiny = 1e-300
    c, d = 1.0, 1 / max(1 - (a + b) * x / (a + 1), tiny)
    value = d
    for m in range(1, 1000):
        for factor in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                       -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 / ((1 + factor * d) or tiny)
            c = (1 + factor / c) or tiny
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value


def t_critical(df):
    """The t beyond which 1 - LEVEL lies on both sides together, by bisection."""
    low, high = 0.0, 1.0
    while share_beyond(high, df) > 1 - LEVEL:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if share_beyond(middle, df) > 1 - LEVEL else (low, middle)
    return (low + high) / 2


def interval(values):
    """Mean, standard deviation (divisor n - 1) and t interval; the last three are None for fewer than two values."""
    n = len(values)
    mean = math.fsum(values) / n
    if n < 2:
        return mean, None, None, None
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    half = t_critical(n - 1) * sd / math.sqrt(n)
    return mean, sd, mean - half, mean + half


class Check:
    """Counts numbers that agree, and tells those that do not."""

    def __init__(self):
        self.same = self.different = 0

    def agree(self, what, ours, theirs):
        if ours is None or theirs is None:
            agrees = ours is theirs
        else:
            agrees = abs(ours - theirs) <= TOLERANCE * max(1.0, abs(theirs))
        self.same += agrees
        self.different += not agrees
        if not agrees:
            print(f"different: {what}: {ours} here, {theirs} in the file")


def values_by_run(rows, arm, outcome):
    """Values of an outcome by replication, without those that are missing."""
    mine = ((row["replication"], number(row[outcome])) for row in rows if row["arm"] == arm)
    return {replication: value for replication, value in mine if value is not None}


def check_summary(rows, check):
    for row in read("summary.csv"):
        values = list(values_by_run(rows, row["arm"], row["outcome"]).values())
        if values:
            ours = interval(values)
            for name, value in zip(("mean", "sd", "low", "high"), ours):
                check.agree(f"{row['arm']}, {row['outcome']}, {name}", value, number(row[name]))


def check_contrasts(rows, check):
    """Differences of each arm from the baseline, paired by replication; returns what the plot shows."""
    points = []
    for row in read("contrasts.csv"):
        base = values_by_run(rows, row["baseline"], row["outcome"])
        arm = values_by_run(rows, row["arm"], row["outcome"])
        differences = [arm[replication] - base[replication] for replication in base if replication in arm]
        check.agree(f"{row['arm']}, {row['outcome']}, pairs", len(differences), number(row["pairs"]))
        if len(differences) < 2:
            continue
        mean, _, low, high = interval(differences)
        for name, value in (("difference", mean), ("difference_low", low), ("difference_high", high)):
            check.agree(f"{row['arm']}, {row['outcome']}, {name}", value, number(row[name]))
        spread = interval(list(base.values()))[1]
        if row["outcome"] in MAIN and spread:
            points.append((row["arm"], row["outcome"], mean / spread, low / spread, high / spread))
    return points


def plot(points):
    try:
        import matplotlib
        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
    except ImportError:
        return print("no plot: matplotlib is not installed")
    arms = list(dict.fromkeys(point[0] for point in points))
    outcomes = list(dict.fromkeys(point[1] for point in points))
    colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
    figure, axes = plt.subplots(figsize=(8, 1 + 0.16 * len(outcomes) * (len(arms) + 1)))
    for arm, outcome, mean, low, high in points:
        y = -outcomes.index(outcome) - 0.7 * (arms.index(arm) + 0.5) / len(arms) + 0.35
        colour = colours[arms.index(arm) % len(colours)]
        axes.plot([low, high], [y, y], color=colour, linewidth=2)
        axes.plot([mean], [y], "o", color=colour, label=arm if outcome == outcomes[0] else None)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_yticks([-place for place in range(len(outcomes))], [name.replace("_", " ") for name in outcomes])
    axes.set_xlabel("difference from the baseline, in its standard deviations, with 95 % t intervals")
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    figure.savefig(os.path.join(FOLDER, "analysis-python.png"), dpi=150, bbox_inches="tight")
    print("plot: analysis-python.png")


def main():
    rows, check = [row for row in read("runs.csv") if row["status"] == "finished"], Check()
    check_summary(rows, check)
    if os.path.exists(os.path.join(FOLDER, "contrasts.csv")):
        points = check_contrasts(rows, check)
        if points:
            plot(points)
    print(f"{check.same} numbers equal within {TOLERANCE:g}, {check.different} different")
    return 1 if check.different or not check.same else 0


if __name__ == "__main__":
    sys.exit(main())
