#!/usr/bin/env python3
"""Makes large-words.otf: the characters that the board says in large words.

Run it in this folder when a sentence in kiosk/words/catalogue/board.json or
stop.json has a new character; a test of the board tells. It takes them out of
Noto Sans CJK SC Bold (Debian: fonts-noto-cjk, python3-fonttools), and gives the
part another name, so that nobody takes it for the whole font.
"""
import json
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

source = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
text = "".join(map(chr, range(0x20, 0x7F)))
text += "〇一二三四五六七八九十百东西南北東左右楼樓层層区區厅廳室号號"  # places, as halls name them
for name in ("board", "stop"):
    for sentence in json.load(open(f"../../words/catalogue/{name}.json", encoding="utf-8")).values():
        text += sentence["zh-Hans"] + sentence["zh-Hant"] + sentence["en"]

font = TTFont(source, fontNumber=2)  # the part for simplified Chinese
if font["name"].getDebugName(4) != "Noto Sans CJK SC Bold":
    sys.exit(f"{source}: part 2 is {font['name'].getDebugName(4)}, not Noto Sans CJK SC Bold")
options = subset.Options()
options.hinting = False
options.layout_features = []
options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
options.notdef_outline = False
options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG", "GDEF"]
options.recalc_timestamp = False
part = subset.Subsetter(options)
part.populate(text=text)
part.subset(font)
for name_id, name in ((1, "Onewindow Board"), (2, "Bold"), (4, "Onewindow Board Bold"), (6, "OnewindowBoard-Bold")):
    font["name"].setName(name, name_id, 3, 1, 0x409)
    font["name"].setName(name, name_id, 1, 0, 0)
cff = font["CFF "].cff
cff.fontNames[0] = "OnewindowBoard-Bold"
top = cff.topDictIndex[0]
for key, value in (("FullName", "Onewindow Board Bold"), ("FamilyName", "Onewindow Board")):
    if hasattr(top, key):
        setattr(top, key, value)
font.save("large-words.otf")
print(len(font.getBestCmap()), "characters")
