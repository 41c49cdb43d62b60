"""The feed checker: a clean feed has no findings, and each planted fault is found under its code, on its line."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedtool.check.feed import check, check_item, grammar, stream
from feedtool.check.feed.duplicates import Seen
from feedtool.check.feed.places import Source
from feedtool.findings import Severity, UsageError
from feedtool.rules import feed as feed_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

CLEAN = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
     xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
     xmlns:podcast="https://podcastindex.org/namespace/1.0"
     xmlns:psc="http://podlove.org/simple-chapters">
  <channel>
    <title>A Show</title>
    <link>https://example.com/</link>
    <description>What it is about.</description>
    <language>en</language>
    <copyright>Ann Example</copyright>
    <pubDate>Wed, 04 Mar 2026 05:06:07 +0000</pubDate>
    <ttl>60</ttl>
    <image>
      <url>https://example.com/c.jpg</url>
      <title>A Show</title>
      <link>https://example.com/</link>
    </image>
    <skipHours><hour>23</hour></skipHours>
    <skipDays><day>Monday</day></skipDays>
    <atom:link href="https://example.com/feed.xml" rel="self" type="application/rss+xml"/>
    <itunes:author>Ann Example</itunes:author>
    <itunes:category text="Society &amp; Culture"><itunes:category text="Documentary"/></itunes:category>
    <itunes:explicit>false</itunes:explicit>
    <itunes:image href="https://example.com/c.jpg"/>
    <itunes:type>episodic</itunes:type>
    <itunes:owner><itunes:name>Ann</itunes:name><itunes:email>ann@example.com</itunes:email></itunes:owner>
    <podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
    <podcast:locked owner="ann@example.com">yes</podcast:locked>
    <podcast:medium>podcast</podcast:medium>
    <podcast:license>CC-BY-4.0</podcast:license>
    <podcast:block id="apple">no</podcast:block>
    <podcast:funding url="https://example.com/give">Support us</podcast:funding>
    <podcast:location rel="creator" geo="geo:51.5719,-0.7770" osm="R3727240" country="GB">Marlow</podcast:location>
    <podcast:person role="host" group="cast" href="https://example.com/ann">Ann Example</podcast:person>
    <podcast:txt purpose="verify">abc</podcast:txt>
    <podcast:image href="https://example.com/a.jpg" alt="A fox" aspect-ratio="16/9" width="3000" purpose="social"/>
    <podcast:trailer pubdate="Thu, 01 Jan 2026 08:00:00 +0000" url="https://example.com/t.mp3" length="12">Soon</podcast:trailer>
    <podcast:updateFrequency rrule="FREQ=WEEKLY">Weekly</podcast:updateFrequency>
    <podcast:podping usesPodping="true"/>
    <podcast:podroll><podcast:remoteItem feedGuid="9b024349-ccf0-5f69-a609-6b82873eab3c"/></podcast:podroll>
    <podcast:publisher><podcast:remoteItem medium="publisher" feedGuid="003af0a0-6a45-55bf-b765-68e3d349551a"/></podcast:publisher>
    <podcast:value type="lightning" method="keysend" suggested="0.00000005000">
      <podcast:valueRecipient name="Host" type="lnaddress" address="ann@example.com" split="95"/>
      <podcast:valueTimeSplit startTime="60" duration="237" remotePercentage="95">
        <podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810" itemGuid="song-1" medium="music"/>
      </podcast:valueTimeSplit>
    </podcast:value>
    <podcast:chat server="irc.example.net" protocol="irc" accountId="@ann" space="#show"/>
    <podcast:liveItem status="pending" start="2026-05-01T18:00:00+00:00" end="2026-05-01T19:00:00+00:00">
      <title>Live</title><guid isPermaLink="false">live-2026-05-01</guid>
      <enclosure url="https://example.com/live.mp3" type="audio/mpeg" length="0"/>
      <podcast:contentLink href="https://example.com/live">Listen</podcast:contentLink>
    </podcast:liveItem>
    <item>
      <title>First things</title>
      <link>https://example.com/1</link>
      <guid isPermaLink="false">one</guid>
      <enclosure url="https://example.com/1.mp3" length="5000000" type="audio/mpeg"/>
      <pubDate>Wed, 04 Mar 2026 05:06:07 +0000</pubDate>
      <description><![CDATA[<p>Hello <a href="https://example.com/?a=1&amp;b=2">you</a></p>]]></description>
      <content:encoded><![CDATA[<h2>Hello</h2><p>you</p>]]></content:encoded>
      <itunes:duration>3600</itunes:duration>
      <itunes:episode>1</itunes:episode>
      <itunes:season>2</itunes:season>
      <podcast:season name="Two">2</podcast:season>
      <podcast:episode display="Ch.1">1</podcast:episode>
      <podcast:transcript url="https://example.com/1.vtt" type="text/vtt" language="en" rel="captions"/>
      <podcast:chapters url="https://example.com/1.json" type="application/json+chapters"/>
      <podcast:soundbite startTime="73.0" duration="45.5">Best minute</podcast:soundbite>
      <podcast:socialInteract protocol="activitypub" uri="https://example.com/@ann/1" priority="1"/>
      <podcast:alternateEnclosure type="audio/opus" length="5400000" bitrate="32000" title="Low bandwidth">
        <podcast:source uri="ipfs://abc"/>
        <podcast:integrity type="sri" value="sha384-WeF0h3dEjGnea4ANejO7+5/xtGPkQ1TDVTvNucZm+pASWjx5+QOXvfX2oT3oKGhP"/>
      </podcast:alternateEnclosure>
      <psc:chapters version="1.2">
        <psc:chapter start="00:00:00.000" title="Intro"/>
        <psc:chapter start="00:01:34.500" title="News" href="https://example.com/n"/>
      </psc:chapters>
    </item>
    <item>
      <title>Second things</title>
      <guid isPermaLink="true">https://example.com/2</guid>
      <enclosure url="https://example.com/2.m4a" length="6000000" type="audio/x-m4a"/>
      <pubDate>Tue, 03 Mar 2026 05:06:07 GMT</pubDate>
      <description>Plain words.</description>
      <itunes:duration>60</itunes:duration>
    </item>
  </channel>
</rss>
"""

# code, what stands in the clean feed, what stands there instead, and (where it differs) the text on the finding's line
FAULTS = [
    ("FT501", "<title>First things</title>", "<title>First & things</title>", ""),
    ("FT501", "<title>First things</title>", "<title>First things", "</item>"),
    ("FT501", "<title>First things</title>", "<title>First&nbsp;things</title>", ""),
    ("FT501", "<title>First things</title>", "<title>First \x0b things</title>", ""),
    ("FT501", "<itunes:duration>3600</itunes:duration>", "<tunes:duration>3600</tunes:duration>", ""),
    ("FT501", "<title>A Show</title>\n    <link>", "<title>A < Show</title>\n    <link>", "A < Show"),
    ("FT502", '<rss version="2.0"', '<!DOCTYPE rss>\n<rss version="2.0"', "<!DOCTYPE"),
    ("FT503", 'encoding="UTF-8"', 'encoding="x-klingon"', ""),
    ("FT511", "</channel>", "</channel><channel/>", "<channel/>"),
    ("FT505", "<channel>", "<chanel>", "<rss"),
    ("FT506", "podcast-1.0.dtd", "Podcast-1.0.dtd", "<rss"),
    ("FT506", "namespace/1.0", "namespace/1.0/", "<rss"),
    ("FT507", 'encoding="UTF-8"', 'encoding="iso-8859-1"', ""),
    ("FT510", "    <link>https://example.com/</link>\n    <desc", "    <desc", "<channel>"),
    ("FT510", "<url>https://example.com/c.jpg</url>", "", "<image>"),
    ("FT510", "<itunes:email>ann@example.com</itunes:email>", "", "<itunes:owner>"),
    ("FT510", '<podcast:source uri="ipfs://abc"/>', "", "<podcast:alternateEnclosure"),
    ("FT511", "<itunes:duration>3600", "<itunes:duration>1</itunes:duration><itunes:duration>3600", ""),
    ("FT511", "<title>First things</title>", "<title>First</title><title>things</title>", ""),
    ("FT511", "<language>en</language>", "<language>en</language><language>de</language>", ""),
    ("FT512", "<title>Second things</title>", "<title>Second things</title><language>en</language>", ""),
    ("FT512", "<ttl>60</ttl>", "<ttl>60</ttl><itunes:duration>5</itunes:duration>", ""),
    ("FT512", "<ttl>60</ttl>", '<podcast:transcript url="https://example.com/a" type="text/vtt"/>', ""),
    ("FT513", "<itunes:season>2</itunes:season>", "<itunes:Season>2</itunes:Season>", ""),
    ("FT513", "<ttl>60</ttl>", "<tll>60</tll>", ""),
    ("FT513", "<ttl>60</ttl>", "<podcast:hiveAccount>x</podcast:hiveAccount>", ""),
    ("FT514", ' length="5000000"', "", "/1.mp3"),
    ("FT514", ' type="text/vtt"', "", "1.vtt"),
    ("FT514", ' url="https://example.com/give"', "", "Support us"),
    ("FT515", ' rel="captions"', ' rell="captions"', ""),
    ("FT516", 'length="5000000"', 'length="-1"', ""),
    ("FT516", 'length="5000000"', 'length="5 MB"', ""),
    ("FT516", "https://example.com/1.mp3", "https://example.com/a b.mp3", ""),
    ("FT516", "https://example.com/1.mp3", "https://example.com/ä.mp3", ""),
    ("FT516", "https://example.com/1.mp3", "audio/1.mp3", ""),
    ("FT516", 'isPermaLink="false">one', 'isPermaLink="False">one', ""),
    ("FT516", 'version="2.0" xmlns:atom', 'version="2.1" xmlns:atom', ""),
    ("FT516", 'status="pending"', 'status="soon"', ""),
    ("FT516", 'start="00:01:34.500"', 'start="soon"', ""),
    ("FT516", 'geo="geo:51.5719,-0.7770"', 'geo="51.5719,-0.7770"', ""),
    ("FT516", 'feedGuid="9b024349', 'feedGuid="x', ""),
    ("FT517", "<itunes:explicit>false", "<itunes:explicit>no", ""),
    ("FT517", "<itunes:explicit>false", "<itunes:explicit>clean", ""),
    ("FT517", "<itunes:type>episodic", "<itunes:type>weekly", ""),
    ("FT517", "<itunes:duration>3600", "<itunes:duration>1h", ""),
    ("FT517", "<itunes:duration>3600", "<itunes:duration>3600.5", ""),
    ("FT517", "<itunes:episode>1<", "<itunes:episode>0<", ""),
    ("FT517", "<itunes:season>2<", "<itunes:season>two<", ""),
    ("FT517", "<podcast:guid>917393e3", "<podcast:guid>show", ""),
    ("FT517", "<podcast:medium>podcast<", "<podcast:medium>radio<", ""),
    ("FT517", ">yes</podcast:locked>", ">true</podcast:locked>", ""),
    ("FT517", "<link>https://example.com/1</link>", "<link>/1</link>", ""),
    ("FT517", "<title>First things</title>", "<title> </title>", ""),
    ("FT517", ">ann@example.com</itunes:email>", ">ann</itunes:email>", ""),
    ("FT517", "<ttl>60</ttl>", "<ttl>soon</ttl>", ""),
    ("FT517", "<hour>23", "<hour>24", ""),
    ("FT519", "<skipDays>", "<skipDays>never", ""),
    ("FT519", '<itunes:image href="https://example.com/c.jpg"/>', "<itunes:image href='https://example.com/c.jpg'>x</itunes:image>", ""),
    ("FT520", "    <language>en</language>\n", "", "<channel>"),
    ("FT520", '    <atom:link href="https://example.com/feed.xml" rel="self" type="application/rss+xml"/>\n', "", "<channel>"),
    ("FT520", '    <itunes:image href="https://example.com/c.jpg"/>\n', "", "<channel>"),
    ("FT520", "    <itunes:explicit>false</itunes:explicit>\n", "", "<channel>"),
    ("FT520", '      <guid isPermaLink="false">one</guid>\n', "", "<item>"),
    ("FT520", '      <enclosure url="https://example.com/1.mp3" length="5000000" type="audio/mpeg"/>\n', "", "<item>"),
    ("FT521", "      <itunes:duration>3600</itunes:duration>\n", "", "<item>"),
    ("FT521", "    <itunes:author>Ann Example</itunes:author>\n", "", "<channel>"),
    ("FT530", "Wed, 04 Mar 2026 05:06:07 +0000</pubDate>\n      <desc", "2026-03-04T05:06:07Z</pubDate>\n      <desc", ""),
    ("FT530", "Tue, 03 Mar 2026", "Tue, 31 Feb 2026", ""),
    ("FT530", "Tue, 03 Mar 2026 05:06:07", "Tue, 03 Mar 2026 25:06:07", ""),
    ("FT530", "Tue, 03 Mar 2026", "Di, 03 Mär 2026", ""),
    ("FT530", "Tue, 03 Mar 2026 05:06:07 GMT", "Tue, 03 Mar 2026 05:06:07 +00:00", ""),
    ("FT530", "Thu, 01 Jan 2026 08:00:00 +0000", "2026", ""),
    ("FT531", "Tue, 03 Mar 2026", "Wed, 03 Mar 2026", ""),
    ("FT532", "03 Mar 2026 05:06:07 GMT", "03 Mar 2026 05:06:07 EST", ""),
    ("FT533", "Plain words.", "Plain words. " + "ä" * 2000, ""),
    ("FT534", "<title>Second things", "<title>" + "x" * 256, ""),
    ("FT535", "<title>Second things", "<title> Second things", ""),
    ("FT535", "<link>https://example.com/1</link>", "<link> https://example.com/1\n</link>", "<link> "),
    ("FT535", 'url="https://example.com/1.mp3"', 'url=" https://example.com/1.mp3"', ""),
    ("FT535", ">one</guid>", ">one\n</guid>", ""),
    ("FT536", "<language>en<", "<language>en_US<", ""),
    ("FT536", "<language>en<", "<language>english<", ""),
    ("FT537", "<language>en<", "<language>zh-Hans<", ""),
    ("FT537", "<language>en<", "<language>gsw<", ""),
    ("FT538", 'text="Society &amp; Culture"', 'text="Society and Culture"', ""),
    ("FT538", 'text="Documentary"', 'text="Documentaries"', ""),
    ("FT539", 'text="Society &amp; Culture"', 'text="Audio Blogs"', ""),
    ("FT539", "<itunes:explicit>", '<itunes:category text="History"/><itunes:category text="News"/><itunes:explicit>', ""),
    ("FT540", '<guid isPermaLink="true">https://example.com/2<', '<guid isPermaLink="false">one<', ""),
    ("FT541", "https://example.com/2.m4a", "https://example.com/1.mp3", ""),
    ("FT542", '<guid isPermaLink="false">one<', "<guid>one<", ""),
    ("FT542", '<guid isPermaLink="false">one<', '<guid isPermaLink="true">urn:uuid:1<', ""),
    ("FT543", ">one</guid>", ">17</guid>", ""),
    ("FT544", 'url="https://example.com/1.mp3"', 'url="http://example.com/1.mp3"', ""),
    ("FT545", "https://example.com/1.mp3", "https://example.com/listen?file=1.mp3", ""),
    ("FT546", 'type="audio/mpeg"/>\n      <pubDate', 'type="audio/mp3"/>\n      <pubDate', ""),
    ("FT546", 'url="https://example.com/t.mp3"', 'url="https://example.com/t.mp3" type="audio/mp3"', ""),
    ("FT547", 'length="5000000"', 'length="0"', ""),
    ("FT548", "<h2>Hello</h2>", "<script>x()</script>", ""),
    ("FT548", "<h2>Hello</h2>", '<h2 onclick="x()">Hello</h2>', ""),
    ("FT548", "<h2>Hello</h2>", '<a href="java\tscript:x()">Hello</a>', ""),
    ("FT548", "<h2>Hello</h2>", '<a href="&#106;avascript:x">Hello</a><img src=x onerror=x>', ""),
    ("FT548", "<h2>Hello</h2>", '<iframe src="https://example.com"></iframe>', ""),
    ("FT549", "Plain words.", "&lt;table&gt;", ""),
    ("FT550", "<title>Second things", "<title>Second &lt;b&gt;things&lt;/b&gt;", ""),
    ("FT550", "What it is about.", "&lt;p&gt;What it is about.&lt;/p&gt;", ""),
    ("FT551", "Plain words.", "&amp;lt;p&amp;gt;Plain words.&amp;lt;/p&amp;gt;", ""),
    ("FT552", "<itunes:duration>3600", "<itunes:keywords>a</itunes:keywords><itunes:duration>3600", ""),
    ("FT553", "<title>Second things", "<title>Episode 12: things", ""),
    ("FT553", "<title>Second things", "<title>S2E3 things", ""),
    ("FT554", "<itunes:duration>3600", "<itunes:duration>1:00:00", ""),
    ("FT555", "<itunes:type>episodic", "<itunes:type>serial", "<item>\n      <title>Second"),
    ("FT556", "<itunes:episode>1<", "<itunes:episode>4<", "<podcast:episode"),
    ("FT556", "<itunes:season>2<", "<itunes:season>4<", "<podcast:season"),
    ("FT557", '<description><![CDATA[<p>Hello <a href="https://example.com/?a=1&amp;b=2">you</a></p>]]></description>', "", "<content:encoded"),
    ("FT558", "Plain words.</description>", "Plain words.</description><itunes:summary>Plain words.</itunes:summary>", ""),
    ("FT560", 'role="host" group="cast"', 'role="boss" group="cast"', ""),
    ("FT560", 'role="host" group="cast"', 'role="host" group="band"', ""),
    ("FT561", "917393e3-1b1e-5cef-ace4-edaa54e1f810</", "917393e3-1b1e-4cef-ace4-edaa54e1f810</", ""),
    ("FT562", 'type="text/vtt"', 'type="application/srt"', ""),
    ("FT563", 'type="application/json+chapters"', 'type="application/json"', ""),
    ("FT564", ">Support us<", ">" + "x" * 129 + "<", ""),
    ("FT564", 'display="Ch.1"', 'display="' + "x" * 33 + '"', ""),
    ("FT565", 'start="00:01:34.500"', 'start="00:00:00.000"', ""),
    ("FT570", "</podcast:valueTimeSplit>", '<podcast:valueRecipient type="node" address="x" split="1"/></podcast:valueTimeSplit>', "<podcast:valueTimeSplit"),
    ("FT571", 'medium="publisher"', 'medium="music"', "<podcast:publisher>"),
    ("FT572", "<podcast:medium>podcast<", "<podcast:medium>podcastL<", "<channel>"),
    ("FT573", ' uri="https://example.com/@ann/1"', "", "<podcast:socialInteract"),
    ("FT574", ">CC-BY-4.0<", ">Mine<", ""),
    ("FT575", 'rrule="FREQ=WEEKLY"', 'rrule="FREQ=WEEKLY;COUNT=3"', ""),
    ("FT576", "<title>Live</title>", "", "<podcast:liveItem"),
    ("FT577", '<podcast:contentLink href="https://example.com/live">Listen</podcast:contentLink>', "", "<podcast:liveItem"),
    ("FT578", '      <enclosure url="https://example.com/1.mp3" length="5000000" type="audio/mpeg"/>\n', "", "<podcast:alternateEnclosure"),
    ("FT579", ' length="5400000"', "", "<podcast:alternateEnclosure"),
    ("FT580", "      <psc:chapters", '<podcast:alternateEnclosure type="audio/mpeg" length="1" default="true"><podcast:source uri="a:b"/></podcast:alternateEnclosure><podcast:alternateEnclosure type="audio/mpeg" length="1" default="true"><podcast:source uri="a:b"/></podcast:alternateEnclosure><psc:chapters', ""),
    ("FT581", 'startTime="73.0"', 'startTime="3600"', ""),
    ("FT582", 'address="ann@example.com"', 'address="ann"', ""),
    ("FT583", "<ttl>60</ttl>", '<podcast:images srcset="https://example.com/a.jpg 1500w"/>', ""),
    ("FT508", "</rss>\n", "</rss>\n<!-- made by hand -->\n", "<!-- made"),
    ("FT508", "</rss>\n", "</rss>\nand then some\n", "and then"),
    ("FT508", "</rss>\n", '</rss>\n<rss version="2.0"/>\n', '<rss version="2.0"/>'),
    ("FT509", '<rss version="2.0"', '<rss version="2.0" xmlns="http://backend.userland.com/rss2"', ""),
    ("FT501", "<title>Second things", "<title>Second &eacute; things", ""),
    ("FT501", "<title>Second things", "<title>Second &#11; things", ""),
    ("FT501", "<title>Second things", "<title>Second < things", ""),
    ("FT501", "<ttl>60</ttl>", "<dc:date>2026</dc:date>", ""),
    ("FT501", "<ttl>60</ttl>", '<ttl dc:x="1">60</ttl>', "dc:x"),
    ("FT506", '<podcast:season name="Two">', '<podcast:season xmlns:podcast="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md" name="Two">', ""),
    ("FT506", "http://www.w3.org/2005/Atom", "http://w3.org/2005/Atom", "<rss"),
    ("FT506", "modules/content/", "modules/content", "<rss"),
    ("FT506", "http://podlove.org/simple-chapters", "https://podlove.org/simple-chapters", "<rss"),
    ("FT522", "<copyright>Ann Example", "<copyright>© 2026 Ann Example", ""),
    ("FT523", "<ttl>60</ttl>", "<itunes:block>no</itunes:block>", ""),
    ("FT523", "<ttl>60</ttl>", "<itunes:complete>true</itunes:complete>", ""),
    ("FT524", "Tue, 03 Mar 2026", "Tue, 03 Mar 2071", ""),
    ("FT525", "<ttl>60</ttl>", "<managingEditor>Ann Example</managingEditor>", ""),
    ("FT525", "<ttl>60</ttl>", "<webMaster>Ann (ann@example.com)</webMaster>", ""),
    ("FT525", "<itunes:duration>60", "<author>Ann Example</author><itunes:duration>60", ""),
    ("FT526", "<itunes:author>", '<atom:link href="https://example.com/other.xml" rel="self"/><itunes:author>', ""),
    ("FT526", "<ttl>60</ttl>", "<itunes:new-feed-url>https://example.com/feed.xml</itunes:new-feed-url>", ""),
    ("FT527", "      <title>A Show</title>\n      <link>", "      <title>A Feed</title>\n      <link>", "<image>"),
    ("FT527", "<url>https://example.com/c.jpg</url>", "<url>https://example.com/c.jpg</url><width>3000</width>", "<image>"),
    ("FT528", '<itunes:image href="https://example.com/c.jpg"/>', '<itunes:image href="https://example.com/c.webp"/>', ""),
    ("FT529", "<itunes:duration>60", '<podcast:person role="guest">Bob</podcast:person><itunes:duration>60', ""),
    ("FT544", "<link>https://example.com/1</link>", "<link>http://example.com/1</link>", ""),
    ("FT544", 'href="https://example.com/live"', 'href="http://example.com/live"', "<podcast:contentLink"),
    ("FT545", "https://example.com/live.mp3", "https://example.com/live", "<enclosure"),
    ("FT548", "<h2>Hello</h2>", "<svg><a xlink:href='javascript:x'>y</a></svg>", ""),
    ("FT548", "<h2>Hello</h2>", '<img src="x>" onerror="x()">', ""),
    ("FT548", "What it is about.", "&lt;script src=x>&lt;/script>", ""),
    ("FT551", "<title>Second things", "<title>Q&amp;amp;A", ""),
    ("FT553", "<title>Second things", "<title>#12: things", ""),
    ("FT559", 'id="apple"', 'id="aple"', ""),
    ("FT559", 'protocol="irc"', 'protocol="icq"', ""),
    ("FT559", 'protocol="activitypub"', 'protocol="myspace"', ""),
    ("FT559", 'method="keysend"', 'method="cash"', ""),
    ("FT562", 'type="text/vtt"', 'type="application/vtt"', ""),
    ("FT563", 'type="application/json+chapters"', 'type="text/json"', ""),
    ("FT564", '<podcast:txt purpose="verify">abc', '<podcast:txt purpose="verify">' + "x" * 4001, ""),
    ("FT566", "geo:51.5719,-0.7770", "geo:51.5719,-190.7770", ""),
    ("FT566", 'geo="geo:51.5719,-0.7770" osm="R3727240" country="GB"', 'geo="geo:30.2672,97.7431" country="US"', ""),
    ("FT567", 'rel="creator" geo', "geo", ""),
    ("FT568", "2026-05-01T18:00:00+00:00", "2026-05-01T18:00:00+0000", ""),
    ("FT569", 'end="2026-05-01T19', 'end="2026-05-01T17', ""),
    ("FT584", "      <psc:chapters", '<podcast:alternateEnclosure type="audio/mpeg" length="1" default="true"><podcast:source uri="a:b"/></podcast:alternateEnclosure><psc:chapters', ""),
    ("FT585", "sha384-WeF0h3", "sha384-", "<podcast:integrity"),
    ("FT585", "sha384-WeF0h3", "md5-WeF0h3", "<podcast:integrity"),
    ("FT586", 'rrule="FREQ=WEEKLY"', 'rrule="weekly"', ""),
    ("FT586", 'rrule="FREQ=WEEKLY"', 'rrule="RRULE:FREQ=WEEKLY"', ""),
    ("FT586", 'rrule="FREQ=WEEKLY"', 'rrule="FREQ=WEEKLY;UNTIL=2026-12-31T00:00:00.000Z"', ""),
    ("FT588", 'start="00:01:34.500"', 'start="94.5"', ""),
    ("FT589", 'start="00:00:00.000"', 'start="00:00:02.000"', ""),
]  # fmt: skip
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def found(text: str | bytes, profile: str = "strict") -> list[tuple[str, int]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [
        (f.code, f.place.line if f.place else 0) for f in check(io.BytesIO(data), "f.xml", profile=profile, now=NOW)
    ]


def test_a_clean_feed_has_no_findings():
    assert list(check(io.BytesIO(CLEAN.encode()), "f.xml")) == []


@pytest.mark.parametrize(("code", "old", "new", "at"), FAULTS, ids=[f"{n}-{row[0]}" for n, row in enumerate(FAULTS)])
def test_each_planted_fault_is_found_on_its_line(code: str, old: str, new: str, at: str):
    before, there, after = CLEAN.partition(old)
    assert there, "the clean feed changed under this case"
    text = before + new + after
    rows = found(text)
    start = (before + new).rfind(at) if at else len(before) + len(new) - len(new.lstrip("\n"))
    line = text.count("\n", 0, start if start >= 0 else text.index(at, len(before))) + 1
    assert line in [n for c, n in rows if c == code], rows


def test_every_rule_of_the_feed_has_a_planted_fault():
    planted = {code for code, *_ in FAULTS} | {"FT504", "FT518", "FT587"}
    assert {rule.code for rule in feed_rules.RULES if not rule.code.startswith("FT59")} == planted
    assert len(FAULTS) >= 120


def test_rules_stand_in_order_and_say_why_and_what_to_do():
    codes = [rule.code for rule in feed_rules.RULES]
    assert codes == sorted(set(codes))
    assert all(rule.why.endswith((".", "?")) and rule.fix and rule.section for rule in feed_rules.RULES)


def test_findings_carry_column_hint_and_element():
    text = CLEAN.replace("<itunes:explicit>false", "<itunes:explicit>no")
    (finding,) = check(io.BytesIO(text.encode()), "f.xml")
    assert str(finding) == ('f.xml:25:5: error: <itunes:explicit> is "no", which is not true or false [FT517]')
    assert finding.hint == "Write true or false."


def test_places_hold_in_start_tags_of_several_lines_and_in_one_line_feeds():
    text = CLEAN.replace('<enclosure url="https://example.com/1.mp3"', '<enclosure\n   url="x y"\n  ')
    (finding,) = [f for f in check(io.BytesIO(text.encode()), "f.xml") if f.code == "FT516"]
    assert finding.place
    assert (finding.place.line, finding.place.column) == (60, 7)
    flat = "".join(line.strip() + " " for line in CLEAN.splitlines()).replace("<itunes:season>2", "<itunes:season>x")
    (finding,) = [f for f in check(io.BytesIO(flat.encode()), "f.xml") if f.code == "FT517"]
    assert finding.place
    assert finding.place.line == 1
    assert flat[finding.place.column - 1 :].startswith("<itunes:season>x")


def test_the_same_tag_in_notes_does_not_mislead_the_place():
    text = CLEAN.replace("<h2>Hello</h2>", "<itunes:season>9</itunes:season>").replace(
        "<itunes:season>2<", "<itunes:season>z<"
    )
    (line,) = [line for code, line in found(text) if code == "FT517"]
    assert text.splitlines()[line - 1].strip() == "<itunes:season>z</itunes:season>"


def test_items_in_one_tree_are_judged_as_each_alone(monkeypatch: pytest.MonkeyPatch):
    texts = [CLEAN.replace(old, new, 1) for _, old, new, _ in FAULTS]
    together = [sorted(found(text)) for text in texts]
    monkeypatch.setattr(stream, "_MOST_RUN", 1)
    assert [sorted(found(text)) for text in texts] == together


def test_what_was_fine_once_is_looked_at_again_where_it_differs():
    season = "<itunes:season>2</itunes:season>"
    items = "".join(f"<item>{ONE.format(n=n)}{each}</item>\n" for n, each in enumerate((season, season, *ODD)))
    text = f"{CLEAN[: CLEAN.index('    <item>')]}{items}</channel></rss>"
    first = text.count("\n", 0, text.index("<item>")) + 1
    told = {line - first for _, line in found(text, "rss") if line >= first}
    assert told == {2, 3, 4}


ONE = '<title>t</title><guid isPermaLink="false">guid-{n}</guid><enclosure url="https://a.example/{n}.mp3" type="audio/mpeg" length="5"/>'
ODD = (
    '<itunes:season href="x">2</itunes:season>',
    "<itunes:season>2<b/></itunes:season>",
    "<itunes:season>2</itunes:season>stray",
    "<itunes:season>2</itunes:season>",
)


def test_places_are_found_for_every_finding_of_a_run():
    items = "".join(f"<item>{ONE.format(n=n)}<itunes:season>x</itunes:season></item>\n" for n in range(60))
    text = f"{CLEAN[: CLEAN.index('    <item>')]}{items}</channel></rss>"
    first = text.count("\n", 0, text.index("<item>")) + 1
    assert [line for code, line in found(text, "rss") if code == "FT517"] == list(range(first, first + 60))


def test_wrong_names_that_items_declare_are_told_in_any_item():
    wrong = 'xmlns:itunes="http://www.itunes.com/DTDs/Podcast-1.0.dtd"'
    items = "".join(
        f"<item{' ' + wrong if n == 20 else ''}>{ONE.format(n=n)}<itunes:season>1</itunes:season></item>\n"
        for n in range(30)
    )
    text = f"{CLEAN[: CLEAN.index('    <item>')]}{items}</channel></rss>"
    first = text.count("\n", 0, text.index("<item>")) + 1
    assert [line for code, line in found(text, "rss") if code == "FT506"] == [first + 20]


def test_a_broken_item_hides_no_other():
    text = CLEAN.replace("First things", "First & things").replace("Plain words.", "&lt;table&gt;")
    assert [code for code, _ in found(text)] == ["FT501", "FT549"]


def test_the_rest_of_a_broken_item_is_judged_too():
    text = CLEAN.replace("First things", "A & B &nbsp; C \x0b D").replace("<itunes:season>2", "<itunes:season>x")
    rows = list(check(io.BytesIO(text.encode()), "f.xml"))
    assert [f.code for f in rows] == ["FT501", "FT501", "FT501", "FT517"]
    line = text.split("\n")[56]
    assert [line[f.place.column - 1] for f in rows[:3] if f.place] == ["&", "&", "\x0b"]


def test_bytes_of_another_encoding_cost_only_themselves():
    data = CLEAN.replace("First things", "Größe").encode().replace("ö".encode(), b"\xf6")
    rows = list(check(io.BytesIO(data), "f.xml"))
    assert [str(f.place) for f in rows] == ["f.xml:57:16"]
    assert "bytes that are not UTF-8" in rows[0].message


def test_a_prefix_declared_nowhere_is_told_once_and_then_known():
    text = CLEAN.replace('     xmlns:podcast="https://podcastindex.org/namespace/1.0"\n', "")
    text = text.replace('role="host" group="cast"', 'role="boss"')
    rows = found(text)
    assert [code for code, _ in rows if code != "FT560"] == ["FT501", "FT501"]  # once in an item, once in the channel
    assert "FT560" in [code for code, _ in rows]


def test_wrong_names_below_the_channel_are_put_right_for_what_follows():
    old = 'xmlns:podcast="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"'
    text = CLEAN.replace("<podcast:transcript ", f"<podcast:transcript {old} ").replace("text/vtt", "text/vvt")
    assert [code for code, _ in found(text)] == ["FT506", "FT562"]


def test_profiles_weigh_differently_and_explain_says_so():
    text = CLEAN.replace("What it is about.", "x" * 4001).replace("Plain words.", "&lt;b&gt;Plain&lt;/b&gt; words.")
    weights = {
        p: {f.code: f.weight.value for f in check(io.BytesIO(text.encode()), "f", profile=p)}
        for p in ("rss", "strict", "apple", "spotify", "psp1")
    }
    assert {p: row["FT533"] for p, row in weights.items()} == {
        "rss": "error", "strict": "error", "apple": "error", "spotify": "warning", "psp1": "error",
    }  # fmt: skip
    assert [p for p, row in weights.items() if "FT587" in row] == ["apple", "spotify"]


def test_the_address_a_feed_was_got_from_is_compared_with_its_own():
    rows = check(io.BytesIO(CLEAN.encode()), "f.xml", address="https://example.com/feed.xml")
    assert list(rows) == []
    (finding,) = check(io.BytesIO(CLEAN.encode()), "f.xml", address="https://example.net/feed.xml")
    assert finding.code == "FT526"


def test_dates_are_in_the_future_only_of_a_moment_given():
    text = CLEAN.replace("Tue, 03 Mar 2026", "Tue, 03 Mar 2071")
    assert list(check(io.BytesIO(text.encode()), "f.xml")) == []


@pytest.mark.parametrize(
    ("start", "codes"),
    [(b"\n  ", ["FT501"]), (b"\xef\xbb\xbf", []), (b"<!-- a --> ", ["FT501"])],
)
def test_what_stands_before_the_declaration(start: bytes, codes: list[str]):
    assert [code for code, _ in found(start + CLEAN.encode())] == codes


def test_a_byte_order_mark_and_the_declaration_must_agree():
    assert found(b"\xef\xbb\xbf" + CLEAN.replace("UTF-8", "iso-8859-1").encode()) == [("FT503", 1)]


def test_channel_tags_after_the_items_are_judged_too_on_their_lines():
    text = CLEAN.replace("    <ttl>60</ttl>\n", "").replace("  </channel>", "    <ttl>never</ttl>\n  </channel>")
    line = text[: text.index("<ttl>")].count("\n") + 1
    assert found(text) == [("FT517", line)]


def test_profiles_ask_for_different_things():
    text = CLEAN.replace("    <podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>\n", "")
    text = text.replace("<pubDate>Tue, 03 Mar 2026 05:06:07 GMT</pubDate>", "")
    severities = {
        p: {f.code: f.weight for f in check(io.BytesIO(text.encode()), "f", profile=p)} for p in ("apple", "spotify")
    }
    assert severities == {"apple": {"FT521": Severity.WARNING}, "spotify": {"FT520": Severity.ERROR}}
    with pytest.raises(UsageError):
        list(check(io.BytesIO(b""), "f", profile="itunes"))


def test_findings_of_one_kind_are_counted_after_a_hundred():
    item = "<item><title>Episode 1</title></item>"
    text = CLEAN.replace("  </channel>", item * 500 + "</channel>")
    titles = [f for f in check(io.BytesIO(text.encode()), "f.xml") if f.code == "FT553"]
    assert len(titles) == 101
    assert titles[-1].message.startswith("400 more like this")


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b"")],
)
def test_other_encodings_are_read(encoding: str, bom: bytes):
    text = CLEAN.replace("Plain words.", "Größe").replace("UTF-8", "windows-1252" if encoding == "cp1252" else "UTF-8")
    rows = found(bom + text.encode(encoding))
    assert rows == ([] if encoding == "utf-8" else [("FT507", 1)])


def test_one_item_is_judged_as_rendered():
    start, end = CLEAN.index("    <item>"), CLEAN.index("</item>") + len("</item>\n")
    fragment = CLEAN[start:end]
    assert list(check_item(fragment.encode(), "i.xml")) == []
    (finding,) = check_item(fragment.replace('length="5000000"', 'length="x"').encode(), "i.xml")
    assert (finding.code, finding.place and finding.place.line) == ("FT516", 5)
    finding, *_ = check_item(b"<item><title>A & B</title></item>", "i.xml")
    assert finding.code == "FT501"
    assert finding.place
    assert finding.place.column == 16


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{("&a" + str(n - 1) + ";") * 10 if n else "&a;" * 10}">' for n in range(9))
    + "]>"
)
XXE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>'
ATTACKS = {
    "bomb": CLEAN.replace("<rss version", BOMB + "<rss version").replace("Plain words.", "&a8;"),
    "external entity": CLEAN.replace("<rss version", XXE + "<rss version").replace("Plain words.", "&x;"),
    "doctype behind a comment": CLEAN.replace("<rss version", "<!-- <rss> -->" + XXE + "<rss version"),
    "depth": CLEAN.replace("Plain words.", "<a>" * 200_000 + "</a>" * 200_000),
    "depth in the channel": CLEAN.replace("<ttl>60</ttl>", "<a>" * 200_000 + "</a>" * 200_000),
    "15 MB of text": CLEAN.replace("Plain words.", "x" * 15_000_000),
    "15 MB in the channel": CLEAN.replace("What it is about.", "x" * 15_000_000),
    "200,000 attributes": CLEAN.replace("<item>", "<item " + " ".join(f'a{n}=""' for n in range(200_000)) + ">", 1),
    "never closed": CLEAN[: CLEAN.index("Plain words.")] + "<![CDATA[" + "x" * 15_000_000,
    "20,000 items": CLEAN.replace("  </channel>", "<item/>" * 20_000 + "</channel>"),
    "nested items": CLEAN.replace("Plain words.", "<item>" * 50_000),
    "not XML": "\0" * 1_000_000,
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_end_quickly_in_a_finding(name: str):
    data = ATTACKS[name].encode()
    start = time.process_time()
    rows = found(data)
    seconds = time.process_time() - start
    assert rows
    assert seconds < (10 if "items" in name else 1), seconds
    if "DOCTYPE" in ATTACKS[name]:
        assert rows == [("FT502", 2)]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(CLEAN)))
def test_no_bytes_at_all_raise(noise: bytes, at: int):
    data = CLEAN.encode()
    found(data[:at] + noise + data[at:])
    found(data[:at])
    found(noise)


def _mutations() -> st.SearchStrategy[str]:
    """Feeds with a tag removed, doubled, renamed or an attribute's value changed."""
    tags = [f"<{name}" for name in ("title", "enclosure", "guid", "itunes:", "podcast:", "psc:", "item")]
    words = ["", "x", "-1", "https://example.com/", "yes", "true", "2.0", " 5 ", "ä"]
    return st.builds(
        lambda tag, n, word: _changed(tag, n, word), st.sampled_from(tags), st.integers(0, 40), st.sampled_from(words)
    )


def _changed(tag: str, n: int, word: str) -> str:
    parts = CLEAN.split(tag)
    n = 1 + n % (len(parts) - 1)
    part = parts[n]
    quote = part.find('"')
    if quote >= 0 and quote < part.find(">"):
        end = part.index('"', quote + 1)
        part = part[: quote + 1] + word + part[end:]
    else:
        part = part.replace(">", f">{word}", 1)
    return tag.join([*parts[:n], part, *parts[n + 1 :]])


@settings(max_examples=300, deadline=None)
@given(_mutations())
def test_the_explanation_agrees_with_the_grammar(text: str):
    """libxml2 and the second reading of the same file say valid and invalid of the same feeds."""
    try:
        root = etree.fromstring(text.encode())
    except etree.XMLSyntaxError:
        return
    source = Source(text.encode(), "f.xml", lambda line: line)
    told = list(grammar.explain(root, "e.rss", source))
    assert bool(told) != grammar.validator("e.rss").validate(root), told


def test_what_is_seen_is_remembered_by_its_line():
    seen = Seen()
    assert all(seen.first(f"value {n}", n) is None for n in range(1, 5000))
    assert all(seen.first(f"value {n}", 0) == n for n in range(1, 5000))


@pytest.mark.corpus
def test_feeds_in_the_wild_raise_nothing(repo: Path):
    folder = repo.parent / "shared" / "corpus" / "feeds"
    if not folder.is_dir():
        pytest.skip("no outside material here")
    for path in sorted(folder.glob("*.xml")):
        with path.open("rb") as stream:
            for finding in check(stream, path.name):
                assert finding.place
                assert finding.message


# Each line with a fault by the specification's text, found by reading the file: a channel without its own address (3),
# a year in the copyright (14), a guid that is none (21), Austin in China (31), a zone by name and a type nobody has
# (57), zones without a colon (59), an address that ends in a query (67), numbers in titles, names where an address
# belongs, an older chapters type, no durations, http addresses, and defaults that are not the enclosure (168, 215).
EXAMPLE = [
    (3, "FT520"), (14, "FT522"), (21, "FT517"), (31, "FT566"), (57, "FT532"), (57, "FT546"), (59, "FT568"),
    (59, "FT568"), (67, "FT545"), (85, "FT521"), (86, "FT553"), (91, "FT525"), (98, "FT563"), (146, "FT521"),
    (147, "FT553"), (152, "FT525"), (157, "FT563"), (160, "FT544"), (168, "FT584"), (195, "FT521"), (196, "FT553"),
    (201, "FT525"), (206, "FT563"), (209, "FT544"), (209, "FT544"), (215, "FT584"),
]  # fmt: skip


@pytest.mark.corpus
def test_the_faults_of_the_namespaces_own_example_are_found(repo: Path):
    path = repo.parent / "shared" / "spec" / "data" / "repo-examples" / "example.xml"
    if not path.is_file():
        pytest.skip("no outside material here")
    with path.open("rb") as stream:
        rows = [(f.place.line, f.code) for f in check(stream, "example.xml") if f.place]
    assert sorted(rows) == EXAMPLE


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_is_opened_for_an_attack(name: str, no_io: Callable[[], AbstractContextManager[None]]):
    found(CLEAN)
    with no_io():
        rows = list(check(io.BytesIO(ATTACKS[name].encode()), "f.xml"))
    assert "root:" not in "".join(map(str, rows))


VECTORS = [
    "<script>x()</script>", "<SCRIPT SRC=//e.org/x></SCRIPT>", "<img src=x onerror=x()>", "<img/onerror=x() src=x>",
    "<a href=javascript:x()>a</a>", "<a href='java\tscript:x()'>a</a>", '<a href="java&#10;script:x()">a</a>',
    "<a href=data:text/html,x>a</a>", "<iframe srcdoc='x'></iframe>", "<iframe src=//e.org>", "<style>*{}</style>",
    "<svg onload=x()>", "<svg><script>x()</script></svg>", "<math><mi xlink:href='javascript:x()'>a</mi></math>",
    "<noscript><p title='</noscript><img src=x onerror=x()>'></noscript>", "<object data=x></object>", "<embed src=x>",
    "<form action=x><button formaction=javascript:x()>b</button></form>", "<link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content='0;url=x'>", "<base href=//e.org>", "<p onclick='x()'>a</p>", "<script src=x",
    '<a href="vbscript:x">a</a>', "<body onload=x()>",
]  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("tag", ["description", "content:encoded"])
def test_nothing_that_runs_passes(vector: str, tag: str):
    escaped = vector.replace("&", "&amp;").replace("<", "&lt;")
    old = "<h2>Hello</h2>" if tag == "content:encoded" else None
    text = CLEAN.replace(old, vector) if old else CLEAN.replace("Plain words.", escaped)
    assert "FT548" in [code for code, _ in found(text)]
