using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Buffers;

/// <summary>Samples that a full <see cref="AudioRing"/> refused: where in the stream, and how many.</summary>
/// <param name="Position">Stream position of the first lost sample, in samples from the stream's start.</param>
/// <param name="Length">Number of samples lost, 1 or more.</param>
/// <param name="End">
/// Stream position behind the last lost sample. <c>Position + Length</c>, except where several overruns had to be
/// merged into one report because nobody collected them: then samples between them did arrive and
/// <c>End - Position</c> is larger than <paramref name="Length"/>.
/// </param>
[RealTimeSafe]
public readonly record struct AudioOverrun(long Position, long Length, long End);
