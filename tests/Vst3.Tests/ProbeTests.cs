using System.Text;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3.Interop;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

/// <summary>Everything that examples/Gain does not use, and failures on purpose, in tests/Probe.</summary>
[Collection(Bundles.Collection)]
public sealed unsafe class ProbeTests : IDisposable
{
    private const uint PositionId = 10;
    private const uint ModeId = 11;
    private const uint LevelId = 12;
    private const uint MeterId = 20;
    private const uint ProgramId = 30;
    private const uint FaultId = 40;
    private const uint LastOffsetId = 50;
    private const double FaultCount = 11;

    private readonly HostedLibrary _library = HostedLibrary.Load(Bundles.Probe);
    private readonly HostContext _context = new("Pröbehost");
    private readonly HostHandler _handler = new();
    private readonly HostedPlugin _plugin;
    private readonly long _faults;

    public ProbeTests()
    {
        _faults = _library.ReadDiagnostics().Faults;
        _plugin = _library.Create();
        _plugin.Initialize(_context);
        _plugin.SetHandler(_handler);
    }

    private long Faults => _library.ReadDiagnostics().Faults - _faults;

    public void Dispose()
    {
        try
        {
            _plugin.Dispose();
            Assert.Equal((0, 0), (_context.References, _handler.References));
            Assert.Equal(1, _library.DumpLiveObjects().Count(letter => letter == '\n'));
        }
        finally
        {
            _library.Dispose();
            _handler.Dispose();
            _context.Dispose();
        }
    }

    [Fact]
    public void TextInOtherLettersArrivesWhole()
    {
        Assert.Equal("Prüfer & Söhne", _library.Library.Vendor);
        Assert.Contains("host Pröbehost calls units True", Log());
    }

    [Fact]
    public void ThePluginFindsItsOwnBundle()
    {
        string binary = Hosting.PluginBundle.BinaryPath(Bundles.Probe);
        Assert.Contains($"binary {binary} resources {Path.Combine(Bundles.Probe, "Contents", "Resources")}", Log());
        Assert.Null(OwnBundle.BinaryPath);
    }

    [Fact]
    public void BusesAreWhatTheSourceDeclares()
    {
        Assert.Equal([new HostedBus("In", 2, BusType.Main, true), new HostedBus("Side chain", 1, BusType.Aux, false)], _plugin.AudioBuses(input: true));
        Assert.Equal([new HostedBus("Out", 2, BusType.Main, true)], _plugin.AudioBuses(input: false));
        Assert.Equal([new HostedBus("Notes in", 16, BusType.Main, true)], _plugin.EventBuses(input: true));
        Assert.Equal([new HostedBus("Controllers out", 1, BusType.Main, true)], _plugin.EventBuses(input: false));
        Assert.True(_plugin.ActivateAudioBus(input: true, 1, on: true));

        SpeakerArrangement surround = SpeakerArrangement.Surround71;
        Assert.True(_plugin.SetArrangements([surround, SpeakerArrangement.Stereo], [surround]));
        Assert.Equal(8, _plugin.AudioBuses(input: true)[0].Channels);
        // Fewer buses than declared: the side chain stays as it is.
        Assert.True(_plugin.SetArrangements([SpeakerArrangement.Mono], [SpeakerArrangement.Mono]));
        Assert.Equal(SpeakerArrangement.Stereo, _plugin.Arrangement(input: true, 1));
    }

    [Fact]
    public void EightChannelsOfSixtyFourBitsAreProcessed()
    {
        SpeakerArrangement surround = SpeakerArrangement.Surround71;
        Assert.True(_plugin.SetArrangements([surround], [surround]));
        _plugin.Start(96000, 32, SampleSize.Float64);
        using HostBlock block = new([8, 1], [8], 32, SampleSize.Float64);
        for (int channel = 0; channel < 8; channel++)
            block.Input<double>(channel).Fill(channel + 1);
        block.Changes.Add(PositionId, 0, 0.5);
        Assert.Equal(Result.Ok, _plugin.Process(block));
        for (int channel = 0; channel < 8; channel++)
            Assert.All(block.Output<double>(channel).ToArray(), sample => Assert.Equal((channel + 1) / 2.0, sample));
        _plugin.Stop();
    }

    [Fact]
    public void DeclaredFactsReachTheHost()
    {
        Assert.Equal(ContextRequirements.Tempo | ContextRequirements.TransportState, _plugin.ContextRequirements);
        Assert.Equal(PrefetchSupport.Never, _plugin.Prefetch);
        Assert.Equal(uint.MaxValue, _plugin.TailSamples);
        Assert.Equal(0, _plugin.LatencySamples);
        _plugin.SetParameter(ModeId, 1);
        Assert.Equal(64, _plugin.LatencySamples);
        Assert.Equal(
            [new Unit(0, "Root", -1), new Unit(1, "Levels"), new Unit(2, "Programs", 0, 5)],
            _plugin.Units());
        ProgramList list = Assert.Single(_plugin.ProgramLists());
        Assert.Equal((5, "Factory"), (list.Id, list.Name));
        Assert.Equal(["Soft", "Loud", "Überlaut"], list.Programs);
        Assert.Equal([2], _plugin.GetProgram(5, 2));
        HostedParameter program = _plugin.Parameters.Single(parameter => parameter.Id == ProgramId);
        Assert.Equal((2, ParameterFlags.CanAutomate | ParameterFlags.List | ParameterFlags.ProgramChange, 2), (program.UnitId, program.Flags, program.StepCount));
        Assert.Equal("Überlaut", _plugin.Format(ProgramId, 1));
        Assert.Equal((PositionId, null), (_plugin.MidiController(0, 3, 7), _plugin.MidiController(0, 3, 8)));
        Assert.Equal("-6.0", _plugin.Format(LevelId, _plugin.GetParameter(LevelId)));
        Assert.Equal("Pos", _plugin.Parameters[0].ShortTitle);
    }

    [Fact]
    public void UnitsAnswerForWrongArguments()
    {
        HostReference units = _plugin.Require(Iids.UnitInfo);
        UnitInfoTable* table = units.Table<UnitInfoTable>();
        UnitInfo unit = default;
        char* text = stackalloc char[128];
        int found = -1;
        Assert.Equal(Result.InvalidArgument, table->GetUnitInfo(units.Pointer, 3, &unit));
        Assert.Equal(Result.InvalidArgument, table->GetUnitInfo(units.Pointer, -1, &unit));
        Assert.Equal(Result.InvalidArgument, table->GetProgramName(units.Pointer, 5, 3, text));
        Assert.Equal(Result.InvalidArgument, table->GetProgramName(units.Pointer, 4, 0, text));
        Assert.Equal(Result.False, table->HasProgramPitchNames(units.Pointer, 5, 0));
        Assert.Equal(Result.Ok, table->SelectUnit(units.Pointer, 2));
        Assert.Equal(2, table->GetSelectedUnit(units.Pointer));
        Assert.Equal(Result.InvalidArgument, table->SelectUnit(units.Pointer, 9));
        Assert.Equal(Result.Ok, table->GetUnitByBus(units.Pointer, 0, 0, 1, 0, &found));
        Assert.Equal(0, found);
        Assert.Equal(Result.InvalidArgument, table->GetUnitByBus(units.Pointer, 0, 0, 2, 0, &found));
        units.Release();
    }

    [Fact]
    public void NotesComeInAndControllersGoOutAtTheirSamples()
    {
        _plugin.Start(48000, 64);
        using HostBlock block = new([2, 1], [2], 64);
        block.Events.Items.Add(Event.NoteOn(5, 0, 64, 1));
        block.Events.Items.Add(Event.NoteOff(6, 0, 64, 0));
        block.Events.Items.Add(Event.NoteOn(63, 0, 65, 0.5f));
        Assert.Equal(Result.Ok, _plugin.Process(block));
        Assert.Equal([(5, 64, 127), (63, 65, 63)], block.OutputEvents.Items.Select(item => (item.SampleOffset, item.Controller, item.ControllerValue)));
        _plugin.Stop();
    }

    [Fact]
    public void MetersAreReportedAtTheirSamples()
    {
        _plugin.Start(48000, 64);
        using HostBlock block = new([2, 1], [2], 64);
        block.Input<float>(1)[10] = -0.5f;
        block.Changes.Add(PositionId, 7, 1);
        block.Changes.Add(LevelId, 64, 1);
        block.Changes.Add(PositionId, 30, 0.5);
        Assert.Equal(Result.Ok, _plugin.Process(block));
        Assert.Equal([new ParameterPoint(63, 0.5)], block.OutputChanges.Points(MeterId));
        Assert.Equal([new ParameterPoint(0, 64 / 65536.0)], block.OutputChanges.Points(LastOffsetId));
        _plugin.Stop();
    }

    [Theory]
    [InlineData(2, "on purpose: Process")]
    [InlineData(3, "NullReferenceException")]
    public void AnExceptionInProcessEndsAtTheEntryAndTheDrySoundGoesOn(int fault, string word)
    {
        _plugin.Start(48000, 64);
        using HostBlock block = new([2, 1], [2], 64);
        block.Input<float>(0).Fill(0.25f);
        block.Output<float>(0).Fill(99);
        Fail(fault);
        block.Changes.Add(PositionId, 0, 0.5);
        Assert.Equal(Result.InternalError, _plugin.Process(block));
        Assert.All(block.Output<float>(0).ToArray(), sample => Assert.Equal(0.25f, sample));
        Assert.Equal(1, Faults);
        Assert.Contains(word, _library.LastFault(), StringComparison.Ordinal);

        Fail(0);
        Assert.Equal(Result.Ok, _plugin.Process(block));
        Assert.All(block.Output<float>(0).ToArray(), sample => Assert.Equal(0.125f, sample));
        _plugin.Stop();
    }

    [Fact]
    public void ExceptionsElsewhereEndAtTheEntryToo()
    {
        byte[] state = _plugin.GetState();
        Fail(6);
        Assert.Throws<HostException>(() => _plugin.GetState());
        Fail(7);
        Assert.False(_plugin.SetState(state));
        Fail(8);
        Assert.Null(_plugin.CreateView(_context.RunLoop));
        Fail(9);
        Assert.Throws<HostException>(() => _plugin.Format(FaultId, 0));
        Fail(10);
        Assert.Equal(0, _plugin.LatencySamples);
        Assert.Equal(5, Faults);
        Fail(0);
        Assert.True(_plugin.SetState(state));
    }

    [Fact]
    public void AnExceptionInAConstructorOrAtTheEndLeavesNothingBehind()
    {
        Assert.Throws<HostException>(() => _library.Create(classIndex: 1));
        Assert.Contains("born to fail", _library.LastFault(), StringComparison.Ordinal);

        HostedPlugin dying = _library.Create();
        dying.SetParameter(FaultId, 11 / FaultCount);
        long before = _library.ReadDiagnostics().LiveObjects;
        dying.Dispose();
        Assert.Equal(before - 1, _library.ReadDiagnostics().LiveObjects);
        Assert.Contains("on purpose: Dispose", _library.LastFault(), StringComparison.Ordinal);

        using HostedPlugin unwilling = _library.Create();
        unwilling.SetParameter(FaultId, 1 / FaultCount);
        Assert.Throws<HostException>(() => unwilling.Initialize(_context));
        unwilling.SetParameter(FaultId, 0);
    }

    [Fact]
    public void GarbageIsSeenByTheCounters()
    {
        _plugin.Start(48000, 64);
        using HostBlock block = new([2, 1], [2], 64);
        _plugin.Process(block);
        long before = _library.ReadDiagnostics().ThreadBytes;
        for (int k = 0; k < 10; k++)
            _plugin.Process(block);
        Assert.Equal(before, _library.ReadDiagnostics().ThreadBytes);
        Fail(4);
        for (int k = 0; k < 10; k++)
            _plugin.Process(block);
        Assert.InRange(_library.ReadDiagnostics().ThreadBytes - before, 10_000, 12_000);
        _plugin.Stop();
    }

    [Fact]
    public void ALatencyChangeIsNotAnnouncedFromTheAudioThread()
    {
        _plugin.Start(48000, 64);
        using HostBlock block = new([2, 1], [2], 64);
        Fail(5);
        Assert.Equal(Result.Ok, _plugin.Process(block));
        Assert.Empty(_handler.Log);
        Assert.DoesNotContain("restart was let through", Log());
        _plugin.Stop();
    }

    [Fact]
    public void MessagesArriveWithTheirContent()
    {
        // Without a connection there is no one to send to.
        _plugin.SetParameter(ModeId, 0.5);
        Assert.DoesNotContain(Log(), line => line.StartsWith("message", StringComparison.Ordinal));
        _plugin.ConnectToItself();
        _plugin.SetParameter(ModeId, 1);
        Assert.Contains("message mode größer 2 3", Log());
        _plugin.DisconnectFromItself();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WithoutDataExchangeBlocksComeByMessageOrStraight(bool connected)
    {
        if (connected)
            _plugin.ConnectToItself();
        _plugin.Start(48000, 64);
        Assert.Contains("data opened 7 64", Log());
        using HostBlock block = new([2, 1], [2], 64);
        _plugin.Process(block);
        // Longer than a queue: what does not fit is dropped, and nothing waits.
        for (int k = 0; k < 1000; k++)
            _plugin.Process(block);
        _plugin.Stop();
        string[] log = Log();
        Assert.Contains("data 7 64 1", log);
        Assert.InRange(log.Count(line => line.StartsWith("data 7 64 ", StringComparison.Ordinal)), 4, 1000);
        Assert.Equal("data closed 7", log[^1]);
        Assert.Equal(0, Faults);
        if (connected)
            _plugin.DisconnectFromItself();
    }

    [Fact]
    public void WithDataExchangeBlocksComeThroughTheHost()
    {
        using HostContext context = new(hasDataExchange: true);
        using HostedPlugin plugin = _library.Create();
        plugin.Initialize(context);
        plugin.Start(48000, 64);
        Assert.Equal(1, context.DataExchange!.OpenQueues);
        using HostBlock block = new([2, 1], [2], 64);
        for (int k = 0; k < 6; k++)
            Assert.Equal(Result.Ok, plugin.Process(block));
        Assert.Equal(2, context.DataExchange.Refused);
        Assert.Equal(4, context.DataExchange.Deliver());
        plugin.Process(block);
        Assert.Equal(1, context.DataExchange.Deliver());
        plugin.Stop();
        Assert.Equal(0, context.DataExchange.OpenQueues);
        string[] log = Encoding.UTF8.GetString(plugin.GetEditorState()).Split('\n');
        Assert.Equal(["data opened 7 64", "data 7 64 1", "data 7 64 2", "data 7 64 3", "data 7 64 4", "data 7 64 7", "data closed 7"], log[2..]);
    }

    [Fact]
    public void AnEditorLivesInAFrameWithARunLoop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Run loops are Linux's.");
        HostedView view = _plugin.CreateView(_context.RunLoop)!;
        Assert.True(view.Supports("X11EmbedWindowID"));
        Assert.False(view.Supports("HWND"));
        Assert.False(view.Supports("no such thing"));
        Assert.Equal(new ViewRect(400, 300), view.Size);
        Assert.True(view.Scale(2));
        Assert.False(view.Scale(-1));
        view.SetFrame();
        view.Attach(42);
        Assert.Throws<HostException>(() => view.Attach(43));
        Assert.Equal((1, 1), (_context.RunLoop.TimerCount, _context.RunLoop.DescriptorCount));
        _context.RunLoop.Run(TimeSpan.FromMilliseconds(200));
        Assert.Contains("3 ticks", Log());
        Assert.Contains("readable 1", Log());
        // The timer threw on purpose; the loop goes on.
        Assert.Equal(1, Faults);

        Assert.Equal(new ViewRect(200, 150), view.Constrain(new ViewRect(10, 10)));
        view.Resize(new ViewRect(640, 480));
        Assert.Equal(640, view.Size.Width);
        Assert.True(view.KeyDown('r'));
        Assert.Equal((1, new ViewRect(500, 400)), (view.ResizeRequests, view.Size));
        Assert.False(view.KeyDown('z'));
        Assert.Equal((PositionId, null), (view.FindParameter(50, 50), view.FindParameter(150, 50)));

        view.Remove();
        Assert.Equal((0, 0), (_context.RunLoop.TimerCount, _context.RunLoop.DescriptorCount));
        view.Attach(42);
        // Let go of without a removal, as a host that crashes half-way does.
        view.Dispose();
        Assert.Equal((0, 0), (_context.RunLoop.TimerCount, _context.RunLoop.DescriptorCount));
        Assert.Equal(["detached", "view disposed"], Log()[^2..]);
    }

    [Fact]
    public void GesturesAndRequestsReachTheHost()
    {
        using HostedView view = _plugin.CreateView(_context.RunLoop)!;
        Assert.True(view.Wheel(1));
        Assert.Equal(["begin 10", "perform 10 0.25", "end 10"], _handler.Log);
        Assert.Equal(0.25, _plugin.GetParameter(PositionId));
        foreach (char key in "dglosp")
            Assert.True(view.KeyDown(key));
        Assert.Equal(["dirty 1", "group", "group end", "restart LatencyChanged", "open editor", "bus 0 0 1 1", "programs 5 -1"], _handler.Log.Skip(3));
    }

    [Fact]
    public void TheEditorKeepsItsPluginAlive()
    {
        HostedPlugin plugin = _library.Create();
        plugin.Initialize(_context);
        HostedView view = plugin.CreateView(_context.RunLoop)!;
        plugin.Dispose();
        Assert.Contains("ProbeEffect", _library.DumpLiveObjects(), StringComparison.Ordinal);
        view.Dispose();
    }

    [Fact]
    public void SmallInterfacesReachTheirMethods()
    {
        HostReference editing = _plugin.Require(Iids.EditControllerHostEditing);
        Assert.Equal(Result.Ok, editing.Table<EditControllerHostEditingTable>()->BeginEditFromHost(editing.Pointer, PositionId));
        Assert.Equal(Result.Ok, editing.Table<EditControllerHostEditingTable>()->EndEditFromHost(editing.Pointer, PositionId));
        Assert.Equal(Result.InvalidArgument, editing.Table<EditControllerHostEditingTable>()->EndEditFromHost(editing.Pointer, 99));
        editing.Release();

        HostReference latency = _plugin.Require(Iids.AudioPresentationLatency);
        Assert.Equal(Result.Ok, latency.Table<AudioPresentationLatencyTable>()->SetAudioPresentationLatencySamples(latency.Pointer, 1, 0, 256));
        Assert.Equal(Result.InvalidArgument, latency.Table<AudioPresentationLatencyTable>()->SetAudioPresentationLatencySamples(latency.Pointer, 1, 4, 256));
        latency.Release();

        HostReference controller = _plugin.Require(Iids.EditController2);
        Assert.Equal(Result.Ok, controller.Table<EditController2Table>()->SetKnobMode(controller.Pointer, 2));
        Assert.Equal(Result.InvalidArgument, controller.Table<EditController2Table>()->SetKnobMode(controller.Pointer, 3));
        Assert.Equal(Result.Ok, controller.Table<EditController2Table>()->OpenHelp(controller.Pointer, 1));
        Assert.Equal(Result.False, controller.Table<EditController2Table>()->OpenAboutBox(controller.Pointer, 1));
        controller.Release();

        HostReference listener = _plugin.Require(Iids.InfoListener);
        AttributesObject channel = new();
        channel.Set("channel name", "Geige 1");
        Assert.Equal(Result.Ok, listener.Table<InfoListenerTable>()->SetChannelContextInfos(listener.Pointer, channel.Identity));
        channel.Drop();
        listener.Release();
        Assert.Equal(["host edit 10 True", "host edit 10 False", "presentation False 0 256", "channel Geige 1"], Log()[^4..]);
    }

    private void Fail(int fault) => Assert.True(_plugin.SetParameter(FaultId, fault / FaultCount));

    private string[] Log() => Encoding.UTF8.GetString(_plugin.GetEditorState()).Split('\n');
}
