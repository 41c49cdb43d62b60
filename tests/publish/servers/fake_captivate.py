"""Captivate's API: a token for the key, refusals of which some come with 200, the number of episodes in the list."""

from __future__ import annotations

import re
from typing import Any

from fakehosts import SECRET, Answer, Fake, Refused, Request

TOKEN = "CANARY-captivate-token"


class Captivate(Fake):
    EXPERIMENTAL = True
    ROUTES = (
        ("POST", "/authenticate/token", "token", True),
        ("GET", "/shows/s-1/episodes", "listing"),
        ("POST", "/shows/s-1/media", "take_media"),
        ("POST", "/episodes", "create"),
        ("PUT", r"/episodes/([\w-]+)", "update"),
    )

    def settings(self) -> dict[str, Any]:
        return {"url": self.url, "show": "s-1", "user": "u-1"}

    def secrets(self) -> dict[str, str]:
        return {"api_key": SECRET}

    def stored(self) -> list[dict[str, Any]]:
        return [{"title": row["title"], "audio": self.media.get(row["media_id"], b""),
                 "live": row["status"] == "Published"} for row in self.rows]  # fmt: skip

    def token(self, request: Request) -> Answer:
        if request.form() != {"username": "u-1", "token": SECRET}:
            return 401, {"success": False, "errors": [f"bad token {SECRET}"]}
        return 200, {"success": True, "user": {"id": "u-1", "token": TOKEN}}

    def check(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(401)

    def listing(self, request: Request) -> Answer:
        return 200, {"episodes": list(reversed(self.rows)), "count": len(self.rows)}

    def take_media(self, request: Request) -> Answer:
        _, kind, data = request.form()["file"]
        number = f"m-{len(self.media)}"
        self.media[number] = data
        return 200, {"success": kind.startswith("audio/"), "media": {"id": number}}

    def create(self, request: Request) -> Answer:
        row = {"id": f"e-{self.next_id()}"}
        self.take(row, request.form())
        self.rows.append(row)
        return 200, {"success": True, "errors": [], "record": row}

    def update(self, request: Request, number: str) -> Answer:
        row = self.row("id", number)
        self.take(row, {**row, **request.form()})
        return 200, {"success": True, "episode": [row]}

    def take(self, row: dict[str, Any], form: dict[str, Any]) -> None:
        fine = form.get("shows_id") == "s-1" and form.get("title") and form.get("media_id") in self.media
        if not fine or not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", form["date"]):
            raise Refused(200, {"success": False, "errors": ["bad"], "errfor": {}})
        row |= {**form, "published_date": form["date"].replace(" ", "T") + ".000Z"}
