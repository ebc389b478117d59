using System.Buffers;
using System.Text;
using RealtimeEmotion.Service.History;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>History as a file, written as it is read: memory does not grow with it, and storing goes on meanwhile.</summary>
internal static class HistoryExport
{
    private const int FlushBytes = 64 * 1024;

    internal static async Task WriteCsvAsync(IReadOnlyList<string> labels, IEnumerable<HistoryEvent> events, Stream body, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        Encoding.UTF8.GetBytes(EventJson.CsvHeader(labels) + "\r\n", buffer);
        foreach (HistoryEvent e in events)
        {
            Encoding.UTF8.GetBytes(EventJson.CsvRow(e, labels) + "\r\n", buffer);
            await FlushAsync(buffer, body, FlushBytes, cancellation).ConfigureAwait(false);
        }

        await FlushAsync(buffer, body, 0, cancellation).ConfigureAwait(false);
    }

    internal static async Task WriteJsonLinesAsync(IEnumerable<HistoryEvent> events, Stream body, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        foreach (HistoryEvent e in events)
        {
            buffer.Write(EventJson.Bytes(e));
            buffer.Write("\n"u8);
            await FlushAsync(buffer, body, FlushBytes, cancellation).ConfigureAwait(false);
        }

        await FlushAsync(buffer, body, 0, cancellation).ConfigureAwait(false);
    }

    internal static async Task WriteJsonAsync(IEnumerable<HistoryEvent> events, Stream body, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        bool first = true;
        buffer.Write("["u8);
        foreach (HistoryEvent e in events)
        {
            buffer.Write(first ? "\n"u8 : ",\n"u8);
            buffer.Write(EventJson.Bytes(e));
            first = false;
            await FlushAsync(buffer, body, FlushBytes, cancellation).ConfigureAwait(false);
        }

        buffer.Write("\n]\n"u8);
        await FlushAsync(buffer, body, 0, cancellation).ConfigureAwait(false);
    }

    private static async ValueTask FlushAsync(ArrayBufferWriter<byte> buffer, Stream body, int above, CancellationToken cancellation)
    {
        if (buffer.WrittenCount > above)
        {
            await body.WriteAsync(buffer.WrittenMemory, cancellation).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
    }
}
