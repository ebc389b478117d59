using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class FeaturesTests(Workshop workshop) : IClassFixture<Workshop>
{
    private static readonly string[] Settings = ["--rate", "16000", "--fft", "512", "--hop", "256", "--bands", "96"];

    [Theory]
    [InlineData("noise")]
    [InlineData("chirp")]
    [InlineData("short")]
    public void Power_is_librosas(string signal)
    {
        RunResult result = Emotion.Run(["features", Golden($"in_sr16000_{signal}.f32"), "--raw", "f32", .. Settings]);
        Assert.Equal(0, result.ExitCode);
        float[][] actual = Matrix(result.Output), expected = Matrix(File.ReadAllText(Golden($"mel_sr16000_n512_h256_m96_{signal}.csv")));
        Assert.Equal(expected.Length, actual.Length);
        float highest = expected.Max(frame => frame.Max());
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k].Length, actual[k].Length);
            for (int b = 0; b < expected[k].Length; b++)
            {
                Assert.InRange(actual[k][b], expected[k][b] - (1e-5f * highest), expected[k][b] + (1e-5f * highest));
            }
        }
    }

    [Fact]
    public void Decibels_are_power_to_db_with_its_floor()
    {
        string input = Golden("in_sr16000_chirp.f32");
        float[][] power = Matrix(Emotion.Run(["features", input, "--raw", "f32", .. Settings]).Output);
        float[][] decibels = Matrix(Emotion.Run(["features", input, "--raw", "f32", .. Settings, "--scale", "db"]).Output);
        double top = power.Max(f => f.Max(p => 10 * Math.Log10(Math.Max(1e-10, p))));
        for (int k = 0; k < power.Length; k++)
        {
            for (int b = 0; b < power[k].Length; b++)
            {
                double expected = Math.Max(10 * Math.Log10(Math.Max(1e-10, power[k][b])), top - 80);
                Assert.InRange(decibels[k][b], expected - 1e-4, expected + 1e-4);
            }
        }
    }

    [Fact]
    public void Npy_is_numpys_format_and_says_the_same_as_csv()
    {
        string output = workshop["chirp.npy"];
        RunResult result = Emotion.Run(["features", Golden("in_sr16000_chirp.f32"), "--raw", "f32", .. Settings, "--format", "npy", "-o", output]);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Output);
        byte[] npy = File.ReadAllBytes(output);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], npy[..8]);
        int header = BinaryPrimitives.ReadUInt16LittleEndian(npy.AsSpan(8));
        Assert.Equal(0, (10 + header) % 64);
        string text = Encoding.ASCII.GetString(npy, 10, header);
        Assert.EndsWith("\n", text);
        float[][] csv = Matrix(Emotion.Run(["features", Golden("in_sr16000_chirp.f32"), "--raw", "f32", .. Settings]).Output);
        Assert.StartsWith($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({csv.Length}, 96), }}", text);
        float[] values = new float[(npy.Length - 10 - header) / 4];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(npy.AsSpan(10 + header + (4 * i)));
        }

        Assert.Equal(csv.SelectMany(f => f), values);
    }

    [Fact]
    public void A_file_is_resampled_to_the_rate_asked_for()
    {
        RunResult own = Emotion.Run("features", workshop.Song, "--hop", "441", "--bands", "20");
        RunResult half = Emotion.Run("features", workshop.Song, "--rate", "22050", "--hop", "441", "--bands", "20");
        Assert.Equal(0, half.ExitCode);
        Assert.Equal((6 * 44100 / 441) + 1, Matrix(own.Output).Length);
        Assert.Equal((6 * 22050 / 441) + 1, Matrix(half.Output).Length);
    }

    [Fact]
    public void Bare_samples_come_from_a_pipe_too()
    {
        RunResult result = Emotion.RunIn(null, File.ReadAllBytes(Golden("in_sr16000_short.f32")), ["features", "-", "--raw", "f32", .. Settings]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Emotion.Run(["features", Golden("in_sr16000_short.f32"), "--raw", "f32", .. Settings]).Output, result.Output);
    }

    [Theory]
    [InlineData("--fft 1000", "front-end: front-end field 'fftSize' is 1000. It must be a power of two")]
    [InlineData("--hop 0", "'hopLength' is 0")]
    [InlineData("--bands 0", "'melBands' is 0")]
    [InlineData("--fmax 90000", "'highestFrequency' is 90000")]
    [InlineData("--rate 100", "--rate: 100 Hz is out of range. It must be 8000 to 384000 Hz.")]
    public void Settings_out_of_range_are_named(string arguments, string message)
    {
        RunResult result = Emotion.Run(["features", workshop.Song, .. arguments.Split(' ')]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.Single(result.ErrorLines);
    }

    [Fact]
    public void Bare_samples_that_are_none_are_refused()
    {
        string odd = workshop.Write("odd.f32", new byte[7]), none = workshop.Write("none.f32", []);
        RunResult result = Emotion.Run(["features", odd, "--raw", "f32", .. Settings]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("its 7 bytes are no whole number of float32 samples", result.Error);
        result = Emotion.Run(["features", none, "--raw", "f32", .. Settings]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("has no samples", result.Error);
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    private static float[][] Matrix(string csv) =>
        [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
}
