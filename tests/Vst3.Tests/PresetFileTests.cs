using CsCheck;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

public sealed class PresetFileTests
{
    private static readonly Uid Gain = new(0x6B1D3F52, 0x8E0C4A97, 0xA3C5E1B2, 0x47D09F11);

    internal static byte[] Golden => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "gain.vstpreset"));

    [Fact]
    public void GoldenBytesAreReadAndWritten()
    {
        PresetFile preset = PresetFile.Read(new MemoryStream(Golden));
        Assert.Equal(Gain, preset.ClassId);
        Assert.Equal(["Comp", "Info"], preset.ChunkNames);
        Assert.Equal(32, preset.ComponentState!.Length);
        Assert.Null(preset.ControllerState);
        Assert.StartsWith("<?xml", System.Text.Encoding.UTF8.GetString(preset[PresetFile.InfoChunk]!), StringComparison.Ordinal);
        Assert.Equal(Golden, Write(preset));
    }

    [Fact]
    public void AnyChunksComeBack()
        => Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 300], Gen.Bool).Sample((component, controller, withController) =>
        {
            PresetFile preset = new(Gain) { ComponentState = component, ControllerState = withController ? controller : null };
            PresetFile again = PresetFile.Read(new MemoryStream(Write(preset)));
            return again.ClassId == Gain && again.ComponentState!.AsSpan().SequenceEqual(component)
                && (withController ? again.ControllerState!.AsSpan().SequenceEqual(controller) : again.ControllerState == null);
        });

    [Fact]
    public void ChunksAreReplacedAndRemoved()
    {
        PresetFile preset = new(Gain) { ComponentState = [1], ControllerState = [2] };
        preset.ComponentState = [3];
        preset.ControllerState = null;
        Assert.Equal(["Comp"], preset.ChunkNames);
        Assert.Equal([3], preset.ComponentState);
        Assert.Throws<ArgumentException>(() => preset["Five5"] = [1]);
    }

    [Fact]
    public void EveryCutFileIsRefused()
    {
        for (int length = 0; length < Golden.Length; length++)
            Assert.Throws<InvalidDataException>(() => PresetFile.Read(new MemoryStream(Golden[..length])));
    }

    [Theory]
    [InlineData(0, 'X', "VST3")]
    [InlineData(4, 2, "version 2")]
    [InlineData(8, 'Z', "class id")]
    [InlineData(40, 0, "chunk list")]
    [InlineData(46, 0x7F, "chunk list")]
    public void ABrokenHeaderIsNamed(int position, byte value, string word)
    {
        byte[] bytes = Golden;
        bytes[position] = value;
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => PresetFile.Read(new MemoryStream(bytes)));
        Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomDamageNeverDoesMoreThanRefuse()
        => Gen.Select(Gen.Int[0, Golden.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            byte[] bytes = Golden;
            bytes[position] = value;
            try
            {
                PresetFile.Read(new MemoryStream(bytes));
            }
            catch (InvalidDataException)
            {
                return;
            }
        });

    private static byte[] Write(PresetFile preset)
    {
        using MemoryStream stream = new();
        preset.Write(stream);
        return stream.ToArray();
    }
}
