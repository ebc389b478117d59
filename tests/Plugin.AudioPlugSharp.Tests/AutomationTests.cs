using CsCheck;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Tests;
using RealtimeEmotion.Engine.Tests;
using Xunit;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>Points inside a block, as a host gives them and as the bridge lets them through.</summary>
[Collection(Alone.Name)]
public sealed class AutomationTests
{
    private static Stage Silent(bool isBridge) => new() { Host = { IsBridge = isBridge } };

    private static Stage Start(Stage stage) => stage.Set(ParameterId.Model, (int)ModelSource.Off).Start();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_parameters_line_is_exact_at_each_sample_with_the_bridge_too(bool isBridge)
    {
        using Stage stage = Start(Silent(isBridge));
        float[] sound = stage.Play(Signals.Constant(1024), points:
        [
            new(0, ParameterId.Position, 1), new(100, ParameterId.Position, 0.5), new(300, ParameterId.Position, 0.75), new(511, ParameterId.Position, 0),
            new(600, ParameterId.Position, 1),
        ]);
        (int Offset, double Value)[] points = [(-1, 1), (0, 1), (100, 0.5), (300, 0.75), (511, 0), (600, 1), (1024, 1)];
        for (int k = 1; k < points.Length; k++)
        {
            ((int from, double start), (int to, double end)) = (points[k - 1], points[k]);
            for (int i = from + 1; i < Math.Min(to + 1, 1024); i++)
                Assert.Equal(start + ((end - start) * (i - from) / (to - from)), sound[i], 1e-7);
        }

        Assert.Equal(1, stage.Plugin.ParameterOf(ParameterId.Position).ProcessValue);
    }

    [Fact]
    public void What_the_bridge_loses_is_lost_and_the_rest_is_taken_at_its_sample()
    {
        // Two parameters with points at 100 and 300 each: the bridge hands over the first of one and the second of the other.
        using Stage stage = Start(Silent(isBridge: true));
        stage.Set(ParameterId.FadeOutTime, 0.001);
        stage.Play(Signals.Constant(512), points:
        [
            new(100, ParameterId.Floor, 0.5), new(100, ParameterId.Position, 0.5), new(300, ParameterId.Floor, 1), new(300, ParameterId.Position, 0.25),
        ]);
        Assert.Equal(2, stage.Host.Handed);
        Assert.Equal(0.5, stage.Plugin.Core.GetNormalised(ParameterId.Floor));
        Assert.Equal(0.25, stage.Plugin.Core.GetNormalised(ParameterId.Position));

        // Of neighbours the middle one.
        stage.Play(Signals.Constant(512), points: [new(10, ParameterId.Shape, 0.1), new(11, ParameterId.Shape, 0.2), new(12, ParameterId.Shape, 0.3)]);
        Assert.Equal(2, stage.Host.Handed);
        Assert.Equal(0.3, stage.Plugin.Core.GetNormalised(ParameterId.Shape));

        // And so the new value of a step that is written as two.
        stage.Play(Signals.Constant(512), points: [new(99, ParameterId.Shape, 0.3), new(100, ParameterId.Shape, 0.9)]);
        Assert.Equal(0.3, stage.Plugin.Core.GetNormalised(ParameterId.Shape));
    }

    [Fact]
    public void What_the_bridge_sends_twice_counts_once()
    {
        float[] Run(bool isBridge)
        {
            using Stage stage = Start(Silent(isBridge));
            float[] sound = stage.Play(Signals.Noise(2048, 1), points: [new(0, ParameterId.Gate, 0), new(1024, ParameterId.Gate, 1)], beforeBlock: _ => stage.Host.Notes.AddRange([50, 200]));
            return sound;
        }

        Assert.Equal(Run(isBridge: false), Run(isBridge: true));
        using Stage counted = Start(Silent(isBridge: true));
        counted.Play(Signals.Constant(512), points: [new(0, ParameterId.Gate, 0)], beforeBlock: _ => counted.Host.Notes.AddRange([50, 200]));
        Assert.True(counted.Host.Handed > 1);
    }

    [Fact]
    public void Whatever_comes_of_points_the_last_of_each_parameter_stays() =>
        Gen.Select(Gen.Int[0, 600], Gen.Select(Gen.Int[0, 21], Gen.Int[-5, 700], Gen.OneOf(Gen.Double[-1, 2], Gen.Const(double.NaN))).Array[0, 40]).Sample((frames, points) =>
        {
            using Stage stage = Start(Silent(isBridge: false));
            stage.Host.Begin(frames);
            Dictionary<int, (int Offset, double Value)> last = [];
            foreach ((int index, int offset, double value) in points.OrderBy(point => point.Item2))
            {
                HostedParameter parameter = (HostedParameter)stage.Plugin.Parameters[index];
                if (parameter.Declared.IsProgram || parameter.Declared.Id == ParameterId.Model)
                    continue;
                stage.Host.Add(parameter, offset, value);
                if (!double.IsNaN(value))
                    last[index] = (offset, Math.Clamp(value, 0, 1));
            }

            stage.Call(frames);
            foreach ((int index, (_, double value)) in last)
            {
                HostedParameter parameter = (HostedParameter)stage.Plugin.Parameters[index];
                Assert.Equal(value, stage.Plugin.Core.GetNormalised(parameter.Declared.Id));
                Assert.Equal(parameter.Declared.ToPlain(value), parameter.ProcessValue);
            }
        }, iter: 200, threads: 1);

    [Fact]
    public void A_preset_that_is_chosen_by_a_point_shows_in_every_parameter()
    {
        using Stage stage = Start(Silent(isBridge: true));
        for (int preset = FactoryPresets.All.Count - 1; preset >= 0; preset--)
        {
            stage.Set(ParameterId.Program, preset);
            foreach ((ParameterId id, double normalised) in FactoryPresets.All[preset].Settings)
            {
                EffectParameter declared = EffectParameters.Of(id);
                Assert.Equal(normalised, stage.Plugin.Core.GetNormalised(id));
                Assert.Equal(declared.ToPlain(normalised), stage.Plugin.ParameterOf(id).ProcessValue);
                Assert.Equal(declared.ToPlain(normalised), stage.Plugin.ParameterOf(id).EditValue);
            }

            Assert.Equal(FactoryPresets.Names[preset], stage.Plugin.ParameterOf(ParameterId.Program).DisplayValue);
        }

        // None of this is an edit of the user's: nothing lights up in the host.
        Assert.Empty(stage.Host.Edits);
    }

    [Fact]
    public void A_value_that_a_host_writes_is_taken_at_the_next_block_without_a_click()
    {
        using Stage stage = Start(Silent(isBridge: false));
        stage.Play(Signals.Constant(512));
        stage.Plugin.ParameterOf(ParameterId.Position).ProcessValue = 0.5;
        float[] sound = stage.Play(Signals.Constant(1024));
        Assert.InRange(sound[0], 0.99f, 1f);
        Assert.Equal(0.5f, sound[^1]);
        for (int i = 1; i < sound.Length; i++)
            Assert.InRange(sound[i - 1] - sound[i], -1e-6f, 0.0012f);

        // And a preset with all that it sets.
        stage.Plugin.ParameterOf(ParameterId.Program).ProcessValue = 3;
        stage.Play(Signals.Constant(64));
        Assert.All(FactoryPresets.All[3].Settings, setting => Assert.Equal(setting.Normalised, stage.Plugin.Core.GetNormalised(setting.Id)));
    }
}
