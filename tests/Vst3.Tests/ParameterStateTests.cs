using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

public sealed class ParameterStateTests
{
    [Fact]
    public void ValuesComeBack()
    {
        ParameterList from = Declare(1, 2);
        from[0].Restore(0.25);
        from[1].Restore(0.75);
        byte[] state = Save(new ParameterState(), from);

        ParameterList to = Declare(1, 2);
        new ParameterState().Load(to, new MemoryStream(state));
        Assert.Equal([0.25, 0.75], to.Select(parameter => parameter.ProcessorValue));
        Assert.Equal([0.25, 0.75], to.Select(parameter => parameter.ControllerValue));
    }

    [Fact]
    public void AStateOfALaterVersionKeepsWhatThisOneDoesNotKnow()
    {
        ParameterList later = Declare(1, 2, 3);
        later[2].Restore(0.125);
        byte[] state = Save(new ParameterState(), later);

        ParameterList now = Declare(1, 2);
        ParameterState kept = new();
        kept.Load(now, new MemoryStream(state));
        ParameterList again = Declare(1, 2, 3);
        new ParameterState().Load(again, new MemoryStream(Save(kept, now)));
        Assert.Equal(0.125, again[2].ProcessorValue);
    }

    [Fact]
    public void AStateOfAnEarlierVersionLeavesTheDefault()
    {
        ParameterList now = Declare(1, 2);
        now[1].Restore(0.9);
        new ParameterState().Load(now, new MemoryStream(Save(new ParameterState(), Declare(1))));
        Assert.Equal(0.5, now[1].ProcessorValue);
    }

    [Fact]
    public void ABrokenStateChangesNothing()
    {
        ParameterList from = Declare(1, 2);
        byte[] whole = Save(new ParameterState(), from);
        ParameterList to = Declare(1, 2);
        to[0].Restore(0.3);
        List<byte[]> broken = [];
        for (int length = 0; length < whole.Length; length++)
            broken.Add(whole[..length]);
        broken.Add([.. "XXXX"u8, .. whole[4..]]);
        broken.Add([.. whole[..4], 0xFF, 0xFF, 0xFF, 0xFF, .. whole[8..]]);
        broken.Add([.. whole[..4], 0xFF, 0xFF, 0xFF, 0x7F, .. whole[8..]]);
        broken.Add([.. whole[..12], .. BitConverter.GetBytes(double.NaN), .. whole[20..]]);
        broken.Add([.. whole[..12], .. BitConverter.GetBytes(1.5), .. whole[20..]]);
        foreach (byte[] bytes in broken)
        {
            Assert.Throws<InvalidDataException>(() => new ParameterState().Load(to, new MemoryStream(bytes)));
            Assert.Equal([0.3, 0.5], to.Select(parameter => parameter.ProcessorValue));
        }
    }

    private static ParameterList Declare(params uint[] ids)
    {
        ParameterList list = new();
        foreach (uint id in ids)
            list.Add(new Parameter(id, $"P{id}") { Default = 0.5 });
        list.Add(new Parameter(99, "Meter") { Flags = ParameterFlags.ReadOnly });
        return Without99(list);
    }

    // The meter is declared to show that it is never part of a state; assertions look at the others only.
    private static ParameterList Without99(ParameterList list)
    {
        ParameterList rest = new();
        foreach (Parameter parameter in list.Where(parameter => parameter.Id != 99))
            rest.Add(parameter);
        return rest;
    }

    private static byte[] Save(ParameterState state, ParameterList parameters)
    {
        using MemoryStream stream = new();
        state.Save(parameters, stream);
        return stream.ToArray();
    }
}
