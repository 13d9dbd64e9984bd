"""Derives the polynomial coefficients of io.github.candle4j.core.cpu.Coefficients.

Usage: python3 tools/fit_polynomials.py     (needs mpmath; prints Java constants and the error of each fit)

Each fit is a weighted minimax polynomial found with the Remez exchange algorithm in 60 digits. Coefficients are
rounded to float one by one from the lowest degree; after each rounding the remaining ones are fitted again, so the
rounding errors of the low ones are made good by the high ones. The printed error is that of the polynomial with float
coefficients, evaluated exactly: what the float evaluation adds is measured by the tests.
"""

import struct

from mpmath import (cos, erf, erfc, exp, log, lu_solve, matrix, mp, mpf, pi, sin, sqrt)

mp.dps = 60
GRID = 1500


def to_float(x):
  """The nearest float of x."""
  return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def horner(c, x):
  y = mpf(0)
  for a in reversed(c):
    y = y * x + a
  return y


def remez(f, w, a, b, low, n):
  """Minimises max |w(x) (x^low p(x) - f(x))| over [a, b], p with n coefficients."""
  xs = [a + (b - a) * (1 - cos(pi * i / (GRID - 1))) / 2 for i in range(GRID)]
  ws = [w(x) for x in xs]
  fs = [f(x) for x in xs]
  pick = [round(i * (GRID - 1) / n) for i in range(n + 1)]
  for _ in range(30):
    m, rhs = matrix(n + 1, n + 1), matrix(n + 1, 1)
    for row, i in enumerate(pick):
      for j in range(n):
        m[row, j] = ws[i] * xs[i] ** (low + j)
      m[row, n] = (-1) ** row
      rhs[row] = ws[i] * fs[i]
    solution = lu_solve(m, rhs)
    c = [solution[j] for j in range(n)]
    level = abs(solution[n])
    e = [ws[i] * (horner(c, xs[i]) * xs[i] ** low - fs[i]) for i in range(GRID)]
    worst = max(abs(v) for v in e)
    if worst <= level * (1 + mpf(10) ** -4) or level == 0:
      break
    # the extremum of each run of one sign
    runs, best = [], 0
    for i in range(1, GRID):
      if (e[i] >= 0) == (e[best] >= 0):
        if abs(e[i]) > abs(e[best]):
          best = i
      else:
        runs.append(best)
        best = i
    runs.append(best)
    while len(runs) > n + 1:
      runs.pop(0 if abs(e[runs[0]]) < abs(e[runs[-1]]) else -1)
    if len(runs) < n + 1:
      break
    pick = runs
  return c, worst


def least_squares(f, w, a, b, low, n):
  """The weighted least-squares fit on Chebyshev nodes, which stays well behaved after a low coefficient is fixed."""
  points = 40 * n
  m, rhs = matrix(n, n), matrix(n, 1)
  for i in range(points):
    x = (a + b) / 2 + (b - a) / 2 * cos(pi * (i + mpf(1) / 2) / points)
    row = [w(x) * x ** (low + j) for j in range(n)]
    value = w(x) * f(x)
    for j in range(n):
      rhs[j] += row[j] * value
      for k in range(n):
        m[j, k] += row[j] * row[k]
  return list(lu_solve(m, rhs))


def fit(name, f, w, a, b, n, doc):
  """Fits, rounds coefficient by coefficient, prints."""
  a, b = mpf(a), mpf(b)
  start, ideal = remez(f, w, a, b, 0, n)
  fixed = []
  for i in range(n):
    rest = lambda x: f(x) - horner(fixed, x)
    c = start if i == 0 else least_squares(rest, w, a, b, i, n - i)
    fixed.append(to_float(c[0]))
  xs = [a + (b - a) * mpf(i) / 4000 for i in range(4001)]
  error = max(abs(w(x) * (horner(fixed, x) - f(x))) for x in xs)
  print(f"// {name}: {doc}")
  print(f"// error of the fit 2^{float(log(error, 2)):.2f} (2^{float(log(ideal, 2)):.2f} before rounding)")
  for i, c in enumerate(fixed):
    print(f"static final float {name}_{i} = {float(c).hex()}f;")
  print(flush=True)


def split(name, x, bits, parts):
  """Prints x as a sum of floats, all but the last truncated to so many bits."""
  for i in range(parts):
    if i < parts - 1:
      e = mp.floor(log(x, 2)) + 1
      scale = mpf(2) ** (bits[i] - e)
      part = mp.floor(x * scale) / scale
    else:
      part = to_float(x)
    print(f"static final float {name}_{i} = {float(part).hex()}f;")
    x -= part
  print()


def series_at(limit, value, f):
  """f, with its limit at 0 in a neighbourhood where f would divide 0 by 0."""
  return lambda x: value if abs(x) < limit else f(x)


def main():
  ln2, log2e = log(2), 1 / log(mpf(2))
  tiny = mpf(10) ** -12
  half = ln2 / 2 * (1 + mpf(2) ** -16)
  fit("EXP", series_at(tiny, mpf(1) / 2, lambda r: (exp(r) - 1 - r) / r**2), lambda r: r**2 * exp(-r),
      -half, half, 5, "e^r = 1 + r + r^2 p(r), relative error")
  fit("EXP2", series_at(tiny, ln2, lambda r: (mpf(2) ** r - 1) / r), lambda r: r * mpf(2) ** -r,
      -0.5005, 0.5005, 6, "2^r = 1 + r p(r), relative error")
  third = mpf(1) / 3 * (1 + mpf(2) ** -20)
  fit("LOG", series_at(tiny, third, lambda f: (log(1 + f) - f + f * f / 2) / f**3),
      lambda f: 0 if f == 0 else f**3 / log(1 + f), -third, third, 8,
      "log(1+f) = f - f^2/2 + f^3 p(f), relative error")
  s = mpf("0.80") ** 2
  fit("SIN", series_at(tiny, -mpf(1) / 6, lambda t: (sin(sqrt(t)) / sqrt(t) - 1) / t), lambda t: t, 0, s, 3,
      "sin r = r + r^3 p(r^2), relative error")
  fit("COS", series_at(tiny, mpf(1) / 24, lambda t: (cos(sqrt(t)) - 1 + t / 2) / t**2), lambda t: t**2, 0, s, 3,
      "cos r = 1 - r^2/2 + r^4 p(r^2), absolute error")
  small = mpf(1)
  fit("ERF_SMALL", series_at(tiny, 2 / sqrt(pi) - 1, lambda t: erf(sqrt(t)) / sqrt(t) - 1),
      lambda t: 1 if t < tiny else sqrt(t) / erf(sqrt(t)), 0, small**2, 7, "erf x = x + x p(x^2), |x| <= 1, relative error")
  fit("ERF_LARGE", lambda a: -log(erfc(a)) * log2e, lambda a: erfc(a) * ln2, small, 4, 8,
      "erf a = 1 - 2^-p(a), 1 <= a <= 4, absolute error")
  c = mpf(TAIL_CENTRE)
  position = lambda t: c * (1 + t) / (1 - t)
  h = lambda t: (position(t) + c) * erfc(position(t) / sqrt(2)) / 2 * exp(position(t) ** 2 / 2)
  fit("TAIL", h, lambda t: 1 / h(t), -1, (mpf(15) - c) / (mpf(15) + c), 11,
      f"Phi(-a) = e^(-a^2/2) p(t) / (a + {TAIL_CENTRE}), t = (a - {TAIL_CENTRE}) / (a + {TAIL_CENTRE}), "
      "0 <= a <= 15, relative error")
  print("// constants as sums of floats")
  split("LN2", ln2, [24], 2)
  split("PI_HALF", pi / 2, [24, 24], 3)
  split("GELU_LINEAR", sqrt(2 / pi) * 2 * log2e, [24], 2)
  split("GELU_CUBIC", sqrt(2 / pi) * 2 * log2e * mpf("0.044715"), [24], 2)
  split("HALF_LOG2E", log2e / 2, [24], 2)
  split("LOG2E", log2e, [], 1)
  split("TWO_OVER_PI", 2 / pi, [], 1)


TAIL_CENTRE = "3"

if __name__ == "__main__":
  main()
