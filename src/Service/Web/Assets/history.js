// The stacked history: the newest minutes, an hour, or all of it back to the start; drawn by uPlot, drawn together by the
// service to as many steps as there are pixels.

import { get, streamPath } from "./api.js";
import { clock, color, fill, longSpan, make, percent, themeChanged } from "./look.js";

const LEAST_SPAN = 10;
const YOUNGEST = 30;
const DAY = 86400;

export class History {
  constructor() {
    this.root = document.getElementById("chart");
    this.readout = document.getElementById("readout");
    this.spans = document.getElementById("spans");
    this.summary = document.getElementById("chart-summary");
    this.stream = null;
    this.live = true;
    this.span = 600;
    this.labels = [];
    this.buckets = [];
    this.marks = [];
    this.turn = 0;
    this.dirty = 0;
    this.fetchTimer = 0;

    this.spans.addEventListener("click", e => {
      const button = e.target.closest("button");
      if (!button) return;
      if (button.id === "to-live") this.follow(Math.min(this.span, 600));
      else if (button.dataset.span === "all") this.all();
      else this.follow(Number(button.dataset.span));
    });
    this.root.addEventListener("keydown", e => this.key(e));
    this.root.addEventListener("wheel", e => this.wheel(e), { passive: false });
    this.root.addEventListener("dblclick", () => this.all());
    new ResizeObserver(() => this.resize()).observe(this.root);
    themeChanged.addEventListener("change", () => this.build());
    // A stream that is silent still has its time go by.
    setInterval(() => this.live && this.stream?.isRunning && this.redraw(), 1000);
  }

  select(stream) {
    this.stream = stream;
    this.labels = stream.labels;
    this.buckets = [];
    this.marks = [];
    this.live = true;
    this.span = 600;
    if (!stream.isRunning && stream.lastEvent) this.all();
    else this.follow(this.span);
  }

  update(stream) {
    this.stream = stream;
  }

  get first() {
    return this.stream?.firstEvent ? Date.parse(this.stream.firstEvent) / 1000 : Date.now() / 1000 - 60;
  }

  get now() {
    return !this.stream || this.stream.isRunning || !this.stream.lastEvent ? Date.now() / 1000 : Date.parse(this.stream.lastEvent) / 1000 + 1;
  }

  get range() {
    if (!this.live) return [this.from, this.to];
    // A stream that is younger than the span fills the picture while it grows.
    const age = Math.max(YOUNGEST, this.now - this.first + 1);
    return [this.now - Math.min(this.span, age), this.now];
  }

  follow(span) {
    this.live = true;
    this.span = span;
    this.fetch();
  }

  all() {
    const from = this.first - 1;
    this.set(from, Math.max(from + LEAST_SPAN, this.now + 1));
  }

  set(from, to) {
    const span = Math.max(LEAST_SPAN, to - from);
    const middle = (from + to) / 2;
    const end = Math.min(middle + span / 2, Math.max(this.now + span * 0.02, this.first + span));
    this.live = false;
    this.from = end - span;
    this.to = end;
    this.fetchSoon();
    this.redraw();
  }

  zoom(factor, at) {
    const [from, to] = this.range;
    const pivot = at ?? (from + to) / 2;
    const most = Math.max(LEAST_SPAN, (this.now - this.first) * 1.05 + 2);
    const span = Math.min(most, Math.max(LEAST_SPAN, (to - from) * factor));
    const share = (pivot - from) / (to - from);
    this.set(pivot - share * span, pivot + (1 - share) * span);
  }

  pan(share) {
    const [from, to] = this.range;
    const shift = share * (to - from);
    this.set(from + shift, to + shift);
  }

  key(e) {
    const act = {
      ArrowLeft: () => this.pan(-0.2), ArrowRight: () => this.pan(0.2),
      "+": () => this.zoom(0.6), "=": () => this.zoom(0.6), "-": () => this.zoom(1 / 0.6), ArrowUp: () => this.zoom(0.6), ArrowDown: () => this.zoom(1 / 0.6),
      Home: () => this.all(), "0": () => this.all(), End: () => this.follow(Math.min(this.span, 600)), Escape: () => this.follow(600),
    }[e.key];
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    act();
  }

  wheel(e) {
    if (!this.plot || e.ctrlKey) return;
    const horizontal = Math.abs(e.deltaX) > Math.abs(e.deltaY) || e.shiftKey;
    // A page must scroll on over a chart: only a wheel with the pointer held still over it, or a sideways one, is meant for it.
    if (!horizontal && document.activeElement !== this.root && !e.altKey && !this.root.matches(":hover")) return;
    e.preventDefault();
    if (horizontal) {
      this.pan((e.deltaX || e.deltaY) / 800);
    } else {
      const box = this.plot.over.getBoundingClientRect();
      this.zoom(e.deltaY > 0 ? 1.25 : 0.8, this.plot.posToVal(e.clientX - box.left, "x"));
    }
  }

  fetchSoon() {
    clearTimeout(this.fetchTimer);
    this.fetchTimer = setTimeout(() => this.fetch(), 80);
  }

  async fetch() {
    this.showSpans();
    if (!this.stream) return;
    const turn = ++this.turn;
    const [from, to] = this.live ? [this.now - this.span, this.now] : this.range;
    const margin = this.live ? 0 : (to - from) * 0.25;
    const points = Math.min(5000, Math.max(100, Math.round(this.root.clientWidth / 1.5)));
    // A live span takes in what comes while it is fetched.
    const query = new URLSearchParams({ from: Math.max(0, Math.round((from - margin) * 1000)), to: Math.round((to + margin + 5) * 1000), points });
    let answer;
    try {
      answer = await get(streamPath(this.stream.name, `/history?${query}`));
    } catch (e) {
      if (e.status !== 404) this.readout.textContent = e.message;
      return;
    }
    // Somebody may have zoomed on in the meantime.
    if (turn !== this.turn) return;
    const labels = answer.labels.length ? answer.labels : this.stream.labels;
    const same = this.plot && labels.join() === this.drawn;
    this.labels = labels;
    this.step = answer.stepMilliseconds / 1000;
    this.buckets = answer.time.map((t, i) => ({
      t: t / 1000, count: answer.count[i], voiced: answer.voiced[i], level: answer.levelDecibels[i],
      p: answer.probabilities.map(column => column[i]),
    }));
    this.marks = answer.marks;
    this.origin = answer.time.length ? answer.time[0] / 1000 : Math.round(from * 1000) / 1000;
    // A chart that is kept keeps what the hand is just doing with it.
    if (same) this.redraw();
    else this.build();
    this.tell();
  }

  // A new estimate joins its step, as the service would have it.
  add(event) {
    if (event.kind !== "estimate") {
      this.marks.push({ id: event.id, time: Date.parse(event.wallClock), kind: event.kind, gapSeconds: event.gapSeconds ?? null, detail: event.detail ?? null });
      this.redraw();
      return;
    }
    if (this.step === undefined) return;
    const time = Date.parse(event.wallClock) / 1000;
    const start = this.origin + Math.floor((time - this.origin) / this.step) * this.step;
    let bucket = this.buckets.at(-1);
    if (bucket && time < bucket.t) return;
    if (!bucket || bucket.t !== start) {
      bucket = { t: start, count: 0, voiced: 0, level: null, p: this.labels.map(() => null) };
      this.buckets.push(bucket);
    }
    bucket.count++;
    if (!event.silent) {
      bucket.p = this.labels.map((label, i) => ((bucket.p[i] ?? 0) * bucket.voiced + (event.probabilities[label] ?? 0)) / (bucket.voiced + 1));
      bucket.voiced++;
    }
    if (this.live) {
      const oldest = this.now - this.span * 1.1;
      while (this.buckets.length > 2 && this.buckets[1].t < oldest) this.buckets.shift();
    }
    this.redraw();
  }

  // Columns for uPlot: x, then sums from the first label upwards. A hole where nothing was heard, or only silence.
  columns() {
    const x = [];
    const sums = this.labels.map(() => []);
    const widest = Math.max(this.step ?? 1, this.stream?.hopSeconds ?? 1) * 2.6;
    const hole = at => {
      x.push(at);
      for (const column of sums) column.push(null);
    };
    let last = null;
    for (const b of this.buckets) {
      if (last !== null && b.t - last > widest) hole(last + this.step / 2);
      last = b.t;
      x.push(b.t);
      let sum = 0;
      for (let i = 0; i < this.labels.length; i++) {
        if (b.voiced === 0) {
          sums[i].push(null);
        } else {
          sum += b.p[i] ?? 0;
          sums[i].push(sum);
        }
      }
    }
    return [x, ...sums.toReversed()];
  }

  redraw() {
    if (this.dirty || !this.plot) return;
    this.dirty = requestAnimationFrame(() => {
      this.dirty = 0;
      if (!this.plot) return;
      const [min, max] = this.range;
      this.plot.batch(() => {
        this.plot.setData(this.columns(), false);
        this.plot.setScale("x", { min, max });
      });
      this.read(this.plot.cursor.idx);
    });
  }

  resize() {
    if (this.plot && this.root.clientWidth > 0) this.plot.setSize({ width: this.root.clientWidth, height: this.root.clientHeight });
    else if (!this.plot) this.build();
  }

  build() {
    if (!window.uPlot || this.root.clientWidth === 0) return;
    this.plot?.destroy();
    const count = this.labels.length;
    this.drawn = this.labels.join();
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const order = this.labels.map((label, i) => ({ label, i })).toReversed();
    const line = uPlot.paths.linear();
    this.plot = new uPlot({
      width: this.root.clientWidth,
      height: this.root.clientHeight,
      legend: { show: false },
      padding: [8, 18, 0, 0],
      cursor: { y: false, drag: { x: true, y: false, setScale: false, dist: 6 }, points: { show: false } },
      scales: { x: { time: true, auto: false, min: this.range[0], max: this.range[1] }, y: { range: [0, 1] } },
      axes: [
        { stroke: color("soft"), font, grid: { stroke: color("line"), width: 1 }, ticks: { show: false }, values: (u, splits) => this.times(u, splits), space: 90, size: 30 },
        { stroke: color("soft"), font, grid: { stroke: color("line"), width: 1 }, ticks: { show: false }, values: (u, splits) => splits.map(percent), splits: [0, 0.25, 0.5, 0.75, 1], size: 52 },
      ],
      series: [
        {},
        ...order.map(({ label, i }) => ({ label, paths: line, stroke: fill(label, i), fill: fill(label, i), width: 0, points: { show: false }, spanGaps: false })),
      ],
      bands: [],
      hooks: {
        drawClear: [],
        draw: [u => this.drawMarks(u)],
        setCursor: [u => this.read(u.cursor.idx)],
        setSelect: [u => {
          if (u.select.width > 4) {
            const from = u.posToVal(u.select.left, "x");
            const to = u.posToVal(u.select.left + u.select.width, "x");
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            this.set(from, to);
          }
        }],
      },
    }, count ? this.columns() : [[]], this.root);
    this.redraw();
  }

  times(u, splits) {
    const span = u.scales.x.max - u.scales.x.min;
    return splits.map(s => {
      const d = new Date(s * 1000);
      const time = d.toLocaleTimeString([], span > 600 ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
      return span > DAY ? `${d.toLocaleDateString([], { day: "numeric", month: "short" })} ${time}` : time;
    });
  }

  // Gaps, stalls and ends as hatched stretches with their names.
  drawMarks(u) {
    const g = u.ctx;
    const ratio = devicePixelRatio || 1;
    const { left, top, width, height } = u.bbox;
    g.save();
    g.beginPath();
    g.rect(left, top, width, height);
    g.clip();
    g.font = `${11 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
    g.textAlign = "left";
    g.textBaseline = "alphabetic";
    let free = -Infinity;
    for (const mark of this.marks) {
      if (mark.kind === "connected" || mark.kind === "resumed" || mark.kind === "formatChanged") continue;
      const end = u.valToPos(mark.time / 1000, "x", true);
      const start = mark.gapSeconds ? u.valToPos(mark.time / 1000 - mark.gapSeconds, "x", true) : end;
      if (end < left || start > left + width) continue;
      g.fillStyle = color("silence") + "66";
      if (end - start >= 1) g.fillRect(start, top, end - start, height);
      g.strokeStyle = mark.kind === "failed" ? color("bad") : color("warn");
      g.lineWidth = ratio;
      g.setLineDash([3 * ratio, 3 * ratio]);
      g.beginPath();
      g.moveTo(end, top);
      g.lineTo(end, top + height);
      g.stroke();
      g.setLineDash([]);
      if (end > free) {
        g.fillStyle = color("ink");
        const text = mark.kind;
        const w = g.measureText(text).width;
        g.fillStyle = color("card") + "cc";
        g.fillRect(end + 2 * ratio, top + 2 * ratio, w + 8 * ratio, 16 * ratio);
        g.fillStyle = color("ink");
        g.fillText(text, end + 6 * ratio, top + 14 * ratio);
        free = end + w + 16 * ratio;
      }
    }
    g.restore();
  }

  bucketAt(x) {
    let best = null;
    let low = 0, high = this.buckets.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.buckets[middle].t <= x) {
        best = this.buckets[middle];
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return best && x - best.t <= Math.max(this.step, this.stream?.hopSeconds ?? 1) * 2.6 ? best : null;
  }

  read(index) {
    const u = this.plot;
    if (!u) return;
    const hovered = index !== null && index !== undefined && u.cursor.left >= 0;
    const x = hovered ? u.posToVal(u.cursor.left, "x") : null;
    const bucket = hovered ? this.bucketAt(x) : this.buckets.at(-1);
    if (!bucket) {
      this.readout.replaceChildren(make("span", { text: hovered ? "Nothing was heard here." : "No history yet." }));
      return;
    }
    const when = new Date(bucket.t * 1000);
    const since = this.stream ? bucket.t - Date.parse(this.stream.created) / 1000 : 0;
    this.readout.replaceChildren(
      make("span", { text: `${when.toLocaleTimeString([], { hourCycle: "h23" })} · ${clock(Math.max(0, since))} into the stream` }),
      ...(bucket.voiced === 0
        ? [make("span", { text: "silence" })]
        : this.labels.map((label, i) => {
            const swatch = make("i");
            swatch.style.setProperty("--c", fill(label, i));
            return make("span", { class: "chip" }, swatch, `${label} `, make("b", { text: percent(bucket.p[i] ?? 0) }));
          })),
    );
  }

  // In words, for who does not see the picture.
  tell() {
    const totals = this.labels.map((label, i) => ({ label, mean: 0, i }));
    let voiced = 0;
    let all = 0;
    for (const b of this.buckets) {
      all += b.count;
      voiced += b.voiced;
      if (b.voiced) for (const t of totals) t.mean += (b.p[t.i] ?? 0) * b.voiced;
    }
    const [from, to] = this.range;
    if (!all) {
      this.summary.textContent = "No history in this stretch.";
    } else {
      const means = totals.map(t => ({ ...t, mean: voiced ? t.mean / voiced : 0 })).sort((a, b) => b.mean - a.mean);
      this.summary.textContent = `The last ${longSpan(to - from)} shown: ${voiced ? means.map(t => `${t.label} ${percent(t.mean)}`).join(", ") : "silence"}${all > voiced ? `; ${percent((all - voiced) / all)} of it silence` : ""}.`;
    }
    for (const format of ["csv", "json", "jsonl"]) {
      const link = document.getElementById(`export-${format}`);
      const query = new URLSearchParams({ format, from: Math.max(0, Math.round(from * 1000)), to: Math.round(to * 1000) });
      link.href = `/api/v1${streamPath(this.stream.name, `/export?${query}`)}`;
    }
  }

  showSpans() {
    for (const button of this.spans.querySelectorAll("button")) {
      const pressed = button.id === "to-live" ? this.live
        : button.dataset.span === "all" ? !this.live && this.from <= this.first && this.to >= this.now - 2
        : this.live && this.span === Number(button.dataset.span);
      button.setAttribute("aria-pressed", pressed);
    }
  }
}
