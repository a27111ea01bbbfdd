"""Cut the shop's font out of Pretendard: KS X 1001 Hangul, Latin, punctuation; weights 400 to 700.

The result is committed, so this runs only when Pretendard itself changes:

    npm pack pretendard && tar xzf pretendard-*.tgz
    python tools/build_font.py package/dist/public/variable/PretendardVariable.ttf
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parents[1] / "marketplace/look/static/look/fonts"
WEIGHTS = (400, 700)


def hangul() -> set[int]:
    """Return the 2,350 syllables of KS X 1001 and the compatibility letters."""
    rows = (bytes((lead, trail)) for lead in range(0xB0, 0xC9) for trail in range(0xA1, 0xFF))
    return {ord(pair.decode("euc_kr")) for pair in rows} | set(range(0x3131, 0x3164))


def latin() -> set[int]:
    """Return Latin, figures, punctuation, arrows and the signs that Korean prices and firms are written with."""
    ranges = [(0x20, 0x7F), (0xA0, 0x100), (0x2010, 0x2028), (0x2030, 0x2034), (0x2190, 0x2194), (0x2460, 0x2474)]
    signs = "₩€™℃←↑→↓−×÷≤≥≠○●◎◇◆□■△▲▽▼☆★♡♥✓、。〈〉《》「」『』【】〔〕㈜㎏㎝㎜㎡㎖ℓ：～，！？"
    return {code for start, stop in ranges for code in range(start, stop)} | set(map(ord, signs))


def build(source: Path) -> None:
    for name, codes in {"gachi-latin": latin(), "gachi-hangul": hangul()}.items():
        font = TTFont(source)
        options = Options(flavor="woff2", layout_features=["kern", "liga", "calt", "tnum", "mark", "mkmk", "ccmp"])
        options.hinting = False
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
        font.flavor = "woff2"
        target = FONTS / f"{name}.woff2"
        font.save(target)
        sys.stdout.write(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
