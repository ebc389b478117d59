namespace RealtimeEmotion.Service.History;

/// <summary>A stream's history in equal steps: means of what was heard in each, columns side by side.</summary>
internal sealed class HistorySeries
{
    private readonly List<Bucket> _buckets = [];
    private readonly List<string> _labels = [];

    /// <param name="stream">Whose.</param>
    /// <param name="from">Beginning in Unix milliseconds.</param>
    /// <param name="to">End, likewise.</param>
    /// <param name="step">Length of a step in milliseconds.</param>
    /// <param name="byMinute">Whether steps begin at whole minutes.</param>
    internal HistorySeries(string stream, long from, long to, long step, bool byMinute)
    {
        Stream = stream;
        Origin = byMinute ? from / step * step : from;
        From = from;
        To = to;
        Step = step;
    }

    internal string Stream { get; }

    internal long From { get; }

    internal long To { get; }

    /// <summary>Length of a step in milliseconds.</summary>
    internal long Step { get; }

    /// <summary>Labels of all models that listened, in the order in which they appeared.</summary>
    internal IReadOnlyList<string> Labels => _labels;

    /// <summary>Steps with something in them.</summary>
    internal IReadOnlyList<Bucket> Buckets => _buckets;

    private long Origin { get; }

    /// <summary>Takes a row in; rows come in the order of their times.</summary>
    /// <param name="run">Gives the labels.</param>
    /// <param name="time">Unix milliseconds.</param>
    /// <param name="count">Estimates.</param>
    /// <param name="voiced">Those that are not silence.</param>
    /// <param name="valence">Sum over the voiced.</param>
    /// <param name="arousal">Likewise.</param>
    /// <param name="level">The highest level, or null.</param>
    /// <param name="probabilities">Sums over the voiced, by the run's labels; of a single silent estimate, anything.</param>
    internal void Add(RunRecord run, long time, int count, int voiced, double valence, double arousal, double? level, ReadOnlySpan<double> probabilities)
    {
        long start = Origin + ((time - Origin) / Step * Step);
        if (_buckets.Count == 0 || _buckets[^1].Time != start)
        {
            _buckets.Add(new Bucket(start));
        }

        Bucket bucket = _buckets[^1];
        bucket.Count += count;
        if (level is { } heard)
        {
            bucket.Level = Math.Max(bucket.Level ?? double.NegativeInfinity, heard);
        }

        for (int i = 0; i < run.Labels.Length; i++)
        {
            int at = _labels.IndexOf(run.Labels[i]);
            if (at < 0)
            {
                at = _labels.Count;
                _labels.Add(run.Labels[i]);
            }

            if (voiced > 0)
            {
                bucket.Add(at, probabilities[i]);
            }
        }

        if (voiced > 0)
        {
            bucket.Voiced += voiced;
            bucket.Valence += valence;
            bucket.Arousal += arousal;
        }
    }

    /// <summary>One step; its numbers are sums over what is voiced.</summary>
    internal sealed class Bucket(long time)
    {
        private double[] _sums = new double[8];

        internal long Time { get; } = time;

        internal int Count { get; set; }

        internal int Voiced { get; set; }

        internal double Valence { get; set; }

        internal double Arousal { get; set; }

        internal double? Level { get; set; }

        /// <summary>The mean probability of a label; null where nothing but silence was heard.</summary>
        internal double? Probability(int label) => Voiced == 0 ? null : label < _sums.Length ? _sums[label] / Voiced : 0;

        internal void Add(int label, double sum)
        {
            if (label >= _sums.Length)
            {
                Array.Resize(ref _sums, Math.Max(label + 1, 2 * _sums.Length));
            }

            _sums[label] += sum;
        }
    }
}
