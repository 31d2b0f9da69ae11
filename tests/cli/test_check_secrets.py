"""`check` finds secrets in every kind of file, and no form of its answer repeats one."""

import json
import random
import string
from pathlib import Path

import pytest

from tests.cli.program import Program

TICKETS = "records/tickets/2026/06"
FORMS = ("text", "json", "github", "sarif", "junit")
LONG = "fault_at: 'long enough to be cut by whoever tells of it, "
HINT = (
    "take it out of the record and hand it over on a sealed sheet; change it, since Git's history still has it, "
    "or remove it from there too"
)
RANDOM = random.Random(20260610)  # noqa: S311 - made-up passwords, the same in every run


def password() -> str:
    """Give what people choose: letters, digits, a sign, long enough to be told from words."""
    letters = [RANDOM.choice(string.ascii_letters) for _ in range(RANDOM.randint(5, 14))]
    signs = RANDOM.sample(letters + list("7!#+~"), k=len(letters) + 5)
    return f"q{''.join(signs)}9"


def planted(secret: str) -> dict[str, str]:
    """Give files with a secret, right and wrong in every way that has an error of its own."""
    columns = "at,model,quantity,type,note"
    head = "site: quay\nreported_at: 2026-06-10T09:00:00+08:00\n"
    return {
        f"{TICKETS}/T-20260610-0001.yaml": f"id: T-20260610-0001\n{head}summary: '密码：{secret}'\n",
        f"{TICKETS}/T-20260610-0002.yaml": f"id: T-20260610-0002\n{head}summary: x\npassword: '{secret}'\n",
        f"{TICKETS}/T-20260610-0003.yaml": f"id: T-20260610-0003\n{head}summary: x # pwd = {secret}\nsummary: y\n",
        f"{TICKETS}/T-20260610-0004.yaml": f"id: T-20260610-0004\nsummary: x\nsite: 'password={secret}'\n",
        f"{TICKETS}/T-20260610-0005.yaml": f"id: T-20260610-0005\n{head}summary: 'token: {secret}\n",
        f"{TICKETS}/T-20260610-0006.yaml": f"id: T-20260610-0006\n{head}summary: x\n{LONG}password: {secret}'\n",
        f"{TICKETS}/T-20260610-0007.yaml": f"id: T-20260610-0007\n{head}summary: x://:{secret}@b\nby: 'pwd={secret}'\n",
        f"{TICKETS}/T-20260610-0008.yaml": f"id: T-20260610-0008\n{head}summary: x\n'pwd={secret}': x\n",
        f"{TICKETS}/T-20260610-0009.yaml": f"id: T-20260610-0009\n{head}summary: &a 'pwd={secret}'\n",
        "records/spares/2026.csv": f"{columns}\n2026-06-01,M,1,receive,密码：{secret}\n2026-06-01,'pwd={secret}',x,y\n",
        "records/notes.yaml": f"password: '{secret}'\n",
        "records/staff.yaml": f"staff:\n  - {{id: bob, name: Bob, role: 'pwd={secret}'}}\n",
    }  # fmt: skip


@pytest.mark.parametrize("_round", range(8))
def test_no_form_repeats_a_secret(harbour: Program, _round: int) -> None:
    secret = password()
    for path, text in planted(secret).items():
        harbour.write(path, text)
    told = {form: harbour(f"check --format {form}") for form in FORMS}
    for outcome in told.values():
        assert outcome.code == 1
        assert secret[:6] not in outcome.out + outcome.err
    problems = json.loads(told["json"].out)["problems"]
    assert {found["path"] for found in problems if found["code"] == "secret"} == set(planted(secret))


def test_other_commands_do_not_repeat_it_either(harbour: Program) -> None:
    secret = "q7!hunter22"  # noqa: S105 - planted
    for path, text in planted(secret).items():
        harbour.write(path, text)
    for line in ("sla report", "ticket list", "due", "fmt --check", "spare list"):
        outcome = harbour(line)
        assert secret[:6] not in outcome.err, line


def test_a_secret_is_told_where_it_stands_and_what_to_do(harbour: Program) -> None:
    harbour.write(
        f"{TICKETS}/T-20260610-0001.yaml",
        "id: T-20260610-0001\nsite: quay\nsummary: rtsp://admin:harbour42@192.0.2.7/1\n"
        "reported_at: 2026-06-10T09:00:00+08:00\n",
    )
    said = (
        f"{TICKETS}/T-20260610-0001.yaml:3:23: error[secret]: summary holds what looks like a password\n"
        "    summary: rtsp://admin:•••@192.0.2.7/1\n"
        f"    hint: {HINT}\n"
        "20 files checked: 1 error, 0 warnings\n"
    )
    assert harbour(f"check {TICKETS}") == (1, said, "")


def test_secrets_are_told_where_nothing_can_be_judged(harbour: Program) -> None:
    harbour.write("records/aftercare.yaml", "aftercare: 2\ncompany: {name: 'pwd: Abc12345'}\n")
    codes = [found["code"] for found in json.loads(harbour("check --format json").out)["problems"]]
    assert codes == ["value", "secret"]


def test_the_records_of_this_checkout_hold_none(sample: Program) -> None:
    problems = json.loads(sample("check --format json").out)["problems"]
    assert [found for found in problems if found["code"] == "secret"] == []


def test_built_in_templates_and_workspaces_hold_none() -> None:
    from aftercare_cli.model.secrets import secrets  # noqa: PLC0415 - only here
    from aftercare_cli.store.resources import TEMPLATES  # noqa: PLC0415 - as above

    files = [path for path in Path(TEMPLATES).rglob("*") if path.suffix in {".yaml", ".csv"}]
    assert files
    assert [path for path in files if secrets(path.read_text(encoding="utf-8"))] == []
