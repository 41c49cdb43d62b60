"""Podbean's API v1: a token for the keys, a signed upload, forms."""

from __future__ import annotations

import base64
from typing import Any

from fakehosts import SECRET, Answer, Fake, Refused, Request

TOKEN = "CANARY-podbean-token"


class Podbean(Fake):
    BASE = "/v1"
    EXPERIMENTAL = True
    ROUTES = (
        ("POST", "/oauth/token", "token", True),
        ("GET", "/files/uploadAuthorize", "authorize"),
        ("GET", "/episodes", "listing"),
        ("POST", "/episodes", "create"),
        ("POST", r"/episodes/(\w+)", "update"),
    )

    def settings(self) -> dict[str, Any]:
        return {"url": f"{self.url}/v1"}

    def secrets(self) -> dict[str, str]:
        return {"client_id": "CANARY-id", "client_secret": SECRET}

    def stored(self) -> list[dict[str, Any]]:
        return [{"title": row["title"], "audio": self.media.get(row["media_key"], b""),
                 "live": row["status"] == "publish"} for row in self.rows]  # fmt: skip

    def token(self, request: Request) -> Answer:
        known = "Basic " + base64.b64encode(f"CANARY-id:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != known or request.form() != {"grant_type": "client_credentials"}:
            return 401, {"error": "invalid_client", "error_description": f"unknown {SECRET}"}
        return 200, {"access_token": TOKEN, "expires_in": 604800, "token_type": "Bearer"}

    def check(self, request: Request) -> None:
        given = request.query if request.method == "GET" else request.form()
        if given.get("access_token") != TOKEN:
            raise Refused(401)

    def authorize(self, request: Request) -> Answer:
        if not int(request.query["filesize"]):
            return 400, {"error": "filesize"}
        key, address = self.sign(request.query["filename"], request.query["content_type"])
        return 200, {"presigned_url": address, "expire_at": 600, "file_key": key}

    def listing(self, request: Request) -> Answer:
        start, size = int(request.query["offset"]), min(int(request.query["limit"]), 100)
        rows = list(reversed(self.rows))[start : start + size]
        return 200, {"episodes": rows, "offset": start, "limit": size, "count": len(self.rows)}

    def create(self, request: Request) -> Answer:
        form = request.form()
        if form.get("media_key") not in self.media or not form.get("title") or form.get("type") != "public":
            return 400, {"error": "invalid", "error_description": "media_key"}
        row = {"id": f"P{self.next_id()}", "publish_time": 1796000000, **self.clean(form)}
        self.rows.append(row)
        return 200, {"episode": row}

    def update(self, request: Request, number: str) -> Answer:
        row = self.row("id", number)
        row |= self.clean(request.form())
        return 200, {"episode": row}

    def clean(self, form: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in form.items() if name != "access_token"}
