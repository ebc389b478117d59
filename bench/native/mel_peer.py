"""The same log-mel through numpy or torchaudio, by the protocol of fftw_mel.c.

mel_peer.py numpy|torchaudio SAMPLES RATE FFT HOP BANDS
"""
import sys
import time

import numpy as np

library, path = sys.argv[1:3]
rate, size, hop, bands = (int(a) for a in sys.argv[3:7])
signal = np.fromfile(path, dtype=np.float32)


def to_hertz(mel):
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp(np.log(6.4) * (mel - 15) / 27))


if library == "numpy":
    try:
        from scipy.fft import rfft  # stays in single precision
    except ImportError:
        from numpy.fft import rfft
    top = 15 + 27 * np.log(rate / 2 / 1000) / np.log(6.4)
    edges = to_hertz(np.linspace(0, top, bands + 2))
    hertz = np.arange(size // 2 + 1) * rate / size
    ramps = edges[:, None] - hertz[None, :]
    widths = np.diff(edges)[:, None]
    weights = np.maximum(0, np.minimum(-ramps[:-2] / widths[:-1], ramps[2:] / widths[1:]))
    weights = (weights * (2 / (edges[2:] - edges[:-2]))[:, None]).astype(np.float32)
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)

    def mel():
        padded = np.pad(signal, size // 2)
        frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
        out = np.empty((len(frames), bands), dtype=np.float32)
        for start in range(0, len(frames), 256):
            bins = rfft(frames[start:start + 256] * window)
            power = bins.real ** 2 + bins.imag ** 2
            out[start:start + 256] = 10 * np.log10(np.maximum(power @ weights.T, 1e-10))
        return out
else:
    import torch
    import torchaudio
    torch.set_num_threads(1)
    transform = torchaudio.transforms.MelSpectrogram(
        sample_rate=rate, n_fft=size, hop_length=hop, n_mels=bands, norm="slaney", mel_scale="slaney", pad_mode="constant")
    tensor = torch.from_numpy(signal)

    def mel():
        with torch.no_grad():
            return (10 * torch.log10(torch.clamp(transform(tensor), min=1e-10))).T.contiguous().numpy()

print("ready", flush=True)
for line in sys.stdin:
    line = line.strip()
    if line == "run":
        begin = time.perf_counter()
        result = mel()
        print(f"{time.perf_counter() - begin:.9f}", flush=True)
    elif line.startswith("write "):
        result.astype(np.float32).tofile(line[6:])
        print("written", flush=True)
