"""Draw the sample show's pictures: the cover and an image for each of two chapters.

Runs only when a picture changes: the results are committed. Needs Pillow (`pip install pillow`), which nothing else
here does. Flat colours, so that a square of 1400 pixels stays small.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw

EPISODES = Path(__file__).resolve().parent.parent / "episodes"
NIGHT, CREAM, AMBER, TEAL = "#1d2b3a", "#f6efe0", "#e8973f", "#3f8f8a"
COVER, CHAPTER = 1400, 600


def main() -> None:
    """Write every picture."""
    save(cover(), "cover.jpg")
    save(kettle(), "kettle.png")
    save(flutes(), "flutes.jpg")


def cover() -> Image.Image:
    """An ear of three arcs, and the wave that goes into it."""
    image, draw = canvas(COVER, NIGHT)
    for i, colour in enumerate((CREAM, AMBER, TEAL)):
        reach = 520 - 140 * i
        box = (760 - reach, 700 - reach, 760 + reach, 700 + reach)
        draw.arc(box, -100, 100, fill=colour, width=70)
    wave(draw, (110, 700), 640, 150, 3, CREAM, 44)
    return image


def kettle() -> Image.Image:
    """A kettle and its note."""
    image, draw = canvas(CHAPTER, CREAM)
    draw.ellipse((130, 250, 430, 530), fill=TEAL)
    draw.arc((170, 130, 390, 390), 190, 350, fill=NIGHT, width=26)
    draw.polygon([(400, 340), (520, 230), (550, 260), (415, 430)], fill=TEAL)
    draw.ellipse((255, 225, 305, 275), fill=NIGHT)
    wave(draw, (430, 150), 150, 30, 2, AMBER, 16)
    return image


def flutes() -> Image.Image:
    """Two flutes that do not agree."""
    image, draw = canvas(CHAPTER, TEAL)
    for top, colour in ((170, CREAM), (360, AMBER)):
        draw.rounded_rectangle((60, top, 540, top + 60), radius=30, fill=colour)
        for i in range(6):
            draw.ellipse((200 + 50 * i, top + 18, 224 + 50 * i, top + 42), fill=NIGHT)
    return image


def canvas(size: int, colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A square of one colour and the pencil for it."""
    image = Image.new("RGB", (size, size), colour)
    return image, ImageDraw.Draw(image)


def wave(
    draw: ImageDraw.ImageDraw, start: tuple[int, int], length: int, height: int, turns: int, colour: str, width: int
) -> None:
    """A sine wave that begins at `start`."""
    x, y = start
    line = [(x + i, y - height * math.sin(2 * math.pi * turns * i / length)) for i in range(0, length + 1, 2)]
    draw.line(line, fill=colour, width=width, joint="curve")


def save(image: Image.Image, name: str) -> None:
    """Write it as its name says, small."""
    image.save(EPISODES / name, optimize=True, quality=82)


if __name__ == "__main__":
    main()
