"""cmark called so that what it allocates is given back: its Python package keeps the tree and the HTML of every text.

A show of ten thousand episodes lost 60 MB that way. Where the two functions needed cannot be had from the library, what
it allocates is lost as before, and the HTML is the same.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

EXTENSIONS: Final = ("table", "strikethrough", "autolink")


def html(text: str, flags: int) -> str:
    """``text`` as HTML, with the extensions this package uses; ``flags`` are cmark's options."""
    from cmarkgfm import cmark

    cmark.core_extensions_ensure_registered()
    library, ffi = cmark._cmark.lib, cmark._cmark.ffi  # noqa: SLF001 - the package's functions free nothing
    free, free_tree = _freeing()
    parser = cmark.parser_new(options=flags)
    try:
        for name in EXTENSIONS:
            cmark.parser_attach_syntax_extension(parser, cmark.find_syntax_extension(name))
        cmark.parser_feed(parser, text)
        root = cmark.parser_finish(parser)
        try:
            made = library.cmark_render_html(root, flags, cmark.parser_get_syntax_extensions(parser))
            try:
                return str(ffi.string(made).decode("utf-8"))
            finally:
                free(int(ffi.cast("uintptr_t", made)))
        finally:
            free_tree(int(ffi.cast("uintptr_t", root)))
    finally:
        cmark.parser_free(parser)


@cache
def _freeing() -> tuple[Callable[[int], Any], Callable[[int], Any]]:
    """The C functions that free HTML and a tree, by address; ones that do nothing where they are not to be had."""
    import ctypes
    import sys

    from cmarkgfm import cmark

    if sys.platform == "win32":  # another C library may have allocated the HTML
        return lambda _: None, lambda _: None
    try:
        free, tree = ctypes.CDLL(None).free, ctypes.CDLL(cmark._cmark.__file__).cmark_node_free  # noqa: SLF001
    except (AttributeError, OSError):
        return lambda _: None, lambda _: None
    for function in (free, tree):
        function.argtypes, function.restype = [ctypes.c_void_p], None
    return free, tree
