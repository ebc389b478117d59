using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Effect.Tests;

/// <summary>Models that are missing, broken, swapped; the sound never waits for one.</summary>
public sealed class ModelTests : IDisposable
{
    private const int Rate = 16000;

    private readonly string _folder = Directory.CreateTempSubdirectory("effect-models").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("nowhere.onnx", "no such model file")]
    [InlineData("broken.onnx", "not a readable ONNX model")]
    [InlineData("empty.onnx", "empty")]
    [InlineData("cut.onnx", "not a readable ONNX model")]
    public void Without_a_model_sound_and_fades_go_on_and_the_status_says_why(string? name, string expected)
    {
        File("broken.onnx", [1, 2, 3]);
        File("empty.onnx", []);
        File("cut.onnx", TinyModel.Bytes()[..^100]);
        using var rig = name == null ? new Rig(rate: Rate, hasModel: false) : new Rig(Path.Combine(_folder, name), Rate);
        rig.Set(ParameterId.Position, 0.5).Start();
        float[] noise = Signals.Noise(Rate * 3, 1);
        float[] output = rig.Run(noise);
        Assert.Equal(noise.Select(x => x * 0.5f), output);
        Assert.Contains(expected, rig.Core.ModelStatus.Error, StringComparison.OrdinalIgnoreCase);
        Assert.All(rig.Reports.Where(report => report.Id == ParameterId.Confidence), report => Assert.Equal(0, report.Value));
        Assert.Contains(rig.Reports, report => report.Id == ParameterId.Confidence);
        Assert.False(rig.Core.Telemetry.TryGetLatest(out _));
    }

    [Fact]
    public void A_rate_that_cannot_be_analysed_is_said_and_the_sound_goes_on()
    {
        using var rig = new Rig(rate: 999);
        rig.Start();
        float[] noise = Signals.Noise(3000, 1);
        Assert.Equal(noise, rig.Run(noise));
        Assert.NotNull(rig.Core.ModelStatus.Error);
    }

    [Fact]
    public void The_status_describes_the_model()
    {
        using var rig = new Rig(rate: Rate);
        Assert.Equal(ModelStatus.None, rig.Core.ModelStatus);
        rig.Start();
        ModelStatus status = rig.Core.ModelStatus;
        Assert.Equal("tiny", status.Name);
        Assert.Null(status.Error);
        Assert.Null(status.Path);
        Assert.Equal(["joy", "sadness", "neutral", "anger"], status.Labels);
        Assert.Equal([1, -1, 0.5f, -1], status.Valence);
        Assert.Equal(2, status.WindowSeconds, 1e-9);
    }

    [Fact]
    public void A_users_model_listens_is_remembered_and_is_found_again_in_our_folders()
    {
        string mine = File("mine.onnx", TinyModel.Bytes(TinyModel.Metadata with { Name = "mine" }));
        using var rig = new Rig(rate: Rate);
        rig.Start();
        Assert.True(rig.Core.TryLoadModel(mine, out string problem), problem);
        Assert.Equal("tiny", rig.Core.ModelStatus.Name);
        rig.Core.SetPlain(ParameterId.Model, (int)ModelSource.User);
        rig.Run(Signals.Noise(Rate, 2));
        Assert.Equal("mine", rig.Core.ModelStatus.Name);
        Assert.Equal(mine, rig.Core.ModelStatus.Path);

        using var state = new MemoryStream();
        rig.Core.SaveState(state);
        state.Position = 0;
        System.IO.File.Move(mine, Path.Combine(_folder, "elsewhere"));
        string models = Directory.CreateDirectory(Path.Combine(_folder, "models")).FullName;
        System.IO.File.Move(Path.Combine(_folder, "elsewhere"), Path.Combine(models, "mine.onnx"));
        using var other = new EffectCore(new EffectEnvironment(Rig.TinyPath, [models]));
        Assert.Equal([Path.Combine(models, "mine.onnx")], other.FindModels());

        // The shipped one is chosen by its own name, wherever it lies.
        using (var same = new EffectCore(new EffectEnvironment(Path.Combine(models, "mine.onnx"), [models])))
            Assert.Empty(same.FindModels());
        other.LoadState(state);
        other.Prepare(Rate, 1, 0, isOffline: true);
        other.Activate();
        Assert.Equal("mine", other.ModelStatus.Name);
        Assert.Null(other.ModelStatus.Error);
    }

    [Fact]
    public void A_broken_model_is_refused_and_the_old_one_goes_on()
    {
        using var rig = new Rig(rate: Rate);
        rig.Start();
        Assert.False(rig.Core.TryLoadModel(File("no.onnx", [0]), out string problem));
        Assert.Contains("no.onnx", problem, StringComparison.Ordinal);
        Assert.False(rig.Core.TryLoadModel(Path.Combine(_folder, "not-there.onnx"), out problem));
        Assert.NotEmpty(problem);
        Assert.Equal("tiny", rig.Core.ModelStatus.Name);
        using var state = new MemoryStream();
        rig.Core.SaveState(state);
        state.Position = 0;
        Assert.Null(EffectState.Load(state).ModelPath);
    }

    [Fact]
    public void Models_are_swapped_under_a_running_stream()
    {
        string mine = File("mine.onnx", TinyModel.Bytes(TinyModel.Metadata with { Name = "mine" }));
        using var rig = new Rig(rate: Rate, isOffline: false);
        rig.Start();
        Assert.True(rig.Core.TryLoadModel(mine, out _));
        float[] noise = Signals.Noise(Rate / 10, 3);
        for (int round = 0; round < 40; round++)
        {
            rig.Core.SetPlain(ParameterId.Model, round % 3);
            if (round % 2 == 0)
                rig.Core.UpdateModel();
            Assert.Equal(noise, rig.Run(noise, _ => 64));
        }

        rig.Core.SetPlain(ParameterId.Model, (int)ModelSource.Off);
        rig.Core.UpdateModel();
        Assert.Equal(ModelStatus.None, rig.Core.ModelStatus);
    }

    [Fact]
    public void Many_instances_share_one_thread_and_one_model()
    {
        Rig[] rigs = [.. Enumerable.Range(0, 64).Select(_ => new Rig(rate: Rate, isOffline: false))];
        try
        {
            int before = Threads();
            Array.ForEach(rigs, rig => rig.Start());
            Assert.InRange(Threads() - before, 0, 3);
            float[] signal = Signals.Restless(Rate / 5, Rate, 4);
            for (int round = 0; round < 10; round++)
            {
                Array.ForEach(rigs, rig => rig.Run(signal));
                Thread.Sleep(20);
            }

            Assert.All(rigs, rig => Assert.True(rig.Core.Telemetry.TryGetLatest(out _)));
            Assert.All(rigs, rig => Assert.Equal(0, rig.Core.Telemetry.OverrunSamples));
        }
        finally
        {
            Array.ForEach(rigs, rig => rig.Dispose());
        }

        static int Threads() => Directory.Exists("/proc/self/task")
            ? Directory.GetDirectories("/proc/self/task").Count(task => System.IO.File.ReadAllText(Path.Combine(task, "comm")).StartsWith("Emotion", StringComparison.Ordinal))
            : 0;
    }

    [Fact]
    public void Activating_and_deactivating_in_any_order_is_harmless()
    {
        using var core = new EffectCore(new EffectEnvironment(Rig.TinyPath, []));
        core.Deactivate();
        Assert.Throws<InvalidOperationException>(core.Activate);
        for (int round = 0; round < 5; round++)
        {
            core.Prepare(Rate, 2, 2, isOffline: round % 2 == 0);
            core.Activate();
            core.Activate();
            Assert.Throws<InvalidOperationException>(() => core.Prepare(Rate, 1, 0, false));
            core.Deactivate();
            core.Deactivate();
        }

        core.Activate();
    }
}
