// The emotion of the moment, to be read from across a room.

import { clock, fill, ink, make, percent, themeChanged } from "./look.js";

// A screen reader hears a change at most this often.
const ANNOUNCE_PAUSE = 5000;

const STATES = {
  connecting: "Connecting to the source…",
  waiting: "No connection; trying again…",
  stalled: "The source sends nothing.",
  ended: "The source has ended.",
  failed: "The source could not be read.",
  stopped: "The source is stopped.",
};

export class Now {
  constructor() {
    this.card = document.getElementById("now");
    this.word = document.getElementById("word");
    this.under = document.getElementById("under");
    this.bars = document.getElementById("bars");
    this.voice = document.getElementById("announce");
    this.rows = new Map();
    this.labels = [];
    this.spoken = "";
    this.spokenAt = 0;
    this.since = null;
    themeChanged.addEventListener("change", () => this.paint());
    document.getElementById("wide").addEventListener("click", () => this.wide());
    addEventListener("keydown", e => {
      const typing = e.target.closest?.("input, select, textarea, dialog[open]");
      if (e.key === "f" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) this.wide();
    });
  }

  // From across a room: nothing but the word.
  wide() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (!document.getElementById("live").hidden) this.card.requestFullscreen?.();
  }

  reset(stream) {
    this.stream = stream;
    this.event = null;
    this.since = null;
    this.setLabels(stream.labels);
    this.paint();
  }

  setLabels(labels) {
    if (labels.join() === this.labels.join()) return;
    this.labels = labels;
    this.rows.clear();
    this.bars.replaceChildren(...labels.map(label => {
      const bar = make("div", { class: "prob-fill" });
      const value = make("span", { class: "prob-value", text: "–" });
      const row = make("div", { class: "prob", role: "listitem" }, make("span", { class: "prob-name", text: label }), make("div", { class: "prob-track", "aria-hidden": "true" }, bar), value);
      this.rows.set(label, { row, bar, value });
      return row;
    }));
  }

  update(stream) {
    this.stream = stream;
    this.paint();
  }

  // Why there is no connection, in the words of whoever tried.
  fail(name, detail) {
    this.failure = { name, detail };
    this.paint();
  }

  show(event) {
    const before = this.event;
    this.event = event;
    if (!before || before.emotion !== event.emotion) {
      this.since = Date.parse(event.wallClock);
    }
    this.setLabels(Object.keys(event.probabilities));
    this.paint();
    this.announce();
  }

  paint() {
    const { event, stream } = this;
    if (!stream) return;
    const heard = stream.state === "listening" || stream.state === "silent";
    if (!event || !heard) {
      this.word.textContent = event || !heard ? { stalled: "no signal", waiting: "offline", connecting: "connecting", failed: "failed", ended: "ended", stopped: "stopped" }[stream.state] ?? "…" : "listening";
      this.word.dataset.quiet = "";
      const why = (stream.state === "waiting" || stream.state === "failed") && this.failure?.name === stream.name ? this.failure.detail : null;
      this.under.textContent = why ? `${why[0].toUpperCase()}${why.slice(1)}.` : STATES[stream.state] ?? "The first estimate takes a second of sound.";
      this.card.style.setProperty("--tint", "transparent");
      for (const { row, bar, value } of this.rows.values()) {
        bar.style.transform = "translateX(-100%)";
        value.textContent = "–";
        delete row.dataset.top;
      }
      return;
    }

    const index = event.silent ? -1 : this.labels.indexOf(event.emotion);
    this.word.textContent = event.silent ? "silence" : event.emotion;
    this.word.toggleAttribute("data-quiet", event.silent);
    this.word.style.setProperty("--word", event.silent ? "" : ink(event.emotion, index));
    this.card.style.setProperty("--tint", event.silent ? "transparent" : fill(event.emotion, index));
    const held = this.since ? `for ${clock((Date.parse(event.wallClock) - this.since) / 1000)}` : "";
    if (event.silent) {
      this.under.textContent = `No sound ${held}`;
    } else {
      const second = this.labels.filter(l => l !== event.emotion).sort((a, b) => event.probabilities[b] - event.probabilities[a])[0];
      this.under.textContent = [
        event.ambiguous ? `could as well be ${second}` : `${percent(event.probabilities[event.emotion])} likely`,
        held,
        stream.genre ? `heard as ${stream.genre}` : "",
      ].filter(Boolean).join(" · ");
    }
    this.labels.forEach((label, i) => {
      const { row, bar, value } = this.rows.get(label);
      const p = event.silent ? 0 : event.probabilities[label];
      bar.style.backgroundColor = fill(label, i);
      bar.style.transform = `translateX(${(p - 1) * 100}%)`;
      value.textContent = event.silent ? "–" : percent(p);
      row.toggleAttribute("data-top", label === event.emotion);
    });
  }

  announce() {
    const { event } = this;
    const text = event.silent ? "Silence" : event.ambiguous ? `${event.emotion}, ambiguous` : event.emotion;
    const now = performance.now();
    if (text !== this.spoken && now - this.spokenAt > ANNOUNCE_PAUSE) {
      this.spoken = text;
      this.spokenAt = now;
      this.voice.textContent = text;
    }
  }
}
