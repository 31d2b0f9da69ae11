"""Telling that a report is incomplete: records that could not be read or judged."""

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.findings import tell
from aftercare_cli.cli.i18n import ngettext
from aftercare_cli.cli.output import talk
from aftercare_cli.rules.checks import essential


def tell_unread(session: Session) -> bool:
    """Tell on stderr which records were left out of what was just shown, or contradict themselves; say whether any."""
    workspace = session.workspace
    findings = [found for found in workspace.findings if found.severity == "error"]
    findings += [found for found in essential(workspace) if found.severity == "error"]
    if findings:
        tell(findings, workspace.root)
        count = len({found.path for found in findings})
        template = ngettext(
            "{count} record is wrong: what is shown above is incomplete (aftercare check)",
            "{count} records are wrong: what is shown above is incomplete (aftercare check)",
            count,
        )
        talk(template.format(count=count))
    return bool(findings)
