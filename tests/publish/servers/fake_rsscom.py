"""RSS.com's API v4: a signed upload, 400 for a field it does not know, 402 without the plan for it."""

from __future__ import annotations

from typing import Any

from fakehosts import SECRET, Answer, Fake, Refused, Request

_KNOWN = frozenset(
    [
        "title",
        "description",
        "audio_upload_id",
        "cover_upload_id",
        "schedule_datetime",
        "itunes_episode_type",
        "itunes_season",
        "itunes_episode",
        "custom_link",
        "ai_content",
    ]
)


class RssCom(Fake):
    BASE = "/v4/podcasts/9"
    EXPERIMENTAL = True
    ROUTES = (
        ("POST", "/assets/presigned-uploads", "presign"),
        ("GET", "/episodes", "listing"),
        ("POST", "/episodes", "create"),
        ("PATCH", r"/episodes/(\d+)", "update"),
        ("PUT", r"/episodes/(\d+)/transcript", "transcript"),
    )

    def settings(self) -> dict[str, Any]:
        return {"url": f"{self.url}/v4", "podcast": 9}

    def secrets(self) -> dict[str, str]:
        return {"api_key": SECRET}

    def stored(self) -> list[dict[str, Any]]:
        return [{"title": row["title"], "audio": self.media.get(row["audio_upload_id"], b""),
                 "live": row["status"] == "published"} for row in self.rows]  # fmt: skip

    def check(self, request: Request) -> None:
        if request.headers.get("x-api-key") != SECRET:
            raise Refused(401, {"status": 401, "message": "Unauthorized"})

    def presign(self, request: Request) -> Answer:
        given = request.json()
        if set(given) != {"asset_type", "expected_mime", "filename"}:
            return 400, {"form_errors": ["fields"], "field_errors": {}}
        key, address = self.sign(given["filename"], given["expected_mime"])
        return 201, {"id": key, "url": address, **given}

    def listing(self, request: Request) -> Answer:
        page, size = int(request.query["page"]), int(request.query["limit"])
        if size > 100:
            return 400, {"form_errors": ["limit"]}
        return 200, list(reversed(self.rows))[(page - 1) * size : page * size]

    def create(self, request: Request) -> Answer:
        row = {"id": self.next_id(), "guid": f"rss-{self.next_id()}", "status": "draft"}
        self.take(row, request.json(), ("title", "description"))
        self.rows.append(row)
        return 201, row

    def update(self, request: Request, number: str) -> Answer:
        row = self.row("id", number)
        self.take(row, request.json(), ())
        return 200, row

    def take(self, row: dict[str, Any], given: dict[str, Any], required: tuple[str, ...]) -> None:
        wrong = sorted(set(given) - _KNOWN) + [name for name in required if not given.get(name)]
        if (
            wrong
            or len(given.get("description", "")) > 4000
            or given.get("audio_upload_id", "") not in {"", *self.media}
        ):
            raise Refused(400, {"status": 400, "form_errors": [], "field_errors": dict.fromkeys(wrong, "wrong")})
        row |= given
        if when := given.get("schedule_datetime"):
            row |= {"status": "published", "publish_datetime": when}

    def transcript(self, request: Request, number: str) -> Answer:
        given = request.json()
        if given["format"] not in {"vtt", "srt", "txt"} or not given["transcription"]:
            return 400, {"form_errors": ["format"]}
        self.row("id", number)["transcript"] = given["transcription"]
        return 200, {**given, "status": "published"}
