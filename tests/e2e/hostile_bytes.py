"""Injures bytes the way bad disks, bad programs and bad people do; the same seed gives the same injuries."""

from __future__ import annotations

import random

_WORDS = (
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x7f\xff\xff\xff",
    b"PK\x01\x02",
    b"PK\x03\x04",
    b"\xff\xd8",
)
_YAML = (
    b"[",
    b"{",
    b"&a ",
    b"*a",
    b"!",
    b"%",
    b":",
    b"\n",
    b'"',
    b"'",
    b"- ",
    b"? ",
    b"|",
    b"\t",
    b"<<: ",
    b"\xc2\x85",
)


def injured(data: bytes, rng: random.Random, most: int = 4) -> bytes:
    """Return data with one to `most` injuries: bits, runs, words, copies, signs that YAML minds."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, most)):
        place = rng.randrange(len(changed) + 1)
        match rng.randrange(8):
            case 0:
                changed[place : place + 1] = rng.randbytes(1)
            case 1:
                changed[place : place + 1] = bytes(
                    byte ^ (1 << rng.randrange(8)) for byte in changed[place : place + 1]
                )
            case 2:
                del changed[place : place + rng.randint(1, 40)]
            case 3:
                changed[place:place] = rng.randbytes(rng.randint(1, 40))
            case 4:
                changed[place : place + 4] = rng.choice(_WORDS)
            case 5:
                other = rng.randrange(len(changed) + 1)
                changed[place:place] = changed[other : other + rng.randint(1, 200)]
            case 6:
                del changed[place:]
            case _:
                changed[place : place + 1] = rng.choice(_YAML)
        if len(changed) < 8:
            break
    return bytes(changed)
