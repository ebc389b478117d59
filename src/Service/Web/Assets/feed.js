// Every event of the service as it happens. A connection that breaks is made anew and goes on behind the last event that
// was seen, so nothing is missed and nothing comes twice.

import { socketUrl } from "./api.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;

export class Feed {
  constructor(after, onEvent, onState) {
    this.after = after;
    this.onEvent = onEvent;
    this.onState = onState;
    this.pause = FIRST_PAUSE;
    this.timer = 0;
    this.connect();
    // A laptop that wakes up need not wait for the pause to end.
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  now() {
    if (this.timer) {
      clearTimeout(this.timer);
      this.connect();
    }
  }

  connect() {
    this.timer = 0;
    const socket = new WebSocket(socketUrl(`/feed?after=${this.after}`));
    socket.addEventListener("open", () => {
      this.pause = FIRST_PAUSE;
      this.onState("open");
    });
    socket.addEventListener("message", message => {
      const event = JSON.parse(message.data);
      if (event.id > this.after) {
        this.after = event.id;
        this.onEvent(event);
      }
    });
    socket.addEventListener("close", () => {
      this.onState("lost");
      this.timer = setTimeout(() => this.connect(), this.pause * (0.75 + Math.random() / 2));
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
    });
  }
}
