"""Whether the last run left nothing to do: told by the note beside the ledger, before anything is read in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tosgen.cli.workspace import Workspace, built_from, library_root, shown
from tosgen.errors import Place

if TYPE_CHECKING:
    from tosgen.fleet.member import Member
    from tosgen.fleet.order import Order
    from tosgen.fleet.stock import Stock
    from tosgen.fleet.told import Composed, Line
    from tosgen.ledger import Ledger
    from tosgen.pipeline.generate import Recorded
    from tosgen.pipeline.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Standing:
    """A workspace as the files in it are now."""

    member: Member
    stock: Stock
    digest: str

    @classmethod
    def of(cls, workspace: Workspace) -> Standing:
        """Read every file's digest, and nothing else."""
        from tosgen.fleet.member import Member
        from tosgen.fleet.stock import Stock
        from tosgen.sources.peek import service_named

        profile = workspace.profile
        member = Member(service_named(profile), Place(shown(profile)), profile, workspace.root / "outputs")
        stock = Stock(library_root(), built_from()).of(profile.parent)
        return cls(member, stock, stock.digest(stock.shipped()))

    def known(self, order: Order) -> tuple[Line, ...] | None:
        """The documents as the last run left them, if it would be the same again; the ledger's files are looked at."""
        from tosgen.fleet.done import known

        found: Composed | None = known(self.member, self.digest, order)
        if found is not None and not order.dry_run:
            with self.member.ledger.session():
                pass  # a hand edit is refused, and what an unfinished run left is cleared
        return found.lines if found else None

    def keep(self, inputs: Inputs, ledger: Ledger, done: Recorded) -> None:
        """Note what a run of all documents has done, unless a file has changed since it was read."""
        from tosgen.fleet.generate import composed, note
        from tosgen.sources.service import load_with_files

        service, files = load_with_files(self.member.profile, inputs.library)
        if service.digest == inputs.service.digest and self.stock.digest(self.stock.shipped()) == self.digest:
            note(inputs, ledger, done, composed(inputs, ledger, done), kit=self.digest, files=files)
