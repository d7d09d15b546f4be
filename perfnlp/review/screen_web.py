"""The screen in a browser of the same machine: loopback only, under an address that nobody can guess."""

import asyncio
import secrets
from collections.abc import Callable

from aiohttp import web
from textual_serve.server import Server

_HOST = "127.0.0.1"
_HEADERS = {
    "Content-Security-Policy": "style-src 'self' 'unsafe-inline'; font-src 'self' data:",  # no font of another host
    "Referrer-Policy": "no-referrer",  # the address is the secret
}


def serve(command: str, announce: Callable[[str], None]) -> None:
    """Serve `command`, a screen, until Ctrl+C; `announce` is given the address to open."""
    asyncio.run(_serve(command, announce))


async def _serve(command: str, announce: Callable[[str], None]) -> None:
    server, token, whole = _SilentServer(command, title="perfnlp"), secrets.token_urlsafe(32), web.Application()
    whole.add_subapp(f"/{token}", await server.make_app())
    whole.router.add_route("*", "/{rest:.*}", _refuse)
    whole.on_response_prepare.append(_close)
    runner = web.AppRunner(whole, access_log=None)  # it would write the token down
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, 0).start()
        _, port = runner.addresses[0]
        server.public_url = f"http://{_HOST}:{port}"
        announce(f"{server.public_url}/{token}/")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def _close(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


async def _refuse(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=403, text="403")


class _SilentServer(Server):
    """Serves a screen; prints nothing, because it does not know the whole address."""

    async def make_app(self) -> web.Application:
        """Return page, scripts and connection, to be mounted anywhere."""
        return await self._make_app()

    async def on_startup(self, app: web.Application) -> None:
        """Print no banner."""
