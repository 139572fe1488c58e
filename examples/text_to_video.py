"""Text to video from Python: what is signed, what could not be, and the files that come out."""

from pathlib import Path

import signsynth as ss

folder = Path("out")
folder.mkdir(exist_ok=True)

translate = ss.Translator(ss.Lexicon.open("ase"))
signed = translate("Hello Anna! It costs 25.")

print("glosses: ", " ".join(signed.glosses))
for token in signed.coverage:
    print(f"{token.text:>10}  {token.status:<13} {token.reason}")

signed.render(size=512).save(folder / "anna.mp4")
signed.motion.save(folder / "anna.pose")  # opens in any tool that reads pose-format files
signed.save_eaf(folder / "anna.eaf", media=folder / "anna.mp4")  # opens in ELAN
signed.save_report(folder / "anna.json")
