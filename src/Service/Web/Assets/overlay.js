// The overlay: /overlay?stream=radio&style=word|bars|strip|plane&size=48&align=bottom-left&color=fff&shadow=1&plate=0&percent=1
// Between two estimates everything moves on smoothly; silence and a lost source fade it out.

import { get } from "./api.js";
import { Feed } from "./feed.js";

const query = new URLSearchParams(location.search);
const root = document.getElementById("overlay");
const NAMED = ["joy", "sadness", "neutral", "anger"];
const STYLES = ["word", "bars", "strip", "plane"];
const style = STYLES.includes(query.get("style")) ? query.get("style") : "word";
const size = Math.min(400, Math.max(8, Number(query.get("size")) || 48));
const halfLife = Math.min(10, Math.max(0, Number(query.get("smooth") ?? 0.25)));
const flag = (name, standard) => query.has(name) ? !["0", "false", "no"].includes(query.get(name)) : standard;

const cssColor = label => getComputedStyle(document.documentElement).getPropertyValue(`--${label}`).trim();
const colorOf = (label, index) => NAMED.includes(label) ? cssColor(label) : cssColor(`other-${index}`);
const hex = text => /^[0-9a-f]{3,8}$/i.test(text ?? "") ? `#${text}` : null;

document.documentElement.style.setProperty("--size", `${size}px`);
if (hex(query.get("color"))) document.documentElement.style.setProperty("--ink", hex(query.get("color")));
for (const label of NAMED) if (hex(query.get(label))) document.documentElement.style.setProperty(`--${label}`, hex(query.get(label)));
root.dataset.align = (query.get("align") ?? "bottom-left").replaceAll("-", " ");
root.toggleAttribute("data-shadow", flag("shadow", true));
root.toggleAttribute("data-plate", flag("plate", false));
root.toggleAttribute("data-quiet", true);

const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });
let labels = [];
let target = null;
let shown = null;
let parts = null;

function build() {
  const box = make("div", "box");
  parts = { box };
  if (style === "bars") {
    const bars = make("div", "bars");
    parts.rows = labels.map((label, i) => {
      const row = make("div", "row");
      const fill = make("div", "fill");
      const value = make("span", "value");
      fill.style.background = colorOf(label, i);
      const track = make("div", "track");
      track.append(fill);
      row.append(make("span", "", label), track, value);
      bars.append(row);
      return { fill, value };
    });
    box.append(bars);
  } else if (style === "plane") {
    parts.canvas = document.createElement("canvas");
    box.append(parts.canvas);
  } else {
    parts.word = make("div", "word");
    box.append(parts.word);
    if (style === "strip") {
      const strip = make("div", "strip");
      parts.strip = labels.map((label, i) => {
        const piece = document.createElement("i");
        piece.style.background = colorOf(label, i);
        strip.append(piece);
        return piece;
      });
      box.append(strip);
    }
  }
  root.replaceChildren(box);
}

function drawPlane() {
  const canvas = parts.canvas;
  const ratio = devicePixelRatio || 1;
  const side = Math.round(size * 5 * ratio);
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const g = canvas.getContext("2d");
  g.clearRect(0, 0, side, side);
  const at = v => side * (0.08 + 0.84 * (v + 1) / 2);
  g.strokeStyle = "#ffffff66";
  g.lineWidth = 1.5 * ratio;
  g.beginPath();
  g.moveTo(at(0), at(-1));
  g.lineTo(at(0), at(1));
  g.moveTo(at(-1), at(0));
  g.lineTo(at(1), at(0));
  g.stroke();
  const top = labels.reduce((a, l, i) => shown.p[i] > shown.p[a] ? i : a, 0);
  g.fillStyle = colorOf(labels[top], top);
  g.beginPath();
  g.arc(at(shown.valence), at(-shown.arousal), side * 0.05, 0, 7);
  g.fill();
}

let last = 0;

function step(now) {
  const k = halfLife === 0 ? 1 : 1 - 2 ** (-Math.min(1000, now - last) / 1000 / halfLife);
  last = now;
  let moving = false;
  const toward = (a, b) => {
    const next = a + k * (b - a);
    if (Math.abs(b - next) > 0.0005) moving = true;
    return next;
  };
  shown.p = shown.p.map((p, i) => toward(p, target.p[i]));
  shown.valence = toward(shown.valence, target.valence);
  shown.arousal = toward(shown.arousal, target.arousal);
  if (parts.rows) {
    parts.rows.forEach(({ fill, value }, i) => {
      fill.style.transform = `translateX(${(shown.p[i] - 1) * 100}%)`;
      value.textContent = `${Math.round(shown.p[i] * 100)} %`;
    });
  }
  if (parts.strip) parts.strip.forEach((piece, i) => (piece.style.width = `${shown.p[i] * 100}%`));
  if (parts.canvas) drawPlane();
  frame = moving ? requestAnimationFrame(step) : 0;
}

let frame = 0;

function show(event) {
  root.toggleAttribute("data-quiet", event.silent);
  if (event.silent) return;
  const names = Object.keys(event.probabilities);
  if (names.join() !== labels.join()) {
    labels = names;
    shown = null;
    build();
  }
  target = { p: names.map(l => event.probabilities[l]), valence: event.valence, arousal: event.arousal };
  shown ??= { ...target };
  if (parts.word) {
    parts.word.textContent = event.emotion + (flag("percent", false) ? ` ${Math.round(event.probabilities[event.emotion] * 100)} %` : "");
    parts.word.style.color = colorOf(event.emotion, names.indexOf(event.emotion));
  }
  if (!frame) {
    last = performance.now();
    frame = requestAnimationFrame(step);
  }
}

async function begin() {
  const wanted = query.get("stream");
  const about = await get("");
  let following = wanted;
  const choose = async () => {
    following = wanted ?? (await get("/streams")).find(s => s.isRunning)?.name ?? null;
  };
  await choose();
  new Feed(about.newestId, event => {
    // Without a name the first stream that speaks is the one.
    following ??= event.stream;
    if (event.stream !== following) return;
    if (event.kind === "estimate") {
      show(event);
    } else if (["stalled", "ended", "failed", "gap"].includes(event.kind)) {
      root.toggleAttribute("data-quiet", true);
      if (event.kind === "ended") choose();
    }
  }, () => {});
}

// A service that is not there yet may come: OBS opens its sources before anything else.
const start = () => begin().catch(() => setTimeout(start, 3000));
start();
