"""Two paragraphs to the hundredth of a millimetre, as a file a person can read and compare.

When setting was changed on purpose: delete `tests/golden/paragraphs.json`, run this test (it writes
the file and fails), look at the difference and commit it.
"""

import json
from pathlib import Path

from tests.unit.typesetting.specimens import FACTS, OVERVIEW

from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

GOLDEN = Path(__file__).parents[2] / "golden" / "paragraphs.json"
MEASURES_EM = {"narrow": 16, "wide": 30}


def described(composer: Composer, text: str, style: TextStyle, measure_em: int) -> list[dict[str, object]]:
    """Return each line with where its characters stand."""
    return [
        {
            "text": line.text,
            "left_mm": round(line.left_mm, 2),
            "width_mm": round(line.width_mm, 2),
            "spread_em": round(line.spread_em, 4),
            "at_mm": " ".join(
                f"{char}@{run.x_mm + offset:.2f}"
                for run in line.runs
                for char, offset in zip(run.texts, run.offsets_mm, strict=True)
            ),
        }
        for line in composer.paragraph(text, style, measure_em * style.em_mm).lines
    ]


def test_sample_paragraphs_are_set_as_they_were(composer: Composer) -> None:
    style = TextStyle(first_indent_em=1.0)
    found = {
        f"{name} {measure}": described(composer, text, style, em)
        for name, text in (("overview", OVERVIEW), ("facts", FACTS))
        for measure, em in MEASURES_EM.items()
    }
    if not GOLDEN.exists():
        shown = json.dumps(found, ensure_ascii=False, indent=1)
        GOLDEN.write_text(shown + "\n", encoding="utf-8", newline="\n")
        raise AssertionError("the golden file was missing and has been written; compare and commit it")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))
