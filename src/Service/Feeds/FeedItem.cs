using RealtimeEmotion.Service.History;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>A stored event with its JSON, made once for all who read it.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Json">One JSON object in UTF-8, without a line end.</param>
internal sealed record FeedItem(HistoryEvent Event, ReadOnlyMemory<byte> Json)
{
    internal static FeedItem Of(HistoryEvent stored) => new(stored, EventJson.Bytes(stored));
}
