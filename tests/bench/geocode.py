"""Measures the geocoder: start, speed, memory, and how many addresses find the right town.

    python tests/bench/geocode.py [--addresses 20000] [--seed 1]

The addresses are the gazetteer's own towns written the way people write them; so the rate tells what the
spelling rules lose, not what the gazetteer lacks.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ofdesk.geocoding.gazetteer import Gazetteer, Municipality
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.matcher import AddressMatcher

FIRST_QUERY = """
import time; start = time.perf_counter()
from ofdesk.geocoding.matcher import AddressMatcher
AddressMatcher().match("大阪府八尾市本町1-1-1")
print(time.perf_counter() - start)
"""
Spelling = Callable[[str, random.Random], str]
_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
_OLD = str.maketrans("沢浜広桜竜滝辺崎高島条国", "澤濱廣櫻龍瀧邊﨑髙嶋條國")


def _swap(text: str, groups: tuple[str, ...], rng: random.Random) -> str:
    for group in groups:
        text = "".join(rng.choice(group) if char in group else char for char in text)
    return text


SPELLINGS: dict[str, Spelling] = {
    "as in the gazetteer": lambda text, rng: text,
    "full width": lambda text, rng: text.translate(_WIDE),
    "old forms": lambda text, rng: text.translate(_OLD),
    "kana variants": lambda text, rng: _swap(text, ("ケヶが", "のノ", "ツッ"), rng),
    "without 大字 and 字": lambda text, rng: text.replace("大字", "").replace("字", ""),
    "with spaces": lambda text, rng: "".join(char + " " * (rng.random() < 0.1) for char in text),
    "building behind": lambda text, rng: text + " 見本ビル3F",
}


def peak_memory_mb() -> float:
    """Return the most memory this process has held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sample(gazetteer: Gazetteer, count: int, rng: random.Random) -> list[tuple[Municipality, str, str]]:
    """Return municipality, town and an address in it, drawn evenly over all towns."""
    places = [
        (municipality, town)
        for municipality in gazetteer.municipalities()
        if not municipality.wards
        for town, name in enumerate(gazetteer.towns(municipality.number).names)
        if name
    ]
    chosen = []
    for municipality, town in rng.sample(places, min(count, len(places))):
        table = gazetteer.towns(municipality.number)
        number = f"{rng.randint(1, 30)}-{rng.randint(1, 20)}"
        chomes = table.chomes(town)
        if chomes:
            number = f"{rng.choice(list(chomes))}-{number}"
        chosen.append((municipality, table.names[town], municipality.canonical + table.names[town] + number))
    return chosen


def judge(matcher: AddressMatcher, cases: list[tuple[Municipality, str, str]]) -> Counter[str]:
    """Count how the answers compare with the truth."""
    verdicts: Counter[str] = Counter()
    for municipality, town, address in cases:
        match = matcher.match(address)
        if match.municipality_code == municipality.code and match.town == town and match.point:
            verdicts["right"] += 1
        elif match.level.depth >= Level.TOWN.depth and match.point:
            verdicts["wrong"] += 1
        else:
            verdicts["asked" if match.alternatives else "unknown"] += 1
    return verdicts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    environment_path = str(Path(__file__).resolve().parents[2] / "src")
    first = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {environment_path!r})\n{FIRST_QUERY}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    print(f"first answer after import starts: {float(first.stdout):.3f} s")
    matcher = AddressMatcher()
    rng = random.Random(arguments.seed)
    cases = sample(matcher.gazetteer, arguments.addresses, rng)
    for title, spell in SPELLINGS.items():
        spelled = [(municipality, town, spell(address, rng)) for municipality, town, address in cases]
        verdicts = judge(matcher, spelled)
        shares = ", ".join(f"{name} {count / len(cases):.3%}" for name, count in sorted(verdicts.items()))
        print(f"{title:22} {shares}")
    addresses = [address for _, _, address in cases]
    start = time.process_time()
    for address in addresses:
        matcher.match(address)
    seconds = time.process_time() - start
    print(f"{len(addresses) / seconds:,.0f} addresses/s of one core")
    print(f"{peak_memory_mb():.0f} MB with every town decoded")


if __name__ == "__main__":
    main()
