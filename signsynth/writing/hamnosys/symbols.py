"""The symbols of HamNoSys 4: names, as H-SiGML writes them, and code points, as the font HamNoSysUnicode has them."""

from __future__ import annotations

# First code point of a run, and the names that follow on it, without their "ham". The same table is in T. Hanke and
# M. Schulder's TeX package hamnosys (CTAN, 2022) and in the package hamnosys of PyPI.
_RUNS = {
    0x20: "space exclaim",
    0x2C: "comma",
    0x2E: "fullstop",
    0x3F: "query",
    0x7B: "altbegin metaalt altend",
    0xE000: "fist flathand finger2 finger23 finger23spread finger2345",
    0xE006: "pinch12 pinchall pinch12open cee12 ceeall ceeopen",
    0xE00C: "thumboutmod thumbacrossmod thumbopenmod",
    0xE010: "fingerstraightmod fingerbendmod fingerhookmod doublebent doublehooked",
    0xE020: "extfingeru extfingerur extfingerr extfingerdr extfingerd extfingerdl extfingerl extfingerul",
    0xE028: "extfingerol extfingero extfingeror extfingeril extfingeri extfingerir",
    0xE02E: "extfingerui extfingerdi extfingerdo extfingeruo",
    0xE038: "palmu palmur palmr palmdr palmd palmdl palml palmul",
    0xE040: "head headtop forehead eyebrows eyes nose nostrils ear earlobe cheek lips tongue teeth chin underchin neck",
    0xE050: "shouldertop shoulders chest stomach belowstomach",
    0xE058: "lrbeside lrat coreftag corefref",
    0xE05F: "neutralspace upperarm elbow elbowinside lowerarm wristback wristpulse",
    0xE066: "thumbball palm handback thumbside pinkyside",
    0xE070: "thumb indexfinger middlefinger ringfinger pinky",
    0xE075: "fingertip fingernail fingerpad fingermidjoint fingerbase fingerside",
    0xE07C: "wristtopulse wristtoback wristtothumb wristtopinky",
    0xE080: "moveu moveur mover movedr moved movedl movel moveul",
    0xE088: "moveol moveo moveor moveil movei moveir moveui movedi movedo moveuo",
    0xE092: "circleo circlei circled circleu circlel circler circleul circledr circleur circledl",
    0xE09C: "circleol circleir circleor circleil circleui circledo circleuo circledi",
    0xE0A4: "fingerplay nodding swinging twisting stircw stirccw replace",
    0xE0AD: "movecross moveX nomotion",
    0xE0B0: "clocku clockul clockl clockdl clockd clockdr clockr clockur clockfull",
    0xE0B9: "arcl arcu arcr arcd wavy zigzag",
    0xE0C0: "ellipseh ellipseur ellipsev ellipseul increasing decreasing",
    0xE0C6: "smallmod largemod fast slow tense rest halt",
    0xE0D0: "close touch interlock cross armextended behind brushing",
    0xE0D8: "repeatfromstart repeatfromstartseveral repeatcontinue repeatcontinueseveral repeatreverse",
    0xE0DD: "alternatingmotion",
    0xE0E0: "seqbegin seqend parbegin parend fusionbegin fusionend between plus",
    0xE0E8: "symmpar symmlr nondominant nonipsi etc orirelative",
    0xE0F0: "mime version40",
}
NAMES = {chr(first + at): f"ham{name}" for first, names in _RUNS.items() for at, name in enumerate(names.split())}
"""Symbol to name."""
SYMBOLS = {name: symbol for symbol, name in NAMES.items()}
"""Name to symbol."""

BASES = {
    "hamfist": "fist",
    "hamflathand": "flat",
    "hamfinger2": "finger2",
    "hamfinger23": "finger23",
    "hamfinger23spread": "finger23spread",
    "hamfinger2345": "finger2345",
    "hampinch12": "pinch12",
    "hampinchall": "pinchall",
    "hampinch12open": "pinch12open",
    "hamcee12": "cee12",
    "hamceeall": "ceeall",
    "hamceeopen": "cee12open",
}
THUMBS = {"hamthumboutmod": "out", "hamthumbacrossmod": "across", "hamthumbopenmod": "opposed"}
BENDS = {
    "hamfingerstraightmod": "bent",
    "hamfingerbendmod": "round",
    "hamfingerhookmod": "hooked",
    "hamdoublebent": "dblbent",
    "hamdoublehooked": "dblhooked",
}
DIGITS = {"hamthumb": 1, "hamindexfinger": 2, "hammiddlefinger": 3, "hamringfinger": 4, "hampinky": 5}
FINGER_PARTS = {
    f"hamfinger{part}": part for part in ("tip", "nail", "pad", "midjoint", "base", "side")
}  # HamNoSys 4 writes the part before or after the fingers
FINGERS = {name: name.removeprefix("hamextfinger") for name in SYMBOLS if name.startswith("hamextfinger")}
HAND_PARTS = {
    f"ham{part}": part
    for part in ("palm", "handback", "thumbball", "thumbside", "pinkyside", "wristback", "wristpulse")
}
PALMS = {name: name.removeprefix("hampalm") for name in SYMBOLS if name.startswith("hampalm") and name != "hampalm"}
BODY = {
    f"ham{part}": part
    for part in (
        *(_RUNS[0xE040] + " " + _RUNS[0xE050]).split(),
        *("neutralspace", "upperarm", "elbow", "elbowinside", "lowerarm"),
    )
}
SIDES = {"hamlrat": "at", "hamlrbeside": "beside"}
CONTACTS = {"hamtouch": "touch", "hamclose": "close", "hamarmextended": "armextended"}
CROSSED = ("haminterlock", "hamcross", "hambrushing")
MOVES = {
    name: name.removeprefix("hammove")
    for name in SYMBOLS
    if name.startswith("hammove") and name not in ("hammovecross", "hammoveX")
}
CIRCLES = {name: name.removeprefix("hamcircle") for name in SYMBOLS if name.startswith("hamcircle")}
CLOCKS = {
    name: name.removeprefix("hamclock") for name in SYMBOLS if name.startswith("hamclock") and name != "hamclockfull"
}
ARCS = {f"hamarc{letter}": letter for letter in "lurd"}
ELLIPSES = {"hamellipseh": "l", "hamellipseur": "ur", "hamellipsev": "u", "hamellipseul": "ul"}
WRIST_TURNS = {f"ham{turn}": turn for turn in ("nodding", "swinging", "twisting", "stircw", "stirccw")}
SIZES = {"hamsmallmod": "small", "hamlargemod": "big"}
MANNERS = {f"ham{manner}": manner for manner in ("fast", "slow", "tense", "rest", "halt")}
REPEATS = {
    "hamrepeatfromstart": "fromstart",
    "hamrepeatfromstartseveral": "fromstart_several",
    "hamrepeatcontinue": "continue",
    "hamrepeatcontinueseveral": "continue_several",
    "hamrepeatreverse": "reverse",
}
SYMMETRIES = ("hamsymmpar", "hamsymmlr")
BRACKETS = {"hamparbegin": "hamparend", "hamseqbegin": "hamseqend", "hamfusionbegin": "hamfusionend"}
