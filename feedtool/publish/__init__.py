"""Publishing: what a build made goes to a target, in an order and under conditions that never hurt a subscriber.

target, targets       options and secrets of a target; the table of types, [targets.NAME] of a project
store, host           what a type of target is asked for: to keep files, or episodes
stores/, hosts/       the types, one module each
errors, faults        what can go wrong there; how it is told
inventory … listeners what was built, what stands there, what must be done, what listeners would see: a plan
publication, sending  carrying it out under the target's lock (holding), proven (proof), the feed last
hostplan, hosting     the same for hosts
journal, memory,      what a run that was broken off had done; what this machine knows of a target; the list that
  record, published   lies at the target; which episode is which at a host
public, notify/       the feed as the world sees it, and who is told that it changed
credentials, redact   secrets, and keeping them out of all that is said
web, reply, retry     HTTP that keeps secrets, what answers mean, trying again
doctor/               whether everything is there that publishing needs
"""
