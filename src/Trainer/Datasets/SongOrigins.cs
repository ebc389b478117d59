using CsvHelper;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Reads tables that say where songs come from: a song's number and, where there are such columns, artist, album and
/// genre.</summary>
internal static class SongOrigins
{
    /// <summary>What pads the fields of published tables.</summary>
    private const string Padding = " \t\u00a0\"";
    private const string NoAnswer = "n/a";

    /// <summary>Reads a table.</summary>
    /// <param name="table">The file; where it is not there, nothing is known.</param>
    /// <param name="idColumn">The column of the song's number; upper and lower case do not matter.</param>
    /// <param name="part">The part of the data set's own split that the table is of; null where it is of none.</param>
    /// <returns>The origins by the song's number.</returns>
    /// <exception cref="InputException">It cannot be read, or has no such column.</exception>
    internal static Dictionary<string, SongOrigin> Read(string table, string idColumn, string? part = null) => !File.Exists(table) ? [] : CsvTable.Read(
        table,
        csv =>
        {
            string[] header = [.. csv.Headers.ToArray().Select(name => name.Trim([.. Padding]))];
            int ColumnOf(string name) => Array.FindIndex(header, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
            int id = ColumnOf(idColumn);
            if (id < 0)
                throw new InputException(table, $"has no column '{idColumn}'", $"its header is: {string.Join(", ", header)}");
            int artist = ColumnOf("artist");
            int album = ColumnOf("album");
            int genre = ColumnOf("genre");
            var origins = new Dictionary<string, SongOrigin>(StringComparer.Ordinal);
            while (csv.Read())
            {
                if (Text(csv, id) is { } song)
                    origins[song] = new SongOrigin(Text(csv, artist), Text(csv, album), Text(csv, genre), part);
            }

            return origins;
        },
        isRagged: true);

    private static string? Text(CsvReader csv, int column)
        => column >= 0 && csv.GetString(column).Trim([.. Padding]) is { Length: > 0 } text && !text.Equals(NoAnswer, StringComparison.OrdinalIgnoreCase) ? text : null;
}
