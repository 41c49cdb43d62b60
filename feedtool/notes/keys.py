"""The keys of front matter: one table from our names to what site generators and podcast themes call them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from feedtool.notes.words import folded as lower
from feedtool.notes.words import roles


def words_of(text: str) -> frozenset[str]:
    """The words of ``text``, which white space parts."""
    return frozenset(text.split())


ALIASES: Final[dict[str, str]] = {
    "title": "title episode_title name",
    "subtitle": "subtitle itunes_subtitle subheadline subhead tagline sub_title short_title",
    "description": "description summary itunes_summary excerpt abstract teaser lead meta_description short_description "
    "og_description long_description podcast_summary blurb",
    "notes": "shownotes show_notes notes body content",
    "chapters": "chapters chapter chapter_marks chaptermarks podcast_chapters timestamps timecodes time_stamps kapitel "
    "capitulos chapitres events topics topic toc timeline markers segments sections tracklist timetable jumplinks",
    "people": "people persons person podcast_person contributors team_members",
    "hosts": "hosts host",
    "guests": "guests guest",
    "links": "links related_links show_links resources references urls further_reading mentions",
    "season": "season season_number itunes_season podcast_season staffel temporada",
    "season_name": "season_name season_title",
    "episode": "episode episode_number number num episode_no episode_num ep itunes_episode podcast_episode "
    "episode_id_number no nr nummer numero episode_nr season_episode",
    "episode_display": "episode_display",
    "episode_type": "episode_type itunes_episode_type type podcast_type",
    "published": "published date pub_date publish_date publication_date published_at published_on date_published "
    "release_date published_date publish_on air_date datetime created_at posted upload_date datum "
    "fecha dato",
    "duration": "duration itunes_duration podcast_duration audio_duration length_seconds duration_seconds run_time "
    "podcast_time runtime play_time total_time episode_duration audio_length media_duration file_duration mp3_duration",
    "show": "show podcast podcast_title podcast_name show_title show_name",
    "author": "author itunes_author podcast_author authors",
    "explicit": "explicit itunes_explicit podcast_explicit is_explicit",
    "block": "block itunes_block podcast_block",
    "language": "language lang locale",
    "slug": "slug",
    "guid": "guid podcast_guid episode_guid item_guid",
    "link": "link canonical canonical_url permalink_url episode_link web_url",
    "image": "image itunes_image cover cover_image episode_image artwork episode_artwork podcast_image thumbnail "
    "featured_image feature_image image_url cover_art image_href hero_image poster",
    "audio": "audio audio_url audio_file enclosure enclosure_url mp3 mp3_url media_url media_file podcast_file file "
    "file_url audio_src podcast_url podcast_audio podcast_link podcast_mp3 download_url mp3_link sound_file media "
    "audio_link m4a file_name filename",
    "transcripts": "transcripts transcript transcript_url transcript_file podcast_transcript captions subtitles srt "
    "vtt",
    "draft": "draft",
    "itunes_title": "itunes_title",
    "license": "license podcast_license",
    "locations": "location locations podcast_location",
    "funding": "funding podcast_funding",
    "texts": "txt podcast_txt",
    "images": "images podcast_images",
    "values": "value podcast_value",
    "chat": "chat podcast_chat",
    "social": "social_interact podcast_social_interact",
    "content_links": "content_link content_links podcast_content_link",
    "soundbites": "soundbite soundbites podcast_soundbite",
    "alternates": "alternate_enclosure alternate_enclosures podcast_alternate_enclosure",
    "rss_author": "rss_author",
    "comments": "rss_comments",
    "origin": "rss_source",
    "topics": "rss_category rss_categories",
    "keywords": "keywords itunes_keywords",
    "extras": "extras",
    "guid_is_permalink": "guid_is_permalink",
    "feed_description": "feed_description",
    "verbatim": "verbatim",
}
"""Our names, and for each the aliases read in this order: the first one given counts.

Case, ``_`` and ``-`` make no difference."""

WEAK: Final = words_of(
    "events topics topic toc timeline markers segments sections tracklist timetable references resources "
    "mentions urls notes body content name type no file filename file_name media podcast show number body "
    "team podcast_link permalink_url length sections transcript transcripts captions subtitles series person "
    "contributors link links chapter posted podcast_audio cover poster guest host thumbnail lead name"
)
"""Aliases that sites also use for other things: a value of another type is passed over without an error."""

IGNORED: Final = frozenset(
    re.sub(r"[^a-z0-9]", "", word)
    for word in words_of(
        "layout permalink tags tag categories category keywords aliases redirect_from redirect_to weight menu "
        "url template theme toc_depth comments comment sitemap robots seo seo_title og_title og_image og_type "
        "twitter_card twitter meta head header footer sidebar nav nav_order order id uuid lastmod "
        "last_modified last_modified_at updated updated_at modified date_modified date_updated expiry_date "
        "expirydate publish_status status published_state featured pinned sticky hidden noindex private "
        "visibility collection output cascade build_options params extra markup math mermaid highlight series "
        "taxonomies youtube youtube_id youtube_url video video_url video_id vimeo spotify spotify_url "
        "spotify_id apple apple_podcasts apple_url google google_podcasts overcast pocketcasts castro deezer "
        "amazon_music amazon soundcloud soundcloud_id stitcher anchor buzzsprout transistor simplecast libsyn "
        "podbean platforms listen_links embed player iaplayer length bytes size file_size filesize audio_size "
        "mp3_length mp3_size podcast_bytes podcast_file_size podcast_length audio_length_bytes "
        "enclosure_length media_size mime_type mime enclosure_type audio_type media_type mimetype sponsor "
        "sponsors advertiser emoji icon color colour background css class style script scripts date_created "
        "created recorded recorded_at record_date recording_date date_recorded timezone tz location city "
        "country venue scripture transcription_model image_alt alt image_caption caption cover_alt credit "
        "credits image_credit copyright license headlines search draft_status comments_id discussion discuss "
        "forum reddit bitlink shortlink short_url tweet mastodon share social summary_image og external "
        "external_url guest_bio guest_image guest_images guest_photo snippets related related_posts "
        "related_episodes previous next prev video_link video_embed videos github repo itunes_id episode_id "
        "post_id podcast_id feed feeds rss episode_url audios mp4_filename mp4_length soundtrack "
        "background_music background ds_slug published_by reading_time word_count words word_counts "
        "key_takeaways takeaways quotes faq"
    )
)
"""Housekeeping of site generators: known, and of no use here."""

CONTAINERS: Final = frozenset(
    {"itunes", "podcast", "extra", "params", "episode_info", "audio_meta", "feed", "data", "seasonepisode"}
)
"""Keys whose mapping holds more of the same keys."""


@lru_cache(maxsize=4096)
def folded(key: str) -> str:
    """``key`` in lower case without underscores and hyphens: ``publishDate`` and ``publish_date`` are one."""
    return re.sub(r"[\W_]", "", key.casefold())


KNOWN: Final[dict[str, tuple[str, int]]] = {
    folded(alias): (name, rank)
    for name, aliases in reversed(ALIASES.items())
    for rank, alias in reversed(list(enumerate(aliases.split())))
}
"""Each alias, folded, to our name and its rank."""

_WEAK_FOLDED: Final = frozenset(map(folded, WEAK))


def is_weak(key: str) -> bool:
    """Whether ``key`` is also used for things that have nothing to do with us."""
    return folded(key) in _WEAK_FOLDED


@lru_cache(maxsize=1024)
def role_key(key: str) -> str | None:
    """The role that a key such as ``producers`` or ``moderatorin`` names, or None."""
    spaced = lower(re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", key))
    return roles().get(spaced) or roles().get(spaced.replace(" ", "-"))


@lru_cache(maxsize=1024)
def nearest(key: str) -> str | None:
    """The known key that ``key`` is most likely a slip of, or None."""
    from difflib import get_close_matches

    wanted = folded(key)
    alike = [k for k in (*KNOWN, *sorted(IGNORED)) if k[0] == wanted[:1] and abs(len(k) - len(wanted)) < 4]
    close = get_close_matches(wanted, alike, n=1, cutoff=0.8)
    if not close or close[0] in IGNORED:
        return None
    name, rank = KNOWN[close[0]]
    return ALIASES[name].split()[rank]
