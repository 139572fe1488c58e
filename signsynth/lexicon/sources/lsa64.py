"""Names of the signs of LSA64 by number (Ronchetti et al., LSA64: An Argentinian Sign Language Dataset, 2016).

Compared with the table on the authors' page (https://facundoq.github.io/datasets/lsa64/) all agree but number 8: the
page says "Red" a second time, users of the set call it "Pink". A ``signs.csv`` beside the videos names signs otherwise.
"""

from __future__ import annotations

LSA64 = (
    *("opaque", "red", "green", "yellow", "bright", "light-blue", "colors", "pink", "women", "enemy", "son", "man"),
    *("away", "drawer", "born", "learn", "call", "skimmer", "bitter", "sweet milk", "milk", "water", "food"),
    *("argentina", "uruguay", "country", "last name", "where", "mock", "birthday", "breakfast", "photo", "hungry"),
    *("map", "coin", "music", "ship", "none", "name", "patience", "perfume", "deaf", "trap", "rice", "barbecue"),
    *("candy", "chewing-gum", "spaghetti", "yogurt", "accept", "thanks", "shut down", "appear", "to land", "catch"),
    *("help", "dance", "bathe", "buy", "copy", "run", "realize", "give", "find"),
)
