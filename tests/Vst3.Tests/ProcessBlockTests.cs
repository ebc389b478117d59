using RealtimeEmotion.Host;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

public sealed unsafe class ProcessBlockTests
{
    [Fact]
    public void ChannelsAreTheHostsMemoryInItsOwnType()
    {
        using HostBlock host = new([2, 1], [2], 16, SampleSize.Float64);
        host.Input<double>(1)[3] = 0.5;
        ProcessBlock block = new(host.Data, default);
        Assert.Equal(2, block.InputCount);
        Assert.Equal(16, block.Input(0).Channel<double>(1).Length);
        Assert.Equal(0.5, block.Input(0).Channel<double>(1)[3]);
        Assert.True(block.Input(0).Channel<float>(1).IsEmpty);
        block.Output(0).Channel<double>(0)[2] = 0.25;
        Assert.Equal(0.25, host.Output<double>(0)[2]);
    }

    [Fact]
    public void WhatIsNotThereIsEmpty()
    {
        using HostBlock host = new([2], [2], 16);
        ProcessBlock block = new(host.Data, default);
        Assert.True(block.Input(0).Channel<float>(2).IsEmpty);
        Assert.True(block.Input(0).Channel<float>(-1).IsEmpty);
        Assert.Equal(0, block.Input(1).ChannelCount);
        Assert.Equal(0, block.Input(-1).ChannelCount);
        Assert.True(block.TryGetContext(out _));

        host.UseBuffers(false);
        host.UseContext(false);
        Assert.Equal(0, block.InputCount);
        Assert.Equal(0, block.Output(0).ChannelCount);
        Assert.Equal(0u, block.Output(0).SilenceFlags);
        Assert.False(block.TryGetContext(out _));
    }

    [Fact]
    public void OutputsReachTheHost()
    {
        using HostBlock host = new([2], [2], 16);
        ProcessBlock block = new(host.Data, default);
        Assert.True(block.OutputParameters.Add(7, 3, 0.5));
        Assert.True(block.OutputParameters.Add(7, 9, 0.75));
        Assert.True(block.OutputEvents.Add(Event.NoteOn(4, 2, 60, 0.5f, noteId: 11)));
        AudioBus output = block.Output(0);
        output.SilenceFlags = 3;
        Assert.Equal([new ParameterPoint(3, 0.5), new ParameterPoint(9, 0.75)], host.OutputChanges.Points(7));
        Event note = Assert.Single(host.OutputEvents.Items);
        Assert.Equal((EventKind.NoteOn, 4, 2, 60, 0.5f, 11), (note.Kind, note.SampleOffset, note.Channel, note.Pitch, note.Velocity, note.NoteId));
        Assert.Equal(3u, host.OutputSilence());
    }

    [Fact]
    public void EventsKeepTheirFields()
    {
        Event off = Event.NoteOff(1, 2, 3, 0.25f, noteId: 4, busIndex: 5);
        Assert.Equal((EventKind.NoteOff, 1, 2, 3, 0.25f, 4, 5), (off.Kind, off.SampleOffset, off.Channel, off.Pitch, off.Velocity, off.NoteId, off.BusIndex));
        Event controller = Event.MidiController(1, 2, 74, 100, busIndex: 3);
        Assert.Equal((EventKind.MidiController, 1, 2, 74, 100, 3), (controller.Kind, controller.SampleOffset, controller.Channel, controller.Controller, controller.ControllerValue, controller.BusIndex));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    public void ArrangementsHaveTheirChannels(int channels) => Assert.Equal(channels, SpeakerArrangement.OfChannels(channels).ChannelCount);
}
