// The list of sources with their buttons, and the dialog that adds one.

import { get, post, remove, streamPath } from "./api.js";
import { canCapture, capture, capturing, stopCapture } from "./capture.js";
import { make, picture, toast } from "./look.js";

const PLAY = "M6 4l10 6-10 6z";
const STOP = "M5 5h10v10H5z";
const BIN = "M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11";

const NOTES = {
  microphone: "The sound of this browser's microphone goes to the service as it is.",
  tab: "Choose a tab in what the browser shows, and tick “Share tab audio”.",
  device: "A sound device of the machine that the service runs on.",
  url: "Icecast or HTTP, HLS, RTMP, RTSP, SRT, UDP: whatever ffmpeg opens.",
  file: "Plays at its own pace, as if it were live.",
};

export class Sources {
  constructor(app) {
    this.app = app;
    this.list = document.getElementById("sources");
    this.dialog = document.getElementById("dialog");
    this.form = document.getElementById("dialog-form");
    this.error = document.getElementById("dialog-error");
    this.$ = id => document.getElementById(id);
    this.$("add").addEventListener("click", () => this.open());
    this.$("cancel").addEventListener("click", () => this.dialog.close());
    this.form.addEventListener("change", e => e.target.name === "kind" && this.kind());
    this.form.addEventListener("submit", e => {
      e.preventDefault();
      this.start();
    });
    this.$("model").addEventListener("change", () => fillGenres(this.$("genre"), this.app.model(this.$("model").value)));
    for (const button of document.querySelectorAll("[data-add]")) {
      button.addEventListener("click", () => button.dataset.add === "drop" ? document.getElementById("drop").click() : this.open(button.dataset.add));
    }
  }

  models() {
    fillModels(this.$("model"), this.app.models);
    fillGenres(this.$("genre"), this.app.models[0]);
    this.$("kind-file").hidden = !this.app.about.files;
  }

  render() {
    this.list.replaceChildren(...this.app.streams.map(s => {
      const here = capturing(s.name);
      const foreign = s.kind === "pushed" && !here;
      const toggle = s.isRunning
        ? make("button", { type: "button", class: "icon-button", "aria-label": `Stop ${s.name}`, title: "Stop", onclick: () => this.stop(s) }, picture(STOP))
        : foreign ? "" : make("button", { type: "button", class: "icon-button", "aria-label": `Start ${s.name}`, title: "Start", onclick: () => this.resume(s) }, picture(PLAY));
      return make("li", { class: "source" },
        make("div", { class: "source-name" },
          make("span", { class: "dot", "data-state": s.state, "aria-hidden": "true" }),
          make("button", { type: "button", text: s.name, title: `Show ${s.name}`, onclick: () => this.app.select(s.name) })),
        make("div", { class: "source-note", text: [s.state, s.kind === "pushed" ? (here ? "this browser" : "a browser") : s.kind === "standardInput" ? "standard input" : s.source, s.genre, s.statistics?.sampleRate ? `${s.statistics.sampleRate / 1000} kHz` : ""].filter(Boolean).join(" · "), title: s.source }),
        make("div", { class: "source-actions" }, toggle,
          make("button", { type: "button", class: "icon-button", "aria-label": `Delete ${s.name} and its history`, title: "Delete with its history", onclick: () => this.delete(s) }, picture(BIN))));
    }));
  }

  async open(kind) {
    this.error.textContent = "";
    if (kind) this.form.elements.kind.value = kind;
    this.kind();
    this.dialog.showModal();
  }

  async kind() {
    const kind = this.form.elements.kind.value;
    this.$("kind-note").textContent = !["microphone", "tab"].includes(kind) || canCapture(kind) ? NOTES[kind]
      : isSecureContext ? "This browser cannot do that." : "Browsers give their sound only to pages over HTTPS or on this machine itself.";
    this.$("field-device").hidden = kind !== "device";
    this.$("field-url").hidden = kind !== "url";
    this.$("field-file").hidden = kind !== "file";
    try {
      if (kind === "device") {
        const devices = await get("/devices");
        this.$("device").replaceChildren(make("option", { value: "device", text: "Standard device" }), ...devices.map(d => make("option", { value: `device:${d.name}`, text: `${d.description || d.name}${d.isLoopback ? " (what it plays)" : ""}` })));
      } else if (kind === "file") {
        this.$("files").replaceChildren(...(await get("/files")).map(f => make("option", { value: f, text: f })));
      }
    } catch (e) {
      this.error.textContent = e.message;
    }
  }

  async start() {
    const kind = this.form.elements.kind.value;
    const choices = { model: this.$("model").value, hopSeconds: this.$("hop").value };
    if (this.$("genre").value) choices.genre = this.$("genre").value;
    this.error.textContent = "";
    this.$("start").disabled = true;
    try {
      let name = this.$("name").value.trim();
      if (kind === "microphone" || kind === "tab") {
        name ||= this.free(kind === "tab" ? "browser tab" : "microphone");
        await capture(kind, name, choices, why => {
          if (why) toast(`${name}: ${why}`);
          this.app.refresh();
        });
      } else {
        const source = kind === "device" ? this.$("device").value : kind === "url" ? this.$("url").value.trim() : this.$("files").value;
        const stream = await post("/streams", { ...choices, hopSeconds: Number(choices.hopSeconds), source, name: name || null });
        name = stream.name;
      }
      this.dialog.close();
      this.$("name").value = "";
      await this.app.refresh();
      this.app.select(name);
    } catch (e) {
      this.error.textContent = e.name === "NotAllowedError" ? "The browser did not allow it." : e.name === "NotFoundError" ? "There is no microphone here." : e.message;
    } finally {
      this.$("start").disabled = false;
    }
  }

  free(name) {
    const taken = new Set(this.app.streams.filter(s => s.isRunning).map(s => s.name.toLowerCase()));
    let candidate = name;
    for (let i = 2; taken.has(candidate.toLowerCase()); i++) candidate = `${name} ${i}`;
    return candidate;
  }

  async act(what) {
    try {
      await what();
    } catch (e) {
      toast(e.message, true);
    }
    await this.app.refresh();
  }

  stop(s) {
    return this.act(() => {
      stopCapture(s.name);
      return post(streamPath(s.name, "/stop"));
    });
  }

  resume(s) {
    return this.act(() => post(streamPath(s.name, "/start")));
  }

  delete(s) {
    if (!confirm(`Delete “${s.name}” with all of its history?`)) return;
    return this.act(() => {
      stopCapture(s.name);
      return remove(streamPath(s.name));
    });
  }
}

export function fillModels(select, models) {
  select.replaceChildren(...models.map(m => make("option", { value: m.name, text: m.name })));
}

export function fillGenres(select, model) {
  select.replaceChildren(make("option", { value: "", text: "any" }), ...(model?.genres ?? []).map(g => make("option", { value: g, text: g })));
  select.disabled = !model?.genres.length;
}
