// Gathers a few blocks of 128 frames into one message: interleaved 32-bit floats.

const FRAMES = 2048;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.buffer = null;
    this.filled = 0;
  }

  process([input]) {
    if (!input.length) return true;
    const channels = input.length;
    if (!this.buffer || this.buffer.length !== FRAMES * channels) {
      this.buffer = new Float32Array(FRAMES * channels);
      this.filled = 0;
    }
    const frames = input[0].length;
    for (let i = 0; i < frames; i++) {
      for (let c = 0; c < channels; c++) this.buffer[(this.filled + i) * channels + c] = input[c][i];
    }
    this.filled += frames;
    if (this.filled >= FRAMES) {
      const full = this.buffer;
      this.buffer = null;
      this.port.postMessage(full.buffer, [full.buffer]);
    }
    return true;
  }
}

registerProcessor("capture", Capture);
