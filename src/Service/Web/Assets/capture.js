// The microphone, or the sound of another tab, sent to the service as a stream.

import { Problem, socketUrl } from "./api.js";

const captures = new Map();

export const capturing = name => captures.has(name);

export function canCapture(kind) {
  return Boolean(kind === "tab" ? navigator.mediaDevices?.getDisplayMedia : navigator.mediaDevices?.getUserMedia);
}

async function open(kind) {
  // What makes speech clear spoils music.
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  if (kind === "microphone") {
    return navigator.mediaDevices.getUserMedia({ audio });
  }
  const media = await navigator.mediaDevices.getDisplayMedia({ audio: { ...audio, suppressLocalAudioPlayback: false }, video: true, systemAudio: "include" });
  if (!media.getAudioTracks().length) {
    media.getTracks().forEach(track => track.stop());
    throw new Error("That has no sound: choose a tab, and tick “Share tab audio”.");
  }
  // Only the sound is wanted; but some browsers end it with the picture, so the picture stays open and unused.
  return media;
}

export async function capture(kind, name, choices, onEnd) {
  const media = await open(kind);
  const context = new AudioContext({ latencyHint: "interactive" });
  let socket = null;
  const close = () => {
    captures.delete(name);
    media.getTracks().forEach(track => track.stop());
    socket?.close();
    if (context.state !== "closed") context.close();
  };
  try {
    await context.audioWorklet.addModule("/assets/capture-worklet.js");
    await context.resume();
    const channels = Math.min(2, media.getAudioTracks()[0].getSettings().channelCount ?? 1);
    const query = new URLSearchParams({ name, rate: context.sampleRate, channels, ...choices });
    socket = new WebSocket(socketUrl(`/audio?${query}`));
    socket.binaryType = "arraybuffer";
    await new Promise((resolve, reject) => {
      socket.addEventListener("message", resolve, { once: true });
      // A refused upgrade does not say why to a page; asking the ordinary way does.
      socket.addEventListener("close", async () => {
        try {
          const response = await fetch(`/api/v1/streams/${encodeURIComponent(name)}`);
          const running = response.ok && (await response.json()).isRunning;
          reject(running ? new Problem(409, { detail: `A stream named “${name}” runs already.` }) : new Error("The service did not take the sound; the name, the model or the genre may be wrong."));
        } catch (e) {
          reject(e);
        }
      }, { once: true });
    });

    const source = context.createMediaStreamSource(media);
    const tap = new AudioWorkletNode(context, "capture", { numberOfInputs: 1, numberOfOutputs: 0, channelCount: channels, channelCountMode: "explicit", channelInterpretation: "speakers" });
    tap.port.onmessage = e => {
      // What the network cannot carry is lost here and not kept: old sound would only come late.
      if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < 1 << 20) socket.send(e.data);
    };
    source.connect(tap);
    captures.set(name, close);
    const ended = why => {
      if (!captures.has(name)) return;
      close();
      onEnd(why);
    };
    media.getAudioTracks()[0].addEventListener("ended", () => ended("The browser stopped sharing."));
    socket.addEventListener("close", e => ended(e.reason || ""));
  } catch (e) {
    close();
    throw e;
  }
}

export function stopCapture(name) {
  captures.get(name)?.();
}

addEventListener("pagehide", () => captures.forEach(close => close()));
