"""The group: every command and where it is defined. A command's module is imported once it is asked for."""

import pkgutil

import click

COMMANDS = {
    "audit": "mentorhub.cli.database:audit",
    "demo": "mentorhub.cli.demo:demo",
    "erased": "mentorhub.cli.accounts:erased",
    "open-program": "mentorhub.cli.programs:open_program_command",
    "reconcile": "mentorhub.cli.payments:reconcile",
    "sandbox": "mentorhub.cli.demo:sandbox",
    "seed": "mentorhub.cli.demo:seed",
    "serve": "mentorhub.cli.serving:serve",
    "sign-out": "mentorhub.cli.accounts:sign_out",
    "token": "mentorhub.cli.accounts:token",
    "upgrade": "mentorhub.cli.database:upgrade",
    "work": "mentorhub.cli.serving:work",
}


class LazyGroup(click.Group):
    """A group whose commands are imported by name, as click's documentation has it («Lazily Loading Subcommands»)."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, in the order of the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, imported; None where there is none."""
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        command = pkgutil.resolve_name(where)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it; for a name that there is not, the nearest of all names is offered."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=COMMANDS, ctx=ctx
            ) from error


@click.group(cls=LazyGroup)
def main() -> None:
    """Enrol few people, first come first served, and help them turn contacts into relationships."""
