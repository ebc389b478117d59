using Microsoft.ML.OnnxRuntime;
using RealtimeEmotion.Engine.Spectral;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Spectral;

/// <summary>Two front-ends that have nothing in common but these settings, against their authors' values.</summary>
public sealed class TeacherFrontEndTests
{
    [Fact]
    public void EfficientAts_mel_comes_out_of_its_settings()
    {
        double[][] golden = GoldenFiles.Table(GoldenFiles.Teacher("golden_mn04_mel.csv"));
        MelSpectrogram mel = new MelFrontEnd(TeacherFrontEnds.EfficientAt).Analyze(GoldenFiles.Samples(GoldenFiles.Teacher("golden_in_32k.f32")));
        Assert.Equal(golden.Length, mel.Frames);
        Assert.InRange(Worst(golden, mel), 0, 5e-5);
    }

    [Fact]
    public void YamNets_mel_comes_out_of_its_settings()
    {
        double[][] golden = GoldenFiles.Table(GoldenFiles.Teacher("golden_yamnet_mel_first_patch.csv"));
        MelSpectrogram mel = new MelFrontEnd(TeacherFrontEnds.YamNet).Analyze(GoldenFiles.Samples(GoldenFiles.Teacher("golden_in_16k.f32")));
        Assert.InRange(golden.Length, 96, mel.Frames);
        Assert.InRange(Worst(golden, mel), 0, 5e-5);
    }

    [Fact]
    public void EfficientAts_network_hears_our_mel_as_its_own()
    {
        double[][] golden = GoldenFiles.Table(GoldenFiles.Teacher("golden_mn04_trunk.csv"));
        MelSpectrogram mel = new MelFrontEnd(TeacherFrontEnds.EfficientAt).Analyze(GoldenFiles.Samples(GoldenFiles.Teacher("golden_in_32k.f32")));
        var bandMajor = new float[mel.Values.Length];
        for (int k = 0; k < mel.Frames; k++)
        {
            for (int band = 0; band < mel.Bands; band++)
            {
                bandMajor[(band * mel.Frames) + k] = mel.Frame(k)[band];
            }
        }

        float[] features = Run("mn04_trunk.onnx", "x", bandMajor, [1, mel.Bands, mel.Frames]);
        int columns = golden.Length;
        for (int column = 0; column < columns; column++)
        {
            for (int feature = 0; feature < golden[column].Length; feature++)
            {
                Assert.Equal(golden[column][feature], features[(feature * columns) + column], 2e-3);
            }
        }
    }

    [Fact]
    public void YamNets_network_hears_our_mel_as_its_own()
    {
        double[][] golden = GoldenFiles.Table(GoldenFiles.Teacher("golden_yamnet_cut20.csv"));
        MelSpectrogram mel = new MelFrontEnd(TeacherFrontEnds.YamNet).Analyze(GoldenFiles.Samples(GoldenFiles.Teacher("golden_in_16k.f32")));
        const int PatchFrames = 96;
        for (int patch = 0; patch < golden.Length; patch++)
        {
            float[] frames = mel.Values[(patch * PatchFrames * mel.Bands)..((patch + 1) * PatchFrames * mel.Bands)];
            float[] features = Run("yamnet_cut20.onnx", "x", frames, [1, PatchFrames, mel.Bands]);
            for (int feature = 0; feature < golden[patch].Length; feature++)
            {
                Assert.Equal(golden[patch][feature], features[feature], 2e-3);
            }
        }
    }

    private static float[] Run(string network, string input, float[] values, long[] shape)
    {
        using var session = new InferenceSession(GoldenFiles.Teacher(network));
        using var run = new RunOptions();
        using OrtValue tensor = OrtValue.CreateTensorValueFromMemory(values, shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [input], [tensor], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static double Worst(double[][] golden, MelSpectrogram mel)
    {
        double worst = 0;
        for (int k = 0; k < golden.Length; k++)
        {
            Assert.Equal(golden[k].Length, mel.Bands);
            for (int band = 0; band < mel.Bands; band++)
            {
                worst = Math.Max(worst, Math.Abs(mel.Frame(k)[band] - golden[k][band]));
            }
        }

        return worst;
    }
}
