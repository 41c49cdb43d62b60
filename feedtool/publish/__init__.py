"""Publishing: what a build made goes to a target, in an order and under conditions that never hurt a subscriber.

    errors   what can go wrong at a target            store    the protocol of a store of files
    target   options and secrets of a target          host     the protocol of a podcast host with episodes
    web      HTTP that keeps secrets                   retry    trying again

One module is one target; :mod:`feedtool.publish.targets` is their table.
"""
