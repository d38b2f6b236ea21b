"""The built app: its files, and index.html for every address that is a page of it."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER = "public, max-age=31536000, immutable"  # the names of these files change with their content
ASK_FIRST = "no-cache"


class AppFiles(StaticFiles):
    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self.config_checked = True  # an app that is not built has no pages; that is no crash

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.startswith("api/") or "\0" in path:
            raise HTTPException(404)
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or "." in path.rsplit("/", 1)[-1].partition("@")[0]:
                raise
            path = "index.html"
            response = await super().get_response(path, scope)
        response.headers["cache-control"] = FOR_EVER if path.startswith(("assets/", "staff/")) else ASK_FIRST
        return response
