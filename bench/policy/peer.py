"""The same rules and the same firms in OpenFisca: how fast, and how exact.

make N FOLDER      writes FOLDER/in.bin: six columns of N 64-bit integers, in fen
compare N FOLDER   runs OpenFisca on them, reads our totals from FOLDER/out.bin, and compares both with exact integers
"""
import resource
import sys
import time

import numpy as np

COLUMNS = ("rd", "mpw", "eda", "ip", "revenue", "prev_revenue")


def make(n, folder):
    rng = np.random.default_rng(42)
    data = {
        "rd": rng.lognormal(15, 1.5, n),
        "mpw": rng.lognormal(14, 1.2, n),
        "eda": rng.lognormal(14, 1.2, n),
        "ip": rng.lognormal(13, 1.2, n),
        "revenue": rng.lognormal(18, 1.5, n),
    }
    data["prev_revenue"] = data["revenue"] * rng.uniform(0.5, 1.1, n)
    fen = [np.rint(data[name] * 100).astype("<i8") for name in COLUMNS]
    with open(f"{folder}/in.bin", "wb") as out:
        for column in fen:
            column.tofile(out)


def load(n, folder):
    flat = np.fromfile(f"{folder}/in.bin", dtype="<i8").reshape(len(COLUMNS), n)
    return dict(zip(COLUMNS, flat))


def exact(d):
    """Integers of fen, every share rounded down."""
    tier = lambda x: np.select([x >= 10**11, x >= 5 * 10**10, x >= 10**10], [3 * 10**8, 2 * 10**8, 10**8], 0)
    mpw = np.where(d["mpw"] >= 5 * 10**7, np.minimum(d["mpw"] // 2, 3 * 10**8), 0)
    eda = np.minimum(d["eda"] * 3 // 10, 2 * 10**8)
    ip = np.minimum(d["ip"] // 5, 10**8)
    rd = np.where(d["rd"] * 20 >= np.maximum(d["revenue"], 100), np.minimum(d["rd"] // 10, 5 * 10**8), 0)
    grown = np.maximum(tier(d["revenue"]) - tier(d["prev_revenue"]), 0)
    return np.minimum(mpw + np.maximum(eda, ip) + rd + grown, 10**9)


def openfisca(n, d):
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import YEAR
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    firm = build_entity(key="enterprise", plural="enterprises", label="enterprise", is_person=True)
    park = build_entity(key="park", plural="parks", label="park", roles=[{"key": "member", "plural": "members"}])

    def given(name):
        return type(name, (Variable,), dict(value_type=float, entity=firm, definition_period=YEAR, label=name))

    def worked_out(name, formula):
        return type(
            name, (Variable,), dict(value_type=float, entity=firm, definition_period=YEAR, label=name, formula=formula)
        )

    tier = lambda x: np.select([x >= 1e9, x >= 5e8, x >= 1e8], [3e6, 2e6, 1e6], 0.0)
    formulas = {
        "mpw_amt": lambda e, p: (e("mpw", p) >= 500_000) * np.minimum(e("mpw", p) * 0.5, 3_000_000),
        "eda_amt": lambda e, p: np.minimum(e("eda", p) * 0.3, 2_000_000),
        "ip_amt": lambda e, p: np.minimum(e("ip", p) * 0.2, 1_000_000),
        "rd_amt": lambda e, p: (e("rd", p) / np.maximum(e("revenue", p), 1) >= 0.05)
        * np.minimum(e("rd", p) * 0.1, 5_000_000),
        "tier_amt": lambda e, p: np.maximum(tier(e("revenue", p)) - tier(e("prev_revenue", p)), 0),
        "excl": lambda e, p: np.maximum(e("eda_amt", p), e("ip_amt", p)),
        "total": lambda e, p: np.minimum(
            e("mpw_amt", p) + e("excl", p) + e("rd_amt", p) + e("tier_amt", p), 10_000_000
        ),
    }
    system = TaxBenefitSystem([firm, park])
    system.add_variables(*(given(name) for name in COLUMNS), *(worked_out(n_, f) for n_, f in formulas.items()))
    best, result = float("inf"), None
    for _ in range(7):
        simulation = SimulationBuilder().build_default_simulation(system, n)
        for name in COLUMNS:
            simulation.set_input(name, "2025", d[name] / 100)
        start = time.process_time()
        result = simulation.calculate("total", "2025")
        best = min(best, time.process_time() - start)
    return best, result


def compare(n, folder):
    d = load(n, folder)
    truth = exact(d)
    ours = np.fromfile(f"{folder}/out.bin", dtype="<i8")
    seconds, theirs = openfisca(n, d)
    off = int((np.abs(np.rint(theirs.astype("f8") * 100) - truth) >= 1).sum())
    print(f"openfisca: {seconds / n * 1e9:.1f} ns of CPU a firm, best of 7; {off} of {n} firms differ from exact by a fen or more")
    print(f"xinqiao: {int((ours != truth).sum())} of {n} firms differ from exact")
    print(f"openfisca memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    {"make": make, "compare": compare}[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
