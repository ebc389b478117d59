using CsCheck;
using Xunit;

namespace RealtimeEmotion.Effect.Tests;

public sealed class StateTests
{
    private static readonly EffectEnvironment Nowhere = new(null, []);

    private static EffectCore Randomised(int seed)
    {
        var core = new EffectCore(Nowhere);
        var random = new Random(seed);
        foreach (EffectParameter parameter in EffectParameters.All.Where(parameter => !parameter.IsReadOnly))
            core.SetNormalised(parameter.Id, parameter.ToNormalised(parameter.ToPlain(random.NextDouble())));
        return core;
    }

    private static byte[] Save(EffectCore core)
    {
        using var stream = new MemoryStream();
        core.SaveState(stream);
        return stream.ToArray();
    }

    private static void Load(EffectCore core, byte[] bytes) => core.LoadState(new MemoryStream(bytes));

    private static void AssertEqual(EffectCore expected, EffectCore actual)
    {
        foreach (EffectParameter parameter in EffectParameters.All)
            Assert.Equal(expected.GetPlain(parameter.Id), actual.GetPlain(parameter.Id), 1e-9);
    }

    [Fact]
    public void A_state_comes_back() => Gen.Int.Sample(seed =>
    {
        using EffectCore saved = Randomised(seed);
        using EffectCore loaded = Randomised(seed + 1);
        byte[] bytes = Save(saved);
        Load(loaded, bytes);
        AssertEqual(saved, loaded);
        Load(loaded, bytes);
        Load(loaded, Save(loaded));
        AssertEqual(saved, loaded);
    }, iter: 50);

    [Fact]
    public void What_lies_behind_the_state_is_left_and_a_slow_stream_is_read()
    {
        using EffectCore saved = Randomised(1);
        using EffectCore loaded = new(Nowhere);
        byte[] bytes = [.. Save(saved), .. "something of the host's"u8];
        loaded.LoadState(new SlowStream(bytes));
        AssertEqual(saved, loaded);
    }

    [Fact]
    public void A_damaged_state_is_refused_and_changes_nothing()
    {
        using EffectCore saved = Randomised(2);
        byte[] bytes = Save(saved);
        using EffectCore core = Randomised(3);
        using EffectCore reference = Randomised(3);
        for (int at = 0; at < bytes.Length; at++)
        {
            // The version says who wrote the state; its bytes too are under the checksum.
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => Load(core, damaged));
        }

        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => Load(core, bytes[..length]));
        AssertEqual(reference, core);
    }

    [Fact]
    public void No_bytes_at_all_bring_it_down() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        using EffectCore core = new(Nowhere);
        Assert.Throws<InvalidDataException>(() => Load(core, bytes));
        Assert.Throws<InvalidDataException>(() => Load(core, [.. "RTEF"u8, .. bytes]));
    });

    [Fact]
    public void A_value_that_is_no_number_is_refused()
    {
        var state = new EffectState();
        state.Values[(uint)ParameterId.Position] = double.NaN;
        using EffectCore core = new(Nowhere);
        Assert.Throws<InvalidDataException>(() => Load(core, Bytes(state)));
    }

    [Fact]
    public void A_later_version_is_read_and_what_it_added_is_written_again()
    {
        var later = new EffectState { ModelPath = "/somewhere/else.onnx" };
        later.Values[(uint)ParameterId.Position] = 0.25;
        later.Values[(uint)ParameterId.Floor] = -1000;
        later.Values[9999] = 42;
        later.Unknown.Add((77, [1, 2, 3]));
        using EffectCore core = new(Nowhere);
        Load(core, Bytes(later));
        Assert.Equal(0.25, core.GetPlain(ParameterId.Position));
        Assert.Equal(EffectParameters.SilenceDecibels, core.GetPlain(ParameterId.Floor));

        EffectState again = EffectState.Load(new MemoryStream(Save(core)));
        Assert.Equal(42, again.Values[9999]);
        Assert.Equal("/somewhere/else.onnx", again.ModelPath);
        (uint kind, byte[] content) = Assert.Single(again.Unknown);
        Assert.Equal(77u, kind);
        Assert.Equal([1, 2, 3], content);
    }

    [Fact]
    public void An_earlier_version_leaves_what_it_did_not_know_at_its_default()
    {
        var earlier = new EffectState();
        earlier.Values[(uint)ParameterId.FadeInTime] = 7;
        using EffectCore core = Randomised(4);
        Load(core, Bytes(earlier));
        Assert.Equal(7, core.GetPlain(ParameterId.FadeInTime), 1e-9);
        foreach (EffectParameter parameter in EffectParameters.All.Where(parameter => parameter.Id != ParameterId.FadeInTime && !parameter.IsReadOnly))
            Assert.Equal(parameter.Default, core.GetPlain(parameter.Id), 1e-9);
    }

    [Fact]
    public void A_state_of_this_version_is_byte_for_byte_what_it_was()
    {
        using EffectCore core = new(Nowhere);
        core.SetPlain(ParameterId.Position, 0.5);
        byte[] bytes = Save(core);
        Assert.Equal("5254454601000000", Convert.ToHexString(bytes[..8]));
        // The first record: kind 1, 12 bytes, parameter 100, 0.5.
        Assert.Equal("010000000C00000064000000000000000000E03F", Convert.ToHexString(bytes[12..32]));
    }

    [Fact]
    public void A_state_loads_while_blocks_are_processed_and_takes_over_without_a_click()
    {
        using var rig = new Rig(hasModel: false);
        rig.Start();
        using EffectCore other = new(Nowhere);
        other.SetPlain(ParameterId.Position, 0.5);
        float[] before = rig.Run(Signals.Constant(4800));
        Load(rig.Core, Save(other));
        float[] after = rig.Run(Signals.Constant(4800), positions: null);
        Assert.Equal(1f, before[^1]);
        Assert.InRange(after[0], 0.99f, 1f);
        Assert.Equal(0.5f, after[480]);
        for (int i = 1; i < after.Length; i++)
            Assert.InRange(after[i - 1] - after[i], -1e-6f, 0.0012f);
    }

    [Fact]
    public async Task States_may_be_loaded_and_saved_on_other_threads_while_blocks_are_processed()
    {
        using var rig = new Rig(isOffline: false);
        rig.Start();
        byte[][] states = [.. Enumerable.Range(0, 4).Select(seed => { using EffectCore core = Randomised(seed); return Save(core); })];
        using var stop = new CancellationTokenSource();
        Task[] workers =
        [
            .. Enumerable.Range(0, 2).Select(worker => Task.Run(() =>
            {
                for (int k = 0; !stop.IsCancellationRequested; k++)
                {
                    Load(rig.Core, states[(k + worker) % states.Length]);
                    EffectState.Load(new MemoryStream(Save(rig.Core)));
                }
            })),
        ];
        float[] noise = Signals.Noise(48000, 1);
        for (int round = 0; round < 10; round++)
            Assert.All(rig.Run(noise, _ => 64), sample => Assert.True(float.IsFinite(sample)));
        await stop.CancelAsync();
        await Task.WhenAll(workers);
    }

    [Fact]
    public void A_preset_sets_what_it_says_and_leaves_the_bypass()
    {
        for (int preset = 0; preset < FactoryPresets.All.Count; preset++)
        {
            using EffectCore core = Randomised(preset);
            core.SetPlain(ParameterId.Bypass, 1);
            core.ApplyPreset(preset);
            using EffectCore loaded = Randomised(preset + 100);
            using var stream = new MemoryStream();
            core.SavePreset(preset, stream);
            stream.Position = 0;
            loaded.LoadState(stream);
            AssertEqual(core, loaded);
            Assert.Equal(1, core.GetPlain(ParameterId.Bypass));
            Assert.Equal(preset, core.GetPlain(ParameterId.Program));
            foreach ((ParameterId id, double plain) in FactoryPresets.All[preset].Values)
                Assert.Equal(plain, core.GetPlain(id), 1e-9);
        }
    }

    [Fact]
    public void A_program_change_in_a_block_is_the_preset()
    {
        for (int preset = 1; preset < FactoryPresets.All.Count; preset++)
        {
            using var rig = new Rig(hasModel: false);
            rig.Start();
            rig.Run(Signals.Constant(100), _ => 100, [new Scheduled(40, ParameterId.Program, EffectParameters.Of(ParameterId.Program).ToNormalised(preset))]);
            using EffectCore expected = new(Nowhere);
            expected.ApplyPreset(preset);
            AssertEqual(expected, rig.Core, except: parameter => parameter.IsReadOnly);
        }
    }

    private static void AssertEqual(EffectCore expected, EffectCore actual, Func<EffectParameter, bool> except)
    {
        foreach (EffectParameter parameter in EffectParameters.All.Where(parameter => !except(parameter)))
            Assert.Equal(expected.GetPlain(parameter.Id), actual.GetPlain(parameter.Id), 1e-9);
    }

    private static byte[] Bytes(EffectState state)
    {
        using var stream = new MemoryStream();
        state.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Hands out one byte at a time, as hosts may.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);
    }
}
