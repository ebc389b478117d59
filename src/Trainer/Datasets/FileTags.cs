using System.Collections.Immutable;
using TagLib;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>What is written in a sound file about it. Immutable.</summary>
/// <param name="Words">The words of mood, genre and comment, each once, as they are written.</param>
/// <param name="Genres">Its genres, which are among the words.</param>
/// <param name="Artist">Whose it is; null where nobody says.</param>
/// <param name="Album">The release that it is from; null where nobody says.</param>
/// <param name="Licence">Its terms: a licence, else a copyright; null where nobody says.</param>
public sealed record FileTags(ImmutableArray<string> Words, ImmutableArray<string> Genres, string? Artist, string? Album, string? Licence)
{
    private static readonly char[] Separators = [';', ',', '/', '|', '\n', '\r', '\0'];

    /// <summary>Reads the tags of a file, whatever kind they are.</summary>
    /// <returns>The tags; without words where there are none, or where they cannot be read.</returns>
    public static FileTags Read(string path)
    {
        try
        {
            using TagLib.File file = TagLib.File.Create(path);
            Tag tag = file.Tag;
            string[] genres = [.. tag.Genres.SelectMany(Split)];
            IEnumerable<string?> texts = Named(file, "TMOO", "MOOD").Append(tag.Comment).Concat(Named(file, null, "DESCRIPTION"));
            return new FileTags(
                [.. texts.SelectMany(Split).Concat(genres).Distinct(StringComparer.OrdinalIgnoreCase)],
                [.. genres],
                Text(tag.FirstPerformer) ?? Text(tag.FirstAlbumArtist),
                Text(tag.Album),
                Licences(file).Append(tag.Copyright).Select(Text).FirstOrDefault(text => text is not null));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A damaged tag makes the library fail in many ways. Whether its sound can be read is another question, which is asked when it is listened to.
            return new FileTags([], [], null, null, null);
        }
    }

    private static IEnumerable<string?> Licences(TagLib.File file)
    {
        if (file.GetTag(TagTypes.Id3v2) is TagLib.Id3v2.Tag id3)
        {
            foreach (TagLib.Id3v2.UrlLinkFrame frame in id3.GetFrames<TagLib.Id3v2.UrlLinkFrame>("WCOP"))
                yield return frame.Text.FirstOrDefault();
        }

        foreach (string? text in Named(file, null, "LICENSE"))
            yield return text;
    }

    /// <summary>The values of a field that the kinds of tags name differently.</summary>
    private static IEnumerable<string?> Named(TagLib.File file, string? id3Frame, string name)
    {
        if (file.GetTag(TagTypes.Id3v2) is TagLib.Id3v2.Tag id3)
        {
            IEnumerable<string> ofFrame = id3Frame is null ? [] : id3.GetFrames<TagLib.Id3v2.TextInformationFrame>(id3Frame).SelectMany(frame => frame.Text);
            IEnumerable<string> ofUser = id3.GetFrames<TagLib.Id3v2.UserTextInformationFrame>("TXXX")
                .Where(frame => name.Equals(frame.Description, StringComparison.OrdinalIgnoreCase) || (id3Frame?.Equals(frame.Description, StringComparison.OrdinalIgnoreCase) ?? false))
                .SelectMany(frame => frame.Text);
            foreach (string text in ofFrame.Concat(ofUser))
                yield return text;
        }

        if (file.GetTag(TagTypes.Xiph) is TagLib.Ogg.XiphComment xiph)
        {
            foreach (string text in xiph.GetField(name))
                yield return text;
        }

        if (file.GetTag(TagTypes.Apple) is TagLib.Mpeg4.AppleTag apple)
            yield return apple.GetDashBox("com.apple.iTunes", name);

        if (file.GetTag(TagTypes.Ape) is TagLib.Ape.Tag ape)
            yield return ape.GetItem(name)?.ToString();
    }

    private static IEnumerable<string> Split(string? text)
        => (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
