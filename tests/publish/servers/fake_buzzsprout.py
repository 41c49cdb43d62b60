"""Buzzsprout's API: .json addresses, 415 for JSON without its charset, guid kept, no pages."""

from __future__ import annotations

from typing import Any

from fakehosts import SECRET, Answer, Fake, Refused, Request


class Buzzsprout(Fake):
    BASE = "/api/42"
    ROUTES = (
        ("GET", r"/episodes\.json", "listing"),
        ("POST", r"/episodes\.json", "create"),
        ("PUT", r"/episodes/(\d+)\.json", "update"),
    )

    def settings(self) -> dict[str, Any]:
        return {"url": f"{self.url}/api", "podcast": 42}

    def secrets(self) -> dict[str, str]:
        return {"api_token": SECRET}

    def stored(self) -> list[dict[str, Any]]:
        return [{"title": row["title"], "audio": row["_audio"], "live": not row["private"]} for row in self.rows]

    def check(self, request: Request) -> None:
        if (
            request.headers.get("authorization") != f"Token token={SECRET}"
            or "feedtool" not in request.headers["user-agent"]
        ):
            raise Refused(401)

    def listing(self, request: Request) -> Answer:
        return 200, [self.shown(row) for row in reversed(self.rows)]

    def create(self, request: Request) -> Answer:
        row = {"id": self.next_id(), "guid": f"Buzzsprout-{self.next_id()}", "private": False, "_audio": b""}
        self.take(row, request)
        self.rows.append(row)
        return 201, self.shown(row)

    def update(self, request: Request, number: str) -> Answer:
        row = self.row("id", number)
        self.take(row, request)
        return 200, self.shown(row)

    def take(self, row: dict[str, Any], request: Request) -> None:
        kind = request.headers.get("content-type", "")
        if kind.startswith("multipart/"):
            form = request.form()
        elif kind == "application/json; charset=utf-8":
            form = request.json()
        else:
            raise Refused(415)
        if file := form.pop("audio_file", None):
            row["_audio"] = file[2]
        row |= {name: {"true": True, "false": False}.get(value, value) for name, value in form.items()}

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        told = {name: value for name, value in row.items() if name[0] != "_"}
        return {**told, "audio_url": f"https://www.buzzsprout.com/42/{row['id']}.mp3"}
