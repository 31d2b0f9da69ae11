"""Which sites a contract serves."""

from aftercare_cli.model.workspace import Workspace


def sites_of(workspace: Workspace, contract_id: str) -> list[str]:
    """Give the sites served under a contract."""
    return [site.id for site in workspace.sites.values() if site.contract == contract_id]


def only_site(workspace: Workspace, contract_id: str) -> str:
    """Give the site of a contract that serves one; empty where it serves none or several."""
    sites = sites_of(workspace, contract_id)
    return sites[0] if len(sites) == 1 else ""
