"""Findings about publishing: targets, secrets, what a server did, and what must not be overwritten."""

from __future__ import annotations

from feedtool.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "FT901", "error", "no such target",
        "A target is a table [targets.NAME] of feedtool.toml, with a type.",
        "Name one of the targets there are, or add it; `feedtool targets types` lists the types and their keys.",
    ),
    Rule(
        "FT902", "error", "a target's settings do not fit",
        "A key is missing, unknown to this type of target, holds another kind of value, or is a secret, which must not "
        "stand there. A podcast host takes no keys of targets that keep files.",
        "`feedtool targets types TYPE` shows the keys of a type.",
    ),
    Rule(
        "FT903", "error", "the target does not let us in",
        "The name, password or key was not accepted, or the server is not the one it was.",
        "`feedtool doctor TARGET` says what is wrong. `feedtool auth show` says which secrets are known, and "
        "`feedtool auth login TARGET` takes them anew.",
    ),
    Rule(
        "FT904", "error", "the target cannot be reached",
        "The server did not answer, refused, or answered in a way that cannot be used, also after several attempts.",
        "`feedtool doctor TARGET` looks closer; publishing again goes on where it stopped.",
    ),
    Rule(
        "FT905", "error", "the target changed meanwhile",
        "Somebody else published there, or changed a file by hand. Overwriting it would undo their work.",
        "Look at `feedtool plan --against ADDRESS`, with the address of the published feed; bring their changes into "
        "this project, or replace them by publishing with --take-over.",
    ),
    Rule(
        "FT906", "error", "somebody else is publishing",
        "Another run holds the target's lock, or one was broken off on another machine.",
        "Wait until it is done; when it is surely gone, publish with --break-lock.",
    ),
    Rule(
        "FT907", "error", "what came back is not what was sent",
        "The file was read back from the target and differs.",
        "Publish again; if it stays, the server changes or cuts files: ask those who run it.",
    ),
    Rule(
        "FT908", "warning", "the target cannot refuse a write",
        "It replaces a file whatever stands there. So the feed is looked at just before it is replaced, and somebody "
        "who publishes in the same second is not noticed.",
        "Let only one machine publish.",
    ),
    Rule(
        "FT909", "warning", "the public address does not give the new feed",
        "The feed is on the target, but its public address gives another one, or cannot be asked: a cache lies "
        "between, base_url is wrong, or only a proxy leads out of this network. So no hub and no directory was told.",
        "Open the address in a browser. If it has no feed, correct base_url (or public_url of the target); if it has "
        "an old one, wait for the cache. Then publish again: nothing is sent, and they are told.",
    ),
    Rule(
        "FT910", "warning", "a directory was not notified",
        "Directories and apps look at the feed by themselves, within hours.",
        "Look at the message; publishing is complete.",
    ),
    Rule(
        "FT911", "error", "too many files would be deleted",
        "More files than --max-delete allows would be removed from the target.",
        "Look at `feedtool publish --dry-run --delete`, then raise --max-delete.",
    ),
    Rule(
        "FT912", "info", "audio goes out under a new name",
        "Its bytes changed. Under the old address, apps and caches that hold a part of the old file would mix it with "
        "the new one. The old file stays for those who are still loading it; apps that know the episode keep what they "
        "have, and some load it again.",
        "Nothing; --in-place replaces it under its old address instead.",
    ),
    Rule(
        "FT913", "error", "published in part",
        "It stopped on the way. Of files the feed goes last, so listeners have the old feed or the new one, whole. At "
        "a podcast host, some episodes are published and others not; how far each came is noted.",
        "Do what the other errors say, then run the same command again: only what is missing is sent, and no episode "
        "is created twice.",
    ),
    Rule(
        "FT914", "warning", "an experimental target",
        "Its requests follow documentation or other programs, and nobody has confirmed them against the real service.",
        "Try it with a draft first, and look at what arrived.",
    ),
    Rule(
        "FT915", "error", "the target has no room",
        "It refused a file for its size, its disk is full, or what your plan there includes is used up.",
        "Make room, or the file smaller, or take a larger plan; what is counted by the month may fit the next.",
    ),
    Rule(
        "FT916", "error", "what was built is not known",
        "The notes of a build stand in .feedtool, and they could not be written or read. Without them nobody can tell "
        "which files belong to the show and which are left over.",
        "Let yourself write to the folder .feedtool, or delete it: it is made anew.",
    ),
    Rule(
        "FT917", "warning", "the target's memory was lost",
        "Its list of what was published there is damaged. Files are compared by reading them back.",
        "Nothing: it is written anew.",
    ),
    Rule(
        "FT918", "warning", "a server lets no web page read the files",
        "Players in web pages load chapters and transcripts only where the server allows it to every page (CORS), by "
        "the header Access-Control-Allow-Origin: *. Other apps do not ask for it.",
        "Change that at the server: feedtool does not touch its settings. If no web page plays the show, do nothing.",
    ),
    Rule(
        "FT919", "error", "the module of a target is broken",
        "It failed with an error of its own, which says nothing to you. What was published before it is whole.",
        "Publish again, which looks first what arrived. If it stays, report it to who made this type of target, with "
        "what FEEDTOOL_TRACEBACK=1 in the environment prints.",
    ),
    Rule(
        "FT920", "error", "something that is no file is in the way",
        "A folder, or something else that cannot be replaced, stands where a file is to go.",
        "Look at it at the target, and remove or rename it; then publish again.",
    ),
    Rule(
        "FT921", "error", "a link where publishing keeps its notes",
        "The project's folder .feedtool, or something in it, is a link. What is written there would go elsewhere on "
        "this computer, and what is read from there could go to a server. feedtool makes no links there.",
        "If the project is somebody else's, look at it before you go on. Then remove the link: what it stands for is "
        "made anew.",
    ),
    Rule(
        "FT930", "error", "an episode was not published",
        "The host refused a step, or answered in a way that cannot be used. What was done before it stays noted.",
        "Look at the message, then publish again: it goes on from there, and never creates an episode twice.",
    ),
    Rule(
        "FT931", "warning", "taken for published as it is",
        "Nothing was noted of the episode, and the host has it: by its guid or name, or by title and date. Whether "
        "its notes and audio are these, nobody can tell, so it is left alone; later changes are sent.",
        "Look at it at the host, once. Publish a draft there by hand.",
    ),
    Rule(
        "FT932", "error", "perhaps published already",
        "The host has an episode of this title, with another date or one of several. Creating it could show it to "
        "listeners twice.",
        "Give it another title, or publish with --accept EPISODE when it is really another one.",
    ),
    Rule(
        "FT933", "warning", "the host cannot make this change",
        "Its API has no request for it, so the episode there stays as it was.",
        "Change it by hand at the host, then publish once with --accept EPISODE.",
    ),
    Rule(
        "FT934", "warning", "still at the host",
        "The episode is no longer in the feed, or never came to its end. Nothing is ever deleted at a host.",
        "Remove it by hand at the host if listeners should lose it.",
    ),
    Rule(
        "FT935", "error", "gone from the host",
        "The episode was published there, and somebody removed it. It is not published again unasked.",
        "Take it out of the project, or publish it anew with --accept EPISODE.",
    ),
    Rule(
        "FT936", "warning", "the journal is damaged",
        "What a broken-off run of publishing had noted cannot be read. Everything is looked up at the host.",
        "Nothing: it is written anew, and the damaged one kept beside it.",
    ),
    Rule(
        "FT937", "error", "no audio to send",
        "The episode's audio lies at an address elsewhere, and a host wants the file itself.",
        "Put the audio beside the episode's text. Otherwise the episode stays away from the host; the others go there.",
    ),
    Rule(
        "FT938", "info", "the host does not take everything",
        "A host makes the feed itself, from what it lets others send to it.",
        "Nothing, when that is enough; a target for files publishes this project's own feed.",
    ),
    Rule(
        "FT939", "warning", "not in the host's list",
        "The host took the episode, and does not list it. Some lists are some minutes behind.",
        "Look at the host; publish again later, which looks once more.",
    ),
    Rule(
        "FT940", "error", "an episode twice at the host",
        "Two episodes of this title appeared there during this run. Perhaps somebody else published as well.",
        "Remove one of them by hand at the host.",
    ),
    Rule(
        "FT941", "warning", "old episodes would look new",
        "The API of this host has no field for the date of an episode that is past: listeners would get all of them "
        "at once, as new ones in the order of their publication.",
        "Set draft = true for the target, and give each draft its date at the host; or have the host import your feed.",
    ),
    Rule(
        "FT961", "error", "the credentials file is open to others",
        "Whoever can read it has your passwords and keys. It was not read.",
        "Run the chmod that is named; if somebody else uses this machine, change the secrets as well.",
    ),
    Rule(
        "FT962", "error", "the credentials file is damaged",
        "It holds a table for each target, and in it text by the names of its secrets.",
        "Correct the line, or remove the file and run `feedtool auth login TARGET` for each target.",
    ),
    Rule(
        "FT963", "error", "the keyring cannot be used",
        "The system's keyring is not there, is locked, or failed. Secrets are still found in the other places.",
        "Unlock it, or keep the secrets in the file: feedtool auth login TARGET --in file.",
    ),
    Rule(
        "FT964", "error", "no secret came",
        "Secrets are asked for on a terminal, or read from stdin as lines NAME=VALUE.",
        "Call it on a terminal, or with --stdin.",
    ),
    Rule(
        "FT965", "error", "a secret on the command line",
        "What stands there is kept in the shell's history and seen by everybody in the list of processes.",
        "Change the secret, and give it when asked, or with --stdin.",
    ),
    Rule(
        "FT966", "warning", "the feed does not name the hub",
        "A hub passes a new feed on to the apps that subscribed there. They subscribe at the hubs that the feed names, "
        "so telling another one reaches nobody.",
        "Add the link to extras of [show], as the message shows, and build again.",
    ),
)  # fmt: skip
