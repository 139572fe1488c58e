"""What moves, sorts and filters the page. Text goes through ``textContent`` and values only: nothing is made markup."""

SCRIPT = """\
'use strict';
const FPS = 15, REACH = 4, POINTS = 49, WIDTH = 1 + 2 * POINTS;
const FINGERS = [1, 5, 9, 13, 17];
const cards = [...document.querySelectorAll('article')];
const list = document.getElementById('signs');
const by = id => document.getElementById(id);
const calm = matchMedia('(prefers-reduced-motion: reduce)');
let moving = !calm.matches;
const shown = new Set();

function decoded(canvas) {
  if (canvas.frames) return canvas.frames;
  const bytes = Uint8Array.from(atob(canvas.dataset.motion), c => c.charCodeAt(0));
  canvas.frames = new Uint16Array(bytes.buffer);
  return canvas.frames;
}

function draw(canvas, seconds) {
  const values = decoded(canvas), count = values.length / WIDTH;
  if (!count) return;
  const scale = Math.min(window.devicePixelRatio || 1, 2), size = canvas.clientWidth || 180;
  if (canvas.width !== Math.round(size * scale)) canvas.width = canvas.height = Math.round(size * scale);
  const still = seconds === null, pause = 6;  // a short rest before the loop begins again
  const frame = still ? count >> 1 : Math.min(Math.floor(seconds * FPS) % (count + pause), count - 1);
  if (frame === canvas.frame && canvas.theme === ink.line) return;
  canvas.frame = frame; canvas.theme = ink.line;
  const pen = canvas.getContext('2d'), at = frame * WIDTH, unit = canvas.width / 3.3;
  const x = k => canvas.width / 2 + (values[at + 1 + 2 * k] / 65535 * 2 - 1) * REACH * unit;
  const y = k => canvas.height * 0.44 - (values[at + 2 + 2 * k] / 65535 * 2 - 1) * REACH * unit;
  const line = (...points) => {
    pen.beginPath();
    points.forEach((k, n) => n ? pen.lineTo(x(k), y(k)) : pen.moveTo(x(k), y(k)));
    pen.stroke();
  };
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.lineCap = pen.lineJoin = 'round';
  pen.strokeStyle = ink.line; pen.lineWidth = 2 * scale;
  pen.beginPath(); pen.ellipse(x(6), y(6) - 0.04 * unit, 0.3 * unit, 0.4 * unit, 0, 0, 7); pen.stroke();
  line(4, 2, 0, 1, 3, 5);
  for (const [side, start] of [[0, 7], [1, 28]]) {
    const seen = values[at] >> side & 1;
    pen.strokeStyle = seen ? (side ? ink.right : ink.left) : ink.lost;
    pen.setLineDash(seen ? [] : [2 * scale, 3 * scale]);
    pen.lineWidth = 1.5 * scale;
    for (const f of FINGERS) line(start, start + f, start + f + 1, start + f + 2, start + f + 3);
    line(start + 5, start + 9, start + 13, start + 17);
  }
  pen.setLineDash([]);
}

let ink = {};
function inks() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['line', 'left', 'right', 'lost']) ink[name] = style.getPropertyValue('--' + name).trim();
  ink = {...ink};
  shown.forEach(canvas => draw(canvas, null));
}

let last = 0;
function tick(now) {
  if (moving && now - last > 1000 / FPS - 4) {
    last = now;
    shown.forEach(canvas => draw(canvas, now / 1000));
  }
  if (moving) requestAnimationFrame(tick);
}
const watcher = new IntersectionObserver(entries => {
  for (const {target, isIntersecting} of entries) {
    if (isIntersecting) { shown.add(target); draw(target, null); }
    else { shown.delete(target); target.frames = null; target.frame = -1; target.width = target.height = 1; }
  }
}, {rootMargin: '100px'});

function arrange() {
  const order = by('sort').value, wanted = by('problem').value, text = by('search').value.trim().toLowerCase();
  const names = new Intl.Collator();
  const gloss = (a, b) => names.compare(a.dataset.gloss, b.dataset.gloss) || a.dataset.at - b.dataset.at;
  const sorts = {
    worst: (a, b) => a.dataset.score - b.dataset.score || gloss(a, b),
    best: (a, b) => b.dataset.score - a.dataset.score || gloss(a, b),
    gloss: gloss,
    problem: (a, b) => !a.dataset.problems - !b.dataset.problems
      || names.compare(a.dataset.problems, b.dataset.problems) || a.dataset.score - b.dataset.score || gloss(a, b),
  };
  let count = 0;
  const sorted = document.createDocumentFragment();
  for (const card of [...cards].sort(sorts[order])) {
    const has = card.dataset.problems.split(';').filter(Boolean);
    card.hidden = (text && !card.dataset.text.includes(text))
      || (wanted === '*' ? !has.length : wanted === '-' ? has.length : wanted && !has.includes(wanted));
    count += !card.hidden;
    sorted.append(card);
  }
  list.append(sorted);
  by('count').textContent = count + ' of ' + cards.length + ' recordings';
}

for (const id of ['sort', 'problem']) by(id).addEventListener('change', arrange);
by('search').addEventListener('input', arrange);
const play = by('play');
function said() { play.textContent = moving ? 'Pause' : 'Play'; }
play.addEventListener('click', () => { moving = !moving; said(); if (moving) requestAnimationFrame(tick); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', inks);
by('tools').hidden = false;
inks(); said(); arrange();
cards.forEach(card => { const canvas = card.querySelector('canvas'); if (canvas) watcher.observe(canvas); });
if (moving) requestAnimationFrame(tick);
"""
