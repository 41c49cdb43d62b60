"""Spreaker's API v2: answers wrapped in "response", pages by address, chapters added one by one."""

from __future__ import annotations

from typing import Any

from fakehosts import SECRET, Answer, Fake, Refused, Request


class Spreaker(Fake):
    BASE = "/v2"
    EXPERIMENTAL = True
    ROUTES = (
        ("GET", r"/shows/55/episodes", "listing"),
        ("POST", r"/shows/55/episodes", "create"),
        ("POST", r"/episodes/(\d+)", "update"),
        ("GET", r"/episodes/(\d+)/chapters", "chapters"),
        ("POST", r"/episodes/(\d+)/chapters", "add_chapter"),
    )

    def settings(self) -> dict[str, Any]:
        return {"url": f"{self.url}/v2", "show": 55}

    def secrets(self) -> dict[str, str]:
        return {"token": SECRET}

    def stored(self) -> list[dict[str, Any]]:
        return [{"title": row["title"], "audio": row["_audio"], "live": not row["hidden"]} for row in self.rows]

    def check(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {SECRET}":
            raise Refused(401, {"response": {"error": {"messages": ["Unauthorized"], "code": 401}}})

    def listing(self, request: Request) -> Answer:
        start, size = int(request.query.get("last", 0)), 2
        rows = list(reversed(self.rows))
        onward = (
            f"{self.url}/v2/shows/55/episodes?filter=editable&last={start + size}" if len(rows) > start + size else None
        )
        return 200, {"response": {"items": [self.shown(row) for row in rows[start : start + size]], "next_url": onward}}

    def create(self, request: Request) -> Answer:
        form = request.form()
        if "media_file" not in form or not form.get("title"):
            return 400, {"response": {"error": {"messages": ["media_file"], "code": 400}}}
        row = {"episode_id": self.next_id(), "_chapters": []}
        self.rows.append(row)
        return self.take(row, form)

    def update(self, request: Request, number: str) -> Answer:
        return self.take(self.row("episode_id", number), request.form())

    def take(self, row: dict[str, Any], form: dict[str, Any]) -> Answer:
        if file := form.pop("media_file", None):
            row["_audio"] = file[2]
        row |= {**form, "hidden": form.get("hidden", str(row.get("hidden", False)).lower()) == "true"}
        return 200, {"response": {"episode": self.shown(row)}}

    def chapters(self, request: Request, number: str) -> Answer:
        return 200, {"response": {"items": self.row("episode_id", number)["_chapters"]}}

    def add_chapter(self, request: Request, number: str) -> Answer:
        form = request.form()
        made = {"chapter_id": self.next_id(), "starts_at": int(form["starts_at"]), "title": form["title"]}
        self.row("episode_id", number)["_chapters"].append(made)
        return 200, {"response": {"chapter": made}}

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        told = {name: value for name, value in row.items() if name[0] != "_"}
        return {
            **told,
            "published_at": "2026-11-22 10:00:00",
            "site_url": f"https://www.spreaker.com/{row['episode_id']}",
        }
