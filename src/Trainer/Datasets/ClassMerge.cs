using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Which annotated categories make up which class: read from a file, since it is a decision about data. Immutable.
/// </summary>
public sealed record ClassMerge
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>A short name of the table.</summary>
    public required string Name { get; init; }

    /// <summary>The classes, in the order of the network's output; two or more.</summary>
    public required ImmutableArray<EmotionClass> Classes { get; init; }

    /// <summary>The table that comes with the trainer: Emotify's nine categories to joy, sadness, neutral, anger
    /// (<c>presets/emotify-merge.json</c>).</summary>
    public static ClassMerge Emotify { get; } = ReadEmbedded("emotify-merge.json");

    /// <summary>The table of words in tags that comes with the trainer (<c>presets/mood-words.json</c>), of the same classes.</summary>
    public static ClassMerge MoodWords { get; } = ReadEmbedded("mood-words.json");

    /// <summary>All categories that are merged, in class order.</summary>
    public IEnumerable<string> Categories => Classes.SelectMany(c => c.Categories);

    /// <summary>The same classes where labels name them, and not their categories.</summary>
    public ClassMerge ByClass() => this with { Classes = [.. Classes.Select(c => c with { Categories = [c.Name] })] };

    /// <summary>Reads a table from a JSON file: <c>{ "name", "classes": [ { "name", "valence", "arousal",
    /// "categories": [ … ] } ] }</c>.</summary>
    /// <exception cref="InputException">The file cannot be read, is not such a table, has fewer than two classes, or
    /// names a category twice.</exception>
    public static ClassMerge Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(path, e, "a class table");
        }
    }

    /// <summary>The index of the class that a category belongs to, or −1.</summary>
    public int ClassOf(string category)
    {
        for (int i = 0; i < Classes.Length; i++)
        {
            if (Classes[i].Categories.Contains(category, StringComparer.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The index of the class that a user names, upper or lower case.</summary>
    /// <param name="subject">Where it is named, such as an option, for messages.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="InputException">There is no such class.</exception>
    public int Named(string subject, string name)
    {
        int index = Classes.Select(c => c.Name).ToImmutableArray().IndexOf(name, StringComparer.OrdinalIgnoreCase);
        return index >= 0 ? index : throw new InputException(subject, $"there is no class '{name}'", $"choose one of {string.Join(", ", Classes.Select(c => c.Name))}");
    }

    /// <summary>The class that lies in a quadrant of the plane of valence and arousal.</summary>
    /// <param name="isPleasant">Whether valence is at or above its middle.</param>
    /// <param name="isExcited">Whether arousal is at or above its middle.</param>
    /// <exception cref="InputException">There is none there, or more than one.</exception>
    public EmotionClass InQuadrant(bool isPleasant, bool isExcited)
    {
        EmotionClass[] there = [.. Classes.Where(c => c.Valence > 0 == isPleasant && c.Arousal > 0 == isExcited)];
        return there is [var one]
            ? one
            : throw new InputException(Name, $"has {there.Length} classes of {(isPleasant ? "high" : "low")} valence and {(isExcited ? "high" : "low")} arousal", "labels that are quadrants of the plane need classes that have one in each");
    }

    /// <summary>Adds up each class's categories.</summary>
    /// <param name="categories">The names that <paramref name="shares"/> belong to.</param>
    /// <param name="shares">One value a category.</param>
    /// <returns>One value a class.</returns>
    public double[] Merge(ImmutableArray<string> categories, ReadOnlySpan<double> shares)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(shares.Length, categories.Length);
        var merged = new double[Classes.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            merged[ClassOf(categories[i])] += shares[i];
        }

        return merged;
    }

    private static ClassMerge ReadEmbedded(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), name);
    }

    private static ClassMerge Parse(string json, string subject)
    {
        Table? table;
        try
        {
            table = JsonSerializer.Deserialize<Table>(json, Options);
        }
        catch (JsonException e)
        {
            throw new InputException(subject, $"is not a class table: {e.Message}", "see presets/emotify-merge.json for its form", e);
        }

        List<Row?> rows = table?.Classes ?? [];
        if (rows.Count is not (>= 2 and <= EmotionProbabilities.Capacity))
        {
            throw new InputException(subject, rows.Count == 1 ? "has one class" : $"has {rows.Count} classes", $"a class table lists 2 to {EmotionProbabilities.Capacity} of them under 'classes'");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var classes = ImmutableArray.CreateBuilder<EmotionClass>(rows.Count);
        foreach (Row? row in rows)
        {
            if (row is null || string.IsNullOrWhiteSpace(row.Name) || row.Name.Contains(',') || classes.Any(c => c.Name.Equals(row.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new InputException(subject, $"class name '{row?.Name}' is empty, has a comma or occurs twice", "give each class a name of its own");
            }

            if (row.Valence is not (>= -1 and <= 1) || row.Arousal is not (>= -1 and <= 1))
            {
                throw new InputException(subject, $"class '{row.Name}' lacks a valence or arousal from -1 to 1", "give both as numbers");
            }

            if (row.Categories is not { Count: > 0 } || row.Categories.Any(string.IsNullOrWhiteSpace))
            {
                throw new InputException(subject, $"class '{row.Name}' has no categories, or one without a name", "list at least one under 'categories'");
            }

            foreach (string category in row.Categories)
            {
                if (!seen.Add(category))
                {
                    throw new InputException(subject, $"category '{category}' is listed twice", "each category belongs to one class");
                }
            }

            classes.Add(new EmotionClass(row.Name, row.Valence.Value, row.Arousal.Value, [.. row.Categories]));
        }

        return new ClassMerge { Name = table?.Name ?? Path.GetFileNameWithoutExtension(subject), Classes = classes.ToImmutable() };
    }

    private sealed record Table(string? Name, List<Row?>? Classes);

    private sealed record Row(string? Name, float? Valence, float? Arousal, List<string>? Categories);
}
