"""The rules of the house hold in every module, and each of them would find a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.unit.house import safety_rules, style_rules
from tests.unit.house.source import Module, modules

Rule = Callable[[Module], Iterator[str]]
RULES: tuple[Rule, ...] = (*safety_rules.RULES, *style_rules.RULES)

FAULTS: dict[Rule, list[tuple[str, str]]] = {
    safety_rules.no_nested_event_loops: [
        ("gui/x.py", "QApplication.processEvents()"),
        ("gui/x.py", "self.box.exec()"),
        ("gui/x.py", "QEventLoop()"),
    ],
    safety_rules.no_dangerous_yaml: [
        ("base/x.py", "yaml.load(text)"),
        ("cli/x.py", "yaml.unsafe_load(text)"),
        ("cli/x.py", "yaml.load(text, Loader=yaml.FullLoader)"),
        ("storage/x.py", "yaml.safe_load(text)"),
        ("cli/x.py", "from yaml import load"),
    ],
    safety_rules.nothing_runs_what_it_reads: [
        ("model/x.py", "eval(text)"),
        ("cli/x.py", "os.system(text)"),
        ("storage/x.py", "import pickle"),
        ("storage/x.py", "archive.extractall(folder)"),
        ("gui/x.py", "import subprocess"),
    ],
    safety_rules.no_network: [
        ("geocoding/x.py", "import socket"),
        ("services/x.py", "from urllib.request import urlopen"),
        ("gui/x.py", "from PySide6.QtNetwork import QNetworkAccessManager"),
        ("gui/x.py", "import webbrowser"),
        ("services/x.py", "from geopy.geocoders import Nominatim"),
        ("geocoding/x.py", "from geopy.adapters import URLLibAdapter"),
        ("services/x.py", "from ofdesk.geocoding.online import OnlineGeocoder"),
        ("services/x.py", "from ofdesk.geocoding.online_transport import HttpsAdapter"),
    ],
    safety_rules.no_paragraph_markup: [
        ("press/x.py", "from reportlab.platypus import Paragraph"),
        ("press/x.py", "import reportlab.platypus"),
    ],
    safety_rules.pillow_opens_named_formats_only: [("press/x.py", "Image.open(file)")],
    safety_rules.qt_decodes_named_formats_only: [
        ("gui/x.py", "reader = QImageReader(buffer)"),
        ("gui/x.py", "image.loadFromData(data)"),
    ],
    safety_rules.no_swallowed_errors: [
        ("model/x.py", "try:\n    pass\nexcept Exception:\n    pass"),
        ("press/x.py", "try:\n    pass\nexcept (OSError, BaseException):\n    close()"),
        ("gui/x.py", "try:\n    pass\nexcept:\n    pass"),
        ("gui/x.py", "with contextlib.suppress(Exception):\n    pass"),
    ],
    safety_rules.no_naive_times: [
        ("gui/x.py", "datetime.datetime.now()"),
        ("gui/x.py", "datetime.utcnow()"),
        ("cli/x.py", "datetime.date.today()"),
        ("cli/x.py", "datetime.datetime.fromtimestamp(0)"),
    ],
    safety_rules.no_clock_or_chance_in_the_core: [
        ("storage/x.py", "def f(clock=time.monotonic): pass"),
        ("booklet/x.py", "today = datetime.date.today()"),
        ("press/x.py", "import random"),
        ("model/x.py", "from uuid import uuid4"),
        ("model/x.py", "from time import time"),
        ("model/x.py", "os.urandom(16)"),
        ("cartography/x.py", "np.random.default_rng()"),
    ],
    safety_rules.no_print_outside_the_command_line: [
        ("gui/x.py", "print(text)"),
        ("press/x.py", "sys.stderr.write(text)"),
    ],
    safety_rules.labels_come_from_the_plain_text_factories: [
        ("gui/x.py", "label = QLabel(text)"),
        ("gui/x.py", "QMessageBox.warning(self, title, text)"),
        ("gui/x.py", "button.setToolTip(text)"),
        ("gui/x.py", "QToolTip.showText(place, text, self)"),
        ("gui/x.py", "class Mark(QLabel):\n    pass"),
        ("gui/x.py", "view.setHtml(text)"),
        ("gui/x.py", "return text if role == Qt.ItemDataRole.ToolTipRole else None"),
        ("gui/x.py", "form.addRow('名称', editor)"),
    ],
    safety_rules.addresses_are_opened_in_one_place: [
        ("gui/x.py", "QDesktopServices.openUrl(QUrl(text))"),
        ("gui/x.py", "from PySide6.QtGui import QDesktopServices"),
    ],
    safety_rules.no_lambda_holds_a_widget: [("gui/x.py", "button.clicked.connect(lambda: self.go())")],
    safety_rules.asserts_are_not_checks_of_input: [("storage/x.py", "def f(x):\n    assert x")],
    style_rules.modules_are_short: [("gui/x.py", "pass\n" * 401)],
    style_rules.functions_are_short: [("gui/x.py", "def f():\n" + "    pass\n" * 50)],
    style_rules.functions_take_few_things: [("gui/x.py", "def f(a, b, c, d, e, *, g, h): pass")],
    style_rules.names_say_something: [
        ("gui/text_utils.py", ""),
        ("model/common.py", ""),
        ("gui/x.py", "class FileManager: pass"),
        ("gui/x.py", "def helper_for(x): pass"),
    ],
    style_rules.what_is_public_is_explained: [
        ("gui/x.py", "def show(): pass"),
        ("gui/x.py", '"""X."""\nclass Show:\n    pass'),
        ("gui/x.py", '"""X."""\ndef show_text():\n    """Show text."""'),
    ],
    style_rules.modules_hold_no_state: [
        ("gui/x.py", "_CACHE = {}"),
        ("gui/x.py", "_SEEN: set[str] = set()"),
        ("gui/x.py", "_TABLE = {1: 2}\ndef f():\n    _TABLE[3] = 4"),
        ("gui/x.py", "_NAMES = ['a']\ndef f():\n    _NAMES.append('b')"),
        ("gui/x.py", "def f():\n    global x\n    x = 1"),
    ],
    style_rules.signals_are_facts_or_wishes: [
        ("gui/x.py", "class A:\n    change = Signal()"),
        ("gui/x.py", "class A:\n    do_save: Signal = Signal(str)"),
    ],
}


def test_there_is_something_to_look_at() -> None:
    assert len(modules()) > 150
    assert {module.floor for module in modules()} >= {"base", "storage", "press", "gui", "cli"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds_in_every_module(rule: Rule) -> None:
    assert [finding for module in modules() for finding in rule(module)] == []


@pytest.mark.parametrize(
    ("rule", "name", "code"),
    [(rule, name, code) for rule, faults in FAULTS.items() for name, code in faults],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_rule_finds_a_fault(rule: Rule, name: str, code: str) -> None:
    assert list(rule(Module.of(name, code)))


def test_every_rule_is_proved() -> None:
    assert set(FAULTS) == set(RULES)


@pytest.mark.parametrize(
    ("rule", "name", "code"),
    [
        (
            safety_rules.no_swallowed_errors,
            "model/x.py",
            "try:\n    pass\nexcept BaseException:\n    undo()\n    raise",
        ),
        (safety_rules.no_naive_times, "gui/x.py", "datetime.datetime.now(datetime.UTC)"),
        (safety_rules.no_naive_times, "gui/x.py", "datetime.datetime.now().astimezone().date()"),
        (safety_rules.no_network, safety_rules.CONNECTION, "from urllib.request import Request"),
        (
            safety_rules.no_network,
            "services/x.py",
            "def f():\n    from ofdesk.geocoding.online import Timing",
        ),
        (safety_rules.no_clock_or_chance_in_the_core, "services/x.py", "import secrets"),
        (safety_rules.labels_come_from_the_plain_text_factories, "gui/labels.py", "QLabel()"),
        (
            safety_rules.labels_come_from_the_plain_text_factories,
            "gui/x.py",
            "QToolTip.showText(p, plain_tooltip(t))",
        ),
        (style_rules.modules_hold_no_state, "gui/x.py", "_T = {1: 2}\ndef f(_T):\n    _T[1] = 2"),
        (style_rules.functions_take_few_things, "gui/x.py", "def f(self, a, b, c, d, e, g, _unused): pass"),
        (style_rules.signals_are_facts_or_wishes, "gui/x.py", "class A:\n    area_chosen = Signal(str)"),
    ],
)
def test_the_rule_leaves_alone_what_is_right(rule: Rule, name: str, code: str) -> None:
    assert list(rule(Module.of(name, code))) == []
