using CsvHelper;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Comma-separated tables with a header, as all readers of data sets read them.</summary>
internal static class CsvTable
{
    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads the rows; the reader stands before the first.</param>
    /// <param name="isRagged">Whether rows may have more fields than the header, or fewer, which then read as empty.</param>
    /// <exception cref="InputException">It cannot be read, or is no such table.</exception>
    internal static T Read<T>(string path, Func<CsvReader, T> read, bool isRagged = false)
    {
        var options = new CsvReaderOptions { Separator = ',', TrimWhitespace = true, TrackLineNumbers = true, FieldCountMismatch = isRagged ? CsvFieldCountHandling.Allow : CsvFieldCountHandling.Throw };
        try
        {
            using CsvReader csv = CsvReader.FromFile(path, options);
            return read(csv);
        }
        catch (CsvFormatException e)
        {
            throw new InputException(path, $"is no comma-separated table: {e.Message}", "look at that place, or export the table again", e);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(path, e, "a comma-separated table");
        }
    }

    /// <summary>Where a column stands.</summary>
    /// <exception cref="InputException">There is none of this name.</exception>
    internal static int Column(this CsvReader csv, string path, string name) => csv.TryGetFieldIndex(name, out int column)
        ? column
        : throw new InputException(path, $"has no column '{name}'", $"its header is: {string.Join(", ", csv.Headers.ToArray())}");
}
