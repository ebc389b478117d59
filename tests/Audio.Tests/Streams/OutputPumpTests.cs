using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

public sealed class OutputPumpTests
{
    [Fact]
    public async Task Carries_everything_in_order()
    {
        var output = new MemoryOutput();
        var written = new List<StreamEvent>();
        await using (var pump = new OutputPump(output, waits: true, written.Add))
        {
            for (var i = 0; i < 10000; i++)
                await pump.AddAsync(Said.Estimate(i, "joy"), default);
        }

        Assert.Equal(Enumerable.Range(0, 10000).Select(i => (double)i), output.Written.Select(one => one.StreamSeconds));
        Assert.Equal(output.Written, written);
        Assert.True(output.WasDisposed);
    }

    [Fact]
    public async Task An_output_that_stands_still_delays_nobody()
    {
        var gate = new TaskCompletionSource();
        var output = new MemoryOutput { Gate = gate.Task };
        var pump = new OutputPump(output, waits: false);
        for (var i = 0; i < 10000; i++)
        {
            var added = pump.AddAsync(Said.Estimate(i, "joy"), default);
            Assert.True(added.IsCompletedSuccessfully);
        }

        Assert.True(pump.Lost > 5000);
        gate.SetResult();
        await pump.DisposeAsync();
        Assert.Equal(10000, output.Written.Count + pump.Lost);
        Assert.Equal(9999, output.Written[^1].StreamSeconds);
    }

    [Fact]
    public async Task What_fails_is_lost_counted_and_said_once()
    {
        var output = new MemoryOutput();
        var problems = new List<string>();
        await using (var pump = new OutputPump(output, waits: true, onProblem: problems.Add))
        {
            output.Fault = new InputException("disk", "is full");
            for (var i = 0; i < 3; i++)
            {
                var lost = pump.Lost;
                await pump.AddAsync(Said.Estimate(i, "joy"), default);
                await Listening.Eventually(() => pump.Lost > lost);
            }

            output.Fault = null;
            await pump.AddAsync(Said.Estimate(3, "joy"), default);
            await Listening.Eventually(() => output.Written.Count == 1);
            Assert.Equal(3, pump.Lost);
        }

        Assert.Equal(["disk: is full."], problems);
    }

    [Fact]
    public async Task Who_has_gone_is_reported_and_not_waited_for()
    {
        var output = new MemoryOutput { Fault = new IOException("Broken pipe", 32) };
        await using var pump = new OutputPump(output, waits: true);
        await pump.AddAsync(Said.Estimate(0, "joy"), default);
        await Assert.ThrowsAsync<IOException>(() => pump.Completion);
        for (var i = 0; i < 10000; i++)
            await pump.AddAsync(Said.Estimate(i, "joy"), default);
        Assert.Equal(10000, pump.Lost);
    }

    [Fact]
    public async Task An_output_that_never_answers_is_left_behind()
    {
        var output = new MemoryOutput { Gate = new TaskCompletionSource().Task };
        var pump = new OutputPump(output, waits: true);
        await pump.AddAsync(Said.Estimate(0, "joy"), default);
        await pump.AddAsync(Said.Estimate(1, "joy"), default);
        await pump.DisposeAsync();
        Assert.True(output.WasDisposed);
        Assert.Equal(2, pump.Lost);
    }

    private sealed class MemoryOutput : StreamOutput
    {
        public List<StreamEvent> Written { get; } = [];

        public Task Gate { get; init; } = Task.CompletedTask;

        public volatile Exception? Fault;

        public bool WasDisposed { get; private set; }

        public override string Subject => "memory";

        public override async ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
        {
            await Gate.WaitAsync(cancellation);
            if (Fault is { } fault)
                throw fault;
            Written.AddRange(events);
        }

        public override ValueTask DisposeAsync()
        {
            WasDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
