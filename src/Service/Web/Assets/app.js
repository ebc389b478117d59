// Puts the page together: what runs, what is shown, and who hears of what.

import { get } from "./api.js";
import { Feed } from "./feed.js";
import { FileAnalysis } from "./file.js";
import { History } from "./history.js";
import { make, toast, toggleTheme } from "./look.js";
import { Now } from "./now.js";
import { Plane } from "./plane.js";
import { Sound } from "./sound.js";
import { Sources } from "./sources.js";

// States change without events, too: a stalled source says so once, and statistics grow.
const REFRESH = 5000;
const TRAIL_SECONDS = 90;

class App {
  constructor() {
    this.streams = [];
    this.models = [];
    this.selected = null;
    this.now = new Now();
    this.plane = new Plane(document.getElementById("plane"));
    this.history = new History();
    this.sound = new Sound();
    this.sources = new Sources(this);
    this.file = new FileAnalysis(this);
    document.getElementById("theme").addEventListener("click", toggleTheme);
    addEventListener("hashchange", () => this.select(this.wanted()));
  }

  async begin() {
    // The id first: what happens while the rest is read comes again over the feed.
    this.about = await get("");
    [this.models] = await Promise.all([get("/models"), this.refresh()]);
    this.sources.models();
    this.file.models();
    document.getElementById("about").textContent = `Emotion ${this.about.version} · model ${this.about.defaultModel}`;
    document.getElementById("sign-out").hidden = !this.about.token;
    this.select(this.wanted());
    new Feed(this.about.newestId, event => this.hear(event), state => this.link(state));
    setInterval(() => document.hidden || this.refresh().catch(() => {}), REFRESH);
  }

  wanted() {
    const name = new URLSearchParams(location.hash.slice(1)).get("stream");
    return this.streams.find(s => s.name === name)?.name ?? this.streams.find(s => s.isRunning)?.name ?? this.streams[0]?.name ?? null;
  }

  model(name) {
    return this.models.find(m => m.name === name);
  }

  get stream() {
    return this.streams.find(s => s.name === this.selected) ?? null;
  }

  async refresh() {
    this.streams = await get("/streams");
    if (this.selected && !this.stream) {
      this.selected = null;
      this.select(this.wanted());
      return;
    }
    this.render();
    const stream = this.stream;
    if (stream) {
      this.now.update(stream);
      this.history.update(stream);
      if (stream.isRunning !== Boolean(this.sound.name)) this.sound.select(stream.isRunning ? stream.name : null);
    } else if (this.streams.length && this.models.length) {
      this.select(this.wanted());
    }
  }

  render() {
    document.getElementById("welcome").hidden = this.streams.length > 0;
    document.getElementById("live").hidden = !this.streams.length;
    document.getElementById("tabs").replaceChildren(...this.streams.filter(s => s.isRunning || s.name === this.selected).map(s =>
      make("button", { type: "button", class: "tab", "aria-current": String(s.name === this.selected), onclick: () => this.select(s.name) },
        make("span", { class: "dot", "data-state": s.state, "aria-hidden": "true" }), s.name)));
    document.getElementById("overlay-link").href = this.selected ? `/overlay?stream=${encodeURIComponent(this.selected)}` : "/overlay";
    this.sources.render();
  }

  async select(name) {
    if (name === this.selected) return;
    this.selected = name;
    this.render();
    const stream = this.stream;
    if (!stream) return;
    history.replaceState(null, "", `#${new URLSearchParams({ stream: name })}`);
    document.title = `${name} · Emotion`;
    this.now.reset(stream);
    this.plane.setModel(this.model(stream.model));
    this.plane.reset();
    this.history.select(stream);
    this.sound.select(stream.isRunning ? name : null);
    await this.recall(stream);
  }

  // The way so far, so that a page that was just opened is not empty.
  async recall(stream) {
    if (!stream.lastEvent) return;
    const to = Date.parse(stream.lastEvent) + 1;
    const query = new URLSearchParams({ from: Math.max(0, to - TRAIL_SECONDS * 1000), to, points: 360 });
    const past = await get(`/streams/${encodeURIComponent(stream.name)}/history?${query}`);
    if (this.selected !== stream.name || this.now.event) return;
    let last = null;
    past.time.forEach((t, i) => {
      const probabilities = Object.fromEntries(past.labels.map((label, k) => [label, past.probabilities[k][i] ?? 0]));
      const silent = past.voiced[i] === 0;
      const emotion = silent ? null : past.labels.reduce((a, b) => probabilities[b] > probabilities[a] ? b : a);
      last = { wallClock: new Date(t).toISOString(), silent, emotion, ambiguous: false, probabilities, valence: past.valence[i] ?? 0, arousal: past.arousal[i] ?? 0 };
      this.plane.add(last, true);
    });
    this.plane.move();
    if (last && stream.isRunning) this.now.show(last);
  }

  hear(event) {
    const stream = this.streams.find(s => s.name === event.stream);
    if (!stream || event.kind !== "estimate") {
      this.refresh().catch(e => toast(e.message, true));
      if (event.kind === "failed" && event.detail) {
        toast(`${event.stream}: ${event.detail}`, true);
        if (event.stream === this.selected) this.now.fail(event.stream, event.detail);
      }
    } else {
      const state = event.silent ? "silent" : "listening";
      stream.lastEvent = event.wallClock;
      stream.firstEvent ??= event.wallClock;
      if (stream.isRunning && stream.state !== state) {
        stream.state = state;
        this.render();
      }
    }
    if (event.stream !== this.selected) return;
    this.history.add(event);
    if (event.kind === "estimate") {
      this.now.stream = stream;
      this.now.show(event);
      this.plane.add(event);
    }
  }

  link(state) {
    document.getElementById("link").dataset.state = state;
    document.getElementById("link-text").textContent = state === "open" ? "live" : "connection lost";
    if (state === "open") this.refresh().catch(() => {});
  }
}

const app = new App();
app.begin().catch(e => toast(e.message, true));
