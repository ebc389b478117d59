using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RealtimeEmotion.Cli.Listening;

/// <summary>The live view: for each source its state, level, emotions as bars, what was felt before, and how late it is.</summary>
internal sealed class ListenView
{
    private const int BarWidth = 24;
    private const int LevelWidth = 12;
    private const int HistoryLength = 60;
    private const double LowestLevel = -60;
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(100);

    private readonly ModelMetadata _model;
    private readonly Terminal _terminal;
    private readonly Lock _lock = new();
    private readonly List<Panel> _panels;

    internal ListenView(IEnumerable<StreamListener> listeners, ModelMetadata model, Terminal terminal)
    {
        _model = model;
        _terminal = terminal;
        _panels = [.. listeners.Select(listener => new Panel(listener))];
    }

    /// <summary>Takes an event in; shown with the next frame. Any thread.</summary>
    internal void Add(StreamEvent heard)
    {
        lock (_lock)
        {
            _panels.First(panel => panel.Listener.Address.Name == heard.Source).Add(heard);
        }
    }

    /// <summary>Draws until the work is done.</summary>
    internal void Run(Task work)
    {
        Consoles.ForResults(_terminal).Live(Render()).AutoClear(false).Start(context =>
        {
            bool done;
            do
            {
                done = work.Wait(FrameTime);
                context.UpdateTarget(Render());
            }
            while (!done);
        });
    }

    /// <summary>The view as it is now.</summary>
    internal IRenderable Render()
    {
        lock (_lock)
        {
            return new Rows(_panels.SelectMany(Lines).Select(line => new Markup(line)));
        }
    }

    private static string State(ListenStatistics s) => s.State switch
    {
        StreamState.Listening => "[green]listening[/]",
        StreamState.Silent => "[grey]silence[/]",
        StreamState.Stalled => "[yellow]stalled: no sound comes[/]",
        StreamState.Waiting => "[yellow]connection lost[/]",
        StreamState.Failed => "[red]failed[/]",
        StreamState.Ended => "[grey]ended[/]",
        _ => "[grey]connecting…[/]",
    };

    private IEnumerable<string> Lines(Panel panel)
    {
        ListenStatistics s = panel.Listener.Statistics;
        double level = Math.Clamp(1 - (panel.Level.Decibels / LowestLevel), 0, 1);
        yield return $"[bold]{panel.Listener.Address.Name.EscapeMarkup()}[/]  {State(s)}  {TextFormat.Clock(s.StreamSeconds)}  [grey]▕[/][#2F6DB5]{Consoles.Bar(level, LevelWidth)}[/][grey]▏[/] {panel.Level.Decibels,4:0} dB";
        for (int k = 0; k < _model.Labels.Length; k++)
        {
            string label = _model.Labels[k];
            float p = panel.Newest is { IsSilent: false } e ? e.Probabilities[k] : 0;
            string bar = EmotionMarkup.Of(label, k, $"{label,-10} {Consoles.Bar(p, BarWidth)} {p * 100,3:0} %");
            yield return panel.Newest?.TopIndex == k ? $"  [bold]{bar}[/]" : $"  {bar}";
        }

        yield return "  " + History(panel);
        string lost = s.LostEvents + s.Overruns > 0 ? $"  [yellow]lost {s.LostEvents} estimates, {s.OverrunSeconds:0.0} s of sound[/]" : "";
        string late = s is { MedianAge: { } median, Age99: { } worst } ? $"late by {median.TotalMilliseconds:0} ms (99 %: {worst.TotalMilliseconds:0})" : "";
        yield return $"  [grey]{late}{(s.Reconnects > 0 ? $"  {s.Reconnects} reconnects" : "")}{(panel.News is { } news ? $"  {news.EscapeMarkup()}" : "")}[/]{lost}";
    }

    // A block an estimate: its colour the emotion, its height how sure it is.
    private string History(Panel panel)
    {
        const string Heights = "▂▃▄▅▆▇█";
        return string.Concat(panel.History.Select(e => e switch
        {
            null => "[grey]╳[/]",
            { IsSilent: true } => "[grey]·[/]",
            { } estimate => EmotionMarkup.Of(_model.Labels[estimate.TopIndex], estimate.TopIndex, Heights[(int)Math.Clamp(estimate.Confidence * Heights.Length, 0, Heights.Length - 1)].ToString()),
        }));
    }

    private sealed class Panel
    {
        internal Panel(StreamListener listener)
        {
            Listener = listener;
            listener.AddTap(Level);
        }

        internal StreamListener Listener { get; }

        internal LevelTap Level { get; } = new();

        internal EmotionEstimate? Newest { get; private set; }

        /// <summary>The last estimates; null for a gap.</summary>
        internal Queue<EmotionEstimate?> History { get; } = new();

        internal string? News { get; private set; }

        internal void Add(StreamEvent heard)
        {
            switch (heard.Kind)
            {
                case StreamEventKind.Estimate:
                    Newest = heard.Estimate;
                    Remember(heard.Estimate);
                    break;
                case StreamEventKind.Gap:
                    Remember(null);
                    News = $"gap of {heard.GapSeconds:0.0} s";
                    break;
                case StreamEventKind.Connected or StreamEventKind.Resumed:
                    News = null;
                    break;
                default:
                    Newest = null;
                    Level.Clear();
                    News = heard.Detail;
                    break;
            }
        }

        private void Remember(EmotionEstimate? estimate)
        {
            History.Enqueue(estimate);
            if (History.Count > HistoryLength)
            {
                History.Dequeue();
            }
        }
    }

    /// <summary>The level of the last fiftieth of a second, falling as a meter's needle does.</summary>
    private sealed class LevelTap : IStreamTap
    {
        private const double FallPerPoint = 0.4; // dB a fiftieth of a second: 20 dB a second, as a peak programme meter
        private double _decibels = LowestLevel;

        internal double Decibels => Volatile.Read(ref _decibels);

        public void OnOverview(in OverviewPoint point) =>
            Volatile.Write(ref _decibels, Math.Max(LowestLevel, Math.Max(point.LevelDecibels, _decibels - FallPerPoint)));

        public void OnMelFrame(double streamSeconds, ReadOnlySpan<float> bands)
        {
            // The view has no place for a spectrum.
        }

        internal void Clear() => Volatile.Write(ref _decibels, LowestLevel);
    }
}
