using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion features</c>: the mel spectrogram, as librosa computes it.</summary>
internal static class FeaturesCommand
{
    private const string RawFloat = "f32";

    private static readonly FrontEndSettings Standard = new();

    private enum Scale
    {
        Power,
        Db,
    }

    private enum Format
    {
        Csv,
        Npy,
    }

    internal static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A sound file, or - for standard input." };
        var rate = new Option<int?>("--rate", "-r") { Description = "Sample rate in Hz to resample to; with --raw, the rate of the data. [default: the file's own]", HelpName = "R" };
        var fft = new Option<int>("--fft", "-n") { Description = "Length of the FFT and its window, in samples: a power of two.", HelpName = "N", DefaultValueFactory = _ => Standard.FftSize };
        var hop = new Option<int>("--hop") { Description = "Samples from one frame to the next.", HelpName = "H", DefaultValueFactory = _ => Standard.HopLength };
        var bands = new Option<int>("--bands", "-b") { Description = "Number of mel bands.", HelpName = "M", DefaultValueFactory = _ => Standard.MelBands };
        var lowest = new Option<double>("--fmin") { Description = "Lower edge of the lowest band, in Hz.", HelpName = "HZ", DefaultValueFactory = _ => Standard.LowestFrequency };
        var highest = new Option<double?>("--fmax") { Description = "Upper edge of the highest band, in Hz. [default: half the rate]", HelpName = "HZ" };
        Option<Scale> scale = SharedOptions.Choice<Scale>("--scale", "Power as it is, or dB (librosa's power_to_db).");
        var top = new Option<double>("--top-db") { Description = "With --scale db: nothing is further below the maximum than this; 0 for no such floor.", HelpName = "DB", DefaultValueFactory = _ => 80 };
        Option<Format> format = SharedOptions.Choice<Format>("--format", "Comma-separated text, or NumPy's .npy (float32, frames × bands).", "-f");
        var raw = new Option<string?>("--raw") { Description = "The input is bare mono samples, little-endian float32, at --rate.", HelpName = RawFloat };
        raw.AcceptOnlyFromAmong(RawFloat);
        Option<string?> output = SharedOptions.Output("Where to write the result, instead of standard output.");
        var command = new EmotionCommand(
            "features",
            "Gives a sound's mel spectrogram, one frame a line: librosa's melspectrogram (centred, Hann, slaney scale and norm).",
            new Example("features song.wav --rate 22050 --fft 2048 --hop 512 --bands 128 --scale db", "what librosa gives by default, in dB"),
            new Example("features song.wav --bands 96 --format npy -o song.npy", "for numpy.load"),
            new Example("features samples.f32 --raw f32 --rate 16000 --fft 512 --hop 256 --bands 96", "from bare samples"))
        {
            path, rate, fft, hop, bands, lowest, highest, scale, top, format, raw, output,
        };
        command.Run((result, session) =>
        {
            string input = result.GetRequiredValue(path);
            int? wanted = result.GetValue(rate);
            float[] signal;
            int sampleRate;
            if (result.GetValue(raw) is not null)
            {
                sampleRate = wanted ?? throw new InputException("--raw", "bare samples do not tell their rate", "give it with --rate");
                signal = ReadRaw(input);
            }
            else
            {
                signal = ReadSound(input, wanted, out sampleRate, session);
            }

            if (signal.Length == 0)
            {
                throw new InputException(input, "has no samples", "export it again");
            }

            bool decibels = result.GetValue(scale) == Scale.Db;
            var settings = new FrontEndSettings
            {
                SampleRate = sampleRate,
                FftSize = result.GetValue(fft),
                WindowLength = result.GetValue(fft),
                HopLength = result.GetValue(hop),
                MelBands = result.GetValue(bands),
                LowestFrequency = result.GetValue(lowest),
                HighestFrequency = result.GetValue(highest) ?? sampleRate / 2.0,
                Compression = decibels ? Compression.Decibel : Compression.None,
                TopDecibels = decibels && result.GetValue(top) != 0 ? result.GetValue(top) : null,
            };
            Write(new MelFrontEnd(settings).Analyze(signal), result.GetValue(format), result.GetValue(output), session);
            return ExitCode.Done;
        });
        return command;
    }

    private static float[] ReadSound(string path, int? wanted, out int rate, Session session)
    {
        using IAudioSource source = AudioFile.Open(path);
        float[] signal = AudioReading.ReadMono(source, path);
        if (source.Warning is { } warning)
        {
            session.Terminal.Note($"{path}: {warning}");
        }

        rate = wanted ?? source.SampleRate;
        if (rate == source.SampleRate)
        {
            return signal;
        }

        if (rate is < AudioLimits.LowestRate or > AudioLimits.HighestRate)
        {
            throw new InputException("--rate", $"{rate} Hz is out of range", $"it must be {AudioLimits.LowestRate} to {AudioLimits.HighestRate} Hz");
        }

        return WholeSignal.Resample(signal, source.SampleRate, rate);
    }

    private static float[] ReadRaw(string path)
    {
        byte[] bytes;
        try
        {
            if (path == AudioFile.Pipe)
            {
                using Stream input = Console.OpenStandardInput();
                using var buffer = new MemoryStream();
                input.CopyTo(buffer);
                bytes = buffer.ToArray();
            }
            else
            {
                bytes = File.ReadAllBytes(path);
            }
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(path, e, "a file of raw samples");
        }

        if (bytes.Length % sizeof(float) != 0)
        {
            throw new InputException(path, $"its {bytes.Length} bytes are no whole number of float32 samples", "is it really raw float32, without a header?");
        }

        float[] samples = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<float, int>(samples.AsSpan());
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        }

        return samples;
    }

    private static void Write(MelSpectrogram mel, Format format, string? output, Session session)
    {
        if (format == Format.Npy)
        {
            ResultFile.WriteBytes(output, session.Terminal, stream => NpyWriter.Write(stream, mel.Values, mel.Frames, mel.Bands));
            return;
        }

        ResultFile.WriteText(output, session.Terminal, writer =>
        {
            Span<char> number = stackalloc char[32];
            for (int k = 0; k < mel.Frames; k++)
            {
                session.Cancellation.ThrowIfCancellationRequested();
                ReadOnlySpan<float> frame = mel.Frame(k);
                for (int b = 0; b < frame.Length; b++)
                {
                    if (b > 0)
                    {
                        writer.Write(',');
                    }

                    // The shortest text that reads back as the same float.
                    frame[b].TryFormat(number, out int length, provider: CultureInfo.InvariantCulture);
                    writer.Write(number[..length]);
                }

                writer.Write('\n');
            }
        });
    }
}
