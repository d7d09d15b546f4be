"""Draw pages with tables and spoil them as a scanner does; the truth is what was drawn."""

import io
import math
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One printed cell; `rows` and `columns` is what it spans."""

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, kw_only=True)
class Damage:
    """What happened to the page on its way through the scanner."""

    skew: float = 0.0  # degrees, clockwise
    noise: float = 0.0  # standard deviation of grey levels
    blur: float = 0.0  # radius in pixels
    jpeg: int | None = None  # quality
    ink: int = 0  # grey level of the ink
    paper: int = 255  # grey level of the paper
    seals: tuple[tuple[float, float], ...] = ()  # centres as shares of width and height
    quarter_turns: int = 0  # counter-clockwise


@dataclass(kw_only=True)
class Sheet:
    """A page of A4 (or its landscape, or longer) under construction."""

    dpi: int
    font: str
    index: int = 0
    points: float = 10.5
    is_landscape: bool = False
    height: int | None = None  # in points, where the page is no A4
    stroke: float = 0.75  # of rulings, in points
    top: float = field(default=40.0, init=False)  # where the next thing goes, in points
    image: Image.Image = field(init=False)

    def __post_init__(self):
        width, height = (842, self.height or 595) if self.is_landscape else (595, self.height or 842)
        self.image = Image.new("RGB", (self.px(width), self.px(height)), "white")
        self.draw = ImageDraw.Draw(self.image)

    def px(self, points):
        return round(points * self.dpi / 72)

    def face(self, points=None):
        return ImageFont.truetype(self.font, self.px(points or self.points), index=self.index)

    def write(self, text, *, points=None, left=45.0):
        face = self.face(points)
        self.draw.text((self.px(left), self.px(self.top)), text, font=face, fill=0)
        self.top += (points or self.points) * 1.7

    def rule(self, rows, widths, *, left=40.0, missing=()):
        """Draw a table; `missing` names outer sides without a ruling: "left", "right"."""
        owners = place(rows, len(widths))
        edges = np.cumsum([left, *widths])
        heights = self._heights(owners, edges)
        tops = np.cumsum([self.top, *heights])
        width = max(1, self.px(self.stroke))
        for (row, column), cell in anchors(owners).items():
            box = (edges[column], tops[row], edges[column + cell.columns], tops[row + cell.rows])
            x0, y0, x1, y1 = (self.px(value) for value in box)
            self.draw.line((x0, y0, x1, y0), fill=0, width=width)
            self.draw.line((x0, y1, x1, y1), fill=0, width=width)
            if not (column == 0 and "left" in missing):
                self.draw.line((x0, y0, x0, y1), fill=0, width=width)
            if not (column + cell.columns == len(widths) and "right" in missing):
                self.draw.line((x1, y0, x1, y1), fill=0, width=width)
            self._fill(cell, box)
        self.top = tops[-1] + 12
        return [[cell.text for cell in row] for row in owners]

    def _heights(self, owners, edges):
        heights = []
        line = self.points * 1.35
        for row, cells in enumerate(owners):
            needed = [1]
            for (top, column), cell in anchors(owners).items():
                if top == row and cell.rows == 1:
                    needed.append(len(self.wrap(cell.text, edges[column + cell.columns] - edges[column])))
            heights.append(max(needed) * line + 6 if cells else line)
        return heights

    def wrap(self, text, width):
        face, lines = self.face(), []
        for piece in text.split("\n"):
            line = ""
            for sign in piece:
                if line and face.getlength(line + sign) > self.px(width - 5):
                    lines.append(line)
                    line = ""
                line += sign
            lines.append(line)
        return lines

    def _fill(self, cell, box):
        left, top, right, bottom = box
        face, lines = self.face(), self.wrap(cell.text, right - left)
        step = self.points * 1.35
        y = (top + bottom - step * len(lines)) / 2
        for line in lines:
            x = self.px((left + right) / 2) - face.getlength(line) / 2
            self.draw.text((x, self.px(y)), line, font=face, fill=0)
            y += step


def place(rows, n_columns):
    """Return the cell that owns each place of the grid, merged cells repeated."""
    owners = [[None] * n_columns for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for item in row:
            cell = (
                Cell(text=item) if isinstance(item, str) else Cell(text=item.text, rows=item.rows, columns=item.columns)
            )
            while owners[number][column] is not None:
                column += 1
            for down in range(cell.rows):
                for right in range(cell.columns):
                    owners[number + down][column + right] = cell
            column += cell.columns
    return owners


def anchors(owners):
    found = {}
    seen = set()
    for row, cells in enumerate(owners):
        for column, cell in enumerate(cells):
            if id(cell) not in seen:
                seen.add(id(cell))
                found[row, column] = cell
    return found


def spoil(image, damage, *, font, seed=0):
    """Return the page as the scanner delivers it."""
    random = np.random.default_rng(seed)
    pixels = np.asarray(image, dtype=np.float32) / 255 * (damage.paper - damage.ink) + damage.ink
    page = Image.fromarray(pixels.astype(np.uint8))
    for x, y in damage.seals:
        page = stamp(page, (x * page.width, y * page.height), radius=page.width * 0.085, font=font)
    fill = (damage.paper,) * 3
    page = page.rotate(-damage.skew, resample=Image.Resampling.BICUBIC, fillcolor=fill)
    page = page.filter(ImageFilter.GaussianBlur(damage.blur)) if damage.blur else page
    noisy = np.asarray(page, dtype=np.float32) + random.normal(0, damage.noise, (page.height, page.width, 1))
    page = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).rotate(90 * damage.quarter_turns, expand=True)
    if damage.jpeg is None:
        return page
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=damage.jpeg)
    return Image.open(buffer).convert("RGB")


def stamp(page, centre, *, radius, font):
    """Press a round red seal with a star and a text on the page; ink lies darker over ink."""
    layer = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(layer)
    x, y = centre
    red = (205, 35, 40)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=max(2, round(radius * 0.06)))
    star = [
        (x + r * math.sin(k * math.pi / 5), y - r * math.cos(k * math.pi / 5))
        for k in range(10)
        for r in (radius * (0.32 if k % 2 == 0 else 0.13),)
    ]
    draw.polygon(star, fill=red)
    face = ImageFont.truetype(font, max(8, round(radius * 0.26)))
    for k, sign in enumerate("云溪县财政局专用章"):
        angle = math.radians(-120 + 30 * k)
        draw.text((x + radius * 0.75 * math.sin(angle), y - radius * 0.75 * math.cos(angle)), sign, font=face,
                  fill=red, anchor="mm")  # fmt: skip
    pixels = np.asarray(page, dtype=np.float32) * np.asarray(layer, dtype=np.float32) / 255
    return Image.fromarray(pixels.astype(np.uint8))
