using System.Globalization;
using RealtimeEmotion.Engine.Spectral;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Spectral;

/// <summary>librosa's formula in double precision, three settings, seven signals.</summary>
public sealed class GoldenMelTests
{
    private static readonly Dictionary<string, FrontEndSettings> Settings = new()
    {
        ["sr44100_n2048_h512_m128"] = new() { SampleRate = 44100, HighestFrequency = 22050 },
        ["sr22050_n2048_h512_m128"] = new(),
        ["sr16000_n512_h256_m96"] = new() { SampleRate = 16000, FftSize = 512, WindowLength = 512, HopLength = 256, MelBands = 96, HighestFrequency = 8000 },
    };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string tag in Settings.Keys)
        {
            foreach (string signal in new[] { "sine440", "noise", "chirp", "silence", "impulse", "tiny", "short" })
            {
                cases.Add(tag, signal);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Power_and_decibels_are_librosas(string tag, string signal)
    {
        double[][] golden = GoldenFiles.Table(GoldenFiles.Mel($"mel_{tag}_{signal}.csv"));
        float[] samples = GoldenFiles.Samples(GoldenFiles.Mel($"in_{tag[..tag.IndexOf('_')]}_{signal}.f32"));
        FrontEndSettings settings = Settings[tag] with { DecibelMinimum = 1e-30 };
        MelSpectrogram power = new MelFrontEnd(settings with { Compression = Compression.None }).Analyze(samples);
        MelSpectrogram decibels = new MelFrontEnd(settings).Analyze(samples);
        Assert.Equal(golden.Length, power.Frames);
        Assert.Equal(golden[0].Length, power.Bands);
        double maximum = golden.Max(frame => frame.Max());
        double worstPower = 0, worstDecibels = 0;
        for (int k = 0; k < golden.Length; k++)
        {
            for (int band = 0; band < power.Bands; band++)
            {
                double expected = golden[k][band];
                worstPower = Math.Max(worstPower, Math.Abs(power.Frame(k)[band] - expected));
                if (expected > maximum * 1e-8)
                {
                    worstDecibels = Math.Max(worstDecibels, Math.Abs(decibels.Frame(k)[band] - (10 * Math.Log10(expected))));
                }
            }
        }

        Assert.InRange(worstPower, 0, 1e-5 * maximum);
        Assert.InRange(worstDecibels, 0, 1e-4);
        TestContext.Current.SendDiagnosticMessage($"{tag} {signal}: {worstDecibels:e1} dB, {worstPower / maximum:e1} of the maximum");
    }

    [Theory]
    [InlineData("sr44100_n2048_h512_m128")]
    [InlineData("sr22050_n2048_h512_m128")]
    [InlineData("sr16000_n512_h256_m96")]
    public void The_filter_bank_is_librosas(string tag)
    {
        var bank = new MelFilterBank(Settings[tag]);
        string[] lines = File.ReadAllLines(GoldenFiles.Mel($"fb_{tag}.csv"))[1..];
        Assert.Equal(lines.Length, bank.Bands);
        for (int band = 0; band < lines.Length; band++)
        {
            double[] golden = [.. lines[band].Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
            ReadOnlySpan<float> weights = bank.Weights(band);
            Assert.Equal(golden[1], bank.FirstBin(band));
            Assert.Equal(golden.Length - 2, weights.Length);
            for (int i = 0; i < weights.Length; i++)
            {
                Assert.Equal(golden[i + 2], weights[i], 1e-8);
            }
        }
    }
}
