"""Rules that keep out what hurt before: dangerous calls, guesses at HTML, clocks in the core, lost errors."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.unit.house.source import Module, calls, dotted, functions, imported, names_used, walked

_LOADERS = {"load", "load_all", "full_load", "full_load_all", "unsafe_load", "unsafe_load_all"}
_UNSAFE_LOADERS = {"Loader", "FullLoader", "UnsafeLoader", "CLoader", "CFullLoader", "CUnsafeLoader"}
_EXECUTING = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.startfile"}
_UNPICKLING = {"pickle", "marshal", "shelve", "dill"}
_NETWORK = {"socket", "http", "urllib.request", "ftplib", "smtplib", "requests", "ssl", "webbrowser"}
_CLOCKS = {
    "time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter",
    "time.perf_counter_ns", "time.process_time", "time.localtime", "time.gmtime",
}  # fmt: skip
_CHANCE_MODULES = {"random", "secrets", "uuid", "numpy.random"}
_TODAY = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp"}
_BROAD = {"Exception", "BaseException"}

_LABELS = "gui/labels.py"
_RICH_TEXT = {
    "QTextEdit", "QTextBrowser", "QTextDocument", "QErrorMessage", "QSplashScreen", "QProgressDialog",
    "QInputDialog", "QWizard", "setHtml", "insertHtml", "appendHtml", "toHtml", "setMarkdown", "setWhatsThis",
    "setTabToolTip", "ToolTipRole", "WhatsThisRole", "RichText", "AutoText", "MarkdownText",
    "setOpenExternalLinks",
}  # fmt: skip
_MESSAGE_SHORTCUTS = {"information", "question", "warning", "critical", "about", "aboutQt"}
_GUESSING = {"QLabel", "QMessageBox"}
_OPENERS = {"openUrl", "QDesktopServices", "startDetached", "startfile"}
ADDRESS_OPENER = "gui/addresses.py"
"""The one module that may open an address outside; it lets http, https, mailto and tel through."""


def no_nested_event_loops(module: Module) -> Iterator[str]:
    """`processEvents` lets the user act in the middle of an action; `exec` of a dialog does the same."""
    for node, name in names_used(module.tree):
        if name in ("processEvents", "QEventLoop", "exec_"):
            yield module.at(node, name)
    for call, name in calls(module.tree):
        if name.endswith(".exec") and not name.startswith("application"):
            yield module.at(call, name)


def no_dangerous_yaml(module: Module) -> Iterator[str]:
    """YAML is read as events, or, from our own resources, by `base.resources.resource_table`."""
    for node, name in names_used(module.tree):
        if name in _UNSAFE_LOADERS:
            yield module.at(node, name)
    for call, name in calls(module.tree):
        head, _, last = name.rpartition(".")
        if head == "yaml" and last in _LOADERS:
            yield module.at(call, name)
        if name == "yaml.safe_load" and module.floor == "storage":
            yield module.at(call, "project files are never constructed by PyYAML")
    for node, name in imported(module.tree):
        if name.rpartition(".")[2] in _LOADERS and name.startswith("yaml."):
            yield module.at(node, name)


def nothing_runs_what_it_reads(module: Module) -> Iterator[str]:
    """No eval, no shell, no unpickling, no extracting to paths that a file names."""
    for call, name in calls(module.tree):
        if name in _EXECUTING or name.rpartition(".")[2] in ("extractall", "extract"):
            yield module.at(call, name)
    for node, name in imported(module.tree):
        if name in _UNPICKLING | {"subprocess", "zipfile", "tarfile"}:
            yield module.at(node, name)


CONNECTION = "geocoding/online_transport.py"
"""The one module that may open a connection, to the online services the user chose."""


def no_network(module: Module) -> Iterator[str]:
    """The program works without a network; what can ask for one stands in one place, loaded when needed."""
    if module.name == CONNECTION:
        return
    for node, name in imported(module.tree):
        if name in _NETWORK or name.startswith("PySide6.QtNetwork"):
            yield module.at(node, name)
        if name.startswith("geopy") and module.floor != "geocoding":
            yield module.at(node, f"{name} outside of geocoding")
    for _, name in names_used(module.tree):
        if name in ("URLLibAdapter", "RequestsAdapter", "AioHTTPAdapter"):
            yield f"{module.name} {name}"
    for statement in module.tree.body:
        for node, name in imported(statement):
            loads = name in ("ofdesk.geocoding.online", f"ofdesk.{CONNECTION[:-3].replace('/', '.')}")
            if loads and not _is_for_types(statement):
                yield module.at(node, f"{name} is loaded before the user asked")


def _is_for_types(statement: ast.stmt) -> bool:
    """Tell whether a statement only serves the type checker, or only runs when a function is called."""
    if isinstance(statement, ast.If):
        return dotted(statement.test).endswith("TYPE_CHECKING")
    return isinstance(statement, ast.FunctionDef | ast.ClassDef)


def no_paragraph_markup(module: Module) -> Iterator[str]:
    """The layout engine of reportlab reads markup, and files that the markup names."""
    for node, name in imported(module.tree):
        if name.startswith(("reportlab.platypus", "reportlab.lib.utils", "reportlab.graphics")):
            yield module.at(node, name)


def pillow_opens_named_formats_only(module: Module) -> Iterator[str]:
    """Pillow reads 43 formats, one of them by running Ghostscript."""
    for call, name in calls(module.tree):
        if name.rpartition(".")[0] in ("Image", "PIL.Image") and name.endswith(".open"):
            given = {word.arg for word in call.keywords}
            if "formats" not in given:
                yield module.at(call, f"{name} without formats")


def qt_decodes_named_formats_only(module: Module) -> Iterator[str]:
    """Qt reads SVG (which names files) where a photo is expected, unless told what it is given."""
    if module.floor != "gui":
        return
    readers = [call for call, name in calls(module.tree) if name.endswith("QImageReader")]
    settled = {name for _, name in names_used(module.tree)}
    for call in readers:
        if "setAutoDetectImageFormat" not in settled:
            yield module.at(call, "QImageReader guesses the format")
    for call, name in calls(module.tree):
        if name.endswith((".loadFromData", ".fromData")):
            yield module.at(call, f"{name} guesses the format")


def no_swallowed_errors(module: Module) -> Iterator[str]:
    """Below services an error has a name; whoever must catch all of them raises again."""
    for node in walked(module.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        is_broad = any(kind is None or dotted(kind) in _BROAD for kind in caught)
        ends_raising = isinstance(node.body[-1], ast.Raise)
        if is_broad and not ends_raising and (module.is_core or node.type is None):
            yield module.at(node, "broad except")
    for call, name in calls(module.tree):
        if name.endswith("suppress") and any(dotted(given) in _BROAD for given in call.args):
            yield module.at(call, "broad suppress")


def no_naive_times(module: Module) -> Iterator[str]:
    """A time without its zone is a wrong time somewhere; `astimezone` gives a local time its zone."""
    zoned = {
        call.func.value
        for call, name in calls(module.tree)
        if name.endswith("astimezone") and isinstance(call.func, ast.Attribute)
    }
    for call, name in calls(module.tree):
        last = name.rpartition(".")[2]
        if last in ("utcnow", "utcfromtimestamp") or name in ("date.today", "datetime.date.today"):
            yield module.at(call, name)
        if last == "now" and "datetime" in name and not (call.args or call.keywords or call in zoned):
            yield module.at(call, name)
        if last == "fromtimestamp" and len(call.args) + len(call.keywords) < 2:
            yield module.at(call, name)


def no_clock_or_chance_in_the_core(module: Module) -> Iterator[str]:
    """What the core does depends on what it is given: clocks and dice come in as arguments."""
    if not module.is_core:
        return
    for node in walked(module.tree):
        name = dotted(node) if isinstance(node, ast.Attribute) else ""
        if name in _CLOCKS or name in ("os.urandom", "np.random", "numpy.random"):
            yield module.at(node, name)
        if "date" in name and name.rpartition(".")[2] in _TODAY:
            yield module.at(node, name)
    for node, name in imported(module.tree):
        if name in _CHANCE_MODULES or name in _CLOCKS:
            yield module.at(node, name)


def no_print_outside_the_command_line(module: Module) -> Iterator[str]:
    """What is printed elsewhere nobody sees, or it spoils what a command answers."""
    for call, name in calls(module.tree):
        if name == "print" and module.floor != "cli":
            yield module.at(call, name)
        if name in ("sys.stdout.write", "sys.stderr.write") and module.floor not in ("cli", "gui"):
            yield module.at(call, name)


def labels_come_from_the_plain_text_factories(module: Module) -> Iterator[str]:
    """Labels, message boxes and tooltips guess HTML and load the pictures it names."""
    if module.floor != "gui" or module.name == _LABELS:
        return
    for node, name in names_used(module.tree):
        if name in _RICH_TEXT:
            yield module.at(node, name)
    for call, name in calls(module.tree):
        head, _, last = name.rpartition(".")
        if name in _GUESSING or (head.endswith("QMessageBox") and last in _MESSAGE_SHORTCUTS):
            yield module.at(call, name)
        if last == "setToolTip":
            yield module.at(call, "a tooltip that is not plain")
        if name == "QToolTip.showText" and not _is_plain_tooltip(call.args[1]):
            yield module.at(call, "a tooltip that is not plain")
        if last == "addRow" and len(call.args) == 2 and not isinstance(call.args[0], ast.Name | ast.Call):
            yield module.at(call, "a form row makes a label of its own")
    for node in walked(module.tree):
        if isinstance(node, ast.ClassDef) and any(dotted(base) in _GUESSING for base in node.bases):
            yield module.at(node, "a label of its own kind")


def _is_plain_tooltip(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) == "plain_tooltip"


def addresses_are_opened_in_one_place(module: Module) -> Iterator[str]:
    """An address out of a file must not start a program: one module checks the scheme and opens it."""
    if module.name == ADDRESS_OPENER:
        return
    for node, name in names_used(module.tree):
        if name in _OPENERS:
            yield module.at(node, name)


def no_lambda_holds_a_widget(module: Module) -> Iterator[str]:
    """A lambda connected to a signal keeps what it names alive, after the window has gone."""
    for call, name in calls(module.tree):
        if name.endswith(".connect") and any(isinstance(given, ast.Lambda) for given in call.args):
            yield module.at(call, "a lambda connected to a signal")


def asserts_are_not_checks_of_input(module: Module) -> Iterator[str]:
    """`python -O` takes assertions out: what comes from a file is checked by raising."""
    if module.floor != "storage":
        return
    for function in functions(module.tree):
        for node in walked(function):
            if isinstance(node, ast.Assert):
                yield module.at(node, "assert")


RULES = (
    no_nested_event_loops,
    no_dangerous_yaml,
    nothing_runs_what_it_reads,
    no_network,
    no_paragraph_markup,
    pillow_opens_named_formats_only,
    qt_decodes_named_formats_only,
    no_swallowed_errors,
    no_naive_times,
    no_clock_or_chance_in_the_core,
    no_print_outside_the_command_line,
    labels_come_from_the_plain_text_factories,
    addresses_are_opened_in_one_place,
    no_lambda_holds_a_widget,
    asserts_are_not_checks_of_input,
)
