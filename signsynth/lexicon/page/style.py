"""How the page looks, light and dark; every text has a contrast of at least 4.5 to 1."""

STYLE = """\
:root { color-scheme: light dark; --back: #f6f6f4; --card: #fff; --text: #1c1c1c; --soft: #5a5a5a; --edge: #d8d8d4;
  --line: #555; --left: #1456c8; --right: #c2410c; --lost: #b4b4b4; --bad: #b3261e; --mid: #8a5a00; --good: #1c6b34; }
@media (prefers-color-scheme: dark) {
  :root { --back: #141416; --card: #1f1f23; --text: #ececec; --soft: #a8a8ae; --edge: #38383e;
    --line: #b0b0b0; --left: #6ea8ff; --right: #ff9457; --lost: #5c5c64; --bad: #ff8a80; --mid: #ffc560;
    --good: #7ddc98; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.4 system-ui, sans-serif; }
header, main, section.all { max-width: 1500px; margin: 0 auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 1rem 0 .2rem; overflow-wrap: anywhere; }
p { margin: .2rem 0; }
.bar { position: sticky; top: 0; z-index: 1; background: var(--back); border-bottom: 1px solid var(--edge); }
#tools { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; max-width: 1500px; margin: 0 auto;
  padding: .6rem 1rem; }
#tools[hidden] { display: none; }
label { color: var(--soft); }
input, select, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge);
  border-radius: 6px; padding: .25rem .5rem; }
:focus-visible { outline: 2px solid var(--left); outline-offset: 1px; }
#signs { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: .8rem;
  padding: 1rem 0 3rem; }
article { background: var(--card); border: 1px solid var(--edge); border-radius: 10px; padding: .7rem; min-width: 0;
  content-visibility: auto; contain-intrinsic-size: auto 330px; }
article[hidden] { display: none; }
h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; display: flex; justify-content: space-between; gap: .5rem; }
h2 span { flex: none; }
canvas { display: block; width: 100%; max-width: 260px; aspect-ratio: 1; margin: .2rem auto; }
.file, .file + p { color: var(--soft); font-size: .82rem; overflow-wrap: anywhere; }
ul { margin: .3rem 0 0; padding: 0; list-style: none; font-size: .85rem; }
li { margin: .25rem 0; overflow-wrap: anywhere; }
.all li { margin-left: 0; }
b { font-weight: 600; }
.bad { color: var(--bad); } .mid { color: var(--mid); } .good { color: var(--good); }
.none { aspect-ratio: 1; display: grid; place-items: center; color: var(--soft); }
"""
