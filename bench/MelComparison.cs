using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using NWaves.FeatureExtractors;
using NWaves.FeatureExtractors.Options;
using NWaves.Filters.Fda;
using NWaves.Windows;
using RealtimeEmotion.Engine.Spectral;
using Spectre.Console;

namespace RealtimeEmotion.Bench;

/// <summary>
/// Log-mel of 180 s at 44.1 kHz (2048/512/128), ours beside native and managed peers: one thread each, their runs
/// alternating, the minimum of several. Only the ratios mean anything.
/// </summary>
internal static class MelComparison
{
    private const int Rate = 44100;
    private const int Size = 2048;
    private const int Hop = 512;
    private const int Bands = 128;
    private const int Seconds = 180;

    internal static int Run(string[] arguments)
    {
        int repetitions = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 7;
        float[] signal = Signal();
        string folder = Directory.CreateTempSubdirectory("mel-comparison").FullName;
        var contestants = new List<Contestant>();
        var children = new List<ChildPeer>();
        try
        {
            string samples = Path.Combine(folder, "signal.f32");
            File.WriteAllBytes(samples, MemoryMarshal.AsBytes(signal.AsSpan()));
            contestants.Add(Ours(signal));
            AddChild("bare FFTW in C, float", Compile(folder), [samples, $"{Rate}", $"{Size}", $"{Hop}", $"{Bands}"]);
            string script = Path.Combine(AppContext.BaseDirectory, "native", "mel_peer.py");
            foreach (string library in new[] { "numpy", "torchaudio" })
            {
                // The system's own interpreter first: its packages are the ones that apt installs.
                string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
                AddChild(library, python, [script, library, samples, $"{Rate}", $"{Size}", $"{Hop}", $"{Bands}"]);
            }

            contestants.Add(NWaves(signal));
            Measure(contestants, repetitions);
            Print(contestants, Reference(signal), repetitions);
            return 0;
        }
        finally
        {
            foreach (ChildPeer child in children)
            {
                child.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }

        void AddChild(string name, string? program, string[] childArguments)
        {
            string reason = "see above";
            ChildPeer? child = program is null ? null : ChildPeer.Start(program, childArguments, out reason);
            if (child is null)
            {
                Console.Error.WriteLine($"{name}: left out ({reason})");
                return;
            }

            children.Add(child);
            contestants.Add(new Contestant(name, child.Seconds, child.Result));
        }
    }

    /// <summary>Chords of decaying partials over soft noise: some bands loud, some 80 dB and more below them.</summary>
    private static float[] Signal()
    {
        var random = new Random(1);
        var signal = new float[Seconds * Rate];
        double smooth = 0;
        for (int start = 0; start < signal.Length; start += Rate / 2)
        {
            for (int voice = 0; voice < 4; voice++)
            {
                double hertz = 110 * Math.Pow(2, random.Next(36) / 12.0);
                for (int partial = 1; partial <= 6; partial++)
                {
                    double step = 2 * Math.PI * hertz * partial / Rate;
                    double level = 0.12 / partial;
                    for (int n = 0; n < Rate / 2 && start + n < signal.Length; n++)
                    {
                        signal[start + n] += (float)(level * Math.Exp(-6.0 * partial * n / Rate) * Math.Sin(step * n));
                    }
                }
            }
        }

        foreach (ref float sample in signal.AsSpan())
        {
            smooth += 0.2 * ((random.NextDouble() - 0.5) - smooth);
            sample += (float)(0.01 * smooth);
        }

        return signal;
    }

    private static Contestant Ours(float[] signal)
    {
        var frontEnd = new MelFrontEnd(new FrontEndSettings
        {
            SampleRate = Rate,
            FftSize = Size,
            WindowLength = Size,
            HopLength = Hop,
            MelBands = Bands,
            HighestFrequency = Rate / 2.0,
        });
        var frames = new float[frontEnd.FrameCount(signal.Length) * Bands];
        return new Contestant("ours, FFT in double", Timed(() => frontEnd.Analyze(signal, frames)), () => frames);
    }

    private static Contestant NWaves(float[] signal)
    {
        var extractor = new FilterbankExtractor(new FilterbankOptions
        {
            SamplingRate = Rate,
            FeatureCount = Bands,
            FrameSize = Size,
            HopSize = Hop,
            FftSize = Size,
            FilterBank = FilterBanks.MelBankSlaney(Bands, Size, Rate),
            Window = WindowType.Hann,
            SpectrumType = SpectrumType.Power,
            NonLinearity = NonLinearityType.ToDecibel,
            LogFloor = 1e-10f,
        });
        float[] padded = [.. new float[Size / 2], .. signal, .. new float[Size / 2]];
        List<float[]> frames = [];
        return new Contestant("NWaves 0.9.6", Timed(() => frames = extractor.ComputeFrom(padded)), () => [.. frames.SelectMany(frame => frame)]);
    }

    private static Func<double> Timed(Action work) => () =>
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    };

    private static string? Compile(string folder)
    {
        string program = Path.Combine(folder, "fftw_mel");
        return NativePeer.Compile("fftw_mel.c", program, "-ffast-math", "-lfftw3f", "-lm") ? program : null;
    }

    private static void Measure(List<Contestant> contestants, int repetitions)
    {
        for (int repetition = 0; repetition <= repetitions; repetition++)
        {
            foreach (Contestant contestant in contestants)
            {
                // The slow ones need no more than three to find their minimum.
                if (contestant.Best < 1 || repetition < 3)
                {
                    double seconds = contestant.Run();

                    // The first run warms up: caches, page tables, compilers.
                    contestant.Best = repetition == 0 ? double.MaxValue / 2 : Math.Min(contestant.Best, seconds);
                    contestant.Best = repetition == 0 && seconds > 1 ? seconds : contestant.Best;
                }
            }
        }
    }

    private static void Print(List<Contestant> contestants, Dictionary<int, double[]> reference, int repetitions)
    {
        double limit = contestants.Find(c => c.Name.Contains("FFTW", StringComparison.Ordinal))?.Best ?? double.NaN;
        var table = new Table { Border = TableBorder.Markdown };
        table.AddColumns("who", "seconds", "× real time", "ratio to FFTW", "worst dB, bands above −80 dB", "worst, of the maximum");
        foreach (Contestant contestant in contestants.OrderBy(c => c.Best))
        {
            (double decibels, double power) = Difference(contestant.Result(), reference);
            table.AddRow(
                contestant.Name,
                contestant.Best.ToString("0.0000"),
                (Seconds / contestant.Best).ToString("0"),
                (contestant.Best / limit).ToString("0.00"),
                decibels.ToString("0.000000"),
                power.ToString("0.0e+0"));
        }

        Console.WriteLine($"Log-mel of {Seconds} s, {Rate} Hz mono, FFT {Size}, hop {Hop}, {Bands} bands, dB; one thread, minimum of {repetitions} alternating runs.");
        AnsiConsole.Profile.Width = 140;
        AnsiConsole.Write(table);
    }

    /// <summary>librosa's formula in double precision, for one frame of each fifty.</summary>
    private static Dictionary<int, double[]> Reference(float[] signal)
    {
        double[] edges = [.. Enumerable.Range(0, Bands + 2).Select(edge => ToHertz(ToMel(Rate / 2.0) * edge / (Bands + 1)))];
        var frames = new Dictionary<int, double[]>();
        for (int k = 0; k <= signal.Length / Hop; k += 50)
        {
            var frame = new Complex[Size];
            for (int n = 0; n < Size; n++)
            {
                int at = (k * Hop) - (Size / 2) + n;
                frame[n] = at < 0 || at >= signal.Length ? 0 : signal[at] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * n / Size)));
            }

            Complex[] bins = Transform(frame);
            var mel = new double[Bands];
            for (int band = 0; band < Bands; band++)
            {
                for (int bin = 0; bin <= Size / 2; bin++)
                {
                    double hertz = (double)bin * Rate / Size;
                    double rise = (hertz - edges[band]) / (edges[band + 1] - edges[band]);
                    double fall = (edges[band + 2] - hertz) / (edges[band + 2] - edges[band + 1]);
                    double power = (bins[bin].Real * bins[bin].Real) + (bins[bin].Imaginary * bins[bin].Imaginary);
                    mel[band] += Math.Max(0, Math.Min(rise, fall)) * 2 / (edges[band + 2] - edges[band]) * power;
                }
            }

            frames[k] = mel;
        }

        return frames;

        static double ToMel(double hertz) => 15 + (27 * Math.Log(hertz / 1000) / Math.Log(6.4));

        static double ToHertz(double mel) => mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp(Math.Log(6.4) * (mel - 15) / 27);

        static Complex[] Transform(Complex[] x)
        {
            if (x.Length == 1)
            {
                return x;
            }

            int half = x.Length / 2;
            var even = new Complex[half];
            var odd = new Complex[half];
            for (int n = 0; n < half; n++)
            {
                (even[n], odd[n]) = (x[2 * n], x[(2 * n) + 1]);
            }

            (even, odd) = (Transform(even), Transform(odd));
            var bins = new Complex[x.Length];
            for (int k = 0; k < half; k++)
            {
                Complex turned = odd[k] * new Complex(double.CosPi(2.0 * k / x.Length), -double.SinPi(2.0 * k / x.Length));
                (bins[k], bins[k + half]) = (even[k] + turned, even[k] - turned);
            }

            return bins;
        }
    }

    private static (double Decibels, double Power) Difference(float[] frames, Dictionary<int, double[]> reference)
    {
        double maximum = reference.Values.Max(frame => frame.Max());
        double worst = 0, worstPower = 0;
        foreach ((int k, double[] expected) in reference)
        {
            for (int band = 0; band < Bands; band++)
            {
                double got = frames[(k * Bands) + band];
                worstPower = Math.Max(worstPower, Math.Abs(Math.Pow(10, got / 10) - Math.Max(1e-10, expected[band])) / maximum);
                if (expected[band] > maximum * 1e-8)
                {
                    worst = Math.Max(worst, Math.Abs(got - (10 * Math.Log10(expected[band]))));
                }
            }
        }

        return (worst, worstPower);
    }

    private sealed record Contestant(string Name, Func<double> Run, Func<float[]> Result)
    {
        internal double Best { get; set; }
    }
}
