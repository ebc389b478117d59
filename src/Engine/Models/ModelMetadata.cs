using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Engine.Models;

/// <summary>
/// What an emotion model says of itself: label order, front-end, window, normalisation and provenance. It lives in the
/// ONNX file's metadata (keys <c>rte.*</c>) and nowhere else.
/// </summary>
/// <remarks>
/// The network's input is <c>[1, 1, melBands, windowFrames]</c> float32, time last, newest frame at the end, already
/// levelled and standardised; its output is <c>[1, labels]</c> float32 probabilities that sum to 1.
/// </remarks>
public sealed record ModelMetadata
{
    /// <summary>The version of this layout that this build writes and reads.</summary>
    public const int CurrentFormat = 1;

    private const string Prefix = "rte.";
    private const string PriorField = "prior";
    private const string GenrePriorField = "prior.";

    /// <summary>A short name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The classes, in the network's output order; 2 … <see cref="EmotionProbabilities.Capacity"/> of them.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>Each class's valence, −1 … 1.</summary>
    public required ImmutableArray<float> LabelValence { get; init; }

    /// <summary>Each class's arousal, −1 … 1.</summary>
    public required ImmutableArray<float> LabelArousal { get; init; }

    /// <summary>An estimate is ambiguous where its top two probabilities differ by less than this, 0 … 1.</summary>
    public required float AmbiguityMargin { get; init; }

    /// <summary>How samples become mel frames.</summary>
    public required FrontEndSettings FrontEnd { get; init; }

    /// <summary>The number of mel frames that the network sees at once, 1 … 65 536.</summary>
    public required int WindowFrames { get; init; }

    /// <summary>What takes the loudness out of a window.</summary>
    public required LevelNormalisation LevelNormalisation { get; init; }

    /// <summary>Subtracted from the (levelled) features: one value, or one a band.</summary>
    public required ImmutableArray<float> Mean { get; init; }

    /// <summary>Divides afterwards: as many values as <see cref="Mean"/>, each above 0.</summary>
    public required ImmutableArray<float> Deviation { get; init; }

    /// <summary>The share of each class in all of the training data; empty where the model does not say.</summary>
    public ImmutableArray<float> Prior { get; init; } = [];

    /// <summary>What is usual in each genre that the model knows; empty where it knows none.</summary>
    public ImmutableArray<GenrePrior> GenrePriors { get; init; } = [];

    /// <summary>The licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>What the model heard in training.</summary>
    public required string TrainingData { get; init; }

    /// <summary>The day of training.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The metadata as ONNX carries them: keys to text.</summary>
    public IReadOnlyDictionary<string, string> ToDictionary()
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Prefix + "format"] = CurrentFormat.ToString(CultureInfo.InvariantCulture),
            [Prefix + "name"] = Name,
            [Prefix + "labels"] = string.Join(',', Labels),
            [Prefix + "labelValence"] = Join(LabelValence),
            [Prefix + "labelArousal"] = Join(LabelArousal),
            [Prefix + "ambiguityMargin"] = AmbiguityMargin.ToString("R", CultureInfo.InvariantCulture),
            [Prefix + "windowFrames"] = WindowFrames.ToString(CultureInfo.InvariantCulture),
            [Prefix + "levelNormalisation"] = LevelNormalisation == LevelNormalisation.WindowMean ? "windowMean" : "none",
            [Prefix + "mean"] = Join(Mean),
            [Prefix + "deviation"] = Join(Deviation),
            [Prefix + "licence"] = Licence,
            [Prefix + "trainingData"] = TrainingData,
            [Prefix + "date"] = Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        if (!Prior.IsEmpty)
        {
            metadata[Prefix + PriorField] = Join(Prior);
        }

        foreach (GenrePrior prior in GenrePriors)
        {
            metadata[Prefix + GenrePriorField + prior.Genre] = Join(prior.Shares);
        }

        FrontEndFields.Write(FrontEnd, metadata, Prefix);
        return metadata;
    }

    /// <summary>
    /// What to multiply the network's probabilities by, before they are made to sum to 1 again, when the listener says
    /// what genre the music is: the genre's share of each class over the share in all music (Bayes' rule for a changed
    /// prior).
    /// </summary>
    /// <param name="genre">One of <see cref="GenrePriors"/>; case does not matter.</param>
    /// <exception cref="InputException">The model does not know the genre.</exception>
    public ImmutableArray<float> GenreWeights(string genre)
    {
        if (GenrePriors.IsEmpty)
        {
            throw new InputException($"genre '{genre}'", $"the model '{Name}' does not know what is usual in a genre", "leave the genre out");
        }

        GenrePrior prior = GenrePriors.FirstOrDefault(p => string.Equals(p.Genre, genre, StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException($"genre '{genre}'", $"the model '{Name}' does not know it", $"it knows {string.Join(", ", GenrePriors.Select(p => p.Genre))}");
        return [.. prior.Shares.Zip(Prior, (inGenre, inAll) => inGenre / inAll)];
    }

    /// <summary>Reads what <see cref="ToDictionary"/> wrote.</summary>
    /// <param name="metadata">The model's key-value pairs; keys without our prefix are ignored.</param>
    /// <param name="subject">The file's name, for messages.</param>
    /// <exception cref="InputException">Names the first field that is missing or wrong, and what was expected.</exception>
    public static ModelMetadata FromDictionary(IReadOnlyDictionary<string, string> metadata, string subject)
    {
        string format = Get("format", $"'{CurrentFormat}'");
        if (format.Trim() != CurrentFormat.ToString(CultureInfo.InvariantCulture))
        {
            throw Wrong("format", format, $"'{CurrentFormat}', the layout that this version reads");
        }

        ImmutableArray<string> labels = [.. Get("labels", "the class names in output order, comma-separated").Split(',', StringSplitOptions.TrimEntries)];
        if (labels.Length is < 2 or > EmotionProbabilities.Capacity || labels.Any(l => l.Length == 0) || labels.Distinct(StringComparer.Ordinal).Count() != labels.Length)
        {
            throw Wrong("labels", string.Join(',', labels), $"2 to {EmotionProbabilities.Capacity} different names, comma-separated");
        }

        FrontEndSettings frontEnd = FrontEndFields.Read(metadata, Prefix, subject);
        if (frontEnd.HopLength > frontEnd.FrameLength)
        {
            throw Wrong("hopLength", frontEnd.HopLength.ToString(CultureInfo.InvariantCulture), $"at most the frame length ({frontEnd.FrameLength}), so that every sample is heard");
        }

        if (frontEnd.TopDecibels is not null)
        {
            throw Wrong("topDecibels", metadata[Prefix + "topDecibels"], "'none': a live stream knows no maximum to come");
        }

        int windowFrames = Int("windowFrames", 1, 65536);
        ImmutableArray<float> mean = Floats("mean", $"1 or {frontEnd.MelBands} numbers (one a band)", n => n == 1 || n == frontEnd.MelBands, _ => true);
        string levelNormalisation = Get("levelNormalisation", "'none' or 'windowMean'").Trim();
        string date = Get("date", "a day as yyyy-MM-dd").Trim();
        string shares = $"{labels.Length} numbers above 0 (one a label)";
        ImmutableArray<GenrePrior> genrePriors =
        [
            .. metadata.Keys.Where(k => k.StartsWith(Prefix + GenrePriorField, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Select(k => new GenrePrior(k[(Prefix + GenrePriorField).Length..], Floats(k[Prefix.Length..], shares, n => n == labels.Length, v => v > 0))),
        ];
        bool hasPrior = !genrePriors.IsEmpty || metadata.ContainsKey(Prefix + PriorField);
        return new ModelMetadata
        {
            Prior = hasPrior ? Floats(PriorField, shares, n => n == labels.Length, v => v > 0) : [],
            GenrePriors = genrePriors,
            Name = Get("name", "a short name"),
            Labels = labels,
            LabelValence = Floats("labelValence", $"{labels.Length} numbers from -1 to 1 (one a label)", n => n == labels.Length, v => v is >= -1 and <= 1),
            LabelArousal = Floats("labelArousal", $"{labels.Length} numbers from -1 to 1 (one a label)", n => n == labels.Length, v => v is >= -1 and <= 1),
            AmbiguityMargin = Floats("ambiguityMargin", "one number from 0 to 1", n => n == 1, v => v is >= 0 and <= 1)[0],
            FrontEnd = frontEnd,
            WindowFrames = windowFrames,
            LevelNormalisation = levelNormalisation switch
            {
                "none" => LevelNormalisation.None,
                "windowMean" => LevelNormalisation.WindowMean,
                _ => throw Wrong("levelNormalisation", levelNormalisation, "'none' or 'windowMean'"),
            },
            Mean = mean,
            Deviation = Floats("deviation", $"{mean.Length} numbers above 0 (as many as rte.mean has)", n => n == mean.Length, v => v > 0),
            Licence = Get("licence", "the licence of the weights"),
            TrainingData = Get("trainingData", "what the model was trained on"),
            Date = DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : throw Wrong("date", date, "a day as yyyy-MM-dd"),
        };

        string Get(string field, string expected) => metadata.TryGetValue(Prefix + field, out string? text)
            ? text
            : throw new InputException(subject, $"model metadata lacks '{Prefix}{field}'", $"expected {expected}; export the model with 'emotion train', or add the field");

        InputException Wrong(string field, string text, string expected) =>
            new(subject, $"model metadata '{Prefix}{field}' is '{(text.Length > 60 ? text[..60] + "…" : text)}'", $"expected {expected}");

        int Int(string field, int least, int most)
        {
            string expected = $"a whole number, {least} to {most}";
            string text = Get(field, expected);
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : throw Wrong(field, text, expected);
        }

        ImmutableArray<float> Floats(string field, string expected, Func<int, bool> count, Func<float, bool> range)
        {
            string text = Get(field, expected);
            string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
            var values = ImmutableArray.CreateBuilder<float>(parts.Length);
            foreach (string part in parts)
            {
                if (!float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value) || !range(value))
                {
                    throw Wrong(field, text, expected);
                }

                values.Add(value);
            }

            return count(values.Count) ? values.ToImmutable() : throw Wrong(field, text, expected);
        }
    }

    private static string Join(ImmutableArray<float> values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
}
