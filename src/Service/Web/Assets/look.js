// Colours, canvases and words that several parts of the page share.

const NAMED = ["joy", "sadness", "neutral", "anger"];
let cache = new Map();

function variable(name) {
  if (!cache.has(name)) {
    cache.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  }
  return cache.get(name);
}

export const themeChanged = new EventTarget();

export function toggleTheme() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("emotion-theme", root.dataset.theme);
  } catch {
    // Then it lasts as long as the page.
  }
  cache = new Map();
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", variable("--paper"));
  themeChanged.dispatchEvent(new Event("change"));
}

export const color = name => variable(`--${name}`);

const token = (label, index) => label === null ? "silence" : NAMED.includes(label) ? label : `other-${index}`;

export const fill = (label, index = 0) => variable(`--${token(label, index)}`);

export function ink(label, index = 0) {
  return variable(`--${token(label, index)}-ink`) || variable("--ink");
}

// A canvas as sharp as the screen; draw(context, width, height) works in CSS pixels.
export function sharp(canvas, draw) {
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (width === 0 || height === 0) {
    return;
  }
  const ratio = devicePixelRatio || 1;
  const w = Math.round(width * ratio);
  const h = Math.round(height * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw(context, width, height);
}

export function clock(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const h = Math.floor(s / 3600);
  const m = Math.floor(s / 60) % 60;
  const rest = String(s % 60).padStart(2, "0");
  return h ? `${h}:${String(m).padStart(2, "0")}:${rest}` : `${m}:${rest}`;
}

export function longSpan(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 360) / 10} h`;
  return `${Math.round(seconds / 8640) / 10} days`;
}

export const percent = p => `${Math.round(p * 100)} %`;

export const signed = v => {
  const size = Math.abs(v).toFixed(2);
  return Number(size) === 0 ? size : `${v < 0 ? "−" : "+"}${size}`;
};

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") element.className = value;
    else if (key === "text") element.textContent = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function picture(path, box = 20) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${box} ${box}`);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export function toast(text, bad = false) {
  const box = make("div", { class: "toast", text });
  if (bad) box.dataset.bad = "";
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), bad ? 9000 : 5000);
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");
