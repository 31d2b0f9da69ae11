"""What a shell offers after a Tab, by Typer's protocol: the words so far in, the candidates out."""

import pytest

from tests.cli.program import Program

TICKETS = [
    *("T-20260601-MET1", "T-20260602-RPN8", "T-20260603-BRK2", "T-20260604-CAN9", "T-20260605-EXC3"),
    *("T-20260609-ASK7", "T-20260610-PSE5", "T-20260610-RSK4", "T-20260610-SMK6"),
]
EVENTS = (
    "answer dispatch arrive diagnose spares standby return-standby pause resume replace charge restore resolve close"
    " reopen cancel excuse note"
)


@pytest.fixture
def offer(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> "Offer":
    return Offer(harbour, monkeypatch)


class Offer:
    """Asks as bash does: the line up to the cursor, and the position of the word that is being typed."""

    def __init__(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        self.program = program
        self._monkeypatch = monkeypatch

    def __call__(self, line: str) -> list[str]:
        self._monkeypatch.setenv("_AFTERCARE_COMPLETE", "complete_bash")
        self._monkeypatch.setenv("COMP_WORDS", f"aftercare {line}")
        self._monkeypatch.setenv("COMP_CWORD", str(line.count(" ") + 1))
        outcome = self.program("")
        assert (outcome.code, outcome.err) == (0, "")
        return outcome.out.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ti", ["ticket"]),
        ("s", ["schema", "site", "staff", "spare", "sla"]),
        ("ticket sho", ["show"]),
        ("ticket re", ["return-standby", "resume", "replace", "restore", "resolve", "reopen"]),
        ("ticket show ", TICKETS),
        ("ticket show T-20260610-", TICKETS[-3:]),
        ("ticket history R", ["RPN8", "RSK4"]),
        ("sla show SM", ["SMK6"]),
        ("ticket show X", []),
        ("ticket open ", ["gate-2", "mill", "quay"]),
        ("ticket open quay x --equipment Q-", ["Q-CAM-1", "Q-NVR-1", "Q-VMS-1"]),
        ("ticket pause RSK4 --reason ", ["force_majeure", "owner_access"]),
        ("ticket pause RSK4 --reason o", ["owner_access"]),
        ("ticket arrive RSK4 --by ", ["ana", "bo", "cy", "di"]),
        ("ticket excuse RSK4 --target a", ["answer", "arrival"]),
        ("ticket open quay x --kind ", ["fault", "emergency", "consultation"]),
        ("ticket open quay x --hazard sm", ["smoke", "smell"]),
        ("ticket open quay x --priority ", ["urgent"]),
        ("ticket diagnose RSK4 --cause qu", ["quality"]),
        ("ticket charge RSK4 --head ", ["travel", "machinery", "equipment"]),
        ("ticket list --state re", ["reported", "restored", "resolved", "reopened"]),
        ("staff add x --name X --role ", ["service_manager", "service_engineer", "records_clerk"]),
        ("staff add x --name X --hours w", ["working_hours"]),
        ("ticket list --site g", ["gate-2"]),
        ("sla report --contract ", ["mill-net", "port-cctv"]),
        ("sla report --promise s", ["spares", "standby"]),
        ("due --promise h", ["hazard_company", "hazard_customer"]),
        ("due --format i", ["ics"]),
        ("sla show p", ["port-cctv"]),
        ("sla report --fail-on ", ["breach", "new-breach", "at-risk"]),
        ("sla report --format ", ["table", "json", "csv", "md", "html"]),
        ("sla acknowledge BRK2 s", ["spares", "standby"]),
        ("clock 09:00 3h --calendar ", ["24x7", "work", "night", "berlin"]),
        ("site show q", ["quay"]),
        ("contract show ", ["mill-net", "port-cctv"]),
        ("equipment show M", ["M-SW-1"]),
        ("warranty m", ["mill", "mill-net"]),
        ("warranty Q-C", ["Q-CAM-1"]),
        ("staff show ", ["ana", "bo", "cy", "di"]),
        ("schema t", ["ticket", "training"]),
        ("check --", ["--as-of", "--strict", "--exit-zero", "--format", "--help"]),
    ],
)
def test_names_are_offered(offer: "Offer", line: str, offered: list[str]) -> None:
    assert offer(line) == offered


def test_every_command_is_offered(offer: "Offer") -> None:
    assert offer("ticket ") == ["open", "list", "show", "history", *EVENTS.split()]


def test_the_workspace_that_is_named_is_the_one_that_is_asked(offer: "Offer", nowhere: Program) -> None:
    offer.program.folder = nowhere.folder
    assert offer("ticket show ") == []
    assert offer("--root ../harbour ticket show SM") == ["SMK6"]


@pytest.mark.parametrize("broken", ["aftercare: 2\n", "aftercare: [1\n", ""])
def test_a_broken_workspace_offers_nothing_and_says_nothing(offer: "Offer", broken: str) -> None:
    offer.program.write("records/aftercare.yaml", broken)
    offer.program.write("records/staff.yaml", "staff: {}\n")
    assert offer("ticket arrive RSK4 --by ") == []
    assert offer("clock 09:00 3h --calendar ") == []
    assert offer("ticket show SM") == ["SMK6"]


@pytest.mark.parametrize(
    ("shell", "settings", "answer"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "aftercare ticket show SM"}, "_arguments '*: :((\"SMK6\"))'"),
        (
            "fish",
            {"_TYPER_COMPLETE_ARGS": "aftercare ticket show SM", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
            "SMK6",
        ),
    ],
)
def test_other_shells_ask_in_their_own_way(
    harbour: Program, monkeypatch: pytest.MonkeyPatch, shell: str, settings: dict[str, str], answer: str
) -> None:
    for name, value in {"_AFTERCARE_COMPLETE": f"complete_{shell}", **settings}.items():
        monkeypatch.setenv(name, value)
    assert harbour("") == (0, f"{answer}\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_asks_the_program(nowhere: Program, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    monkeypatch.setenv("_AFTERCARE_COMPLETE", f"source_{shell}")
    script = nowhere.answer("")
    assert f"_AFTERCARE_COMPLETE=complete_{shell}" in script
