// Where the music stands between calm and excited, unpleasant and pleasant, and the way that it came.

import { calm, color, fill, sharp, signed, themeChanged } from "./look.js";

const TRAIL = 90;

export class Plane {
  constructor(canvas) {
    this.canvas = canvas;
    this.trail = [];
    this.at = null;
    this.labels = [];
    this.frame = 0;
    new ResizeObserver(() => this.draw()).observe(canvas);
    themeChanged.addEventListener("change", () => this.draw());
  }

  // Labels with their places, as the model declares them.
  setModel(model) {
    this.labels = model ? model.labels.map((label, i) => ({ label, valence: model.valence[i], arousal: model.arousal[i], index: i })) : [];
    this.draw();
  }

  reset() {
    this.trail = [];
    this.at = null;
    this.canvas.setAttribute("aria-label", "Valence and arousal: no estimate yet");
    this.draw();
  }

  add(event, later = false) {
    if (event.silent) {
      this.trail.push(null);
    } else {
      this.trail.push({ valence: event.valence, arousal: event.arousal, label: event.emotion, index: Object.keys(event.probabilities).indexOf(event.emotion) });
    }
    if (this.trail.length > TRAIL) this.trail.shift();
    if (later) return;
    this.canvas.setAttribute("aria-label", event.silent
      ? "Valence and arousal: silence"
      : `Valence ${signed(event.valence)}, arousal ${signed(event.arousal)}: ${event.emotion}`);
    this.move();
  }

  move() {
    const target = this.trail.at(-1);
    if (!target || !this.at || calm.matches) {
      this.at = target ? { valence: target.valence, arousal: target.arousal } : null;
      this.draw();
      return;
    }
    if (this.frame) return;
    let last = performance.now();
    const step = now => {
      const to = this.trail.at(-1);
      this.frame = 0;
      if (!to || !this.at) return;
      // Half of the way each eighth of a second, whatever the screen's rate.
      const k = 1 - 2 ** (-(now - last) / 125);
      last = now;
      this.at.valence += k * (to.valence - this.at.valence);
      this.at.arousal += k * (to.arousal - this.at.arousal);
      this.draw();
      if (Math.hypot(to.valence - this.at.valence, to.arousal - this.at.arousal) > 0.002) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  draw() {
    sharp(this.canvas, (g, width, height) => {
      g.clearRect(0, 0, width, height);
      const font = getComputedStyle(document.body).fontFamily;
      const left = 22, right = 22, top = 18, bottom = 22;
      const w = width - left - right, h = height - top - bottom;
      const x = v => left + (v + 1) / 2 * w;
      const y = a => top + (1 - a) / 2 * h;

      for (const { label, valence, arousal, index } of this.labels) {
        const glow = g.createRadialGradient(x(valence), y(arousal), 0, x(valence), y(arousal), Math.min(w, h) * 0.52);
        glow.addColorStop(0, fill(label, index) + "38");
        glow.addColorStop(1, fill(label, index) + "00");
        g.fillStyle = glow;
        g.fillRect(left, top, w, h);
      }

      g.strokeStyle = color("line");
      g.lineWidth = 1;
      g.strokeRect(left + 0.5, top + 0.5, w - 1, h - 1);
      g.beginPath();
      g.moveTo(x(0), top);
      g.lineTo(x(0), top + h);
      g.moveTo(left, y(0));
      g.lineTo(left + w, y(0));
      g.stroke();

      g.fillStyle = color("soft");
      g.font = `12px ${font}`;
      g.textAlign = "center";
      g.fillText("excited", x(0), 12);
      g.fillText("calm", x(0), height - 6);
      g.save();
      g.translate(13, y(0));
      g.rotate(-Math.PI / 2);
      g.fillText("unpleasant", 0, 0);
      g.restore();
      g.save();
      g.translate(width - 8, y(0));
      g.rotate(-Math.PI / 2);
      g.fillText("pleasant", 0, -1);
      g.restore();

      g.font = `600 12.5px ${font}`;
      for (const { label, valence, arousal } of this.labels) {
        const lx = Math.min(left + w - 34, Math.max(left + 34, x(valence)));
        const ly = Math.min(top + h - 9, Math.max(top + 17, y(arousal) + 4));
        g.fillText(label, lx, ly);
      }

      g.lineCap = "round";
      for (let i = 1; i < this.trail.length; i++) {
        const a = this.trail[i - 1], b = this.trail[i];
        if (!a || !b) continue;
        const age = (this.trail.length - i) / TRAIL;
        g.globalAlpha = (1 - age) ** 1.6 * 0.85;
        g.strokeStyle = fill(b.label, b.index);
        g.lineWidth = 1 + 3 * (1 - age);
        g.beginPath();
        g.moveTo(x(a.valence), y(a.arousal));
        const end = i === this.trail.length - 1 && this.at ? this.at : b;
        g.lineTo(x(end.valence), y(end.arousal));
        g.stroke();
      }
      g.globalAlpha = 1;

      const now = this.trail.at(-1);
      if (now && this.at) {
        const c = fill(now.label, now.index);
        const halo = g.createRadialGradient(x(this.at.valence), y(this.at.arousal), 2, x(this.at.valence), y(this.at.arousal), 30);
        halo.addColorStop(0, c + "90");
        halo.addColorStop(1, c + "00");
        g.fillStyle = halo;
        g.beginPath();
        g.arc(x(this.at.valence), y(this.at.arousal), 30, 0, 7);
        g.fill();
        g.fillStyle = c;
        g.strokeStyle = color("card");
        g.lineWidth = 2.5;
        g.beginPath();
        g.arc(x(this.at.valence), y(this.at.arousal), 9, 0, 7);
        g.fill();
        g.stroke();
      }
    });
  }
}
