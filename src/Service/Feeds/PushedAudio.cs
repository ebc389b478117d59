using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Service.Hosting;
using RealtimeEmotion.Service.Streams;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>
/// Sound that a browser or a program sends: 32-bit float samples, little-endian, interleaved, in binary messages. The
/// stream lives as long as the connection.
/// </summary>
internal sealed class PushedAudio(StreamRegistry registry, FeedLimit limit, IHostApplicationLifetime lifetime)
{
    /// <summary>Bytes of one message: a second of eight channels at 48 kHz and more.</summary>
    internal const int MostMessageBytes = 2 << 20;

    private const int FirstBufferBytes = 64 * 1024;

    internal async Task RunAsync(HttpContext context, string name, int rate, int channels, StreamRequest request)
    {
        Sockets.Require(context);
        if (rate is < AudioLimits.LowestRate or > AudioLimits.HighestRate)
        {
            throw new ProblemException(Problem.BadInput($"'rate' must be {AudioLimits.LowestRate} to {AudioLimits.HighestRate}."));
        }

        if (channels is < 1 or > AudioLimits.MostChannels)
        {
            throw new ProblemException(Problem.BadInput($"'channels' must be 1 to {AudioLimits.MostChannels}."));
        }

        using IDisposable place = limit.Enter("audio");
        var input = new PushedInput(rate, channels);
        LiveStream live;
        try
        {
            // Before the upgrade, so that a refusal is an ordinary answer with a reason in it.
            live = await registry.StartPushedAsync(name, input, request, context.RequestAborted).ConfigureAwait(false);
        }
        catch
        {
            input.Dispose();
            throw;
        }

        try
        {
            using WebSocket socket = await Sockets.AcceptAsync(context).ConfigureAwait(false);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { stream = live.Stream.Name }), WebSocketMessageType.Text, endOfMessage: true, ends.Token).ConfigureAwait(false);
            Task<string?> receiving = ReceiveAsync(socket, input, channels);
            // Whoever stops the stream on the page ends the sender too.
            await Task.WhenAny(receiving, live.Finished, Task.Delay(Timeout.Infinite, ends.Token)).ConfigureAwait(false);
            bool stops = lifetime.ApplicationStopping.IsCancellationRequested;
            string? reason = receiving.IsCompleted ? await receiving.ConfigureAwait(false) : stops ? null : "The stream was stopped.";
            await Sockets.CloseAsync(socket, receiving, stops, reason).ConfigureAwait(false);
        }
        catch (Exception e) when (Sockets.IsEnd(e))
        {
            // Gone without a word: the stream ends all the same.
        }
        finally
        {
            input.Complete();
        }
    }

    // Returns why the sender is sent away, or null where it left.
    private static async Task<string?> ReceiveAsync(WebSocket socket, PushedInput input, int channels)
    {
        var bytes = new byte[FirstBufferBytes];
        int filled = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(bytes.AsMemory(filled), CancellationToken.None).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (received.MessageType == WebSocketMessageType.Text)
            {
                return "Sound comes in binary messages.";
            }

            filled += received.Count;
            if (!received.EndOfMessage)
            {
                if (filled == bytes.Length)
                {
                    if (filled >= MostMessageBytes)
                    {
                        return $"A message holds more than {MostMessageBytes} bytes.";
                    }

                    Array.Resize(ref bytes, 2 * bytes.Length);
                }

                continue;
            }

            if (filled % (sizeof(float) * channels) != 0)
            {
                return "A message ends within a frame of 32-bit floats.";
            }

            Push(input, bytes.AsSpan(0, filled));
            filled = 0;
        }
    }

    private static void Push(PushedInput input, Span<byte> bytes)
    {
        Span<float> samples = MemoryMarshal.Cast<byte, float>(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<byte, int>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        input.Write(samples);
    }
}
