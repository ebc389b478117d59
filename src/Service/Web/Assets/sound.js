// The sound itself: waveform and log-mel frames that scroll, and the level.

import { socketUrl, streamPath } from "./api.js";
import { color, sharp, themeChanged } from "./look.js";

const SECONDS = 12;
const HOLD = 1200;
const FLOOR = -60;

// Dark blue over violet and orange to pale yellow: lightness rises evenly, so it reads without colour too.
const STOPS = [[8, 8, 24], [58, 15, 92], [135, 35, 112], [204, 66, 84], [244, 125, 60], [252, 195, 96], [255, 246, 208]];
const MAP = new Uint8ClampedArray(256 * 3);
for (let i = 0; i < 256; i++) {
  const at = i / 255 * (STOPS.length - 1);
  const k = Math.min(STOPS.length - 2, Math.floor(at));
  for (let c = 0; c < 3; c++) MAP[3 * i + c] = STOPS[k][c] + (at - k) * (STOPS[k + 1][c] - STOPS[k][c]);
}

export class Sound {
  constructor() {
    this.wave = document.getElementById("wave");
    this.mel = document.getElementById("mel");
    this.meter = document.getElementById("level");
    this.bar = document.getElementById("level-bar");
    this.peak = document.getElementById("level-peak");
    this.text = document.getElementById("level-text");
    this.generation = 0;
    this.clear();
    themeChanged.addEventListener("change", () => this.ask());
    new ResizeObserver(() => this.ask()).observe(this.wave);
  }

  clear() {
    this.points = [];
    this.frames = [];
    this.end = 0;
    this.arrived = 0;
    this.top = null;
    this.bottom = null;
    this.level = -Infinity;
    this.held = -Infinity;
    this.heldAt = 0;
    this.image = null;
    this.ask();
  }

  // Follows a stream while it runs; null for none.
  select(name) {
    this.name = name;
    this.generation++;
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
    this.clear();
    if (name) this.connect(this.generation);
  }

  connect(generation) {
    const socket = new WebSocket(socketUrl(streamPath(this.name, "/signal")));
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.addEventListener("message", e => generation === this.generation && this.take(new DataView(e.data)));
    socket.addEventListener("close", () => {
      if (generation === this.generation) this.timer = setTimeout(() => this.connect(generation), 2000);
    });
  }

  take(view) {
    for (let at = 0; at < view.byteLength;) {
      if (view.getUint8(at) === 1) {
        const seconds = view.getFloat64(at + 1, true);
        if (seconds < this.end - 1) this.clear();
        this.points.push({ t: seconds, d: view.getFloat32(at + 9, true), low: view.getFloat32(at + 13, true), high: view.getFloat32(at + 17, true) });
        this.level = view.getFloat32(at + 21, true);
        this.end = Math.max(this.end, seconds);
        at += 25;
      } else {
        const bands = view.getUint16(at + 9, true);
        const values = new Float32Array(bands);
        for (let i = 0; i < bands; i++) values[i] = view.getFloat32(at + 11 + 4 * i, true);
        this.frames.push({ t: view.getFloat64(at + 1, true), values, painted: false });
        this.measure(values);
        at += 11 + 4 * bands;
      }
    }
    this.arrived = performance.now();
    while (this.points.length && this.points[0].t < this.end - SECONDS - 1) this.points.shift();
    while (this.frames.length && this.frames[0].t < this.end - SECONDS - 1) this.frames.shift();
    this.ask();
  }

  // The brightest and the darkest of what is in sight; both drift slowly, so that the picture does not flicker.
  measure(values) {
    let top = -Infinity;
    let bottom = Infinity;
    for (const v of values) {
      if (!Number.isFinite(v)) continue;
      if (v > top) top = v;
      if (v < bottom) bottom = v;
    }
    if (!Number.isFinite(top)) return;
    this.top = this.top === null ? top : Math.max(top, this.top + 0.004 * (top - this.top));
    this.bottom = this.bottom === null ? bottom : bottom < this.bottom ? this.bottom + 0.1 * (bottom - this.bottom) : this.bottom + 0.004 * (bottom - this.bottom);
  }

  ask() {
    if (!this.frame) this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw() {
    sharp(this.wave, (g, width, height) => {
      g.clearRect(0, 0, width, height);
      const middle = height / 2;
      g.fillStyle = color("line");
      g.fillRect(0, middle - 0.5, width, 1);
      g.fillStyle = color("accent");
      const scale = width / SECONDS;
      for (const p of this.points) {
        const x = width - (this.end - p.t + p.d) * scale;
        const high = Math.min(1, p.high) * middle * 0.96;
        const low = Math.max(-1, p.low) * middle * 0.96;
        g.fillRect(x, middle - high, Math.max(1, p.d * scale + 0.4), Math.max(1, high - low));
      }
    });
    this.drawMel();
    this.drawLevel();
  }

  drawMel() {
    const frames = this.frames;
    sharp(this.mel, (g, width, height) => {
      g.fillStyle = `rgb(${STOPS[0]})`;
      g.fillRect(0, 0, width, height);
      if (!frames.length || this.top === null) return;
      const bands = frames[0].values.length;
      const step = frames.length > 1 ? (frames.at(-1).t - frames[0].t) / (frames.length - 1) : 0.03;
      const columns = Math.max(1, Math.round(SECONDS / step));
      // One pixel a value in a small picture that runs round; the screen stretches it.
      if (!this.image || this.image.width !== columns || this.image.height !== bands) {
        this.image = new OffscreenCanvas(columns, bands);
        this.pixels = this.image.getContext("2d");
        this.column = this.pixels.createImageData(1, bands);
        for (const f of frames) f.painted = false;
      }
      const range = Math.max(1e-3, this.top - this.bottom);
      for (const f of frames) {
        f.slot ??= Math.round(f.t / step);
        if (f.painted) continue;
        f.painted = true;
        for (let b = 0; b < bands; b++) {
          const v = Math.round(255 * Math.min(1, Math.max(0, (f.values[b] - this.bottom) / range))) || 0;
          const at = 4 * (bands - 1 - b);
          this.column.data[at] = MAP[3 * v];
          this.column.data[at + 1] = MAP[3 * v + 1];
          this.column.data[at + 2] = MAP[3 * v + 2];
          this.column.data[at + 3] = 255;
        }
        this.pixels.putImageData(this.column, this.next = ((this.next ?? -1) + 1) % columns, 0);
      }
      const w = width / columns;
      const filled = Math.min(columns, frames.length);
      const first = (this.next + 1) % columns;
      g.imageSmoothingEnabled = true;
      if (frames.length >= columns) {
        g.drawImage(this.image, first, 0, columns - first, bands, 0, 0, (columns - first) * w, height);
        if (first) g.drawImage(this.image, 0, 0, first, bands, (columns - first) * w, 0, first * w, height);
      } else {
        for (let i = 0; i < filled;) {
          const from = ((this.next - filled + 1 + i) % columns + columns) % columns;
          const count = Math.min(filled - i, columns - from);
          g.drawImage(this.image, from, 0, count, bands, width - (filled - i) * w, 0, count * w, height);
          i += count;
        }
      }
    });
  }

  drawLevel() {
    const now = performance.now();
    const level = Number.isFinite(this.level) ? this.level : -Infinity;
    if (level >= this.held || now - this.heldAt > HOLD) {
      this.held = level;
      this.heldAt = now;
    }
    const share = db => Math.min(1, Math.max(0, (db - FLOOR) / -FLOOR));
    this.bar.style.clipPath = `inset(${(1 - share(level)) * 100}% 0 0 0)`;
    this.peak.style.bottom = `${share(this.held) * 100}%`;
    this.peak.hidden = !Number.isFinite(this.held);
    const text = level === -Infinity ? "−∞" : `${level <= -0.5 ? "−" : ""}${Math.abs(level).toFixed(0)} dBFS`;
    if (this.text.textContent !== text) this.text.textContent = text;
    this.meter.setAttribute("aria-valuenow", Math.round(Math.max(FLOOR, Math.min(0, level))));
    this.meter.setAttribute("aria-valuetext", level === -Infinity ? "no sound" : `${Math.round(level)} dBFS`);
  }
}
