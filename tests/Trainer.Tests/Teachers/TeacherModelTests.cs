using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Spectral;
using RealtimeEmotion.Engine.Tests.Spectral;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Teachers;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Teachers;

public sealed class TeacherModelTests
{
    private const double Second = 1;

    [Fact]
    public void An_embedding_is_the_mean_and_the_deviation_over_the_window()
    {
        using var folder = new TemporaryFolder();
        using TeacherModel teacher = TeacherModel.Load(TestTeacher.WriteBandsFirst(folder["t.onnx"]));
        float[] music = Music(1, 0.125);
        TrackFeatures heard = teacher.Listen(music, SyntheticEmotify.SampleRate, new TeachingGrid(Second, 0.5 * Second), 3);
        Assert.Equal(3, heard.Frames);
        Assert.Equal(2 * TestTeacher.Bands, heard.Bands);

        // A second is 8000 / 256 = 31.25 frames, of which 31 are whole; the second window begins 15.6 frames later.
        MelSpectrogram mel = new MelFrontEnd(TestModels.FrontEnd(TestTeacher.Bands)).Analyze(music);
        int[] firsts = [0, 16, 31];
        for (int window = 0; window < 3; window++)
        {
            for (int band = 0; band < TestTeacher.Bands; band++)
            {
                double[] values = [.. Enumerable.Range(firsts[window], 31).Select(k => (double)mel.Frame(k)[band])];
                double mean = values.Average();
                Assert.Equal(mean, heard.Frame(window)[band], 1e-3);
                Assert.Equal(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), heard.Frame(window)[TestTeacher.Bands + band], 1e-2);
            }
        }
    }

    [Fact]
    public void Patches_stand_side_by_side_and_what_is_left_over_is_not_heard()
    {
        using var folder = new TemporaryFolder();
        using TeacherModel teacher = TeacherModel.Load(TestTeacher.WritePatches(folder["t.onnx"], 10));
        float[] music = Music(2, 0.125);
        TrackFeatures heard = teacher.Listen(music, SyntheticEmotify.SampleRate, new TeachingGrid(Second, Second), 1);
        MelSpectrogram mel = new MelFrontEnd(TestModels.FrontEnd(TestTeacher.Bands)).Analyze(music);
        for (int band = 0; band < TestTeacher.Bands; band++)
        {
            double[] patches = [.. Enumerable.Range(0, 3).Select(p => Enumerable.Range(10 * p, 10).Average(k => (double)mel.Frame(k)[band]))];
            Assert.Equal(patches.Average(), heard.Frame(0)[band], 1e-3);
            Assert.Equal(Math.Sqrt(patches.Average(v => Math.Pow(v - patches.Average(), 2))), heard.Frame(0)[TestTeacher.Bands + band], 1e-2);
        }
    }

    [Fact]
    public void Loudness_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        using TeacherModel teacher = TeacherModel.Load(TestTeacher.WriteBandsFirst(folder["t.onnx"]));
        var grid = new TeachingGrid(Second, Second);
        float[] loud = teacher.Listen(Music(3, 0.2), SyntheticEmotify.SampleRate, grid, 2).Values;
        float[] quiet = teacher.Listen(Music(3, 0.002), SyntheticEmotify.SampleRate, grid, 2).Values;
        for (int i = 0; i < loud.Length; i++)
        {
            Assert.Equal(loud[i], quiet[i], 1e-2);
        }
    }

    [Fact]
    public void The_teachers_that_are_known_by_name_need_no_side_file()
    {
        FrontEndSettings efficientAt = TeacherSettings.Find("/nowhere/mn04_trunk.onnx", new Dictionary<string, string>()).FrontEnd;
        Assert.Equal(
            TeacherFrontEnds.EfficientAt,
            efficientAt);
        TeacherSettings yamNet = TeacherSettings.Find("yamnet_cut20.onnx", new Dictionary<string, string>());
        Assert.Equal(TeacherLayout.FramesFirst, yamNet.Layout);
        Assert.Equal(
            TeacherFrontEnds.YamNet,
            yamNet.FrontEnd);
    }

    [Fact]
    public void The_real_teachers_give_what_their_authors_gave()
    {
        using TeacherModel mn04 = TeacherModel.Load(SharedData.Require("teachers/mn04_trunk.onnx"));
        using TeacherModel yamNet = TeacherModel.Load(SharedData.Require("teachers/yamnet_cut20.onnx"));
        float[] music = Music(4, 0.125);
        Assert.Equal(2 * 384, mn04.Listen(music, SyntheticEmotify.SampleRate, new TeachingGrid(3, 1), 1).Bands);
        Assert.Equal(2 * 512, yamNet.Listen(music, SyntheticEmotify.SampleRate, new TeachingGrid(3, 1), 1).Bands);
    }

    [Fact]
    public void What_is_wrong_with_a_teacher_is_said()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder["no.onnx"], Refused(folder["no.onnx"]).Subject);

        File.WriteAllText(folder["text.onnx"], "this is no network");
        Assert.Contains("not a readable ONNX model", Refused(folder["text.onnx"]).Message, StringComparison.Ordinal);

        string path = TestTeacher.WriteBandsFirst(folder["t.onnx"]);
        TestTeacher.WriteSettings(path, "bandsFirst", ("melBands", "13"));
        Assert.Contains("with 13 bands", Refused(path).Message, StringComparison.Ordinal);
        TestTeacher.WriteSettings(path, "sideways");
        Assert.Contains("'layout' is 'sideways'", Refused(path).Message, StringComparison.Ordinal);
        string side = TestTeacher.WriteSettings(path, "bandsFirst", ("hopLength", "many"));
        InputException error = Refused(path);
        Assert.Equal(side, error.Subject);
        Assert.Contains("hopLength", error.Message, StringComparison.Ordinal);
        File.WriteAllText(side, "[1, 2");
        Assert.Equal(side, Refused(path).Subject);
        File.Delete(side);
        Assert.Contains("t.frontend.json", Refused(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_another_shape_is_no_teacher()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("takes [-1, 12]", Refused(TestTeacher.WriteShape(folder["flat.onnx"], [null, 12], [null, 12])).Message, StringComparison.Ordinal);
        Assert.Contains("takes [-1, 1, 12, 40]", Refused(TestTeacher.WriteShape(folder["picture.onnx"], [null, 1, 12, 40], [null, 1, 12, 40])).Message, StringComparison.Ordinal);
        Assert.Contains("with 12 bands", Refused(TestTeacher.WriteShape(folder["other.onnx"], [null, 40, null], [null, 40, null])).Message, StringComparison.Ordinal);

        // What comes out: the shape of the input, as whole numbers.
        InputException error = Refused(TestTeacher.WriteShape(folder["sizes.onnx"], [null, 12, null], [3], "Shape", outputType: 7));
        Assert.Equal(folder["sizes.onnx"], error.Subject);
        Assert.Contains("gives [3] of Int64. A teacher gives floats", error.Message, StringComparison.Ordinal);

        // A run says it before it reads any audio, and leaves nothing.
        SyntheticEmotify.Write(folder.Path, 1, 3);
        var options = new TrainingOptions { DatasetPath = folder.Path, OutputPath = folder["model.onnx"], CacheFolder = folder["cache"], TeacherPaths = [folder["picture.onnx"]], Folds = 0 };
        Assert.Equal(folder["picture.onnx"], Assert.Throws<InputException>(() => TrainingRun.Run(options)).Subject);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path, "model*"));
        Assert.False(Directory.Exists(folder["cache"]));
    }

    [Fact]
    public void A_teacher_that_gives_no_numbers_is_refused()
    {
        using var folder = new TemporaryFolder();

        // Mel frames in decibels are negative here: their root is no number.
        using TeacherModel teacher = TeacherModel.Load(TestTeacher.WriteBandsFirst(folder["t.onnx"], "Sqrt"));
        InputException error = Assert.Throws<InputException>(() => teacher.Listen(Music(5, 0.01), SyntheticEmotify.SampleRate, new TeachingGrid(Second, Second), 1));
        Assert.Contains("no number", error.Message, StringComparison.Ordinal);
    }

    private static InputException Refused(string path) => Assert.Throws<InputException>(() => TeacherModel.Load(path).Dispose());

    private static float[] Music(int seed, double level)
    {
        var random = new Random(seed);
        var samples = new float[3 * SyntheticEmotify.SampleRate];
        double sum = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)(Math.Sin(i * i * 2e-7 * Math.PI) + (0.2 * random.NextDouble()));
            sum += samples[i] * samples[i];
        }

        double gain = level / Math.Sqrt(sum / samples.Length);
        return [.. samples.Select(s => (float)(s * gain))];
    }
}
