// A file that was dropped: what it feels like as a whole, its timeline, and the player in step with it.

import { analyse } from "./api.js";
import { clock, color, fill, ink, make, percent, sharp, signed, themeChanged } from "./look.js";
import { fillGenres, fillModels } from "./sources.js";

export class FileAnalysis {
  constructor(app) {
    this.app = app;
    this.$ = id => document.getElementById(id);
    this.canvas = this.$("timeline-canvas");
    this.line = this.$("timeline");
    this.player = this.$("player");
    this.result = null;
    this.pending = null;
    this.time = 0;

    this.$("drop").addEventListener("click", () => this.$("file-input").click());
    this.$("file-input").addEventListener("change", e => {
      if (e.target.files[0]) this.take(e.target.files[0]);
      e.target.value = "";
    });
    this.$("file-model").addEventListener("change", () => {
      fillGenres(this.$("file-genre"), app.model(this.$("file-model").value));
      this.again();
    });
    this.$("file-genre").addEventListener("change", () => this.again());
    this.dragAndDrop();

    this.player.addEventListener("timeupdate", () => this.follow());
    this.player.addEventListener("seeked", () => this.follow());
    this.player.addEventListener("play", () => this.follow());
    this.player.addEventListener("error", () => {
      if (this.player.getAttribute("src")) this.say("Analysed; but this browser cannot play this kind of file.");
    });
    const seek = e => this.seek((e.clientX - this.line.getBoundingClientRect().left) / this.line.clientWidth * this.result.durationSeconds);
    this.line.addEventListener("pointerdown", e => {
      if (!this.result) return;
      this.line.setPointerCapture(e.pointerId);
      seek(e);
      this.line.onpointermove = seek;
    });
    for (const end of ["pointerup", "pointercancel"]) this.line.addEventListener(end, () => (this.line.onpointermove = null));
    this.line.addEventListener("keydown", e => this.key(e));
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    themeChanged.addEventListener("change", () => this.result && this.show());
  }

  models() {
    fillModels(this.$("file-model"), this.app.models);
    fillGenres(this.$("file-genre"), this.app.models[0]);
  }

  dragAndDrop() {
    const veil = this.$("veil");
    let depth = 0;
    const holds = e => [...(e.dataTransfer?.types ?? [])].includes("Files");
    addEventListener("dragenter", e => {
      if (!holds(e)) return;
      e.preventDefault();
      depth++;
      veil.hidden = false;
    });
    addEventListener("dragover", e => holds(e) && e.preventDefault());
    addEventListener("dragleave", () => {
      depth = Math.max(0, depth - 1);
      if (!depth) veil.hidden = true;
    });
    addEventListener("drop", e => {
      if (!holds(e)) return;
      e.preventDefault();
      depth = 0;
      veil.hidden = true;
      if (e.dataTransfer.files[0]) this.take(e.dataTransfer.files[0]);
    });
  }

  say(text, bad = false) {
    const state = this.$("file-state");
    state.textContent = text;
    state.toggleAttribute("data-bad", bad);
  }

  again() {
    if (this.file) this.take(this.file);
  }

  async take(file) {
    this.pending?.abort();
    const turn = this.pending = new AbortController();
    this.file = file;
    const bar = this.$("file-progress");
    this.$("file").scrollIntoView({ block: "nearest" });
    if (file.size > this.app.about.uploadBytes) {
      this.say(`“${file.name}” has ${Math.round(file.size / 2 ** 20)} MB; ${Math.round(this.app.about.uploadBytes / 2 ** 20)} MB are the most. “emotion analyze” takes any size.`, true);
      return;
    }
    this.say(`Listening to “${file.name}”…`);
    bar.hidden = false;
    bar.value = 0;
    try {
      const query = new URLSearchParams({ name: file.name, model: this.$("file-model").value });
      if (this.$("file-genre").value) query.set("genre", this.$("file-genre").value);
      this.result = await analyse(file, query, share => {
        bar.value = share;
        if (share === 1) bar.removeAttribute("value");
      }, turn.signal);
      this.say(this.result.warning ?? "");
      if (this.source) URL.revokeObjectURL(this.source);
      this.source = URL.createObjectURL(file);
      this.player.src = this.source;
      this.time = 0;
      this.show();
    } catch (e) {
      if (e.name !== "AbortError") this.say(e.message, true);
    } finally {
      if (this.pending === turn) {
        bar.hidden = true;
        this.pending = null;
      }
    }
  }

  show() {
    const r = this.result;
    this.$("result").hidden = false;
    const word = this.$("result-word");
    word.textContent = r.summary.silent ? "silence" : r.summary.emotion + (r.summary.ambiguous ? " (ambiguous)" : "");
    word.style.color = r.summary.silent ? color("soft") : ink(r.summary.emotion, r.labels.indexOf(r.summary.emotion));
    this.$("result-meta").textContent = [
      r.file, clock(r.durationSeconds), r.format,
      ...(r.summary.silent ? [] : [r.labels.map(l => `${l} ${percent(r.summary.probabilities[l])}`).join(", "), `valence ${signed(r.summary.valence)}`, `arousal ${signed(r.summary.arousal)}`]),
    ].join(" · ");
    this.$("segments").replaceChildren(...r.segments.map(s => {
      const label = s.estimate.silent ? null : s.estimate.emotion;
      const dot = make("i");
      dot.style.setProperty("--c", fill(label, r.labels.indexOf(label)));
      return make("li", {}, make("button", { type: "button", onclick: () => this.seek(s.start, true) }, dot, `${clock(s.start)}–${clock(s.end)} ${label ?? "silence"}`));
    }));
    this.line.setAttribute("aria-valuemax", Math.round(r.durationSeconds));
    this.draw();
    this.place();
  }

  seek(seconds, play = false) {
    this.time = Math.min(this.result.durationSeconds, Math.max(0, seconds));
    if (this.player.readyState > 0) {
      this.player.currentTime = this.time;
      if (play) this.player.play();
    }
    this.place();
  }

  key(e) {
    if (!this.result) return;
    const act = {
      ArrowLeft: () => this.seek(this.time - 5), ArrowRight: () => this.seek(this.time + 5),
      ArrowDown: () => this.seek(this.time - 5), ArrowUp: () => this.seek(this.time + 5),
      PageDown: () => this.seek(this.time - 30), PageUp: () => this.seek(this.time + 30),
      Home: () => this.seek(0), End: () => this.seek(this.result.durationSeconds),
      " ": () => this.player.paused ? this.player.play() : this.player.pause(),
    }[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  }

  follow() {
    if (!this.result) return;
    this.time = this.player.currentTime;
    this.place();
    if (!this.player.paused && !this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.follow();
      });
    }
  }

  place() {
    const r = this.result;
    const share = r.durationSeconds ? this.time / r.durationSeconds : 0;
    this.$("playhead").style.transform = `translateX(${share * this.line.clientWidth}px)`;
    const at = r.segments.findIndex(s => this.time < s.end);
    const segment = r.segments[at < 0 ? r.segments.length - 1 : at];
    [...this.$("segments").querySelectorAll("button")].forEach((b, i) => b.setAttribute("aria-current", r.segments[i] === segment));
    this.line.setAttribute("aria-valuenow", Math.round(this.time));
    this.line.setAttribute("aria-valuetext", `${clock(this.time)} of ${clock(r.durationSeconds)}, ${segment?.estimate.emotion ?? "silence"}`);
  }

  // Above, the waveform in the colour of its segment; below, the probabilities of each estimate on top of each other.
  draw() {
    const r = this.result;
    if (!r) return;
    sharp(this.canvas, (g, width, height) => {
      g.clearRect(0, 0, width, height);
      const x = seconds => seconds / r.durationSeconds * width;
      const half = height * 0.27;
      const middle = half + 4;
      const { secondsPerPoint, minimum, maximum } = r.waveform;
      for (const s of r.segments) {
        const label = s.estimate.silent ? null : s.estimate.emotion;
        g.fillStyle = fill(label, r.labels.indexOf(label));
        const first = Math.floor(s.start / secondsPerPoint);
        const last = Math.min(minimum.length, Math.ceil(s.end / secondsPerPoint));
        const w = Math.max(0.6, x(secondsPerPoint));
        for (let i = first; i < last; i++) {
          const high = Math.min(1, maximum[i]) * half;
          const low = Math.max(-1, minimum[i]) * half;
          g.fillRect(x(i * secondsPerPoint), middle - high, w, Math.max(0.6, high - low));
        }
      }

      const top = middle + half + 6;
      const deep = height - top;
      const places = r.estimates.map((e, i) => ({ e, from: i === 0 ? 0 : r.estimates[i - 1].time, to: i === r.estimates.length - 1 ? r.durationSeconds : e.time }));
      for (const { e, from, to } of places) {
        if (e.silent) continue;
        let sum = 0;
        r.labels.forEach((label, i) => {
          const p = e.probabilities[label];
          g.fillStyle = fill(label, i);
          g.fillRect(x(from), top + (1 - sum - p) * deep, x(to) - x(from) + 0.5, p * deep);
          sum += p;
        });
      }
    });
  }
}
