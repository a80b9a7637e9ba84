"""Writes the points beside this file and prints the indices that SALib finds on them.

Run with SALib 1.6.0 and NumPy 2.4.6: `python salib.py`. What is analysed is read back from the files.
"""
import csv
from math import pi

import numpy as np
from SALib.analyze import morris as morris_of, sobol as sobol_of
from SALib.sample import morris, sobol

A = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])


def ishigami(u):
    x = -pi + 2 * pi * u
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def g(u):
    return np.prod((np.abs(4 * u - 2) + A) / (1 + A), axis=1)


def points(name, found, text):
    with open(f"{name}.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[text(float(x)) for x in row] for row in found])
    return np.loadtxt(f"{name}.csv", delimiter=",")


def show(name, **figures):
    for key, values in figures.items():
        print(name, key, [float(value) for value in values])


for name, model, factors in (("ishigami", ishigami, 3), ("g", g, 8)):
    problem = {"num_vars": factors, "names": [f"x{i}" for i in range(factors)], "bounds": [[0, 1]] * factors}
    x = points(f"{name}-saltelli", sobol.sample(problem, 32, calc_second_order=False, seed=1), "{:.6f}".format)
    found = sobol_of.analyze(problem, model(x), calc_second_order=False, num_resamples=10, seed=1)
    show(f"{name} sobol", S1=found["S1"], ST=found["ST"])
    x = points(f"{name}-morris", morris.sample(problem, 10, num_levels=4, seed=1), repr)
    found = morris_of.analyze(problem, x, model(x), num_levels=4, num_resamples=10, seed=1)
    show(f"{name} morris", mu=found["mu"], mu_star=found["mu_star"], sigma=found["sigma"])
